"""Parameters with keys: tables of values, or a file that holds them; figures that are still to be chosen."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Union

import attrs

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.entities import Bounds, TypeExpression
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field

if TYPE_CHECKING:
    from rulelang.syntax.nodes.variants import Set


@frozen
class TableCell:
    """One cell; `value` is a literal, a name (then a `Reading`), a set or a choice."""

    value: Expression
    source: str | None = None
    unpublished: bool = False
    span: Span = span_field()


@frozen
class TableRow:
    """The cells of a line; None where one is empty."""

    cells: tuple[TableCell | None, ...]
    span: Span = span_field()


@frozen
class DatedTable:
    """`from 2025-01-01` with the table under it; the first row is its heading."""

    rows: tuple[TableRow, ...]
    start: datetime.date
    stop: datetime.date | None = None
    source: str | None = None
    unpublished: bool = False
    span: Span = span_field()


@frozen
class ReadFrom:
    """`read from "prices.csv"`: the path as written."""

    path: str
    span: Span = span_field()


@frozen
class KeyedParameter:
    """`parameter base_rate percent by Level, country`. `entries` are in the order written; `plain` the places of values
    that stand there without a table. `asked` are cells at other values on every day, for asking what would be paid if.
    """

    name: Name
    label: Label | None
    type: TypeExpression
    keys: tuple[Name, ...]
    bounds: Bounds | None
    entries: tuple[Union[DatedTable, ReadFrom], ...]
    plain: tuple[Span, ...] = attrs.field(default=(), eq=False)
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    asked: tuple[Set, ...] = ()
    span: Span = span_field()
