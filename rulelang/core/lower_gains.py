"""The caps over what variants declare: together, such incentives pay a subject no more for a measured period.

What is left of a cap goes to them in the order of their names, so that their sum is the smaller of the two and nothing
depends on where they stand.
"""
from __future__ import annotations

from collections.abc import Iterable

import attrs

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.core.lower_paying import entitlement_share
from rulelang.names.resolved import Gain, Resolved, Rules
from rulelang.typecheck import types
from rulelang.typecheck.payable import shared


def with_gains(lowering: Lowering, resolved: Resolved, incentives: Iterable[core.Incentive]) -> list[core.Incentive]:
    """Incentives with the caps of all levels, the innermost first."""
    found = {incentive.name: incentive for incentive in incentives}
    for gain in reversed(resolved.gains):
        starts = sorted({v.start for name in gain.names if name in found for v in found[name].versions})
        for start in starts:
            together = [n for n in gain.names if n in found and any(v.start == start for v in found[n].versions)]
            for name, entitlement in _capped(lowering, resolved, gain, [found[n] for n in together], start).items():
                versions = tuple(
                    attrs.evolve(v, entitlement=entitlement) if v.start == start else v for v in found[name].versions
                )
                found[name] = attrs.evolve(found[name], versions=versions, type=_paid(versions, found[name].type))
    return list(found.values())


def _paid(versions: Iterable[core.IncentiveVersion], kind: core.Quantity) -> core.Quantity:
    kinds = [types.proved_quantity(version.entitlement.type) for version in versions]
    return attrs.evolve(kind, low=min(k.low for k in kinds), high=max(k.high for k in kinds))


def _capped(
    lowering: Lowering, resolved: Resolved, gain: Gain, incentives: list[core.Incentive], start: object
) -> dict[str, core.Expression]:
    """What each of some incentives pays for measured periods under rules that begin on one day."""
    first = incentives[0]
    rules = next(r for r in lowering.checked.rules[first.name] if r.start == start)
    cap = _cap(lowering, gain, first, rules)
    total: core.Expression | None = None
    paid: dict[str, core.Expression] = {}
    for incentive in incentives:
        own = next(v.entitlement for v in incentive.versions if v.start == start)
        before, total = total, own if total is None else _together(total, own)
        paid[incentive.name] = _at_most(lowering, gain, own, before, total, cap)
    return paid


def _cap(lowering: Lowering, gain: Gain, incentive: core.Incentive, rules: Rules) -> core.Expression:
    """The cap in whole minor units of the currency: down, so that the sum is never more than it."""
    version = next(v for v in incentive.versions if v.start == rules.start)
    share = entitlement_share(lowering, rules, version.measured_every, gain.opening.span)
    value = shared(lowering.lower(gain.permission.value), share)
    kind = types.proved(value.type)
    return core.Round(value, "floor", types.rounded(kind, types.minor_units(kind.currency)), gain.opening.span)


def _together(total: core.Expression, own: core.Expression) -> core.Arithmetic:
    kind = types.proved(types.added(types.proved(total.type), types.proved(own.type)))
    return core.Arithmetic("add", total, own, kind, own.span, "gained")


def _at_most(
    lowering: Lowering, gain: Gain, own: core.Expression, before: core.Expression | None, total: core.Expression,
    cap: core.Expression,
) -> core.Expression:
    """What an incentive pays, or what those before it leave of the cap."""
    span = gain.opening.span
    left = cap
    if before is not None:
        kind = types.proved(types.added(types.proved(cap.type), types.proved(before.type), subtract=True))
        left = core.Arithmetic("subtract", cap, before, kind, span)
    nothing = lowering.zero(types.proved_quantity(left.type), left)
    none_left = core.Comparison("less", left, nothing, core.Truth(), span)
    either = types.proved(types.one_of([types.proved(left.type), types.proved(nothing.type)]))
    rest = core.Case(((none_left, nothing),), left, either, span)
    beyond = core.Comparison("more", total, cap, core.Truth(), span)
    kind = types.proved(types.one_of([types.proved(rest.type), types.proved(own.type)]))
    return core.Case(((beyond, rest),), own, kind, span, "gain cap")
