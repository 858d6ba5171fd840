"""What may be adapted, and the edits of a variant."""
from __future__ import annotations

from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.entities import Member
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.incentives import AtMost, Bands, PaidEvery
from rulelang.syntax.nodes.measures import DatedValue
from rulelang.syntax.nodes.shared import Label, Name, NotYet, span_field
from rulelang.syntax.nodes.tiers import Requirements


@frozen
class Target:
    """What an opening or an edit is about: `deploy_rate`, `Level gold net_sales`, the latter perhaps `to keep`. `cell`
    are the members of `base_rate(gold, CO)` or the one of `area_rebate(north)`."""

    path: tuple[Name, ...]
    to_keep: bool = False
    cell: tuple[Name, ...] = ()
    span: Span = span_field()


@frozen
class MayBeBetween:
    """`between 1% and 6%`, `between 50% and 100% of the global value`."""

    low: Expression
    high: Expression
    of_global: bool = False
    span: Span = span_field()


@frozen
class MayBePaidEvery:
    units: tuple[str, ...]
    span: Span = span_field()


@frozen
class MayGainMembers:
    span: Span = span_field()


@frozen
class MayGainRequirements:
    span: Span = span_field()


@frozen
class MayReplaceBands:
    """`may replace bands within 0% to 8%`; of what pays amounts, `within 0 USD to 500 USD`, or `3 USD to 6 USD per
    seat`."""

    low: Expression
    high: Expression
    per: Name | None = None
    span: Span = span_field()


@frozen
class MayReplaceLadder:
    span: Span = span_field()


@frozen
class MayGain:
    """`may gain, at most 2% of net_sales`: incentives of its own, which together pay no more than that."""

    value: Expression
    each: str | None = None
    span: Span = span_field()


@frozen
class MayDrop:
    span: Span = span_field()


@frozen
class MayRelabel:
    span: Span = span_field()


@frozen
class Fixed:
    span: Span = span_field()


Permission = Union[
    MayBeBetween, MayBePaidEvery, MayGainMembers, MayGainRequirements, MayReplaceBands, MayReplaceLadder, MayGain,
    MayDrop, MayRelabel, Fixed, NotYet,
]


INCENTIVES = "incentives"
"""What a line of `adaptable` is about, in any language, that says whether there may be more incentives."""


@frozen
class Opening:
    """One line of `adaptable`; `target` is None for `everything else`."""

    target: Target | None
    permission: Permission
    span: Span = span_field()


@frozen
class Adaptable:
    openings: tuple[Opening, ...]
    span: Span = span_field()


SetClause = Union[PaidEvery, AtMost, Bands]


@frozen
class Set:
    """`set deploy_rate: 3% from 2025-04-01` and `set Level gold net_sales: 80_000 USD from 2025-04-01` have `values`;
    `set deploy_rebate: paid every quarter`, another cap or other bands have a `clause`."""

    target: Target
    values: tuple[DatedValue, ...] = ()
    clause: SetClause | None = None
    span: Span = span_field()

    @property
    def cell(self) -> tuple[Name, ...]:
        """The members of `set base_rate(gold, CO): ...`, or the one of `set area_rebate(north): at most 15 USD`."""
        return self.target.cell


@frozen
class AddMembers:
    """`add to Category: msp, mmsp`."""

    target: Name
    members: tuple[Member, ...]
    span: Span = span_field()


@frozen
class AddToStack:
    """`add to total_payout, all of: msp_bonus`; `kind` is that of the list, all or best."""

    target: Name
    kind: str
    items: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Drop:
    """`drop launch_promo`."""

    target: Name
    span: Span = span_field()


@frozen
class Relabel:
    """`relabel Level gold: "Oro"`."""

    target: Target
    label: Label
    span: Span = span_field()


@frozen
class RequireFor:
    """`require for gold: joined before 12 months ago`; `cell` is the one of `require for gold(north): ...`."""

    tier: Name
    requirements: Requirements
    cell: tuple[Name, ...] = ()
    span: Span = span_field()
