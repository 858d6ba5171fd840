"""What resolving gives: one program, its variant merged in, every declaration under its name and in force from a day.

Nothing here is typed or proved yet. Declarations keep the nodes they came from, so spans on both sides survive.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Union

import attrs

from rulelang.syntax import nodes

Named = Union[
    nodes.Region, nodes.Enumeration, nodes.Entity, nodes.Parameter, nodes.Measure, nodes.Eligibility, nodes.Tiers,
    nodes.Incentive, nodes.Payout,
]
"""What has a name of its own in a program."""
PayingClause = Union[nodes.IncentiveClause, nodes.PayoutClause]


@attrs.frozen
class Rules:
    """The clauses of an incentive or payout in force from `start` to `stop` (inclusive; None is open).

    `edges` is what was said of periods that `start` or `stop` cuts: written, prorated, or None when nothing was said.
    """

    start: datetime.date
    stop: datetime.date | None
    clauses: tuple[PayingClause, ...]
    edges: str | None


@attrs.frozen
class NewValues:
    """A variant's dated values of a parameter. `opening` is the line of `adaptable` that speaks of it (None where the
    base has none), as in the other overrides."""

    edit: nodes.Set
    base: nodes.Parameter
    opening: nodes.Opening | None


@attrs.frozen
class NewCadence:
    """A variant's `paid every` of an incentive or payout."""

    edit: nodes.Set
    base: nodes.Incentive | nodes.Payout
    opening: nodes.Opening | None
    paid: nodes.PaidEvery


@attrs.frozen
class NewMembers:
    """Members that a variant adds to an enumeration."""

    edit: nodes.AddMembers
    base: nodes.Enumeration
    opening: nodes.Opening | None


Override = Union[NewValues, NewCadence, NewMembers]
"""A change that a variant makes: the edit, and what it changes in the base."""


@attrs.frozen
class Resolved:
    """One program or variant by name. `change` is a variant's own date; `own` are the names that only it declares."""

    program: nodes.Program
    variant: nodes.Variant | None
    language: str
    currency: str
    year_starts: int
    start: datetime.date
    change: nodes.EffectiveFrom | None
    edition: int
    regions: Mapping[str, nodes.Region]
    enumerations: Mapping[str, nodes.Enumeration]
    entities: Mapping[str, nodes.Entity]
    parameters: Mapping[str, nodes.Parameter]
    measures: Mapping[str, nodes.Measure]
    eligibilities: Mapping[str, nodes.Eligibility]
    ladders: Mapping[str, nodes.Tiers]
    incentives: Mapping[str, tuple[nodes.Incentive, tuple[Rules, ...]]]
    payouts: Mapping[str, tuple[nodes.Payout, tuple[Rules, ...]]]
    overrides: tuple[Override, ...]
    adaptable: tuple[nodes.Opening, ...]
    examples: tuple[nodes.Example, ...]
    not_yet: tuple[nodes.NotYet, ...]
    own: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The variant's name, the program's where there is none."""
        return (self.variant or self.program).name.text
