"""Ladders, their tiers and requirements."""
from __future__ import annotations

import datetime
from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression, Window
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, NotYet, VersionChange, span_field


@frozen
class Requirement:
    """One line of a tier's list; `keep` is the number after `, to keep`."""

    condition: Expression
    keep: Expression | None = None
    entry_only: bool = False
    span: Span = span_field()


@frozen
class Requirements:
    """`requires all of ...`; a single requirement is `all` of one. `since` is the day from which a list counts that a
    variant adds; None where the program itself writes it. `only` is the member of a ladder by member that it is for."""

    quantity: str
    items: tuple[Requirement, ...]
    count: int | None = None
    since: datetime.date | None = None
    only: tuple[str, ...] = ()
    figure: Expression | None = None
    span: Span = span_field()


@frozen
class Tier:
    name: Name
    label: Label | None
    requirements: tuple[Requirements, ...] = ()
    not_yet: tuple[NotYet, ...] = ()
    span: Span = span_field()


@frozen
class AssessedEvery:
    unit: str
    window: Window | None = None
    span: Span = span_field()


@frozen
class PromotionAtOnce:
    span: Span = span_field()


TiersClause = Union[AssessedEvery, PromotionAtOnce, VersionChange, Document, NotYet]


@frozen
class Tiers:
    """`since` is the day from which this ladder holds, where one is written or it stands in a variant; `before` the one
    in whose place it stands from then on. `goes_on`: it is a later version of the same ladder, in which partners stand
    where they stood. `by` are the types for whose members there is one ladder each."""

    name: Name
    label: Label | None
    subject: Name
    clauses: tuple[TiersClause, ...]
    tiers: tuple[Tier, ...]
    before: Tiers | None = None
    since: datetime.date | None = None
    goes_on: bool = False
    by: tuple[Name, ...] = ()
    span: Span = span_field()
