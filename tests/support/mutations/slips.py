"""One slip in a text: a word, number or sign lost, doubled, misspelt, raised, miscounted or replaced by another."""
from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import attrs

PIECE = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\d{4}-\d{2}-\d{2}|\d{4}-Q\d|\d[\d_]*(?:\.\d+)?%?|[^\W\d]\w*|>=|<=|<>|[^\w\s]'
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@attrs.frozen
class Piece:
    """A word, number or sign and where it stands; `line` counts from 1."""

    text: str
    start: int
    stop: int
    line: int


@attrs.frozen
class Slip:
    """A text after one slip on `line`; `kind` says which, `was` and `now` what changed."""

    text: str
    line: int
    kind: str
    was: str
    now: str


def pieces_of(text: str) -> list[Piece]:
    """All pieces but those of comments and of texts in three quotes."""
    hidden = re.sub(r'"""(?:.|\n)*?"""|#[^\n]*', lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    return [
        Piece(found.group(), found.start(), found.end(), text.count("\n", 0, found.start()) + 1)
        for found in PIECE.finditer(hidden)
    ]


def slip_in(text: str, pieces: Sequence[Piece], draw: random.Random) -> Slip:
    """One slip of a kind and at a place that `draw` chooses."""
    while True:
        at = draw.randrange(len(pieces))
        kind = draw.choice(list(KINDS))
        now = KINDS[kind](pieces, at, draw)
        one = pieces[at]
        if now is not None and now != one.text:
            return Slip(text[: one.start] + now + text[one.stop :], one.line, kind, one.text, now)


def _lost(pieces: Sequence[Piece], at: int, draw: random.Random) -> str:
    return ""


def _doubled(pieces: Sequence[Piece], at: int, draw: random.Random) -> str:
    return f"{pieces[at].text} {pieces[at].text}"


def _replaced(pieces: Sequence[Piece], at: int, draw: random.Random) -> str:
    return draw.choice(pieces).text


def _misspelt(pieces: Sequence[Piece], at: int, draw: random.Random) -> str | None:
    word = pieces[at].text
    if not re.fullmatch(r"[^\W\d]\w{2,}", word):
        return None
    place = draw.randrange(len(word) - 1)
    return draw.choice([
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + draw.choice(LETTERS) + word[place + 1 :],
        word[:place] + word[place] + word[place:],
    ])


def _miscounted(pieces: Sequence[Piece], at: int, draw: random.Random) -> str | None:
    figure = pieces[at].text
    if not figure[0].isdigit():
        return None
    commas = (figure.replace("_", ","), figure.replace(".", ","))
    return draw.choice([*commas, figure + "0", figure[1:] or "0", f"-{figure}"])


def _capitalised(pieces: Sequence[Piece], at: int, draw: random.Random) -> str | None:
    return pieces[at].text.capitalize() if pieces[at].text.islower() else None


KINDS: dict[str, Callable[[Sequence[Piece], int, random.Random], str | None]] = {
    "lost": _lost,
    "doubled": _doubled,
    "replaced": _replaced,
    "misspelt": _misspelt,
    "miscounted": _miscounted,
    "capitalised": _capitalised,
}
