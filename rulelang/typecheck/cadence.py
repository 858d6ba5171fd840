"""When incentives and payouts are measured and paid: units, periods that are cut short, values that change inside."""
from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN, ONE_DAY, Calendar, Period, share_of
from rulelang.frozen import frozen
from rulelang.names.resolved import Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.keyed import changes_of
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.timelines import value_changes
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Cadence:
    """Units over which something is measured and paid."""

    measured: str
    paid: str


def check_cadence(
    checker: Checker, declaration: nodes.Incentive | nodes.Payout, clauses: Iterable[object]
) -> Cadence | None:
    """When something is measured and paid; None after a finding."""
    clauses = tuple(clauses)
    paid = only(checker, clauses, nodes.PaidEvery, "paid every")
    measured = only(checker, clauses, nodes.MeasuredEvery, "measured every")
    if paid is None:
        checker.report.add("no-cadence", declaration.name.span, name=declaration.name.text)
        return None
    for clause in (paid, measured):
        if clause is not None and clause.unit not in MONTHS_IN:
            checker.report.add("not-a-paying-unit", clause.span, unit=unit_words(clause.unit))
            return None
    return Cadence((measured or paid).unit, paid.unit)


def share_type(year_starts: int, rules: Rules, unit: str) -> core.Quantity | None:
    """The type of the part of a whole unit that the periods cut by these rules are; None when none is prorated."""
    if rules.edges != "prorated":
        return None
    shares = [Fraction(1), *cut_shares(Calendar(year_starts), rules, unit)]
    denominator = math.lcm(*(s.denominator for s in shares))
    return core.Quantity("number", denominator, int(min(shares) * denominator), denominator)


def cut_shares(calendar: Calendar, rules: Rules, unit: str) -> Iterator[Fraction]:
    """The shares of the first and the last period of these rules, where they are cut."""
    for day in (rules.start, rules.stop):
        if day is not None:
            whole = calendar.containing(unit, day)
            stop = whole.stop if rules.stop is None else min(whole.stop, rules.stop)
            yield share_of(Period(max(whole.start, rules.start), stop), whole)


def check_cuts(checker: Checker, name: nodes.Name, rules: Rules, unit: str) -> None:
    """A measured period that is cut short says whether its edges and caps stand or are prorated."""
    calendar = Calendar(checker.resolved.year_starts)
    cut_at_start = calendar.containing(unit, rules.start).start != rules.start
    cut_at_stop = rules.stop is not None and calendar.containing(unit, rules.stop).stop != rules.stop
    if not (cut_at_start or cut_at_stop):
        return
    cut = rules.ended if cut_at_stop else rules.began
    if cut is None:
        return
    if cut.open_periods == "version":
        if cut.edges is None:
            checker.report.add(
                "version-inside-period", cut.span, name=name.text, unit=unit_words(unit), day=cut.day,
            )
        return
    by_change = any(cut is change for change in checker.resolved.changes)
    finding = "open-periods-not-said" if by_change and cut.open_periods is None else "edges-not-said"
    if finding == "edges-not-said" and rules.edges is not None:
        return
    if any(found.name == finding and found.span == cut.span for found in checker.report.findings):
        return  # one line answers for everything that its date cuts
    day = _day_after(rules.stop) if cut_at_stop else rules.start
    checker.report.add(
        finding, cut.span, labels=[(name.span, "measured")], name=name.text, unit=unit_words(unit), day=day
    )


def _day_after(day: datetime.date | None) -> datetime.date | None:
    return day + ONE_DAY if day else None


def check_changes(
    checker: Checker, read: Iterable[object], rules: Rules, unit: str, owner: str
) -> None:
    """A parameter that changes strictly inside a measured period is read on a day that is said."""
    calendar = Calendar(checker.resolved.year_starts)
    seen: set[int] = set()
    for reading in _plain_parameters(checker, tuple(read), set()):
        for day, changed in _changes(checker, reading):
            inside = rules.start < day and (rules.stop is None or day <= rules.stop)
            if inside and calendar.containing(unit, day).start != day and id(reading) not in seen:
                seen.add(id(reading))
                checker.report.add(
                    "changes-inside-period", reading.span, labels=[(changed, "changes")], owner=owner,
                    name=_name_of(reading), date=day, unit=unit_words(unit),
                )


def _name_of(reading: nodes.Reading | nodes.Call) -> str:
    return reading.name.text if isinstance(reading, nodes.Call) else reading.path[0].text


def _changes(checker: Checker, reading: nodes.Reading | nodes.Call) -> list[tuple[datetime.date, Span]]:
    """The days on which what is read may become another value, with the lines that make it so."""
    if isinstance(reading, nodes.Call):
        keyed = checker.keyed.get(reading.name.text)
        return changes_of(keyed) if keyed is not None else []
    parameter = checker.resolved.parameters[reading.path[0].text]
    lines = {value.start: value.span for value in parameter.values}
    return [(day, lines[day]) for day in value_changes(parameter)]


def _plain_parameters(
    checker: Checker, node: object, visited: set[str]
) -> Iterator[nodes.Reading | nodes.Call]:
    """Readings of parameters without a day, also inside the measures and eligibilities that are read."""
    match node:
        case nodes.Reading(path=(name,), window=window, day=None):
            resolved = checker.resolved
            if name.text in resolved.parameters and window is None:
                yield node
            declared = resolved.read_by_name(name.text)
            if declared is not None and name.text not in visited:
                visited.add(name.text)
                yield from _plain_parameters(checker, computed(declared), visited)
        case nodes.Call(name=name, arguments=arguments, day=day):
            if day is None and name.text in checker.resolved.keyed:
                yield node
            yield from _plain_parameters(checker, arguments, visited)
        case _:
            # Of `on any day of` each day is looked at by itself, so nothing changes inside it.
            for part in () if isinstance(node, nodes.OnAnyDay) else parts_of(node, but=("day",)):
                yield from _plain_parameters(checker, part, visited)
