"""Random populations for a core: rows around the edges of its windows, figures around its thresholds, some missing."""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.core.population import Population, Subject, Value
from rulelang.exact.calendar import Period

from .conditions import COUNTRIES
from .converting import CODES
from .covering import some_period
from .drawing import Draw
from .hierarchy import above
from .hints import Hints, hints_of

WORDS = ("Ana", "Luis", "P-1", "D-7", "é", "", "O'Hara \"x\"")


@attrs.frozen
class Crowd:
    """What the making of one population needs. `missing` is the share of optional values that are left out, `huge` the
    weight of figures as large as they may be: totals of theirs outgrow what a plan takes for likely, and the run is
    made twice."""

    draw: Draw
    core: core.Core
    period: Period
    hints: Hints
    missing: int
    huge: int


def people(program: core.Core, period: Period, seed: object, count: int = 200, rows_max: int = 12) -> Population:
    """A population of `count` subjects, each with up to `rows_max` rows of each relation."""
    draw = Draw(f"people {seed}")
    missing, huge = draw.choice((0, 3, 6, 15)), draw.weighted((66, 0), (28, 1), (6, 200))
    crowd = Crowd(draw, program, period, hints_of(program, period), missing, huge)
    rejects = draw.weighted((60, 0), (40, 4))
    subjects = tuple(_subject(crowd, number, rows_max, rejects) for number in range(count))
    return Population(subjects, _covered(crowd), _history(crowd))


def _covered(crowd: Crowd) -> dict[str, datetime.date]:
    """Mostly from long before; sometimes from a day inside the windows."""
    draw, found = crowd.draw, {}
    for relation in crowd.core.relations:
        if draw.odds(50):
            far = crowd.period.start - datetime.timedelta(draw.choice((800, 1_500)))
            found[relation.name] = far if draw.odds(75) else _day(crowd)
    return found


def _history(crowd: Crowd) -> dict[str, tuple[Period, str]]:
    draw, found = crowd.draw, {}
    calendar = crowd.core.calendar
    for ladder in crowd.core.ladders:
        if draw.odds(20):
            day = crowd.period.start - datetime.timedelta(draw.randint(-30, 400))
            unit = draw.choice((ladder.every, "quarter", "month"))
            found[ladder.name] = (calendar.containing(unit, day), draw.choice(ladder.steps).name)
    return found


# ------------------------------------------------------------------------------------------------ subjects and rows


def _subject(crowd: Crowd, number: int, rows_max: int, rejects: int) -> Subject:
    draw = crowd.draw
    entity = crowd.core.subject
    key = f"P-{number:05d}"
    given: dict[str, Value] = {entity.keys[0]: key}
    if entity.hierarchy is not None:
        given[entity.hierarchy.link] = above(draw, number)
    fields = _row(crowd, entity, given, scale=1)
    records: dict[str, tuple[dict[str, Value], ...]] = {}
    for relation in crowd.core.relations:
        count = min(rows_max, draw.weighted((8, 0), (64, draw.randint(1, 5)), (28, draw.randint(3, 12))))
        scale = draw.choice((1, 1, count or 1))
        owners = records.get(relation.parent or "", ())
        records[relation.name] = tuple(
            _row(crowd, relation, dict.fromkeys(relation.keys, f"R-{number}-{n}"), scale, _one_of(crowd, owners))
            for n in range(count)
        )
    rejectable = (*crowd.core.relations, *((entity,) if entity.hierarchy is not None else ()))
    rejected = frozenset(r.name for r in rejectable if draw.odds(rejects))
    return Subject((key,), fields, records, rejected)


def _one_of(crowd: Crowd, rows: Sequence[Mapping[str, Value]]) -> Mapping[str, Value]:
    """The record that a row belongs to, where it belongs to one of the partner's."""
    return crowd.draw.choice(rows) if rows else {}


def _row(
    crowd: Crowd, entity: core.Entity, given: Mapping[str, Value], scale: int, owner: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """One row; figures are thresholds divided by `scale`, so that the rows of a partner add up to one. What it reads
    of its `owner` is what stands there."""
    row: dict[str, Value] = {}
    for field in entity.fields:
        if field.name in given:
            row[field.name] = given[field.name]
        elif field.optional and not field.needed and crowd.draw.odds(crowd.missing):
            row[field.name] = None
        else:
            row[field.name] = _value(crowd, field, scale)
    for whole in dict.fromkeys(name for field in entity.fields for name, _ in field.wholes):
        if crowd.draw.odds(3 * crowd.missing):
            row |= {field.name: None for field in entity.fields if any(name == whole for name, _ in field.wholes)}
    for field in entity.fields:
        if field.column and row[field.column] is None:
            row[field.name] = None
    if entity is crowd.core.subject and entity.valid_from is not None:
        row[entity.valid_from] = _first_day(crowd)
    for borrowed in entity.borrowed:
        first, _, rest = borrowed.field.name.partition(".")
        if owner and first == entity.parent and rest in owner:
            row[borrowed.field.name] = owner[rest]
        else:
            row[borrowed.field.name] = _borrowed(crowd, row, borrowed, scale)
    if entity.valid_from and entity.valid_to and isinstance(row[entity.valid_to], datetime.date):
        first, last = row[entity.valid_from], row[entity.valid_to]
        if isinstance(first, datetime.date) and isinstance(last, datetime.date) and crowd.draw.odds(95):
            row[entity.valid_from], row[entity.valid_to] = min(first, last), max(first, last)
    return row


def _borrowed(crowd: Crowd, row: Mapping[str, Value], borrowed: core.Borrowed, scale: int) -> Value:
    """What a row reads of a record that it names; nothing where it names none, or where that names none in turn."""
    ways = [".".join(borrowed.path[:steps]) for steps in range(1, len(borrowed.path) + 1)]
    absent = any(row.get(way, "") is None for way in ways)
    missing = borrowed.field.optional and crowd.draw.odds(crowd.missing // 3)
    return None if absent or missing else _value(crowd, borrowed.field, scale)


def _value(crowd: Crowd, field: core.Field, scale: int) -> Value:
    draw, kind = crowd.draw, field.type
    match kind:
        case core.Quantity():
            return _quantity(crowd, kind, scale)
        case core.Truth():
            return draw.odds(60)
        case core.Choice():
            return draw.choice(kind.members)
        case core.ChoiceSet():
            return frozenset(draw.some(kind.members, 0, len(kind.members)))
        case core.Day():
            return _day(crowd)
        case core.Words(country=True):
            return draw.choice(COUNTRIES)
        case core.Words(is_currency=True):
            return draw.choice(CODES)
        case core.Words(calendar=calendar, year_starts=month) if month:
            return some_period(draw, calendar)
        case _:
            return draw.choice(WORDS)


def _day(crowd: Crowd) -> datetime.date:
    """Half inside the period, many within a day of an edge, the rest in the years before."""
    draw, period = crowd.draw, crowd.period
    where = draw.weighted((45, "inside"), (35, "edge"), (20, "before"))
    if where == "edge":
        return draw.choice(crowd.hints.days) + datetime.timedelta(draw.choice((-1, -1, 0, 0, 0, 1)))
    if where == "before":
        return period.start - datetime.timedelta(draw.randint(-40, 800))
    return period.start + datetime.timedelta(draw.randrange(period.days))


def _first_day(crowd: Crowd) -> datetime.date:
    """Often long ago, else around the period: on the first of a month, or on any day."""
    day = _day(crowd)
    return crowd.draw.weighted((30, day - datetime.timedelta(1_500)), (30, day.replace(day=1)), (40, day))


def _quantity(crowd: Crowd, kind: core.Quantity, scale: int) -> int:
    """Units of a figure: at a threshold, one unit off, a plain amount, or at the ends of what is allowed."""
    draw = crowd.draw
    figures = crowd.hints.figures.get(kind.kind, ())
    at_threshold = 40 if figures else 0
    which = draw.weighted(
        (at_threshold, "threshold"), (52, "plain"), (4, "small"), (3, "end"), (crowd.huge, "huge")
    )
    if which == "threshold":
        units = int(draw.choice(figures) * Fraction(kind.denominator) / scale) + draw.choice((-1, 0, 0, 0, 1))
    elif which == "plain":
        units = _plain(draw, kind)
    elif which == "small":
        units = draw.choice((0, 0, 1, -1, 5))
    elif which == "end":
        units = draw.choice((kind.low, kind.high)) if kind.high < 10**12 else draw.randint(0, 10**6)
    else:
        units = draw.choice((kind.low, kind.high, kind.high - 1, kind.high // 3))
    return max(kind.low, min(kind.high, units))


def _plain(draw: Draw, kind: core.Quantity) -> int:
    """Amounts of the size that thresholds have, whole or with odd units; one in ten below zero."""
    if kind.kind == "money":
        step = draw.choice((1, 5, 10, kind.denominator, 100 * kind.denominator))
        units = draw.randrange(0, 8_000 * kind.denominator, 1) // step * step
    elif kind.kind == "count":
        units = draw.randint(0, 6)
    elif kind.kind == "percent":
        units = draw.choice((1, 5, 10, 33, 100)) * kind.denominator // 100
    else:
        units = draw.randint(0, 50) * kind.denominator // 10
    return -units if draw.odds(6) else units
