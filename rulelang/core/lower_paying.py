"""Incentives and payouts to core nodes: bands become parts times rates, a cap becomes a case, a clause one node."""
from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.exact.calendar import Calendar
from rulelang.exact.currencies import minor_digits
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.expressions import rounding_denominator
from rulelang.typecheck.cadence import cut_shares


def _clause(rules: Rules, kind: type):
    return next((c for c in rules.clauses if isinstance(c, kind)), None)


def lower_incentive(lowering: Lowering, incentive: nodes.Incentive, versions: tuple[Rules, ...]) -> core.Incentive:
    lowering.owner = incentive.name.text
    lowered = tuple(_version(lowering, incentive, rules) for rules in versions)
    low = min(v.entitlement.type.low for v in lowered)
    high = max(v.entitlement.type.high for v in lowered)
    currency = lowered[0].entitlement.type.currency
    kind = core.Quantity("money", _cents(currency), low, high, currency)
    label = incentive.label.text if incentive.label else ""
    return core.Incentive(incentive.name.text, lowered, kind, incentive.name.span, label)


def _cents(currency: str | None) -> int:
    return 10 ** (minor_digits(currency or "") or 0)


def _version(lowering: Lowering, incentive: nodes.Incentive, rules: Rules) -> core.IncentiveVersion:
    paid = _clause(rules, nodes.PaidEvery).unit
    measured = getattr(_clause(rules, nodes.MeasuredEvery), "unit", paid)
    share = _share(lowering, rules, measured, incentive.name.span)
    base = lowering.lower(_clause(rules, nodes.On).value, "base")
    amount = _marginal(lowering, base, _clause(rules, nodes.Bands), share)
    cap = _clause(rules, nodes.AtMost)
    if cap is not None:
        amount = _capped(amount, _shared(lowering.lower(cap.value), share), cap.span)
    amount = _rounded(amount, _clause(rules, nodes.RoundedClause), incentive)
    when = _clause(rules, nodes.When)
    if when is not None:
        condition = lowering.lower(when.condition, "eligible")
        zero = lowering.zero(amount.type, condition)
        kind = types.one_of([amount.type, zero.type])
        amount = core.Case(((condition, amount),), zero, kind, when.span, "when")
    return core.IncentiveVersion(
        rules.start, rules.stop, measured, paid, rules.edges == "prorated", amount, incentive.name.span
    )


def _share(lowering: Lowering, rules: Rules, unit: str, span: core.Span) -> core.PeriodShare | None:
    if rules.edges != "prorated":
        return None
    shares = [Fraction(1), *cut_shares(Calendar(lowering.checked.resolved.year_starts), rules, unit)]
    denominator = math.lcm(*(s.denominator for s in shares))
    kind = core.Quantity("number", denominator, int(min(shares) * denominator), denominator)
    return core.PeriodShare(kind, span)


def _shared(value: core.Expression, share: core.PeriodShare | None) -> core.Expression:
    """An edge or a cap in a cut period, where they are prorated."""
    if share is None or (isinstance(value, core.Literal) and value.value == 0):
        return value
    return core.Arithmetic("multiply", value, share, types.multiplied(value.type, share.type), value.span)


def _marginal(
    lowering: Lowering, base: core.Expression, bands: nodes.Bands, share: core.PeriodShare | None
) -> core.Expression:
    """Each part of the base at its own rate: the sum of the products, one for each band."""
    edges = [_shared(lowering.lower(row.lower), share) for row in bands.rows]
    total: core.Expression | None = None
    for number, (row, part) in enumerate(zip(bands.rows, _parts(lowering, base, edges), strict=True), 1):
        rate = lowering.lower(row.value, "rate")
        product = core.Arithmetic(
            "multiply", rate, part, types.multiplied(rate.type, part.type), row.span, f"band {number}", lowering.owner
        )
        if total is None:
            total = product
        else:
            kind = types.added(total.type, product.type)
            total = core.Arithmetic("add", total, product, kind, bands.span, "bands", lowering.owner)
    assert total is not None
    return total


def _parts(lowering: Lowering, base: core.Expression, edges: list[core.Expression]) -> Iterator[core.Expression]:
    """What of the base lies in each band; nothing of a base at or below the band's lower end."""
    for index, edge in enumerate(edges):
        above = edges[index + 1] if index + 1 < len(edges) else None
        zero = lowering.zero(base.type, edge)
        reach = _difference(base, edge)
        below = core.Comparison("at_most", base, edge, core.Truth(), edge.span)
        branches = [(below, zero)]
        otherwise = reach
        if above is not None:
            inside = core.Comparison("at_most", base, above, core.Truth(), above.span)
            branches.append((inside, reach))
            otherwise = _difference(above, edge)
        kind = types.one_of([zero.type, *_part_ranges(base, edge, above)])
        yield core.Case(tuple(branches), otherwise, kind, edge.span, "part")


def _part_ranges(
    base: core.Expression, edge: core.Expression, above: core.Expression | None
) -> Iterator[core.Quantity]:
    """A part is never negative and never more than its band is wide: the ranges the cases can leave."""
    reach = types.added(base.type, edge.type, subtract=True)
    yield core.Quantity(reach.kind, reach.denominator, 0, max(0, reach.high), reach.currency)
    if above is not None:
        width = types.added(above.type, edge.type, subtract=True)
        yield core.Quantity(width.kind, width.denominator, min(0, width.low), max(0, width.high), width.currency)


def _difference(left: core.Expression, right: core.Expression) -> core.Expression:
    if isinstance(right, core.Literal) and right.value == 0:
        return left
    return core.Arithmetic("subtract", left, right, types.added(left.type, right.type, subtract=True), left.span)


def _capped(amount: core.Expression, cap: core.Expression, span: core.Span) -> core.Expression:
    beyond = core.Comparison("more", amount, cap, core.Truth(), span)
    return core.Case(((beyond, cap),), amount, types.one_of([cap.type, amount.type]), span, "cap")


def _rounded(
    amount: core.Expression, clause: nodes.RoundedClause | None, incentive: nodes.Incentive
) -> core.Expression:
    """To the currency's minor unit; without a clause the checker has proved that nothing is lost."""
    cents = _cents(amount.type.currency)
    if clause is None:
        return core.Round(amount, "down", types.rounded(amount.type, cents), incentive.name.span)
    places = rounding_denominator(amount.type, clause.places)
    assert places is not None
    rounded = core.Round(amount, clause.mode, types.rounded(amount.type, places), clause.span, "rounded")
    if places == cents:
        return rounded
    return core.Round(rounded, "down", types.rounded(rounded.type, cents), clause.span)


def lower_payout(lowering: Lowering, payout: nodes.Payout, versions: tuple[Rules, ...]) -> core.Payout:
    lowering.owner = payout.name.text
    lowered = tuple(_payout_version(lowering, payout, rules) for rules in versions)
    currency = lowering.checked.resolved.currency
    kind = core.Quantity("money", _cents(currency), -types.TOTAL_MAX, types.TOTAL_MAX, currency)
    return core.Payout(payout.name.text, lowered, kind, payout.name.span, payout.label.text if payout.label else "")


def _payout_version(lowering: Lowering, payout: nodes.Payout, rules: Rules) -> core.PayoutVersion:
    cap, rounding = _clause(rules, nodes.AtMost), _clause(rules, nodes.RoundedClause)
    stacks = tuple(
        core.Stack(c.kind, tuple(i.text for i in c.items)) for c in rules.clauses if isinstance(c, nodes.Stack)
    )
    share = _share(lowering, rules, cap.each, payout.name.span) if cap is not None else None
    return core.PayoutVersion(
        rules.start,
        rules.stop,
        _clause(rules, nodes.PaidEvery).unit,
        stacks,
        _shared(lowering.lower(cap.value, "cap"), share) if cap is not None else None,
        cap.each if cap is not None else None,
        rules.edges == "prorated",
        rounding.mode if rounding is not None else None,
        payout.name.span,
    )
