"""Rows that breach a rule about data: more of them share a territory, a holder or the like than the program allows.

A row holds from its first to its last day, both included, an absent end being open; one that is only dated holds on
that day, one without dates always. What is counted in each year holds in every year that it touches. Knows rows by
position, not where they came from.
"""
from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from rulelang.core.nodes import DataRule
from rulelang.data.intake import Row
from rulelang.data.layout import Layout
from rulelang.exact.calendar import Calendar, Period

TOGETHER_MAX = 50
"""Up to so many rows that hold at once are told day by day."""
ALWAYS = Period(datetime.date.min, datetime.date.max)


@attrs.frozen
class Breach:
    """Rows, by index, which hold together and are more than a rule allows; `day` is the first one on which they do,
    None where they have no dates."""

    rule: DataRule
    rows: tuple[int, ...]
    day: datetime.date | None


def breaches(rule: DataRule, layout: Layout, rows: Mapping[int, Row], calendar: Calendar) -> Iterator[Breach]:
    """Every breach of a rule among the rows of its entity."""
    names = layout.names
    tests, per = [names.index(n) for n in rule.tests], [names.index(n) for n in rule.per]
    groups: dict[tuple[Any, ...], list[tuple[Period, int]]] = {}
    for index, row in rows.items():
        shared = tuple(row[at] for at in per)
        if None not in shared and all(row[at] is True for at in tests):
            groups.setdefault(shared, []).append((_days(rule, layout, row, calendar), index))
    for held in groups.values():
        if len(held) > rule.limit:
            yield from _crowded(rule, sorted(held, key=lambda each: (each[0].start, each[1])))


def _days(rule: DataRule, layout: Layout, row: Row, calendar: Calendar) -> Period:
    """The days on which a row holds, made whole units where these are counted."""
    entity, names = layout.entity, layout.names
    if entity.valid_from is not None:
        last = row[names.index(entity.valid_to)] if entity.valid_to is not None else None
        days = Period(row[names.index(entity.valid_from)], last or datetime.date.max)
    elif entity.dated_by is not None:
        days = Period(row[names.index(entity.dated_by)], row[names.index(entity.dated_by)])
    else:
        return ALWAYS
    if rule.every is None:
        return days
    return Period(
        calendar.holding_row(rule.every, days.start).start, calendar.holding_row(rule.every, days.stop).stop
    )


def _crowded(rule: DataRule, held: Iterable[tuple[Period, int]]) -> Iterator[Breach]:
    """Goes through the first days in order: who hold on one day together are one breach, told with the first day on
    which all of them do. Where very many hold at once they follow one another into one."""
    holding: list[tuple[datetime.date, int]] = []
    rows: set[int] = set()
    first: datetime.date | None = None
    for days, index in held:
        before = len(holding)
        while holding and holding[0][0] < days.start:
            heapq.heappop(holding)
        if rows and len(holding) < before and (before <= TOGETHER_MAX or len(holding) < rule.limit):
            yield Breach(rule, tuple(sorted(rows)), first)
            rows = set()
        heapq.heappush(holding, (days.stop, index))
        if len(holding) > rule.limit:
            if rows:
                rows.add(index)
            else:
                rows = {each for _, each in holding}
            if before <= TOGETHER_MAX or first is None:
                first = None if days is ALWAYS else days.start
    if rows:
        yield Breach(rule, tuple(sorted(rows)), first)
