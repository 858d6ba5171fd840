"""Types and entities."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field


@frozen
class Member:
    name: Name
    label: Label | None
    span: Span = span_field()


@frozen
class Enumeration:
    """`type Pillar is one of sell, deploy`; `ordered` when `lowest first` is written."""

    name: Name
    label: Label | None
    members: tuple[Member, ...]
    ordered: bool
    document: Document | None = None
    span: Span = span_field()


@frozen
class TypeExpression:
    """`form`: plain, set (`set of Pillar`), list, decimals (`money with 6 decimals`), money_in (`money in EUR`),
    own (`money in its own currency`). `name` is canonical English for built-in types, whatever the file's language."""

    name: Name
    form: str = "plain"
    decimals: int | None = None
    currency: str | None = None
    span: Span = span_field()


@frozen
class Bounds:
    low: Expression
    high: Expression
    span: Span = span_field()


@frozen
class BoundedType:
    """`type Score is number between 0 and 100`: a kind of value with a name, and perhaps bounds."""

    name: Name
    label: Label | None
    type: TypeExpression
    bounds: Bounds | None = None
    document: Document | None = None
    span: Span = span_field()


@frozen
class Field:
    """`wholes` are the optional records around a part of one, the outermost first: each by its path, with the part that
    is always there where the record is. The innermost one that is given has a part that is `needed`."""

    name: Name
    label: Label | None
    type: TypeExpression
    bounds: Bounds | None = None
    optional: bool = False
    question: Label | None = None
    wholes: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    span: Span = span_field()


@frozen
class Record:
    """`record Address`: what belongs together and is said of several things."""

    name: Name
    label: Label | None
    fields: tuple[Field, ...]
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    span: Span = span_field()


@frozen
class Parent:
    """`belongs to Partner as deals "Deals"`."""

    entity: Name
    records: Name
    label: Label | None = None
    span: Span = span_field()


@frozen
class Edges:
    """`edges as written` (written) or `edges prorated` (prorated): of periods that a first day cuts."""

    kind: str
    span: Span = span_field()


@frozen
class Entity:
    """`under_itself` are the heads that make it belong to its own kind, `belongs to Partner as resellers` of a Partner;
    `parents` all others. `held` are the fields that were records, by their paths, in whose place their parts stand."""

    name: Name
    label: Label | None
    keys: tuple[Name, ...] = ()
    parents: tuple[Parent, ...] = ()
    dated_by: Name | None = None
    valid_from: Name | None = None
    valid_to: Name | None = None
    recorded_on: Name | None = None
    fields: tuple[Field, ...] = ()
    document: Document | None = None
    not_yet: tuple[NotYet, ...] = ()
    under_itself: tuple[Parent, ...] = ()
    edges: Edges | None = None
    held: tuple[Field, ...] = ()
    span: Span = span_field()
