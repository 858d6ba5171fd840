"""What resolving gives: one program, its variant merged in, every declaration under its name and in force from a day.

Nothing here is typed or proved yet. Declarations keep the nodes they came from, so spans on both sides survive.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Union

import attrs

from rulelang.exact.calendar import Calendar, Period
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.source import Span
from rulelang.syntax import nodes

Named = Union[
    nodes.Region, nodes.Enumeration, nodes.BoundedType, nodes.Record, nodes.Entity, nodes.Parameter,
    nodes.KeyedParameter, nodes.Function, nodes.Measure, nodes.Eligibility, nodes.Tiers, nodes.Scorecard, nodes.Benefit,
    nodes.Incentive, nodes.Payout,
]
"""What has a name of its own in a program."""
WorkedOut = Union[nodes.Measure, nodes.Eligibility, nodes.Scorecard, nodes.Benefit]
"""What has a value for a period that a bare name reads."""
PayingClause = Union[nodes.IncentiveClause, nodes.PayoutClause]


@frozen
class Replaced:
    """Clauses that still pay the rows of a measured period up to `stop`, in the middle of which others took over."""

    stop: datetime.date
    clauses: tuple[PayingClause, ...]


@frozen
class RowsInside:
    """A measured period inside which something changes, and each row goes by its own date: the clauses that pay the
    rows of one stretch of days after the other."""

    days: Period
    stretches: tuple[tuple[PayingClause, ...], ...]


@frozen
class Rules:
    """The clauses of an incentive or payout in force from `start` to `stop` (inclusive; None is open).

    `edges` is what was said of periods that `start` or `stop` cuts: written, prorated, or None when nothing was said.
    `began` and `ended` are the lines that give these two dates. `replaced` pay the rows of earlier days in the measured
    period in which these clauses took over; `by_row` are the periods whose rows are paid stretch by stretch.
    """

    start: datetime.date
    stop: datetime.date | None
    clauses: tuple[PayingClause, ...]
    edges: str | None
    began: nodes.EffectiveFrom | None = None
    ended: nodes.EffectiveFrom | None = None
    replaced: tuple[Replaced, ...] = ()
    by_row: tuple[RowsInside, ...] = ()


@frozen
class Door:
    """What one level says, under `adaptable`, of a thing that a level below it changes.

    `owner` is the program or variant that says it; `opening` is its line (None where it has none). `beside` is set
    where the line bounds the other figure of a requirement, the one to enter for the one to keep or the reverse: what
    it allows holds in proportion.
    """

    owner: nodes.Program | nodes.Variant
    opening: nodes.Opening | None
    beside: nodes.Parameter | None = None


@frozen
class FigureBound:
    """What one level says of the number a requirement of a tier asks for.

    `bounded` is what the requirement compares, `figure` the number as the first level that declares it has it, told
    as a parameter: the one to keep where `to_keep`. `door` holds the line of `adaptable`. `members` are those of a
    ladder by member that the line is about alone.
    """

    ladder: str
    tier: str
    bounded: nodes.Reading | nodes.Call
    to_keep: bool
    figure: nodes.Parameter
    door: Door
    members: tuple[str, ...] = ()

    @property
    def read(self) -> str:
        """The name of what is bounded."""
        return self.bounded.path[0].text if isinstance(self.bounded, nodes.Reading) else self.bounded.name.text


@frozen
class NewValues:
    """A variant's dated values of a parameter, or of the figure of a requirement, which is told as a parameter too.

    `base` is what the first level that declares it says. `doors` hold, first that level, then each below it down to
    the one the variant adapts; so in the other overrides. `figures` are the bounds of the requirements whose number
    the parameter is.
    """

    edit: nodes.Set
    base: nodes.Parameter
    doors: tuple[Door, ...]
    owner: nodes.Variant
    figures: tuple[FigureBound, ...] = ()


@frozen
class NewCell:
    """A variant's dated values of one cell of a parameter with keys."""

    edit: nodes.Set
    base: nodes.KeyedParameter
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class NewCadence:
    """A variant's `paid every` of an incentive or payout."""

    edit: nodes.Set
    base: nodes.Incentive | nodes.Payout
    doors: tuple[Door, ...]
    owner: nodes.Variant
    paid: nodes.PaidEvery


@frozen
class NewMembers:
    """Members that a variant adds to an enumeration."""

    edit: nodes.AddMembers
    base: nodes.Enumeration
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class NewRequirements:
    """Requirements that a variant adds to a tier. `bounds` are what the levels above say of the numbers of that
    tier. `of_members` are the same for each member of a ladder by member."""

    edit: nodes.RequireFor
    base: nodes.Tiers
    doors: tuple[Door, ...]
    owner: nodes.Variant
    since: datetime.date
    bounds: tuple[FigureBound, ...] = ()
    of_members: tuple[tuple[nodes.Requirements, tuple[FigureBound, ...]], ...] | None = None


@frozen
class NewLadder:
    """A ladder that a variant writes in the place of another."""

    edit: nodes.Tiers
    base: nodes.Tiers
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class NewClause:
    """Another cap or other bands that a variant gives an incentive or payout."""

    edit: nodes.Set
    base: nodes.Incentive | nodes.Payout
    doors: tuple[Door, ...]
    owner: nodes.Variant
    clause: nodes.AtMost | nodes.Bands


@frozen
class NewItems:
    """What a variant adds to a list of a payout."""

    edit: nodes.AddToStack
    base: nodes.Payout
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class NewMoney:
    """An incentive or payout that a variant declares."""

    edit: nodes.Incentive | nodes.Payout
    base: nodes.Incentive | nodes.Payout
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class Dropped:
    """An incentive that ends where a variant begins."""

    edit: nodes.Drop
    base: nodes.Incentive
    doors: tuple[Door, ...]
    owner: nodes.Variant


@frozen
class NewLabel:
    """Another label; `before` is the one there was."""

    edit: nodes.Relabel
    base: Named
    doors: tuple[Door, ...]
    owner: nodes.Variant
    before: nodes.Label | None


Override = Union[
    NewValues, NewCell, NewCadence, NewMembers, NewRequirements, NewLadder, NewClause, NewItems, NewMoney, Dropped,
    NewLabel,
]
"""A change that a variant makes: the edit, and what it changes in the base."""


@frozen
class Block:
    """The lines of `adaptable` of a program or variant."""

    owner: nodes.Program | nodes.Variant
    openings: tuple[nodes.Opening, ...]


@frozen
class Gain:
    """What the incentives that variants below a level declare may pay together; `opening` is the line that says it."""

    owner: nodes.Program | nodes.Variant
    opening: nodes.Opening
    permission: nodes.MayGain
    names: tuple[str, ...]


@frozen
class Resolved:
    """One program or variant by name.

    `lineage` are the variants merged over the program, outermost first and the one resolved last; `changes` their
    dates. `own` are the names that only variants declare, each with the day from which it is there, `authors` the same
    names with the variant that declares each. `figures` are the figures of requirements that a variant changes, told as
    parameters; they are among the parameters too. `gains` are the caps over what variants declare, the outermost level
    first. `given` are values that were given with a command. `by_member` are the declarations that were written out for
    each member of a type, by the name they are declared under. `first_versions` are the incentives that have more than
    one, as they were first declared, in order of date. `member_rules` are those of incentives of which a
    variant changes one member by itself, by name and members.
    """

    program: nodes.Program
    lineage: tuple[nodes.Variant, ...]
    language: str
    currency: str
    year_starts: int
    start: datetime.date
    changes: tuple[nodes.EffectiveFrom, ...]
    edition: int
    regions: Mapping[str, nodes.Region]
    enumerations: Mapping[str, nodes.Enumeration]
    kinds: Mapping[str, nodes.BoundedType]
    records: Mapping[str, nodes.Record]
    entities: Mapping[str, nodes.Entity]
    parameters: Mapping[str, nodes.Parameter]
    functions: Mapping[str, nodes.Function]
    keyed: Mapping[str, nodes.KeyedParameter]
    measures: Mapping[str, nodes.Measure]
    eligibilities: Mapping[str, nodes.Eligibility]
    ladders: Mapping[str, nodes.Tiers]
    scorecards: Mapping[str, nodes.Scorecard]
    benefits: Mapping[str, nodes.Benefit]
    incentives: Mapping[str, tuple[nodes.Incentive, tuple[Rules, ...]]]
    payouts: Mapping[str, tuple[nodes.Payout, tuple[Rules, ...]]]
    overrides: tuple[Override, ...]
    adaptable: tuple[Block, ...]
    examples: tuple[nodes.Example, ...]
    claims: tuple[nodes.Always, ...]
    data_rules: tuple[nodes.DataRule, ...]
    not_yet: tuple[nodes.NotYet, ...]
    own: Mapping[str, datetime.date]
    authors: Mapping[str, str]
    figures: frozenset[str]
    gains: tuple[Gain, ...] = ()
    given: tuple[NewValues | NewCell, ...] = ()
    by_member: Mapping[str, Span] = attrs.field(factory=dict)
    first_versions: Mapping[str, tuple[nodes.Incentive, ...]] = attrs.field(factory=dict)
    member_rules: Mapping[str, Mapping[tuple[str, ...], tuple[Rules, ...]]] = attrs.field(factory=dict)
    own_calendar: OwnCalendar | None = None

    @property
    def calendar(self) -> Calendar:
        """The one calendar of the program and its variants."""
        return self.own_calendar or Calendar(self.year_starts)

    def read_by_name(self, name: str) -> WorkedOut | None:
        """What a bare name reads that is worked out for a period; None where it is nothing of the kind."""
        plain = self.measures.get(name) or self.eligibilities.get(name)
        return plain or self.scorecards.get(name) or self.benefits.get(name)

    def written_out(self, name: str) -> tuple[str, ...]:
        """The names under which what is declared under a name is there: one for each member, where it is by member."""
        if name not in self.by_member:
            return (name,)
        tables: tuple[Mapping[str, object], ...] = (
            self.measures, self.eligibilities, self.ladders, self.scorecards, self.benefits, self.incentives
        )
        return tuple(each for table in tables for each in table if each.startswith(f"{name}("))

    @property
    def variant(self) -> nodes.Variant | None:
        """The variant resolved, None where it is the program itself."""
        return self.lineage[-1] if self.lineage else None

    @property
    def change(self) -> nodes.EffectiveFrom | None:
        """The date of the variant resolved."""
        return self.changes[-1] if self.changes else None

    @property
    def guide_edition(self) -> str:
        """The edition of the program guide that the nearest level says, empty where none does."""
        owners: tuple[nodes.Program | nodes.Variant, ...] = (*reversed(self.lineage), self.program)
        said = (first_of(nodes.GuideEdition, owner.clauses) for owner in owners)
        return next((edition.text for edition in said if edition is not None), "")

    @property
    def name(self) -> str:
        """The variant's name, the program's where there is none."""
        return (self.variant or self.program).name.text
