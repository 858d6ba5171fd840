"""The window of a ladder: what it asks for is read over those days, so it asks for something that has dates.

Knows what has dates, not which days a window covers. A field alone is the same in every period, and may stand beside
what has dates; records without dates only look as if those of the window were meant.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.dated import reads_dated
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.links import relation_at
from rulelang.typecheck.parts import computed, parts_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_window_of(checker: Checker, ladder: nodes.Tiers) -> None:
    """Reports a window that nothing of a ladder can be read over, and each line that counts records without dates."""
    clause = next((c for c in ladder.clauses if isinstance(c, nodes.AssessedEvery)), None)
    if clause is None or clause.window is None:
        return
    lines = [line for tier in ladder.tiers for needed in tier.requirements for line in needed.items]
    labels, window = [(clause.window.span, "window")], clause.window.span.text
    if lines and not any(reads_dated(checker, line.condition) for line in lines):
        # What a broken measure would read is not known.
        if errors_so_far(checker):
            return
        checker.report.add("ladder-window-on-undated", clause.window.span, name=ladder.name.text, window=window)
        return
    for line in lines:
        found = _without_dates(checker, line.condition, set())
        if found is not None:
            records, span = found
            checker.report.add(
                "line-without-dates", line.condition.span, labels=[*labels, (span, "counted")], name=records,
                window=window, ladder=ladder.name.text,
            )


def _without_dates(checker: Checker, node: object, visited: set[str]) -> tuple[str, Span] | None:
    """The first records without dates that a condition looks at whatever the period, also by way of what it reads."""
    match node:
        case (nodes.Aggregate(source=source, valid_at=None, window=None)
              | nodes.RecordsHave(source=source, valid_at=None, window=None)) if (
            _is_undated(checker, source) and not reads_dated(checker, (node.where, getattr(node, "value", None)))
        ):
            return ".".join(name.text for name in source), node.span
        case nodes.Reading(path=(name,)) if name.text not in visited:
            visited.add(name.text)
            declared = checker.resolved.read_by_name(name.text)
            return _without_dates(checker, computed(declared), visited) if declared is not None else None
    return next((found for part in parts_of(node) if (found := _without_dates(checker, part, visited))), None)


def _is_undated(checker: Checker, source: tuple[nodes.Name, ...]) -> bool:
    entities = checker.resolved.entities
    if is_of_hierarchy(entities.get(checker.subject), source):
        return False
    found, _ = relation_at(entities, checker.subject, source)
    return found is not None and entities[found].dated_by is None
