"""Findings about periods that a calendar does not have, and about days that it does not cover."""
from __future__ import annotations

import re

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import Told
from rulelang.exact.calendar import Calendar
from rulelang.exact.own_calendar import OutsideCalendar, OwnCalendar
from rulelang.source import Span

# `2025Q2`, `2025 q2`, `2025-4` and `Q2 2025`, once in capitals.
_YEAR_AND_PART = re.compile(
    r"(?:FY)?(?P<year>[0-9]{4})[ /-]?(?P<part>Q[1-4]|H[12]|[0-9]{1,2})"
    r"|(?P<first>Q[1-4]|H[12]|[0-9]{1,2})[ /-]?(?:FY)?(?P<last>[0-9]{4})"
)
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})


def no_such_period(calendar: Calendar, text: str, span: Span | None, language: str = "") -> Diagnostic:
    """That there is no period of that name; of a calendar that was read from a file, which days it covers."""
    values: dict[str, Told] = {"period": text}
    if not isinstance(calendar, OwnCalendar):
        values["meant"] = _meant(calendar, text)
        return Diagnostic("period-not-found", span, values, language=language)
    values |= {**_days(calendar), **_examples(calendar)}
    return Diagnostic("period-not-found", span, values, variant="own", language=language)


def _meant(calendar: Calendar, text: str) -> str:
    """A period of the calendar that a text may be another way of writing; "" where none is near."""
    parts = _YEAR_AND_PART.fullmatch(text.strip().upper().translate(_DASHES))
    year, part = (parts["year"] or parts["last"], parts["part"] or parts["first"]) if parts else ("", "")
    part = part.zfill(2) if part.isdigit() else part
    known = (each for each in (f"{year}-{part}", f"FY{year}-{part}") if calendar.parse(each) is not None)
    return next(known, "")


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
