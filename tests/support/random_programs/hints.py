"""Figures and days at which a program changes its mind: what populations gather around."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

import attrs

from rulelang.compile.facts import expressions_of
from rulelang.core import nodes as core
from rulelang.core.walk import walk
from rulelang.exact.calendar import Period


@attrs.frozen
class Hints:
    """`figures` by kind, in real value; `days` where a version, a parameter, a period or a window begins."""

    figures: dict[str, tuple[Fraction, ...]]
    days: tuple[datetime.date, ...]


def hints_of(program: core.Core, period: Period) -> Hints:
    figures: dict[str, set[Fraction]] = {}
    days = {period.start, period.stop + datetime.timedelta(1)}
    for parameter in program.parameters:
        figures.setdefault(parameter.type.kind, set()).update(_fractions(v.value for v in parameter.values))
        days.update(v.start for v in parameter.values)
    for item in (*program.incentives, *program.payouts):
        days.update(v.start for v in item.versions)
    days.update(version.start for ladder in program.ladders for version in ladder.versions)
    for root in expressions_of(program):
        for node in walk(root):
            if isinstance(node, core.Literal) and isinstance(node.type, core.Quantity):
                figures.setdefault(node.type.kind, set()).update(_fractions([node.value]))
            days.update(_days(program, node, period))
    near = Period(period.start - datetime.timedelta(900), period.stop + datetime.timedelta(60))
    return Hints({k: tuple(sorted(v)) for k, v in figures.items()}, tuple(sorted(d for d in days if near.holds(d))))


def _fractions(values) -> Iterator[Fraction]:
    yield from (v for v in values if isinstance(v, Fraction))


def _days(program: core.Core, node: core.Expression, period: Period) -> Iterator[datetime.date]:
    calendar = program.calendar
    if isinstance(node, core.Literal) and isinstance(node.value, datetime.date):
        yield node.value
    window = getattr(node, "window", None)
    if window is not None:
        found = calendar.resolve(window, period)
        yield from (found.start, found.stop + datetime.timedelta(1))
    moment = getattr(node, "day", None) or getattr(node, "valid_at", None)
    if isinstance(moment, core.OnDate):
        yield moment.day
