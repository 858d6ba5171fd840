"""Floors and caps of one incentive or payout, told apart by the period they run over. Knows no amounts."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.exact.calendar import MONTHS_IN
from rulelang.frozen import frozen
from rulelang.names.clauses import all_of, first_of
from rulelang.source import Span
from rulelang.syntax import nodes

Limit = nodes.AtMost | nodes.NeverLess


@frozen
class Limits:
    """The floor and the cap over one unit."""

    unit: str
    floor: nodes.NeverLess | None
    cap: nodes.AtMost | None

    @property
    def span(self) -> Span:
        """Where the last of them stands."""
        last = self.cap or self.floor
        assert last is not None
        return last.span


def runs_over(limit: Limit, measured: str) -> str:
    """The unit that a limit runs over: without one the measured period."""
    return limit.each or measured


def limits_of(clauses: Iterable[object], measured: str) -> tuple[Limits, ...]:
    """The limits by their units, the shortest first."""
    clauses = tuple(clauses)
    floors = {runs_over(each, measured): each for each in reversed(all_of(nodes.NeverLess, clauses))}
    caps = {runs_over(each, measured): each for each in reversed(all_of(nodes.AtMost, clauses))}
    units = sorted({*floors, *caps} & set(MONTHS_IN), key=lambda unit: MONTHS_IN[unit])
    return tuple(Limits(unit, floors.get(unit), caps.get(unit)) for unit in units)


def limits_elsewhere(clauses: Iterable[object], measured: str) -> tuple[Limit, ...]:
    """The limits over another unit than the measured one, as they stand."""
    written = (each for each in clauses if isinstance(each, nodes.AtMost | nodes.NeverLess))
    return tuple(each for each in written if runs_over(each, measured) != measured)


def longest_unit(clauses: Iterable[object], measured: str) -> str:
    """The longest unit over which anything of an incentive runs."""
    return max((measured, *(each.unit for each in limits_of(clauses, measured))), key=lambda unit: MONTHS_IN[unit])


def cap_over(clauses: Iterable[object], cap: nodes.AtMost) -> str | None:
    """The unit that a cap among some clauses runs over: without one that which is measured."""
    clauses = tuple(clauses)
    over = first_of(nodes.MeasuredEvery, clauses) or first_of(nodes.PaidEvery, clauses)
    return cap.each or (over.unit if over is not None else None)


def replaced_by(clauses: Iterable[object], clause: nodes.SetClause) -> tuple[nodes.SetClause, ...]:
    """The clauses in whose place another stands: all of its kind, but of several caps that over the same period."""
    clauses = tuple(clauses)
    same = [each for each in clauses if isinstance(each, type(clause))]
    if isinstance(clause, nodes.AtMost):
        unit = cap_over(clauses, clause)
        own = [cap for cap in all_of(nodes.AtMost, clauses) if cap_over(clauses, cap) == unit]
        return tuple(own or same)
    return tuple(same)
