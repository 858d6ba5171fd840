"""The small tree a plan computes with: total functions over integers, truths, days and text. No unknowns, no windows.

A scalar never fails and is never absent: where an input may be missing, `given` stands in a harmless value for it and
`present` says so; the plan keeps the causes beside the value, as an integer with one bit for each cause. Scalars are
made by `Scalars` (see `scalar_making.py`) only, which makes each once: equal work is the same object.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Union

import attrs

INTEGER, TRUTH, DAY, TEXT, SET, CAUSES = "integer", "truth", "day", "text", "set", "causes"

SUBJECT, SLOT, REJECTED = "subject", "slot", "rejected"
"""Where a column may come from, besides the rows of a relation (then the source is the entity's name)."""


@attrs.frozen
class Column:
    """A value handed to the computation: a field of the subject or of a row, a slot of a pass, a rejected flag.

    `source` is SUBJECT, SLOT, REJECTED or an entity's name. `stage` is that of the pass a slot is made in, else 0: a
    slot of the records of an entity has its name as the source.
    An integer column lies between `low` and `high`, inclusive. `harmless` stands in for absent text.
    """

    source: str
    name: str
    kind: str
    optional: bool = False
    low: int = 0
    high: int = 0
    stage: int = 0
    harmless: str = ""

    @property
    def is_made(self) -> bool:
        """Whether a pass makes it, so that it stands in no data."""
        return self.stage > 0

    @property
    def of_row(self) -> bool:
        return self.source not in (SUBJECT, SLOT, REJECTED)


@attrs.frozen(eq=False)
class Cells:
    """A table that scalars are looked up in: each key a tuple of texts, or of integers, one for each operand.

    `name` is what it is called in generated text. `low` and `high` bound the values where they are integers.
    """

    name: str
    cells: Mapping[tuple[str | int, ...], int | bool | str | datetime.date | frozenset[str]]
    kind: str
    low: int = 0
    high: int = 0

    @property
    def harmless(self) -> int | bool | str | datetime.date | frozenset[str]:
        """What stands in where there is no cell: the value of some cell."""
        return next(iter(self.cells.values()))


Payload = Union[int, bool, str, datetime.date, Column, Cells, frozenset[str], tuple[str, ...], None]


@attrs.frozen(eq=False)
class Scalar:
    """One operation.

    Operators, with their payload: constant (the value) · given, present (the column) · add, subtract, multiply,
    round_division (the mode; the divisor is at least 1) · days_between, months_between, days_later,
    months_later · compare (< <= = <> > >=) ·
    all, any, not · case (condition, value, condition, value, ..., otherwise) · one_of (the members) · includes (the
    member) · position (the members in order) · lookup (the cells; a harmless value where there is none), has_cell (the
    cells) · join (bits of causes).

    `low` and `high` bound an integer. `of_row` says that it reads a row; `stage` is the latest pass that it reads.
    `number` is the order of making.
    """

    operator: str
    operands: tuple[Scalar, ...]
    payload: Payload
    kind: str
    low: int
    high: int
    of_row: bool
    stage: int
    number: int

    @property
    def is_constant(self) -> bool:
        return self.operator == "constant"

    @property
    def column(self) -> Column:
        """The column that `given` or `present` reads."""
        assert isinstance(self.payload, Column)
        return self.payload

    @property
    def table(self) -> Cells:
        """The cells that `lookup` or `has_cell` reads."""
        assert isinstance(self.payload, Cells)
        return self.payload

    def __repr__(self) -> str:
        return f"<{self.operator} {self.payload!r} #{self.number}>"


def whole(scalar: Scalar) -> int:
    """The value of a constant integer or set of causes."""
    assert isinstance(scalar.payload, int)
    return scalar.payload


def is_yes(scalar: Scalar) -> bool:
    return scalar.is_constant and scalar.payload is True


def is_no(scalar: Scalar) -> bool:
    return scalar.is_constant and scalar.payload is False
