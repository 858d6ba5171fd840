"""What resolving gives: one program, its variant merged in, every declaration under its name and in force from a day.

Nothing here is typed or proved yet. Declarations keep the nodes they came from, so spans on both sides survive.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from rulelang.syntax import nodes


@attrs.frozen
class Rules:
    """The clauses of an incentive or payout in force from `start` to `stop` (inclusive; None is open).

    `edges` is what was said of periods that `start` or `stop` cuts: written, prorated, or None when nothing was said.
    """

    start: datetime.date
    stop: datetime.date | None
    clauses: tuple[object, ...]
    edges: str | None


@attrs.frozen
class Override:
    """A change that a variant makes: the edit, what it changes in the base, and the line of `adaptable` that speaks of
    it (None where the base has none)."""

    edit: nodes.Set | nodes.AddMembers | nodes.RequireFor
    base: object
    opening: nodes.Opening | None


@attrs.frozen
class Resolved:
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
    """Names that the variant itself declares."""

    @property
    def name(self) -> str:
        return (self.variant or self.program).name.text
