"""Incentives and payouts to core nodes: bands become parts times rates, a cap becomes a case, a clause one node."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.names.clauses import all_of, first_of
from rulelang.names.resolved import Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cadence import share_type
from rulelang.typecheck.expressions import rounding_denominator

Clause = TypeVar("Clause")


def lower_incentive(lowering: Lowering, incentive: nodes.Incentive, versions: tuple[Rules, ...]) -> core.Incentive:
    """An incentive with each version of its rules."""
    lowering.owner = incentive.name.text
    lowered = tuple(_version(lowering, incentive, rules) for rules in versions)
    kinds = [types.proved_quantity(v.entitlement.type) for v in lowered]
    currency = kinds[0].currency
    kind = core.Quantity(
        "money", types.minor_units(currency), min(k.low for k in kinds), max(k.high for k in kinds), currency
    )
    label = incentive.label.text if incentive.label else ""
    return core.Incentive(incentive.name.text, lowered, kind, incentive.name.span, label)


def _the(kind: type[Clause], rules: Rules) -> Clause:
    """A clause that the checker has found to be there."""
    found = first_of(kind, rules.clauses)
    assert found is not None
    return found


def _version(lowering: Lowering, incentive: nodes.Incentive, rules: Rules) -> core.IncentiveVersion:
    paid = _the(nodes.PaidEvery, rules).unit
    measures = first_of(nodes.MeasuredEvery, rules.clauses)
    measured = measures.unit if measures is not None else paid
    share = entitlement_share(lowering, rules, measured, incentive.name.span)
    base = lowering.lower(_the(nodes.On, rules).value, "base")
    amount = _marginal(lowering, base, _the(nodes.Bands, rules), share)
    cap = first_of(nodes.AtMost, rules.clauses)
    if cap is not None:
        amount = _capped(amount, shared(lowering.lower(cap.value), share), cap.span)
    amount = _rounded(amount, first_of(nodes.RoundedClause, rules.clauses), incentive)
    when = first_of(nodes.When, rules.clauses)
    if when is not None:
        amount = _when(lowering, when, amount)
    return core.IncentiveVersion(
        rules.start, rules.stop, measured, paid, rules.edges == "prorated", amount, incentive.name.span
    )


def _when(lowering: Lowering, when: nodes.When, amount: core.Expression) -> core.Case:
    """Nothing, unless the condition holds."""
    condition = lowering.lower(when.condition, "eligible")
    kind = types.proved_quantity(amount.type)
    zero = lowering.zero(kind, condition)
    either = types.proved(types.one_of([kind, types.proved(zero.type)]))
    return core.Case(((condition, amount),), zero, either, when.span, "when")


def entitlement_share(lowering: Lowering, rules: Rules, unit: str, span: Span) -> core.PeriodShare | None:
    """The part of a whole unit that a cut period is, where its edges and caps are prorated."""
    kind = share_type(lowering.checked.resolved.year_starts, rules, unit)
    return core.PeriodShare(kind, span) if kind is not None else None


def shared(value: core.Expression, share: core.PeriodShare | None) -> core.Expression:
    """An edge or a cap in a cut period, where they are prorated."""
    if share is None or _is_zero(value):
        return value
    return core.Arithmetic("multiply", value, share, _product(value, share), value.span)


def _is_zero(value: core.Expression) -> bool:
    return isinstance(value, core.Literal) and value.value == 0


def _product(left: core.Expression, right: core.Expression) -> types.Numeric:
    return types.proved(types.multiplied(types.proved(left.type), types.proved(right.type)))


def _sum(left: core.Expression, right: core.Expression) -> types.Numeric:
    return types.proved(types.added(types.proved(left.type), types.proved(right.type)))


def _less(left: core.Expression, right: core.Expression) -> types.Numeric:
    return types.proved(types.added(types.proved(left.type), types.proved(right.type), subtract=True))


def _marginal(
    lowering: Lowering, base: core.Expression, bands: nodes.Bands, share: core.PeriodShare | None
) -> core.Expression:
    """Each part of the base at its own rate: the sum of the products, one for each band."""
    edges = [shared(lowering.lower(row.lower), share) for row in bands.rows]
    total: core.Expression | None = None
    for number, (row, part) in enumerate(zip(bands.rows, _parts(lowering, base, edges), strict=True), 1):
        rate = lowering.lower(row.value, "rate")
        product = core.Arithmetic(
            "multiply", rate, part, _product(rate, part), row.span, f"band {number}", lowering.owner
        )
        if total is None:
            total = product
        else:
            kind = _sum(total, product)
            total = core.Arithmetic("add", total, product, kind, bands.span, "bands", lowering.owner)
    assert total is not None
    return total


def _parts(lowering: Lowering, base: core.Expression, edges: list[core.Expression]) -> Iterator[core.Expression]:
    """What of the base lies in each band; nothing of a base at or below the band's lower end."""
    for index, edge in enumerate(edges):
        above = edges[index + 1] if index + 1 < len(edges) else None
        zero = lowering.zero(types.proved_quantity(base.type), edge)
        reach = _difference(base, edge)
        below = core.Comparison("at_most", base, edge, core.Truth(), edge.span)
        branches: list[tuple[core.Expression, core.Expression]] = [(below, zero)]
        otherwise = reach
        if above is not None:
            inside = core.Comparison("at_most", base, above, core.Truth(), above.span)
            branches.append((inside, reach))
            otherwise = _difference(above, edge)
        kind = types.proved(types.one_of([types.proved(zero.type), *_part_ranges(base, edge, above)]))
        yield core.Case(tuple(branches), otherwise, kind, edge.span, "part")


def _part_ranges(
    base: core.Expression, edge: core.Expression, above: core.Expression | None
) -> Iterator[core.Quantity]:
    """A part is never negative and never more than its band is wide: the ranges the cases can leave."""
    reach = types.proved_quantity(_less(base, edge))
    yield core.Quantity(reach.kind, reach.denominator, 0, max(0, reach.high), reach.currency)
    if above is not None:
        width = types.proved_quantity(_less(above, edge))
        yield core.Quantity(width.kind, width.denominator, min(0, width.low), max(0, width.high), width.currency)


def _difference(left: core.Expression, right: core.Expression) -> core.Expression:
    return left if _is_zero(right) else core.Arithmetic("subtract", left, right, _less(left, right), left.span)


def _capped(amount: core.Expression, cap: core.Expression, span: Span) -> core.Expression:
    beyond = core.Comparison("more", amount, cap, core.Truth(), span)
    either = types.proved(types.one_of([types.proved(cap.type), types.proved(amount.type)]))
    return core.Case(((beyond, cap),), amount, either, span, "cap")


def _rounded(
    amount: core.Expression, clause: nodes.RoundedClause | None, incentive: nodes.Incentive
) -> core.Expression:
    """To the currency's minor unit; without a clause the checker has proved that nothing is lost."""
    kind = types.proved(amount.type)
    cents = types.minor_units(kind.currency)
    if clause is None:
        return core.Round(amount, "down", types.rounded(kind, cents), incentive.name.span)
    places = rounding_denominator(kind, clause.places)
    assert places is not None
    fine = types.rounded(kind, places)
    rounded = core.Round(amount, clause.mode, fine, clause.span, "rounded")
    if places == cents:
        return rounded
    return core.Round(rounded, "down", types.rounded(fine, cents), clause.span)


def lower_payout(lowering: Lowering, payout: nodes.Payout, versions: tuple[Rules, ...]) -> core.Payout:
    """A payout with each version of its rules."""
    lowering.owner = payout.name.text
    lowered = tuple(_payout_version(lowering, payout, rules) for rules in versions)
    currency = lowering.checked.resolved.currency
    kind = core.Quantity("money", types.minor_units(currency), -types.TOTAL_MAX, types.TOTAL_MAX, currency)
    return core.Payout(payout.name.text, lowered, kind, payout.name.span, payout.label.text if payout.label else "")


def _payout_version(lowering: Lowering, payout: nodes.Payout, rules: Rules) -> core.PayoutVersion:
    cap, rounding = first_of(nodes.AtMost, rules.clauses), first_of(nodes.RoundedClause, rules.clauses)
    each = cap.each if cap is not None else None
    share = entitlement_share(lowering, rules, each, payout.name.span) if each is not None else None
    return core.PayoutVersion(
        rules.start,
        rules.stop,
        _the(nodes.PaidEvery, rules).unit,
        tuple(core.Stack(c.kind, tuple(i.text for i in c.items)) for c in all_of(nodes.Stack, rules.clauses)),
        shared(lowering.lower(cap.value, "cap"), share) if cap is not None else None,
        each,
        rules.edges == "prorated",
        rounding.mode if rounding is not None else None,
        payout.name.span,
        10**rounding.places if rounding is not None and rounding.places is not None else None,
    )
