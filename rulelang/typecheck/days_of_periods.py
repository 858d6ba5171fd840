"""Periods that dates are compared with: `joined before 2025-Q2` is before its first day, `after` it after its last.

Knows the program's calendar and how a period is called in it. Each period becomes one of its days, so that nothing
later on looks at a date and a period together.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact
from rulelang.typecheck.period_values import check_period, is_year, period_type, written_period
from rulelang.typecheck.said_inside import beside_sign
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FIRST_DAY = ("before", "<", "on_or_after", ">=")
"""What is compared with the first day of a period; everything else looks at its last."""
YEAR = 4
"""So many digits a year has."""

Written = nodes.PeriodLiteral | nodes.Number


def is_period(node: nodes.Expression) -> TypeGuard[Written]:
    """Whether a period is written; four digits beside a date are a year."""
    return isinstance(node, nodes.PeriodLiteral) or (is_year(node) and len(node.span.text) == YEAR)


def check_day_of_period(checker: Checker, node: nodes.Comparison, period: Written) -> core.Type | None:
    """Types a date that is compared with a period, and records the day that is meant."""
    if check_period(checker, period) is None:
        return None
    if node.operator in ("is", "is_not"):
        checker.report.add(
            "day-is-a-period", node.span, labels=[(period.span, "period")], text=node.left.span.text,
            inside=beside_sign(node.left), period=period.span.text, variant=node.operator.removeprefix("is").strip("_"),
        )  # fmt: skip
        return None
    return _put(checker, period, first=node.operator in FIRST_DAY)


def check_end(checker: Checker, period: Written, *, first: bool) -> core.Type | None:
    """Types a period at one end of a `between`: from its first day, or up to its last."""
    return None if check_period(checker, period) is None else _put(checker, period, first=first)


def is_in_period(node: nodes.Between) -> bool:
    """Whether a `between` was written `is in 2025-Q1`."""
    return node.low.span == node.high.span and isinstance(node.low, nodes.PeriodLiteral)


def report_no_day(checker: Checker, node: nodes.Between, found: core.Type) -> None:
    """`covers is in 2025-Q2`, where no date is asked about."""
    same = isinstance(found, core.Words) and bool(found.year_starts)
    checker.report.add(
        "no-day-in-a-period", node.value.span, labels=[(node.low.span, "period")], text=node.value.span.text,
        inside=beside_sign(node.value), found=kind_words(found), period=node.low.span.text,
        variant="period" if same else "",
    )  # fmt: skip


def as_day(checker: Checker, node: object) -> nodes.Expression | None:
    """The day that a period beside a date was found to mean."""
    return checker.worked_out.get(id(node)) if isinstance(node, (nodes.PeriodLiteral, nodes.Number)) else None


def _put(checker: Checker, period: Written, *, first: bool) -> core.Type:
    days = period_type(checker.resolved).calendar.parse(written_period(period))
    assert days is not None, "a period that has a name has days"
    day = nodes.Date(days.start if first else days.stop, span=period.span)
    checker.facts.put(period, Fact(core.Day()))
    checker.facts.put(day, Fact(core.Day()))
    checker.worked_out[id(period)] = day
    return core.Day()
