"""What is read for another period than the reader's: the days of a window, or one day after another."""
from __future__ import annotations

import datetime

from rulelang.core.nodes import Covered, Expression, FieldValue, FromFirstDay, InWindow, OnAnyDay
from rulelang.core.schedule import covers, first_day_of_all
from rulelang.exact.calendar import Period
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import any_of, because
from rulelang.interpret.working import Place, Working


def in_window(work: Working, node: InWindow, place: Place) -> Trace:
    days = work.setting.calendar.resolve(node.window, place.period)
    inside = work.read(node.value, place.over(days))
    return Trace(node, place.period, inside.value, (inside,), days)


def covered(work: Working, node: Covered, place: Place) -> Trace:
    setting = work.setting
    found = covers(setting.calendar, work.core, node.value, setting.population.covered_from, place.period)
    if node.since is None:
        return Trace(node, place.period, found)
    return Trace(node, place.period, found and not _is_before(work, node.value, node.since, place))


def from_first_day(work: Working, node: FromFirstDay, place: Place) -> Trace:
    if _is_before(work, node.value, node.since, place):
        return Trace(node, place.period, because("before_first_day", node.since.entity))
    inside = work.read(node.value, place)
    return Trace(node, place.period, inside.value, (inside,))


def _is_before(work: Working, value: Expression, since: FieldValue, place: Place) -> bool:
    """Whether a value looks at records of days before the first of the subject."""
    first = work.read(since, place).value
    earliest = first_day_of_all(work.setting.calendar, work.core, value, place.period)
    assert isinstance(first, datetime.date), "the first day of a subject is never missing"
    return earliest is not None and earliest < first


def on_any_day(work: Working, node: OnAnyDay, place: Place) -> Trace:
    """Yes from the first day on which the condition holds; the trace keeps that day's reading, else the last day's."""
    days = work.setting.days(node.days, place.period)
    looked_at = Period(days[0].period.start, days[-1].period.stop) if days else None
    read: list[Trace] = []
    for day in days:
        read.append(work.read(node.value, day))
        if read[-1].value is True:
            break
    return Trace(node, place.period, any_of([trace.value for trace in read]), tuple(read[-1:]), looked_at)
