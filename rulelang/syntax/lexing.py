"""Pieces to the terminals of the grammar: the longest phrase of the file's language that the parser can take here.

A hard word is always a keyword. Any other word is a keyword only where the grammar can take it, else it is a name; so a
field may be called `source`. Knows the parser's table, and nothing about what a declaration means.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from lark import Token
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

from rulelang.frozen import frozen
from rulelang.languages import languages
from rulelang.syntax.keywords import HARD, Keyword, Trie, keywords
from rulelang.syntax.raw import MARKS, WORD, Piece

if TYPE_CHECKING:
    from lark.common import LexerConf
    from lark.lexer import LexerState
    from lark.parsers.lalr_parser_state import ParserState

_NEGATIVE = ("NUMBER", "PERCENT", "MONEY")
_FIGURE = r"-?[0-9][0-9_]*(?:\.[0-9]+)?"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_AMOUNT = rf"{_FIGURE}(?:[ ]?%|[ ]*[A-Z]{{3}}|[ ]{WORD})?"


@functools.cache
def _cell(language: str) -> re.Pattern[str]:
    """What a cell of a table is when it is no plain text. A figure may be a range, and may say where it is from."""
    to, private, source = (
        "|".join(re.escape(form).replace(r"\ ", "[ ]+") for form in keywords().spellings[Keyword(name)][language])
        for name in ("TO", "UNPUBLISHED", "SOURCE")
    )
    return re.compile(
        rf"""(?:{WORD}|`{WORD}`|{_QUOTED}
        |[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|(?:FY)?[0-9]{{4}}-(?:Q[1-4]|H[12]|[0-9]{{2}})
        |{_AMOUNT}(?:[ ]+(?:{to})[ ]+{_AMOUNT})?(?:[ ]+(?:{private})|[ ]+(?:{source})[ ]+{_QUOTED})*
        |\(\s*(?:{WORD}(?:\s*,\s*{WORD})*)?\s*\))?""",
        re.VERBOSE,
    )


def takes(parser_state: ParserState[Token] | None, terminal: str) -> bool:
    """Whether the parser would shift `terminal` here. Its action row alone is not enough: look-aheads are merged."""
    if parser_state is None:
        return False
    states = parser_state.parse_conf.parse_table.states
    # the parser's own stack up to `top`, with `above` on it: a copy would cost as much as the text before is deep
    stack: list[Any] = parser_state.state_stack
    above: list[Any] = []
    top = len(stack)
    while True:
        hit = states[above[-1] if above else stack[top - 1]].get(terminal)
        if hit is None:
            return False
        action, rule = hit
        if action is Shift:
            return True
        kept = len(above) - len(rule.expansion)
        top += min(kept, 0)
        del above[max(kept, 0) :]
        above.append(states[above[-1] if above else stack[top - 1]][rule.origin.name][1])


@frozen(eq=False)
class Spoken:
    """What the parser reads instead of a text: pieces in a language. `tokens` fills as it reads."""

    language: str
    pieces: Sequence[Piece]
    tokens: list[Token] = attrs.field(factory=list)


class PhraseLexer(Lexer):
    """Takes a `Spoken` instead of a text."""

    __future_interface__ = True

    def __init__(self, configuration: LexerConf | None) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: ParserState[Token]) -> Iterator[Token]:
        # the parser hands on whatever it was asked to parse
        spoken: Spoken = lexer_state.text  # type: ignore[assignment]
        for token in _Phrases(spoken.language, spoken.pieces, parser_state).tokens():
            spoken.tokens.append(token)
            yield token


def phrases_at(spoken: Spoken, index: int) -> list[tuple[Keyword, int]]:
    """Every phrase that the words from a piece on spell, wherever it stands: keyword and the piece after it."""
    hits = _Phrases(spoken.language, spoken.pieces, None).hits(index, keywords().tries[spoken.language], [])
    return [(keyword, stop) for stop, keyword, _ in hits]


class _Phrases:
    """One run over the pieces of a declaration."""

    def __init__(self, language: str, items: Sequence[Piece], state: ParserState[Token] | None) -> None:
        table = keywords()
        self.items, self.state = items, state
        self.trie, self.units = table.tries[language], table.units[language]
        self.language = language

    def tokens(self) -> Iterator[Token]:
        at, count = 0, len(self.items)
        while at < count:
            token, at = self.token(at)
            yield token
            if token.type in ("ROW", "BAR"):
                at = yield from self.cell(at)

    def token(self, at: int) -> tuple[Token, int]:
        piece = self.items[at]
        if piece.kind in ("WORD", "NUMBER"):
            found = self.phrase(at)
            if found:
                return found
        if piece.kind == "WORD":
            if piece.text in languages() and takes(self.state, "CODE"):
                return self.one(at, "CODE")
            return self.one(at, "NAME")
        if piece.kind == "QUOTED":
            return self.one(at, "NAME", piece.text[1:-1])
        if piece.kind == "MARK":
            return self.mark(at)
        return self.one(at, piece.kind)

    def one(self, at: int, terminal: str, value: str | None = None, count: int = 1) -> tuple[Token, int]:
        first, last = self.items[at], self.items[at + count - 1]
        return Token(terminal, first.text if value is None else value, first.start, end_pos=last.stop), at + count

    def mark(self, at: int) -> tuple[Token, int]:
        piece, terminal = self.items[at], MARKS[self.items[at].text]
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        if terminal == "SUB" and after and after.touches and after.kind in _NEGATIVE and not takes(self.state, "SUB"):
            return self.one(at, after.kind, "-" + after.text, 2)
        if terminal == "BAR" and piece.fresh:
            terminal = "ROW"
        elif terminal == "BAR" and (after is None or after.fresh):
            terminal = "ROW_END"
        elif terminal == "LPAR" and piece.touches and at and self.items[at - 1].kind in ("WORD", "QUOTED"):
            terminal = "CALL" if takes(self.state, "CALL") else "LPAR"
        return self.one(at, terminal)

    def phrase(self, at: int) -> tuple[Token, int] | None:
        """The longest phrase that starts here and that the parser can take; a hard word even where it cannot."""
        hits = list(self.hits(at, self.trie, []))
        hits.sort(key=lambda hit: hit[0])
        for stop, keyword, slots in reversed(hits):
            if takes(self.state, keyword.terminal):
                return self.keyword(at, stop, keyword, slots)
        hard = [hit for hit in hits if hit[1].terminal in HARD]
        if hard and not takes(self.state, "CODE"):
            return self.keyword(at, *hard[-1])
        return None

    def keyword(self, at: int, stop: int, keyword: Keyword, slots: list[str]) -> tuple[Token, int]:
        value = " ".join(slots) if slots else keyword.value or keyword.terminal
        return self.one(at, keyword.terminal, value, stop - at)

    def hits(self, at: int, place: Trie, slots: list[str]) -> Iterator[tuple[int, Keyword, list[str]]]:
        """Every phrase from here on as (piece after it, keyword, what stood in its slots)."""
        for keyword in place.endings:
            yield at, keyword, slots
        if at == len(self.items):
            return
        piece = self.items[at]
        if piece.kind == "NUMBER" and "{n}" in place.children:
            yield from self.hits(at + 1, place.children["{n}"], [*slots, piece.text])
        if piece.kind != "WORD":
            return
        if "{u}" in place.children:
            for count in (2, 1):
                unit = self.units.get(" ".join(item.text for item in self.items[at : at + count]))
                if unit and at + count <= len(self.items):
                    yield from self.hits(at + count, place.children["{u}"], [*slots, unit])
                    break
        if piece.text in place.children:
            yield from self.hits(at + 1, place.children[piece.text], slots)

    def cell(self, at: int) -> Generator[Token, None, int]:
        """A table cell. What is not one value, one name or one (a, b) is text: `D-1`, `Acme S.A.` need no quotes.

        Yields its tokens, returns the place of the first piece after it.
        """
        stop, count = at, len(self.items)
        while stop < count and self.items[stop].text != "|" and not self.items[stop].fresh:
            stop += 1
        own = self.items[at:stop]
        if not own:
            return stop
        text = self.slice(own)
        if not _cell(self.language).fullmatch(text):
            yield Token("STRING", text, own[0].start, end_pos=own[-1].stop)
        elif len(own) == 1 and own[0].kind == "WORD":
            # example data is not language: only yes and no are read, and no word of it is ever a keyword
            word = self.trie.children.get(text, Trie())
            answer = [k.terminal for k in word.endings if k.terminal in ("YES", "NO")]
            yield self.one(at, answer[0] if answer else "NAME")[0]
        elif own[0].text == "(":
            yield from (self.cell_name(place) for place in range(at, stop))
        else:
            while at < stop:
                token, at = self.token(at)
                yield token
        return stop

    def cell_name(self, at: int) -> Token:
        piece = self.items[at]
        if piece.kind == "MARK":
            return self.one(at, MARKS[piece.text])[0]
        return self.one(at, "NAME", piece.text.strip("`"))[0]

    @staticmethod
    def slice(own: Sequence[Piece]) -> str:
        """The text of neighbouring pieces with the blanks between them."""
        parts, last = [], own[0].start
        for piece in own:
            parts.append(" " * (piece.start - last) + piece.text)
            last = piece.stop
        return "".join(parts)
