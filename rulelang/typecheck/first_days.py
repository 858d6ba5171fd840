"""The first day of each subject, as its entity says: what it cuts, and what was said of periods that are cut.

Knows no amounts. Whether a period is cut differs by subject, so that nothing here is worked out for one of them.
"""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from rulelang.exact.calendar import Calendar, Period, add_units, is_month_edge, length_between
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.names.resolved import Resolved, Rules
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

YEARS_TRIED = 9
"""Years in a row that show every length a unit has: one in four is longer, and 1900 was not."""


class OfSubject(Protocol):
    """What knows the declarations and which entity results are about."""

    @property
    def resolved(self) -> Resolved: ...

    @property
    def subject(self) -> str: ...


def first_day(program: OfSubject) -> nodes.Name | None:
    """The field that holds the first day of each subject."""
    return program.resolved.entities[program.subject].valid_from


def first_days_prorate(program: OfSubject) -> bool:
    """Whether the figures of a period that a first day cuts are prorated."""
    entity = program.resolved.entities[program.subject]
    return entity.valid_from is not None and entity.edges is not None and entity.edges.kind == "prorated"


def first_day_shares(calendar: Calendar, rules: Rules, unit: str) -> Iterator[Fraction]:
    """The smallest shares that a first day leaves of the periods under some rules, in days and in months."""
    last = add_units(rules.start, YEARS_TRIED, "year")
    if isinstance(calendar, OwnCalendar):
        last = calendar.last  # no few years show what stands in the others
    for whole in calendar.units(unit, rules.start, last if rules.stop is None else min(rules.stop, last)):
        cut = Period(max(whole.start, rules.start), whole.stop if rules.stop is None else min(whole.stop, rules.stop))
        period = whole if rules.edges == "prorated" else cut
        yield Fraction(1, period.days)
        if is_month_edge(period):
            yield Fraction(1, length_between(period).months)


def check_first_day(checker: Checker, entity: nodes.Entity) -> None:
    """A first day is that of the subject, and says what becomes of the figures of a period that it cuts."""
    if entity.edges is not None and (entity.parents or entity.valid_from is None):
        variant = "record" if entity.parents else ""
        checker.report.add("edges-without-first-day", entity.edges.span, name=entity.name.text, variant=variant)
    if entity.name.text != checker.subject or entity.valid_from is None:
        return
    if entity.valid_to is not None:
        last = entity.valid_to
        checker.report.add("subject-with-last-day", last.span, name=entity.name.text, field=last.text)
    if entity.edges is None:
        measured = next((incentive.name for incentive, _ in checker.resolved.incentives.values()), None)
        if measured is not None:
            checker.report.add(
                "first-day-edges-not-said", entity.valid_from.span, labels=[(measured.span, "measured")],
                name=measured.text, field=entity.valid_from.text,
            )
