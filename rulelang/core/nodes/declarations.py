"""Entities, parameters, definitions and ladders."""
from __future__ import annotations

import datetime
from fractions import Fraction

from rulelang.core.nodes.days import Window
from rulelang.core.nodes.expressions import Expression, Literal
from rulelang.core.nodes.links import Borrowed, Field, Hierarchy, Link
from rulelang.core.nodes.types import Type
from rulelang.frozen import frozen
from rulelang.source import Span


@frozen
class Entity:
    """The subject, a relation of records that belong to it (`parent` is set), or a record that others refer to.

    `relation` is the name the records have under their parent (`deals`); a parent is the subject or another relation.
    `keys` may be empty for records: then rows have no identity. Where `recorded_on` is set, rows with one key are
    versions of each other. `links` are the other records that a row names, `borrowed` what is read of them. The subject
    alone may have a `hierarchy`.
    """

    name: str
    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    parent: str | None
    relation: str
    dated_by: str | None
    valid_from: str | None
    valid_to: str | None
    recorded_on: str | None
    span: Span
    links: tuple[Link, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()
    hierarchy: Hierarchy | None = None

    def field(self, name: str) -> Field:
        """The field of that name; it is there. `customer.market` is the field of the record that is named."""
        return next(f for f in (*self.fields, *(b.field for b in self.borrowed)) if f.name == name)

    def link(self, name: str) -> Link:
        """The link of that name; it is there."""
        return next(each for each in self.links if each.name == name)

    def link_towards(self, path: str) -> Link | None:
        """The link that a path begins with; None where it names a field of the row itself."""
        return next((each for each in self.links if path.startswith(f"{each.name}.")), None)


@frozen
class TimelineValue:
    """In force from `start` to `stop`, inclusive; `stop` None is open."""

    start: datetime.date
    stop: datetime.date | None
    value: Fraction | bool | str | datetime.date | frozenset[str]
    span: Span
    unpublished: bool = False


@frozen
class Parameter:
    """Values in order of date, no overlap."""

    name: str
    type: Type
    values: tuple[TimelineValue, ...]
    span: Span


@frozen
class Definition:
    """A measure, an eligibility, a score, its designation, or a part of a score (category, metric), as its `kind` says:
    an expression of the subject and a period; a measure `of` records is one of a record of theirs and a period."""

    name: str
    kind: str
    value: Expression
    type: Type
    span: Span
    of: str = ""


@frozen
class ProgramMeasure:
    """A definition that is the same for all subjects, or for all with the same values of the fields `by`."""

    name: str
    by: tuple[str, ...]


@frozen
class TierStep:
    """`requires` is tested for who is below this tier, `keeps` for who is at it or above; None: no requirement."""

    name: str
    requires: Expression | None
    keeps: Expression | None
    span: Span

    @property
    def is_absent(self) -> bool:
        """Whether nobody reaches this tier: only another version of the ladder has it."""
        return isinstance(self.requires, Literal) and self.requires.value is False


@frozen
class Ladder:
    """Tiers lowest first. Assessed for each whole `every` of the calendar, on its last day, over `window` (anchored at
    that day) or over that unit itself when None. A partner is at the highest tier whose own requirements hold.

    `has_memory` when some `keeps` differs from its `requires`: then an assessment depends on the one before, and the
    fold starts at the first assessment from `start` on whose windows the data covers, at the lowest tier.

    `before` is the ladder in whose place this one stands for assessments from `start` on; it has the same tiers. A tier
    that a version does not have is one that nobody reaches there. Memory begins anew with a version, unless it
    `goes_on`: then its first assessment finds every subject where the one before left it. Where it `splits`, the unit
    that `start` lies in is assessed in two parts: up to the day before by the one before, from `start` on by this one.
    """

    name: str
    steps: tuple[TierStep, ...]
    every: str
    window: Window | None
    start: datetime.date
    has_memory: bool
    span: Span
    before: Ladder | None = None
    goes_on: bool = False
    splits: bool = False

    @property
    def versions(self) -> tuple[Ladder, ...]:
        """The ladder as it was from each day on, the earliest first."""
        return (*(self.before.versions if self.before is not None else ()), self)

    @property
    def lowest(self) -> int:
        """The tier that asks for nothing."""
        return next(number for number, step in enumerate(self.steps) if step.requires is None)


@frozen
class Claim:
    """What is held to be so for everybody: one condition, or two figures of which the first never falls while the
    second rises. They are definitions that nothing reads."""

    title: str
    definitions: tuple[Definition, ...]
    span: Span
