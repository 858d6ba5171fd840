"""One file to lark trees, a tree a declaration, and findings for those that cannot be read. Knows no nodes."""
from __future__ import annotations

import attrs
from lark.exceptions import UnexpectedInput, UnexpectedToken

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.source import SourceFile
from rulelang.syntax import problems
from rulelang.syntax.branch import Branch
from rulelang.syntax.split import Chunk, language_of, split
from rulelang.syntax.table import parser


@attrs.frozen(eq=False)
class Parsed:
    """A declaration and its tree, or None where it could not be read; its findings say why."""

    chunk: Chunk
    tree: Branch | None


@attrs.frozen(eq=False)
class ParsedFile:
    file: SourceFile
    language: str
    declarations: tuple[Parsed, ...]
    findings: tuple[Diagnostic, ...]


def parse(file: SourceFile, language: str | None = None) -> ParsedFile:
    """Every declaration of the file. `language` overrides what the file says about itself."""
    chunks = split(file)
    spoken = language or language_of(file, chunks)
    report = Report()
    declarations = tuple(
        Parsed(chunk, _tree(file, spoken, chunk, report) if chunk.pieces else None) for chunk in chunks
    )
    return ParsedFile(file, spoken, tuple(d for d in declarations if d.chunk.pieces), tuple(report.findings))


def _tree(file: SourceFile, language: str, chunk: Chunk, report: Report) -> Branch | None:
    if problems.damaged(file, language, chunk, report):
        return None
    try:
        tree: Branch = parser().parse((language, chunk.pieces)).children[0]  # type: ignore[assignment]
        return tree
    except UnexpectedToken as error:
        problems.unexpected(file, language, chunk, error, report)
    except UnexpectedInput:  # pragma: no cover - the phrase lexer raises nothing of its own
        problems.unexpected(file, language, chunk, None, report)
    return None
