"""Parameters with keys: what they are worth, cell by cell, and when."""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Union

from rulelang.core.nodes.types import Type
from rulelang.frozen import frozen
from rulelang.source import Span

CellKey = tuple[str, ...]
CellValue = Union[int, bool, str, datetime.date, frozenset[str]]


@frozen(eq=False)
class Table:
    """The cells in force from `start` to `stop`, inclusive; `stop` None is open.

    A key is one text for each key of the parameter: a member, a country's code, a tier's name, a text. A quantity is an
    int in units of 1/denominator of the parameter's type. One mapping may be shared by several tables.
    """

    start: datetime.date
    stop: datetime.date | None
    cells: Mapping[CellKey, CellValue]
    span: Span


@frozen(eq=False)
class KeyedParameter:
    """Tables in order of date, no overlap.

    The checker has proved that keys of closed kinds have a cell each; a text or a country that is not in a table has
    none. `unpublished` are the cells whose figure is not public, with the first day of their table."""

    name: str
    type: Type
    keys: tuple[Type, ...]
    tables: tuple[Table, ...]
    span: Span
    unpublished: frozenset[tuple[datetime.date, CellKey]] = frozenset()


@frozen
class Unchosen:
    """A figure that a source gives only as a range: nothing runs until somebody has chosen. `cell` is empty for a
    parameter without keys."""

    parameter: str
    cell: CellKey
    low: str
    high: str
    start: datetime.date
    span: Span


@frozen
class Chosen:
    """A figure that was a choice between two, and that a variant has chosen; as it is written."""

    parameter: str
    cell: CellKey
    value: str
    low: str
    high: str
    start: datetime.date
