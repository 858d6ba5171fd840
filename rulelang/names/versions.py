"""Which clauses are in force when: the program's from its start, a variant's merged ones from its own date on.

Knows dates and cadences, nothing of who may change what.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import attrs

from rulelang.exact.calendar import ONE_DAY, UNITS, Calendar
from rulelang.names.clauses import first_of
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes

Paying = nodes.Incentive | nodes.Payout


@attrs.frozen
class Versions:
    """`changes` are the dates of the variants merged over the program, outermost first."""

    start: nodes.EffectiveFrom
    changes: tuple[nodes.EffectiveFrom, ...]
    calendar: Calendar

    def of(self, merged: Sequence[Paying | None]) -> tuple[Rules, ...]:
        """The rules of an incentive or payout as the program and each variant have it; None before it is declared."""
        found: list[Rules] = []
        for begins, declaration in zip((self.start, *self.changes), merged, strict=True):
            if declaration is None:
                found[-1:] = self._ended(found[-1], begins) if found else []
                continue
            if not found:
                found.append(Rules(begins.day, None, declaration.clauses, begins.edges, began=begins))
            else:
                found[-1:] = self._cut(found[-1], declaration, begins)
        return tuple(found)

    def _day(self, last: Rules, change: nodes.EffectiveFrom) -> datetime.date:
        """The first day on which rules no longer hold."""
        unit = _open_over(last.clauses) if change.open_periods == "next" else None
        if unit is None:
            return change.day
        whole = self.calendar.containing(unit, change.day)
        return change.day if whole.start == change.day else whole.stop + ONE_DAY

    def _ended(self, last: Rules, change: nodes.EffectiveFrom) -> list[Rules]:
        """The rules so far until a variant drops them; nothing where they had not begun."""
        day = self._day(last, change)
        if last.ended is not None or day <= last.start:
            return [last] if last.ended is not None else []
        return [attrs.evolve(last, stop=day - ONE_DAY, edges=change.edges or last.edges, ended=change)]

    def _cut(self, last: Rules, new: Paying, change: nodes.EffectiveFrom) -> list[Rules]:
        """The rules so far until a variant takes over, and the merged ones from then on."""
        day = self._day(last, change)
        after = Rules(max(day, last.start), None, new.clauses, change.edges, began=change)
        if day <= last.start:
            return [after]
        before = attrs.evolve(last, stop=day - ONE_DAY, edges=change.edges or last.edges, ended=change)
        return [before, after]


def _open_over(clauses: Iterable[object]) -> str | None:
    """The unit that has to end before `from the next period` begins: what is measured, or capped in a payout, runs
    over it. A unit that is none of the calendar's is reported where it is written."""
    clauses = tuple(clauses)
    measured, cap = first_of(nodes.MeasuredEvery, clauses), first_of(nodes.AtMost, clauses)
    paid = first_of(nodes.PaidEvery, clauses)
    units = [measured.unit if measured else None, cap.each if cap else None, paid.unit if paid else None]
    return next((unit for unit in units if unit in UNITS), None)
