"""Parameters, measures, eligibilities."""
from __future__ import annotations

import datetime

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.entities import Bounds, TypeExpression
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field


@frozen
class DatedValue:
    """One line of a timeline. `value` is a literal, a name, Members, ChooseBetween or AsGlobal."""

    value: Expression
    start: datetime.date
    stop: datetime.date | None = None
    source: str | None = None
    unpublished: bool = False
    span: Span = span_field()


@frozen
class Parameter:
    """`replaced` are the values that stand in the file where another one was given to ask what would be paid if."""

    name: Name
    label: Label | None
    type: TypeExpression
    bounds: Bounds | None
    values: tuple[DatedValue, ...]
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    replaced: tuple[DatedValue, ...] = ()
    span: Span = span_field()


@frozen
class Measure:
    """`of_program`: it is of all partners together; with `by`, of those who have the same values of these fields.

    Of a partner, `by` are the types for whose members there is one each. `since` is the day from which this version
    holds, where one is written; the value of several is an OfVersions.
    """

    name: Name
    label: Label | None
    subject: Name
    type: TypeExpression
    value: Expression
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    of_program: bool = False
    by: tuple[Name, ...] = ()
    since: datetime.date | None = None
    span: Span = span_field()


@frozen
class Eligibility:
    """With `by`, there is one each for the members of these types. `since` as of a measure."""

    name: Name
    label: Label | None
    subject: Name
    condition: Expression
    document: Document | None = None
    by: tuple[Name, ...] = ()
    since: datetime.date | None = None
    span: Span = span_field()
