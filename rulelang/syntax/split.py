"""Cuts a file into declarations before anything is parsed, so that one broken declaration never hides the next.

A declaration starts at a line with something in column one. Knows the declaration words, and nothing of what follows.
"""
from __future__ import annotations

import bisect
import re

from rulelang.frozen import frozen
from rulelang.languages import ENGLISH, languages, one_of, said_by, suffix_of
from rulelang.source import SourceFile
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.raw import Piece, pieces

DECLARATIONS = (
    "PROGRAM", "VARIANT", "REGION", "TYPE", "RECORD", "ENTITY", "PARAMETER", "FUNCTION", "MEASURE", "ELIGIBILITY",
    "BENEFIT", "TIERS", "SCORECARD", "INCENTIVE", "PAYOUT", "BUDGET", "FUND", "ADAPTABLE", "SET", "ADD_TO",
    "DROP", "RELABEL", "REQUIRE_FOR", "USE", "VIEW", "SCENARIO", "EXAMPLE", "ALWAYS", "AT_MOST_ONE",
)  # fmt: skip

_COLUMN_ONE = re.compile(r"^[^\s#]", re.MULTILINE)


@frozen(eq=False)
class Chunk:
    """The text of one declaration, from its word in column one to the next; comments before it belong to it.

    `pieces` are its words and figures without comments; `comments` are the comments, also those that stand before it.
    """

    start: int
    stop: int
    pieces: tuple[Piece, ...]
    comments: tuple[Piece, ...]


def declaration_words(language: str) -> dict[str, Keyword]:
    """First words of declarations in a language: word -> keyword."""
    spellings = keywords().spellings
    return {
        form.split()[0]: keyword
        for keyword in (Keyword(name) for name in DECLARATIONS)
        for form in spellings[keyword][language]
    }


def _starts(text: str) -> list[int]:
    """Offsets of the lines that begin in column one, those inside a closed \"\"\"text\"\"\" left out."""
    words = {word for language in languages() for word in declaration_words(language)}
    starts, hidden = [], 0
    texts = _texts(text, words)
    for match in _COLUMN_ONE.finditer(text):
        at = match.start()
        while hidden < len(texts) and texts[hidden][1] <= at:
            hidden += 1
        if hidden == len(texts) or not texts[hidden][0] <= at:
            starts.append(at)
    return starts


def _texts(text: str, words: set[str]) -> list[tuple[int, int]]:
    """The closed stretches from \"\"\" to \"\"\"; a line that begins with a declaration word ends one unclosed."""
    if '"""' not in text:
        return []
    begins = re.compile(r"^(?:" + one_of(tuple(sorted(words))) + r")\b", re.MULTILINE)
    limits = [match.start() for match in begins.finditer(text)]
    found, at = [], 0
    while (start := _opening(text, at)) >= 0:
        end = text.find('"""', start + 3)
        place = bisect.bisect_left(limits, start)
        limit = limits[place] if place < len(limits) else len(text)
        at = end + 3 if 0 <= end < limit else limit
        if 0 <= end < limit:
            found.append((start, at))
    return found


_SKIP = re.compile(r'#[^\n]*|"""|"(?:[^"\\\n]++|\\[^\n])*+"?')


def _opening(text: str, at: int) -> int:
    """The next \"\"\" that is neither in a comment nor in a quoted text, or -1."""
    for match in _SKIP.finditer(text, at):
        if match.group() == '"""':
            return match.start()
    return -1


def split(file: SourceFile) -> tuple[Chunk, ...]:
    """The declarations of a file in order. Indented text before the first of them is a chunk of its own."""
    text = file.text
    starts = _starts(text)
    if not starts or any(piece.kind != "COMMENT" for piece in pieces(text, 0, starts[0])):
        starts.insert(0, 0)
    chunks, before = [], tuple(pieces(text, 0, starts[0]))
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        found = tuple(pieces(text, start, stop))
        own = tuple(piece for piece in found if piece.kind != "COMMENT")
        comments = before + tuple(piece for piece in found if piece.kind == "COMMENT")
        before = ()
        chunks.append(Chunk(start, stop, own, comments))
    return tuple(chunk for chunk in chunks if chunk.pieces or chunk.comments)


def language_of(file: SourceFile, chunks: tuple[Chunk, ...]) -> str:
    """`language es` in the first declaration, else the file's suffix (`.es.rule`), else English."""
    said = said_by(file.text, chunks[0].start, chunks[0].stop) if chunks else None
    return said or suffix_of(file.name) or ENGLISH
