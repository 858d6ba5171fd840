"""Conditions of several periods or days to the windows they are made of."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import Period
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_over_time(lowering: Lowering, node: nodes.OverPeriods | nodes.OnAnyDay) -> core.Expression:
    """One condition, read for one period after another or day by day."""
    test = lowering.lower(node.test)
    if isinstance(node, nodes.OnAnyDay):
        return core.OnAnyDay(_days(lowering, node.days), test, core.Truth(), node.span)
    unit = node.periods.unit
    oldest_first = range(node.periods.count - 1, -1, -1)
    windows = (core.Window("last", 1, unit, ago, unit if ago else "") for ago in oldest_first)
    items = tuple(core.InWindow(window, test, core.Truth(), node.span) for window in windows)
    return core.Logic(node.quantity, items, node.count or 0, core.Truth(), node.span, step="periods")


def _days(lowering: Lowering, days: nodes.PeriodLiteral | nodes.Duration | None) -> core.Window | Period | None:
    match days:
        case nodes.Duration():
            return core.Window("last", days.count, days.unit)
        case nodes.PeriodLiteral():
            return lowering.checked.resolved.calendar.parse(days.text)
        case None:
            return None


def lower_in_window(lowering: Lowering, node: nodes.InWindow) -> core.Expression:
    """A value as it was in a window."""
    window, value = lowering.window(node.window), lowering.lower(node.value)
    assert window is not None, "it is written"
    return core.InWindow(window, value, value.type, node.span)


def within_window(lowering: Lowering, reading: nodes.Reading, test: core.Expression) -> core.Expression:
    """A test of what a reading in a window is at the end of that window."""
    window = lowering.window(reading.window)
    return test if window is None else core.InWindow(window, test, core.Truth(), reading.span)
