"""A program with a calendar of its own: it begins and changes inside it, and counts in units that it has.

Knows units and days, nothing of what is counted.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from rulelang.exact.calendar import ONE_DAY
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.names.clauses import first_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import part_names
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.names.resolved import Resolved
    from rulelang.typecheck.expressions import Checker


def check_calendar(checker: Checker) -> bool:
    """What a program asks of a calendar of its own; False after a finding, when nothing can be counted by it."""
    resolved, before = checker.resolved, len(checker.report.findings)
    said = first_of(nodes.CalendarReadFrom, resolved.program.clauses)
    if said is None:
        return True
    year = first_of(nodes.YearStarts, resolved.program.clauses)
    if year is not None:
        checker.report.add("calendar-and-year-starts", year.span, labels=[(said.span, "calendar")])
    calendar = resolved.own_calendar
    if calendar is None:
        checker.report.add("bound-not-found", said.span, path=said.path, suggestions="")
        return False
    _check_dates(checker, calendar)
    for unit, span in dict.fromkeys(_units(resolved)):
        if not calendar.offers(unit):
            units = ", ".join(each for each, _ in calendar.table)
            checker.report.add("unit-not-in-calendar", span, unit=unit_words(unit), path=calendar.file, units=units)
    for window in _windows(resolved):
        if window.kind == "same_last_year" and window.unit != "day" and calendar.offers(window.unit):
            _check_same(checker, calendar, window)
    return len(checker.report.findings) == before


def _check_dates(checker: Checker, calendar: OwnCalendar) -> None:
    """The program and its variants begin on days that the calendar covers."""
    owners: tuple[nodes.Program | nodes.Variant, ...] = (checker.resolved.program, *checker.resolved.lineage)
    for owner in owners:
        for clause in owner.clauses:
            if isinstance(clause, nodes.EffectiveFrom) and not calendar.first <= clause.day <= calendar.last:
                checker.report.add(
                    "date-outside-calendar", clause.span, day=clause.day, path=calendar.file, first=calendar.first,
                    last=calendar.last, after=calendar.last + ONE_DAY,
                    variant="" if clause.day > calendar.last else "before",
                )  # fmt: skip


def _check_same(checker: Checker, calendar: OwnCalendar, window: nodes.Window) -> None:
    """A 53rd week has no week of the same number in a year of 52."""
    if not calendar.same_in_every_year(window.unit):
        unit = unit_words(window.unit)
        checker.report.add("same-unit-not-in-every-year", window.span, unit=unit, path=calendar.file)


def _units(resolved: Resolved) -> Iterator[tuple[str, Span]]:
    """The units that are counted in, with where they are written."""
    for node in _nodes(resolved):
        match node:
            case nodes.Window(unit=unit, ending=ending):
                found = [unit] if unit else []
                found += [ending.unit] if ending is not None else []
            case nodes.OverPeriods(periods=periods):
                found = [periods.unit]
            case nodes.OnAnyDay(days=nodes.Duration(unit=unit)):
                found = [unit]
            case nodes.MayBePaidEvery(units=units):
                found = list(units)
            case nodes.DataRule(every=str() as unit):
                found = [unit]
            case nodes.MeasuredEvery(unit=unit) | nodes.PaidEvery(unit=unit) | nodes.AssessedEvery(unit=unit):
                found = [unit]
            case nodes.AtMost(each=each) | nodes.NeverLess(each=each) | nodes.MayGain(each=each):
                found = [each] if each is not None else []
            case _:
                continue
        yield from ((unit, node.span) for unit in found)


def _windows(resolved: Resolved) -> Iterator[nodes.Window]:
    seen = dict.fromkeys(node for node in _nodes(resolved) if isinstance(node, nodes.Window))
    yield from seen


def _nodes(resolved: Resolved) -> Iterator[object]:
    """Every node of what is in force, each once."""
    names = [field.name for field in attrs.fields(type(resolved)) if field.name not in ("program", "lineage", "given")]
    waiting: list[object] = [getattr(resolved, name) for name in names]
    seen: set[int] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting.extend(reversed(list(part.values())))
        elif isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif id(part) not in seen and attrs.has(type(part)):
            seen.add(id(part))
            yield part
            waiting.extend([getattr(part, name) for name in reversed(part_names(type(part)) or ())])
