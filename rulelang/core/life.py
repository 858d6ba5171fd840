"""The days of a program's life, and periods asked for that lie outside it. Computes nothing.

Nothing is measured or paid before the day a program is effective from, so that a period before it would come to
nothing for everybody, which nobody could tell from having earned nothing.
"""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Diagnostic
from rulelang.exact.calendar import Calendar, Period


def before_life(program: core.Core, period: Period) -> tuple[Diagnostic, ...]:
    """That a period ends before the program begins."""
    return (_told("period-before-program", program, period),) if period.stop < program.start else ()


def partly_before_life(program: core.Core, period: Period) -> tuple[Diagnostic, ...]:
    """That a program begins inside a period, so that only a part of it counts."""
    begins_inside = period.start < program.start <= period.stop
    return (_told("program-begins-inside-period", program, period),) if begins_inside else ()


def _told(name: str, program: core.Core, period: Period) -> Diagnostic:
    asked = Calendar(program.year_starts).name(period)
    values = {"period": asked, "first": period.start, "last": period.stop, "program": program.name,
              "start": program.start}
    return Diagnostic(name, None, values)
