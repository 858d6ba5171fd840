"""How much of a text is read as rules: what is larger gets a finding before any work is spent on it.

Nobody writes what these bounds refuse; a text made to keep the reader busy does. Knows pieces, and no grammar.
"""
from __future__ import annotations

import itertools
from collections.abc import Sequence

from rulelang.diagnostics.model import Report
from rulelang.source import SourceFile, Span
from rulelang.syntax.raw import Piece, pieces
from rulelang.syntax.split import Chunk

FILE_PIECES_MAX = 60_000
"""Words, figures and signs of one file: ten times those of the largest program that is known."""
DECLARATION_PIECES_MAX = 20_000
BRACKETS_MAX = 100
BANDS_MAX = 300
TIERS_MAX = 100
LISTED_MAX = 300
"""Incentives in one list of a payout."""
OVER_EVERY_MAX = 150
"""Members that one value is put together over: it stands as deep as there are members."""
BY_MEMBER_MAX = 2_000
"""Declarations that one by member becomes."""
FINDINGS_MAX = 200
"""Whoever has mended these can ask for the next; what a file of nothing but slips repeats helps nobody."""


def too_long(file: SourceFile, report: Report) -> bool:
    """Whether a file holds more than can be read; says where that begins."""
    if len(file.text) <= FILE_PIECES_MAX:
        return False
    over = next(itertools.islice(pieces(file.text, 0, len(file.text)), FILE_PIECES_MAX, None), None)
    if over is not None:
        report.add("too-many-words", _span(file, over), variant="file", written="", limit=f"{FILE_PIECES_MAX:_}")
    return over is not None


def too_large(file: SourceFile, chunk: Chunk, report: Report) -> bool:
    """Whether one declaration holds more than can be read, or brackets deeper than can be followed."""
    first = chunk.pieces[0]
    if len(chunk.pieces) > DECLARATION_PIECES_MAX:
        limit = f"{DECLARATION_PIECES_MAX:_}"
        report.add("too-many-words", _span(file, first), written=first.text, limit=limit)
        return True
    over = _too_deep(chunk.pieces)
    if over is not None:
        report.add("too-deep", _span(file, over), variant="brackets", written=first.text, limit=BRACKETS_MAX)
    return over is not None


def _too_deep(found: Sequence[Piece]) -> Piece | None:
    """The first bracket that opens inside more others than can be followed."""
    depth = 0
    for piece in found:
        if piece.text == "(":
            depth += 1
            if depth > BRACKETS_MAX:
                return piece
        elif piece.text == ")":
            depth = max(0, depth - 1)
    return None


def stop_telling(file: SourceFile, chunk: Chunk, report: Report) -> None:
    """Keeps the first findings of a file, and says that the rest of it waits."""
    del report.findings[FINDINGS_MAX:]
    report.add("too-many-findings", _span(file, chunk.pieces[0]), limit=FINDINGS_MAX)


def _span(file: SourceFile, piece: Piece) -> Span:
    return Span(file, piece.start, piece.stop)
