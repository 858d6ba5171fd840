"""Periods as values of fields, parameters and comparisons: each by the one name it has in the program's calendar.

Knows no data. Two periods are the same or not: one may lie inside another, so they have no order.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from rulelang.core import nodes as core
from rulelang.diagnostics.periods import no_such_period
from rulelang.exact.named_periods import period_name
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact
from rulelang.typecheck.literals import literal_type

if TYPE_CHECKING:
    from rulelang.names.resolved import Resolved
    from rulelang.typecheck.expressions import Checker


def period_type(resolved: Resolved) -> core.Words:
    """A period of the program's calendar."""
    return core.Words(year_starts=resolved.year_starts, own_calendar=resolved.own_calendar)


def check_written(checker: Checker, node: nodes.Literal) -> core.Type | None:
    """The type of a literal; None after a finding."""
    return check_period(checker, node) if isinstance(node, nodes.PeriodLiteral) else literal_type(checker.report, node)


def check_period(checker: Checker, node: nodes.PeriodLiteral | nodes.Number) -> core.Words | None:
    """The type of a period that is written; None after a finding."""
    text, kind = written_period(node), period_type(checker.resolved)
    name = period_name(kind.calendar, text)
    if name is None:
        checker.report.findings.append(no_such_period(kind.calendar, text, node.span))
        return None
    if name != text:
        checker.report.add("period-called-otherwise", node.span, text=text, name=name)
        return None
    checker.facts.put(node, Fact(kind))
    return kind


def is_year(node: nodes.Expression) -> TypeGuard[nodes.Number]:
    """Whether a number is written as a year is."""
    return isinstance(node, nodes.Number) and not node.digits and node.span.text == str(node.coefficient)


def written_period(node: nodes.PeriodLiteral | nodes.Number) -> str:
    """The name that is written; a bare year is one too."""
    return node.text if isinstance(node, nodes.PeriodLiteral) else str(node.coefficient)


def period_figure(kind: core.Words, node: nodes.Expression) -> str | None:
    """The period that a parameter is given; None where it is none, or is not called so."""
    if not isinstance(node, (nodes.PeriodLiteral, nodes.Number)):
        return None
    text = written_period(node)
    return text if period_name(kind.calendar, text) == text else None
