"""The days of a program's life and of a subject's, and periods asked for that lie outside them. Computes nothing.

Nothing is measured or paid before the day a program is effective from, so that a period before it would come to
nothing for everybody, which nobody could tell from having earned nothing.
"""
from __future__ import annotations

import datetime

import attrs

from rulelang.core import nodes as core
from rulelang.core.population import Population, Subject
from rulelang.diagnostics.model import Diagnostic
from rulelang.exact.calendar import Period


def before_life(program: core.Core, period: Period) -> tuple[Diagnostic, ...]:
    """That a period ends before the program begins."""
    return (_told("period-before-program", program, period),) if period.stop < program.start else ()


def partly_before_life(program: core.Core, period: Period) -> tuple[Diagnostic, ...]:
    """That a program begins inside a period, so that only a part of it counts."""
    begins_inside = period.start < program.start <= period.stop
    return (_told("program-begins-inside-period", program, period),) if begins_inside else ()


def those_there(program: core.Core, population: Population, period: Period) -> Population:
    """The subjects whose first day is not after the end of a period, where they have one."""
    first = program.subject.valid_from
    if first is None:
        return population
    return attrs.evolve(population, subjects=tuple(s for s in population.subjects if _day(s, first) <= period.stop))


def _day(subject: Subject, field: str) -> datetime.date:
    day = subject.fields[field]
    assert isinstance(day, datetime.date), "the first day of a subject is never missing"
    return day


def _told(name: str, program: core.Core, period: Period) -> Diagnostic:
    asked = program.calendar.name(period)
    values = {"period": asked, "first": period.start, "last": period.stop, "program": program.name,
              "start": program.start}
    return Diagnostic(name, None, values)
