"""What could stand at a place of a declaration, and which phrase was probably meant there. Words nothing for people."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lark import Token

from rulelang.diagnostics.suggest import did_you_mean
from rulelang.frozen import frozen
from rulelang.syntax.keywords import SLOTS, Keyword, keywords
from rulelang.syntax.lexing import takes
from rulelang.syntax.raw import Piece
from rulelang.syntax.table import parser
from rulelang.syntax.wording import filled

CHOICES_MAX = 3


@frozen(eq=False)
class Place:
    """A place in a declaration: what the parser holds there and the terminals it could take next."""

    accepted: frozenset[str]
    stack: tuple[object, ...]

    def takes_value(self) -> bool:
        return {"NAME", "LPAR", "NUMBER"} <= self.accepted


def place_before(tokens: Sequence[Token]) -> Place:
    """The place after these tokens, which the parser can take."""
    state = parser().place(tokens).parser_state
    row = state.parse_conf.parse_table.states[state.position]
    return Place(frozenset(t for t in row if t.isupper() and takes(state, t)), tuple(state.value_stack))


def spellings(accepted: frozenset[str], language: str) -> Iterator[tuple[Keyword, str]]:
    """The first spelling of each keyword that can stand at a place, in the order of the table."""
    for keyword, row in keywords().spellings.items():
        if keyword.terminal in accepted:
            yield keyword, _filled(row[language][0], language)


def phrases_meant(pieces: Sequence[Piece], at: int, accepted: frozenset[str], language: str) -> tuple[str, ...]:
    """The accepted phrases that the words from `pieces[at]` on probably stand for, best first."""
    return tuple(_filled(phrase, language) for phrase in _phrases_meant(pieces, at, accepted, language))


def _phrases_meant(pieces: Sequence[Piece], at: int, accepted: frozenset[str], language: str) -> tuple[str, ...]:
    written = _line_words(pieces, at)
    if not written:
        return ()
    forms = [
        form
        for keyword, row in keywords().spellings.items()
        if keyword.terminal in accepted
        for form in row[language]
        if not form.startswith(SLOTS)
    ]
    same_start = [form for form in forms if form.split()[0] == written[0] and " " in form]
    if same_start:
        return tuple(sorted(same_start, key=lambda form: _unlike(form, written))[:CHOICES_MAX])
    if len(written[0]) <= 2:  # too short to be like anything, unless the word after it is the phrase's too
        forms = [form for form in forms if form.split()[1:] == written[1:2] != []]
    near = did_you_mean(written[0], dict.fromkeys(form.split()[0] for form in forms))
    for first in near:
        begun = sorted(
            (form for form in forms if form.split()[0] == first),
            key=lambda form: _unlike(form, [first, *written[1:]]),
        )
        return tuple(begun[:CHOICES_MAX]) if " " in begun[0] and len(begun[0].split()) > len(written) else (begun[0],)
    return ()


def _filled(phrase: str, language: str) -> str:
    """A phrase with an example in its slots: `before 12 months ago`."""
    if "{n}" in phrase and "{u}" in phrase:
        return filled(phrase, "12 month", language, plural=True)
    return filled(phrase, "2" if "{n}" in phrase else "quarter", language, plural=False)


def _line_words(pieces: Sequence[Piece], at: int) -> list[str]:
    """The words from a piece to the end of its line, up to the first that is no word."""
    words: list[str] = []
    for piece in pieces[at : at + 8]:
        if piece.kind != "WORD" or (words and piece.fresh):
            break
        words.append(piece.text)
    return words


def _unlike(form: str, written: Sequence[str]) -> tuple[int, int]:
    """Fewer words in common sort later; among equals the shorter phrase first."""
    meant = re.split(r"\s+", form)
    common = len(set(meant) & set(written))
    return -common, abs(len(meant) - len(written))
