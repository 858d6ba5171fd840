"""Conditions of several periods or days: what may be tested there, and how many there are."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.periods import no_such_period
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.dated import reads_dated
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.spans_of_time import DAYS_IN, check_duration
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

PERIODS_MAX = 60
"""Periods of which each is looked at by itself: five years of months."""
DAYS_MAX = 1_830
"""Days of which each is looked at by itself: five years."""


def check_over_periods(checker: Checker, node: nodes.OverPeriods, scope: Scope) -> core.Type | None:
    """`in each of the last 4 quarters`: a condition that differs from period to period, of a handful of periods."""
    if _inside_record(checker, node, scope) or checker.check_truth(node.test, scope) is None:
        return None
    lasts = node.periods
    if not 1 <= lasts.count <= PERIODS_MAX:
        unit = unit_words(lasts.unit)
        checker.report.add("length-out-of-range", lasts.span, text=lasts.span.text, most=PERIODS_MAX, unit=unit)
        return None
    if node.count is not None and not 1 <= node.count <= lasts.count:
        checker.report.add("more-periods-than-there-are", node.span, count=node.count, periods=lasts.count)
        return None
    return core.Truth() if _is_dated(checker, node.test) else None


def check_on_any_day(checker: Checker, node: nodes.OnAnyDay, scope: Scope) -> core.Type | None:
    """`on any day of 2025-Q2`: a condition that a partner meets or not on a single day."""
    if _inside_record(checker, node, scope):
        return None
    if checker.check_truth(node.test, attrs.evolve(scope, on_day=True)) is None or not _days_fit(checker, node):
        return None
    over = _over_a_period(checker, node.test, set())
    if over is not None:
        checker.report.add("period-on-a-day", over, text=over.text)
        return None
    return core.Truth() if _is_dated(checker, node.test) else None


def _inside_record(checker: Checker, node: nodes.OverPeriods | nodes.OnAnyDay, scope: Scope) -> bool:
    if scope.row is not None:
        checker.report.add("periods-inside-where", node.span, entity=scope.row)
    return scope.row is not None


def _is_dated(checker: Checker, test: nodes.Expression) -> bool:
    """Whether a condition can differ from one period to another; a finding otherwise."""
    dated = reads_dated(checker, test)
    if not dated:
        checker.report.add("window-on-undated", test.span, name=test.span.text)
    return dated


def _days_fit(checker: Checker, node: nodes.OnAnyDay) -> bool:
    match node.days:
        case nodes.Duration(count=count, unit=unit) as lasts:
            most = DAYS_MAX // DAYS_IN[unit]
            if count > most:
                checker.report.add(
                    "length-out-of-range", lasts.span, text=lasts.span.text, most=most, unit=unit_words(unit)
                )
                return False
            return check_duration(checker, lasts)
        case nodes.PeriodLiteral(text=text) as written:
            if checker.resolved.calendar.parse(text) is None:
                checker.report.findings.append(no_such_period(checker.resolved.calendar, text, written.span))
                return False
    return True


def _over_a_period(checker: Checker, node: object, seen: set[str]) -> Span | None:
    """The first part of a condition that is about a stretch of time, so that it has no value on a day."""
    match node:
        case nodes.Aggregate(source=source) if is_of_hierarchy(checker.resolved.entities[checker.subject], source):
            found = (_over_a_period(checker, part, seen) for part in (node.value, node.where))
            return next((span for span in found if span is not None), None)
        case nodes.Aggregate() | nodes.RecordsHave() | nodes.OverPeriods() | nodes.OnAnyDay() | nodes.Growth():
            return node.span
        case nodes.Reading(window=window) if window is not None:
            return node.span
        case nodes.InWindow():
            return node.span
        case nodes.Reading(path=(name,)):
            resolved = checker.resolved
            declared = resolved.measures.get(name.text) or resolved.eligibilities.get(name.text)
            if declared is None or name.text in seen:
                return None
            seen.add(name.text)
            return node.span if _over_a_period(checker, computed(declared), seen) is not None else None
    found = (_over_a_period(checker, part, seen) for part in parts_of(node, but=("day",)))
    return next((span for span in found if span is not None), None)
