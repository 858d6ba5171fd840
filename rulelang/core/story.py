"""An explanation as a product: the lines of a story as a tree, and beside them what they tell of as values.

Knows no words and no files.
"""
from __future__ import annotations

import datetime

from rulelang.core.nodes.types import Quantity
from rulelang.core.population import Outcome, Value
from rulelang.core.samples import Sample
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen


@frozen
class Line:
    """A line, and those that stand below it."""

    text: str
    below: tuple[Line, ...] = ()


@frozen
class Payment:
    """What is paid of an outcome on a day, in units of its type; `value` None is unknown."""

    due: datetime.date
    value: int | None
    type: Quantity


@frozen
class Told:
    """One outcome and its lines; one that is money has the payments that it is the sum of."""

    name: str
    outcome: Outcome
    payments: tuple[Payment, ...]
    lines: tuple[Line, ...]


@frozen
class Story:
    """Why a subject got what it got in a period. `samples` are the figures it rests on that are not public, `text` is
    the whole as a person reads it."""

    key: tuple[Value, ...]
    period: Period
    language: str
    heading: str
    told: tuple[Told, ...]
    samples: tuple[Sample, ...]
    text: str


@frozen
class Rest:
    """A cell that an outcome rests on, what it holds, and a value in its place that changes the outcome. `row` is the
    place of a record among those of the subject, from 0; None for a field of the subject's own."""

    entity: str
    field: str
    row: int | None
    held: Value
    instead: Value


def nested(lines: list[tuple[int, str]]) -> tuple[Line, ...]:
    """Lines with their depths as a tree."""
    found, at = [], 0
    while at < len(lines):
        depth, text = lines[at]
        end = at + 1
        while end < len(lines) and lines[end][0] > depth:
            end += 1
        found.append(Line(text, nested(lines[at + 1 : end])))
        at = end
    return tuple(found)
