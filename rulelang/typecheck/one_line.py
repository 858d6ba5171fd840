"""Several conditions of a list on one line. Line breaks mean nothing in rules; but where words on one line make no
sense as conditions, they were meant as one: `csat equals 4`, `not specialised`."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.habits import compared_in_words, denied, denies

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Scope

_STRAY = frozenset({"unknown-name", "not-a-condition", "kinds-compared", "tier-needs-comparison"})


def check_list(checker: Checker, conditions: Sequence[nodes.Expression], scope: Scope) -> list[core.Truth | None]:
    """Checks the conditions of a list; several on a line that make no sense each by itself give one finding."""
    found: list[core.Truth | None] = []
    for line in _lines(conditions):
        before = len(checker.report.findings)
        kinds = [checker.check_truth(condition, scope) for condition in line]
        found += kinds
        said = [f for f in checker.report.findings[before:] if f.span is not None and _holds(line, f.span)]
        if len(line) > 1 and any(each.name in _STRAY for each in said):
            for each in said:
                checker.report.findings.remove(each)
            _say_once(checker, line)
    return found


def _lines(conditions: Sequence[nodes.Expression]) -> Iterator[list[nodes.Expression]]:
    """The conditions line by line."""
    line: list[nodes.Expression] = []
    for condition in conditions:
        if line and _last_line(line[-1].span) != condition.span.line:
            yield line
            line = []
        line.append(condition)
    if line:
        yield line


def _last_line(span: Span) -> int:
    return span.file.line_column(max(span.start, span.stop - 1))[0]


def _holds(line: Sequence[nodes.Expression], span: Span) -> bool:
    return span.file == line[0].span.file and line[0].span.start <= span.start < line[-1].span.stop


def _say_once(checker: Checker, line: Sequence[nodes.Expression]) -> None:
    whole = line[0].span.to(line[-1].span)
    language = language_of(whole.file)
    words = whole.text.split()
    meant = compared_in_words(words, language)
    if denies(words[0], language):
        instead = denied(words[1:], language)
        written = " ".join(words[1:])
        checker.report.add("not-in-front", line[0].span, written=written, instead=instead, previous=words[0])
    elif meant is not None:
        checker.report.add(
            "comparison-in-words", whole, written=meant.written, previous=meant.previous, instead=meant.instead
        )
    else:
        checker.report.add(
            "unreadable", line[1].span, written=line[1].span.text.split()[0], previous=line[0].span.text.split()[-1],
            choices="",
        )
