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
from rulelang.typecheck.first_days import OfSubject, first_day_shares, first_days_prorate
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


def share_type(program: OfSubject, rules: Rules, unit: str) -> core.Quantity | None:
    """The type of the part of a whole unit that the periods cut by these rules, or by a first day of the subject, are;
    None when none is prorated."""
    shares, calendar = [Fraction(1)], program.resolved.calendar
    by_first_day = first_days_prorate(program) and unit in MONTHS_IN
    if rules.edges != "prorated" and not by_first_day:
        return None
    if rules.edges == "prorated":
        shares += cut_shares(calendar, rules, unit)
    if by_first_day:
        shares += first_day_shares(calendar, rules, unit)
    denominator = math.lcm(*(s.denominator for s in shares))
    return core.Quantity("number", denominator, int(min(shares) * denominator), denominator)


def typed_share(program: OfSubject, rules: Rules, unit: str, span: Span) -> core.PeriodShare | None:
    """What stands for the part that a cut unit is of a whole one; None when none is prorated."""
    kind = share_type(program, rules, unit)
    return core.PeriodShare(kind, span) if kind is not None else None


def cut_shares(calendar: Calendar, rules: Rules, unit: str) -> Iterator[Fraction]:
    """The shares of the first and the last period of these rules, where they are cut."""
    for day in (rules.start, rules.stop):
        if day is not None:
            whole = calendar.holding(unit, day)
            stop = whole.stop if rules.stop is None else min(whole.stop, rules.stop)
            yield share_of(Period(max(whole.start, rules.start), stop), whole)


def check_cuts(checker: Checker, name: nodes.Name, rules: Rules, unit: str) -> None:
    """A measured period that is cut short says whether its edges and caps stand or are prorated."""
    calendar = checker.resolved.calendar
    cut_at_start = calendar.holding(unit, rules.start).start != rules.start
    cut_at_stop = rules.stop is not None and calendar.holding(unit, rules.stop).stop != rules.stop
    if not (cut_at_start or cut_at_stop):
        return
    cut = rules.ended if cut_at_stop else rules.began
    if cut is None:
        return
    if cut.open_periods == "change" and cut.edges is not None:
        return
    if cut.open_periods == "version":
        if cut.edges is None:
            checker.report.add(
                "version-inside-period", cut.span, name=name.text, unit=unit_words(unit), day=cut.day,
                variant="incentive" if name.text in checker.resolved.incentives else "",
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
