"""The lowered program: one small typed tree that every engine reads. No sugar, no variants, no optional clauses.

A core is a function of a subject and a period. Everything dated in it (parameter timelines, versions of incentives)
is still dated here; an engine resolves it for the periods it is asked about. Sub-expressions may be shared: the tree
is a directed graph, compared by identity. Every expression has a `type`, the `span` it came from, and perhaps a
`step`, the word by which an explanation presents it.

A value is *unknown* when an input it needs is missing; unknown spreads through arithmetic and comparison, follows
three-valued logic in `Logic`, and carries the set of its `Cause`s. What each node means is defined by
`interpret/evaluate.py` and nothing else.
"""
# ruff: noqa: F403, F405 - each module adds its nodes to one namespace
from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from rulelang.core.nodes.causes import *
from rulelang.core.nodes.data_rules import *
from rulelang.core.nodes.days import *
from rulelang.core.nodes.declarations import *
from rulelang.core.nodes.expressions import *
from rulelang.core.nodes.keyed import *
from rulelang.core.nodes.labels import *
from rulelang.core.nodes.limits import *
from rulelang.core.nodes.links import *
from rulelang.core.nodes.paying import *
from rulelang.core.nodes.types import *
from rulelang.exact.calendar import Calendar
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.frozen import frozen


@frozen
class Core:
    """A program or variant, ready for an engine."""

    name: str
    edition: int
    currency: str
    year_starts: int
    start: datetime.date
    subject: Entity
    relations: tuple[Entity, ...]
    parameters: tuple[Parameter, ...]
    definitions: tuple[Definition, ...]
    ladders: tuple[Ladder, ...]
    incentives: tuple[Incentive, ...]
    payouts: tuple[Payout, ...]
    countries: tuple[str, ...] | None = None
    country_field: str | None = None
    labels: Labels = attrs.field(factory=dict, eq=False, repr=False)
    references: tuple[Entity, ...] = ()
    data_rules: tuple[DataRule, ...] = ()
    keyed: tuple[KeyedParameter, ...] = ()
    unchosen: tuple[Unchosen, ...] = ()
    program_measures: tuple[ProgramMeasure, ...] = ()
    claims: tuple[Claim, ...] = ()
    bases: Mapping[str, tuple[HeldAgainst, ...]] = attrs.field(factory=dict, eq=False, repr=False)
    own_calendar: OwnCalendar | None = None
    guide_edition: str = attrs.field(default="", eq=False)
    """What the program calls its guide: shown with results, and no part of what they mean."""
    chosen: tuple[Chosen, ...] = attrs.field(default=(), eq=False)
    """The figures that a variant has chosen between two: told with results."""

    @property
    def calendar(self) -> Calendar:
        """The one calendar of the program."""
        return self.own_calendar or Calendar(self.year_starts)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All that is read from data: the subject, its relations as declared, then what belongs to nobody."""
        return (self.subject, *self.relations, *self.references)

    @property
    def is_linked(self) -> bool:
        """Whether which rows count depends on others than the subject's: they name other records, or share what only
        some may have."""
        return bool(self.data_rules) or any(e.links or e.parent not in (None, self.subject.name) for e in self.entities)

    def entity(self, name: str) -> Entity:
        """The entity of that name; it is there, as for the others below."""
        return self._entities[name]

    def read_through(self, entity: str, field: str) -> tuple[tuple[str, str], ...]:
        """What may be absent when a field of a row is read, first what is nearest to the row: the column of the row,
        and what is missing then. The last one is the field itself."""
        holder, prefix, found = self.entity(entity), "", list[tuple[str, str]]()
        while (link := holder.link_towards(field.removeprefix(prefix))) is not None:
            found += _absent(holder, prefix, link.name) if link.optional else ()
            holder, prefix = self.entity(link.entity), f"{prefix}{link.name}."
        return (*found, *_absent(holder, prefix, field.removeprefix(prefix)))

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name."""
        return self._parameters[name]

    def keyed_parameter(self, name: str) -> KeyedParameter:
        """The parameter with keys of that name."""
        return next(p for p in self.keyed if p.name == name)

    def definition(self, name: str) -> Definition:
        """The measure or eligibility of that name."""
        return self._definitions[name]

    def ladder(self, name: str) -> Ladder:
        """The ladder of that name."""
        return self._ladders[name]

    def incentive(self, name: str) -> Incentive:
        """The incentive of that name."""
        return next(x for x in self.incentives if x.name == name)

    def payout(self, name: str) -> Payout:
        """The payout of that name."""
        return next(x for x in self.payouts if x.name == name)

    @cached_property
    def first_days(self) -> dict[Hashable, Sequence[tuple[str, datetime.date]]]:
        """What `core.schedule` has found of the days that expressions look at."""
        return {}

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {e.name: e for e in self.entities}

    @cached_property
    def _definitions(self) -> Mapping[str, Definition]:
        claimed = (d for claim in self.claims for d in claim.definitions)
        return {d.name: d for d in (*claimed, *self.definitions)}

    @cached_property
    def _ladders(self) -> Mapping[str, Ladder]:
        return {x.name: x for x in self.ladders}

    @cached_property
    def _parameters(self) -> Mapping[str, Parameter]:
        return {p.name: p for p in self.parameters}

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What a run reports, in this order: ladders, eligibilities, scores and designations, incentives, payouts."""
        return (
            *(x.name for x in self.ladders),
            *(d.name for d in self.definitions if d.kind == "eligibility"),
            *(d.name for d in self.definitions if d.kind in ("scorecard", "designation", "benefit")),
            *(x.name for x in self.incentives),
            *(x.name for x in self.payouts),
        )

    @property
    def asked_by_name(self) -> tuple[str, ...]:
        """What may be asked for: the outcomes, then the measures; those of records have no figure for a subject."""
        outcomes = self.outcomes
        return (*outcomes, *(d.name for d in self.definitions if not d.of and d.name not in outcomes))


def _absent(holder: Entity, prefix: str, name: str) -> Iterator[tuple[str, str]]:
    """What may be absent of a field that a row holds, or of one reached by `prefix`: the optional records around it,
    told by a part that is always there with them, then the field itself."""
    field = next((f for f in holder.fields if f.name == name), None)
    wholes = field.wholes if field is not None else ()
    needed = field is not None and field.needed
    around = wholes[:-1] if needed else wholes
    yield from ((f"{prefix}{anchor}", f"{holder.name}.{whole}") for whole, anchor in around)
    yield f"{prefix}{name}", f"{holder.name}.{wholes[-1][0] if needed else name.removesuffix(CURRENCY_OF)}"
