"""Dated values of a program with a variant's own in their place. Knows dates, not kinds or bounds of values."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import attrs

from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes


def with_values(old: nodes.Parameter, edit: nodes.Set, root: nodes.Parameter) -> nodes.Parameter:
    """The timeline so far until the variant's first own date, then the variant's own values alone.

    `root` is the parameter as it was first declared: what `as global` goes back to.
    """
    if not edit.values:
        return old
    first = min(v.start for v in edit.values)
    kept = [value for value in old.values if value.start < first]
    if kept and (kept[-1].stop is None or kept[-1].stop >= first):
        kept[-1] = attrs.evolve(kept[-1], stop=first - ONE_DAY)
    return attrs.evolve(old, values=(*kept, *_own(edit.values, root)))


def _own(values: tuple[nodes.DatedValue, ...], root: nodes.Parameter) -> Iterator[nodes.DatedValue]:
    """A variant's values, those of the root in place of `as global`."""
    for dated, ended in zip(values, in_force(values), strict=True):
        if isinstance(dated.value, nodes.AsGlobal) and ended.stop is not None and ended.stop < ended.start:
            yield attrs.evolve(dated, value=root.values[0].value)  # dates out of order: told of the lines as written
        elif isinstance(dated.value, nodes.AsGlobal):
            yield from between(root.values, ended)
        else:
            yield dated


def spelled_out(
    values: tuple[nodes.DatedValue, ...], root: nodes.Parameter
) -> Iterator[tuple[nodes.DatedValue, nodes.DatedValue]]:
    """Each line of an edit with every value it puts in force and the days of that: the root's own for `as global`."""
    for line in in_force(values):
        if not isinstance(line.value, nodes.AsGlobal):
            yield line, line
        elif line.stop is None or line.stop >= line.start:
            yield from ((line, dated) for dated in between(root.values, line))


def between(values: tuple[nodes.DatedValue, ...], days: nodes.DatedValue) -> Iterator[nodes.DatedValue]:
    """The values in force on the days of a line, cut to them."""
    for dated in in_force(values):
        if (dated.stop is None or days.start <= dated.stop) and (days.stop is None or dated.start <= days.stop):
            stops = [day for day in (dated.stop, days.stop) if day is not None]
            yield attrs.evolve(dated, start=max(dated.start, days.start), stop=min(stops, default=None))


def in_force(values: tuple[nodes.DatedValue, ...]) -> Iterator[nodes.DatedValue]:
    """The values with the last day each is in force: a later one ends it."""
    for dated, following in zip(values, (*values[1:], None), strict=True):
        last = following.start - ONE_DAY if following is not None else None
        if last is None or (dated.stop is not None and dated.stop <= last):
            yield dated
        else:
            yield attrs.evolve(dated, stop=last)


def on_day(values: Iterable[nodes.DatedValue], day: datetime.date) -> nodes.DatedValue | None:
    """The value in force on a day."""
    begun = [dated for dated in values if dated.start <= day]
    return begun[-1] if begun and (begun[-1].stop is None or day <= begun[-1].stop) else None
