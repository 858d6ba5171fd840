"""Findings about periods that a calendar does not have, and about days that it does not cover."""
from __future__ import annotations

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import Told
from rulelang.exact.calendar import Calendar
from rulelang.exact.own_calendar import OutsideCalendar, OwnCalendar
from rulelang.source import Span


def no_such_period(calendar: Calendar, text: str, span: Span | None, language: str = "") -> Diagnostic:
    """That there is no period of that name; of a calendar that was read from a file, which days it covers."""
    values: dict[str, Told] = {"period": text}
    if not isinstance(calendar, OwnCalendar):
        return Diagnostic("period-not-found", span, values, language=language)
    values |= {**_days(calendar), **_examples(calendar)}
    return Diagnostic("period-not-found", span, values, variant="own", language=language)


def looks_outside(found: OutsideCalendar, period: str = "", span: Span | None = None) -> Diagnostic:
    """That a period looks at days before or after those of a calendar; without one, that a day of the data does."""
    calendar = found.calendar
    values: dict[str, Told] = {"period": period, **_days(calendar)}
    variant = "data" if not period else "" if found.before else "after"
    return Diagnostic("outside-own-calendar", span, values, variant=variant)


def _days(calendar: OwnCalendar) -> dict[str, Told]:
    return {"path": calendar.file, "first": str(calendar.first), "last": str(calendar.last)}


def _examples(calendar: OwnCalendar) -> dict[str, Told]:
    last = calendar.last
    return {unit: calendar.name(calendar.containing(unit, last)) for unit in ("year", "quarter")}
