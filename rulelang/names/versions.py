"""Which clauses are in force when: the program's from its start, a variant's merged ones from its own date on.

Knows dates and cadences, nothing of who may change what.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import attrs

from rulelang.exact.calendar import ONE_DAY, UNITS, Calendar
from rulelang.frozen import frozen
from rulelang.names.clauses import all_of, first_of
from rulelang.names.resolved import Replaced, Rules
from rulelang.syntax import nodes

Paying = nodes.Incentive | nodes.Payout


@frozen
class Versions:
    """`changes` are the dates of the variants merged over the program, outermost first."""

    start: nodes.EffectiveFrom
    changes: tuple[nodes.EffectiveFrom, ...]
    calendar: Calendar

    def of_timelines(self, merged: Sequence[Sequence[Paying]]) -> tuple[Rules, ...]:
        """The rules of an incentive or payout of which each level gives the versions, in order of date: first the
        program, then each variant; none before it is declared."""
        found: list[Rules] = []
        levels = (self.start, *self.changes)
        for begins, following, versions in zip(levels, (*levels[1:], None), merged, strict=True):
            if not versions:
                found[-1:] = self._ended(found[-1], begins) if found else []
                continue
            begun = [each for each in versions if (_since(each) or begins.day) <= begins.day]
            if begun and not found:
                found.append(Rules(begins.day, None, begun[-1].clauses, begins.edges, began=begins))
            elif begun:
                found[-1:] = self._cut(found[-1], begun[-1], begins)
            for later in versions[len(begun) :]:
                since = _since(later)
                if since is not None and (following is None or since < following.day):
                    found[-1:] = self._turned(found[-1] if found else None, later, since)
        return tuple(found)

    def _turned(self, last: Rules | None, new: Paying, since: datetime.date) -> list[Rules]:
        """The rules so far until a later version takes over, and that version's."""
        said = first_of(nodes.VersionChange, new.clauses)
        event = nodes.EffectiveFrom(since, "version", said.edges if said is not None else None, span=new.name.span)
        if last is None:
            return [Rules(since, None, new.clauses, event.edges, began=event)]
        day = since
        # Rows are paid by their own date inside a measured period, whatever limits run over more.
        unit = _open_over(last.clauses) if said is None or said.kind != "row" else _measured_over(last.clauses)
        if said is not None and said.kind in ("end", "row") and unit is not None:
            day = max(self.calendar.holding(unit, since).start, last.start)
        replaced: tuple[Replaced, ...] = ()
        if said is not None and said.kind == "row" and since > day:
            before = last.replaced if day <= last.start else ()
            replaced = (*before, Replaced(since - ONE_DAY, last.clauses))
        if day <= last.start:
            return [attrs.evolve(last, clauses=new.clauses, replaced=replaced)]
        return [_until(last, day, event), Rules(day, None, new.clauses, event.edges, began=event, replaced=replaced)]

    def _day(self, last: Rules, change: nodes.EffectiveFrom) -> datetime.date:
        """The first day on which rules no longer hold."""
        unit = _open_over(last.clauses) if change.open_periods == "next" else None
        if unit is None:
            return change.day
        whole = self.calendar.holding(unit, change.day)
        return change.day if whole.start == change.day else whole.stop + ONE_DAY

    def _ended(self, last: Rules, change: nodes.EffectiveFrom) -> list[Rules]:
        """The rules so far until a variant drops them; nothing where they had not begun."""
        day = self._day(last, change)
        if last.ended is not None or day <= last.start:
            return [last] if last.ended is not None else []
        return [_until(last, day, change)]

    def _cut(self, last: Rules, new: Paying, change: nodes.EffectiveFrom) -> list[Rules]:
        """The rules so far until a variant takes over, and the merged ones from then on."""
        day = self._day(last, change)
        after = Rules(max(day, last.start), None, new.clauses, change.edges, began=change)
        if day <= last.start:
            return [after]
        return [_until(last, day, change), after]


def _until(last: Rules, day: datetime.date, change: nodes.EffectiveFrom) -> Rules:
    """Rules that no longer hold on a day, on which what they end by begins."""
    return attrs.evolve(last, stop=day - ONE_DAY, edges=change.edges or last.edges, ended=change)


def _since(declaration: Paying) -> datetime.date | None:
    return declaration.since


def _measured_over(clauses: Iterable[object]) -> str | None:
    """The unit over which is measured; of a payout that in which it pays."""
    clauses = tuple(clauses)
    over = first_of(nodes.MeasuredEvery, clauses) or first_of(nodes.PaidEvery, clauses)
    return over.unit if over is not None and over.unit in UNITS else None


def _open_over(clauses: Iterable[object]) -> str | None:
    """The unit that goes by one of two rules where a period is not split: the longest over which anything is measured
    or limited. A unit that is none of the calendar's is reported where it is written."""
    clauses = tuple(clauses)
    units = [_measured_over(clauses), *(cap.each for cap in all_of(nodes.AtMost, clauses))]
    units += [floor.each for floor in all_of(nodes.NeverLess, clauses)]
    return max((unit for unit in units if unit in UNITS), key=UNITS.index, default=None)
