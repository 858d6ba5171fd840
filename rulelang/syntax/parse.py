"""One file to trees, a tree a declaration, and findings for those that cannot be read. Knows no nodes."""
from __future__ import annotations

from collections.abc import Iterator

from lark import Token
from lark.exceptions import UnexpectedToken

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.frozen import frozen
from rulelang.source import SourceFile, Span
from rulelang.syntax import bounds, damage
from rulelang.syntax.branch import Branch
from rulelang.syntax.lexing import Spoken
from rulelang.syntax.split import Chunk, language_of, split
from rulelang.syntax.table import parser

# Deeper than anybody writes; it keeps every walk over a tree within Python's own limit.
DEPTH_MAX = 200


@frozen(eq=False)
class Parsed:
    """A declaration, its words as the grammar takes them, and its tree: None where it could not be read."""

    chunk: Chunk
    tokens: tuple[Token, ...]
    tree: Branch | None


@frozen(eq=False)
class ParsedFile:
    file: SourceFile
    language: str
    declarations: tuple[Parsed, ...]
    findings: tuple[Diagnostic, ...]


def parse(file: SourceFile, language: str | None = None) -> ParsedFile:
    """Every declaration of the file. `language` overrides what the file says about itself."""
    report = Report()
    unread = bounds.too_long(file, report) or damage.merge_conflicts(file, report)
    chunks = () if unread else split(file)
    spoken = language or language_of(file, chunks)
    damage.tabs(file, report)
    declarations = tuple(_declarations(file, spoken, chunks, report))
    return ParsedFile(file, spoken, declarations, tuple(report.findings))


def _declarations(file: SourceFile, language: str, chunks: tuple[Chunk, ...], report: Report) -> Iterator[Parsed]:
    """Each declaration; none is looked into once a file has more findings than anybody mends at a time."""
    telling = True
    for chunk in (each for each in chunks if each.pieces):
        yield _parsed(file, language, chunk, report) if telling else Parsed(chunk, (), None)
        if telling and len(report.findings) > bounds.FINDINGS_MAX:
            bounds.stop_telling(file, chunk, report)
            telling = False


def _parsed(file: SourceFile, language: str, chunk: Chunk, report: Report) -> Parsed:
    if bounds.too_large(file, chunk, report) or damage.damaged(file, language, chunk, report):
        return Parsed(chunk, (), None)
    spoken = Spoken(language, chunk.pieces)
    first = Span(file, chunk.pieces[0].start, chunk.pieces[0].stop)
    if first.column > 1:
        report.add("indented-declaration", first, written=first.text)
        return Parsed(chunk, (), None)
    try:
        tree: Branch = parser().parse(spoken).children[0]
    except UnexpectedToken as error:
        from rulelang.syntax import problems  # what explains slips is needed where there is one

        problems.unexpected(file, spoken, error, report)
        return Parsed(chunk, tuple(spoken.tokens), None)
    if _depth(tree) > DEPTH_MAX:
        report.add("too-deep", first, written=first.text, limit=DEPTH_MAX)
        return Parsed(chunk, tuple(spoken.tokens), None)
    return Parsed(chunk, tuple(spoken.tokens), tree)


def _depth(tree: Branch) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        branch, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in branch.children if isinstance(child, Branch)]
    return deepest
