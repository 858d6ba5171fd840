"""The heads of programs and variants."""
from __future__ import annotations

import datetime
from typing import Union

import attrs

from rulelang.exact.own_calendar import OwnCalendar
from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.paid_in import PaidIn
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field


@frozen
class Edition:
    """`language edition 1`."""

    number: int
    span: Span = span_field()


@frozen
class GuideEdition:
    """`edition "guide 2026"`: which edition of the program guide this is."""

    text: str
    span: Span = span_field()


@frozen
class Currency:
    code: Name
    span: Span = span_field()


@frozen
class YearStarts:
    """`month` is 1 to 12."""

    month: int
    span: Span = span_field()


@frozen
class CalendarReadFrom:
    """`calendar read from "fiscal.csv"`; `read` is what stands in the file, None where it could not be read."""

    path: str
    read: OwnCalendar | None = attrs.field(default=None, repr=False)
    span: Span = span_field()


@frozen
class EffectiveFrom:
    """`open_periods` is None, close (`closing open periods`) or next (`from the next period`); `edges` is None,
    written or prorated."""

    day: datetime.date
    open_periods: str | None = None
    edges: str | None = None
    span: Span = span_field()


@frozen
class ForRegion:
    name: Name
    span: Span = span_field()


@frozen
class GuideIn:
    languages: tuple[str, ...]
    span: Span = span_field()


@frozen
class Source:
    text: str
    span: Span = span_field()


@frozen
class Document:
    '''A """text""" under a declaration, as written between its quotes.'''

    text: str
    span: Span = span_field()


ProgramClause = Union[
    Edition, GuideEdition, Currency, YearStarts, CalendarReadFrom, EffectiveFrom, ForRegion, GuideIn, Source, PaidIn,
    Document,
    NotYet,
]


@frozen
class Program:
    name: Name
    label: Label | None
    clauses: tuple[ProgramClause, ...]
    span: Span = span_field()


@frozen
class Variant:
    name: Name
    label: Label | None
    base: Name
    clauses: tuple[ProgramClause, ...]
    span: Span = span_field()


@frozen
class Use:
    """`use std.scoring`: the functions, types, regions and parameters of another file."""

    path: tuple[Name, ...]
    span: Span = span_field()

    @property
    def module(self) -> str:
        """The name as it is written, `std.scoring`."""
        return ".".join(name.text for name in self.path)


@frozen
class Region:
    name: Name
    label: Label | None
    countries: tuple[Name, ...]
    span: Span = span_field()
