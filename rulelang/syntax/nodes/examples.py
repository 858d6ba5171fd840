"""Examples: what is given and what is expected."""
from __future__ import annotations

import datetime
from typing import Union

import attrs

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Literal, Members
from rulelang.syntax.nodes.literals import PeriodLiteral, Text
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Name, span_field


@frozen
class GivenValue:
    """`partner_id "P-1"`; `value` is a literal, a Name (member, code), a tuple of Names (a set) or None (`unknown`)."""

    name: Name
    value: GivenCell
    span: Span = span_field()


@frozen
class GivenState:
    """`Level was silver since 2025-Q1`."""

    name: Name
    value: Name
    since: PeriodLiteral
    span: Span = span_field()


@frozen
class GivenRows:
    """A table of related records: `columns` are the header cells; an empty cell is None."""

    name: Name
    columns: tuple[Name, ...]
    rows: tuple[tuple[GivenCell, ...], ...]
    row_spans: tuple[Span, ...] = attrs.field(eq=False, repr=False, default=())
    span: Span = span_field()


GivenCell = Union[Literal, Name, tuple[Name, ...], None]


@frozen
class Given:
    """A record of an entity; where its one item is a table of the entity's own name, each of its rows is one."""

    entity: Name
    items: tuple[Union[GivenValue, GivenState, GivenRows], ...]
    span: Span = span_field()


@frozen
class Expected:
    """`deploy_rebate is 1_900.00 USD`; `value` None for `is unknown`. `partner` is who it is expected for: one of
    several, by its key; None: all that are given."""

    name: Name
    value: Union[Literal, Name, Members, None]
    partner: Text | None = None
    span: Span = span_field()


@frozen
class Example:
    """`as_of` is the date of `known by`, when written."""

    title: Text
    program: Name | None
    period: PeriodLiteral
    as_of: datetime.date | None
    given: tuple[Given, ...]
    expected: tuple[Expected, ...]
    document: Document | None = None
    span: Span = span_field()
