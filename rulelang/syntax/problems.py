"""What the parser says about a declaration that it cannot read. Holds the facts; the words are in the catalogue."""
from __future__ import annotations

from lark.exceptions import UnexpectedToken

from rulelang.diagnostics.model import Report
from rulelang.source import SourceFile, Span
from rulelang.syntax.raw import DAMAGED
from rulelang.syntax.split import Chunk


def damaged(file: SourceFile, language: str, chunk: Chunk, report: Report) -> bool:
    """Reports figures, quotes and marks that cannot be read in any declaration; says whether there were any."""
    found = [piece for piece in chunk.pieces if piece.kind in DAMAGED]
    for piece in found:
        report.add(DAMAGED[piece.kind], Span(file, piece.start, piece.stop), written=piece.text)
    return bool(found)


def unexpected(file: SourceFile, language: str, chunk: Chunk, error: UnexpectedToken | None, report: Report) -> None:
    """Reports the place where a declaration stops making sense."""
    token = error.token if error else None
    start = token.start_pos if token is not None and token.start_pos is not None else chunk.pieces[-1].start
    stop = token.end_pos if token is not None and token.end_pos is not None else chunk.pieces[-1].stop
    report.add("unreadable", Span(file, start, stop), written=file.text[start:stop])
