"""Incentives and payouts to core nodes: what its clauses come to, capped, rounded and to whom."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.core.lower_paid_in import lower_paid_in
from rulelang.core.lower_stacks import Earned, Listing, Reduced, lower_stacks
from rulelang.names.clauses import all_of, first_of
from rulelang.names.resolved import Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.arithmetic import rounding_denominator
from rulelang.typecheck.cadence import share_type
from rulelang.typecheck.first_days import first_days_prorate
from rulelang.typecheck.limited import Limiting
from rulelang.typecheck.payable import Make, Parts, choice, forfeited, no_less_than_nothing, nothing, shared, test

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
    return core.Incentive(incentive.name.text, lowered, kind, incentive.name.span)


def _the(kind: type[Clause], rules: Rules) -> Clause:
    """A clause that the checker has found to be there."""
    found = first_of(kind, rules.clauses)
    assert found is not None
    return found


def _version(lowering: Lowering, incentive: nodes.Incentive, rules: Rules) -> core.IncentiveVersion:
    paid = _the(nodes.PaidEvery, rules).unit
    measures = first_of(nodes.MeasuredEvery, rules.clauses)
    measured = measures.unit if measures is not None else paid
    amount, _ = _entitled(lowering, incentive, rules, measured)
    return core.IncentiveVersion(
        rules.start, rules.stop, measured, paid, rules.edges == "prorated", amount, incentive.name.span,
        first_days_prorate(lowering.checked),
    )


def _entitled(
    lowering: Lowering, incentive: nodes.Incentive, rules: Rules, measured: str, taken: core.Expression | None = None
) -> Earned:
    """What an incentive pays for a measured period so far, and the same before it is rounded. `taken` is what others
    have taken off what it is paid on. Limits over longer units come last: they are of what is paid."""
    share = entitlement_share(lowering, rules, measured, incentive.name.span)
    checked = lowering.checked
    parts = Parts(
        checked.resolved, lowering.owner, rules.clauses, checked.worked_out, _once(lowering), share, taken, rules.by_row
    )
    limiting = _limiting(lowering, rules, parts, incentive.name.span)
    there = limiting.there
    exact = limiting.amount()
    rounding, condition = first_of(nodes.RoundedClause, rules.clauses), None
    amount = _rounded(exact, rounding, incentive)
    least = first_of(nodes.NothingUnder, rules.clauses)
    if least is not None:
        under = lowering.lower(least.value)
        rounded, amount = amount, forfeited(amount, under, least.span)
        exact = choice([(test("less", rounded, under, least.span), nothing(exact))], exact, least.span)
    when = first_of(nodes.When, rules.clauses)
    if when is not None:
        key = lowering.owner, rules.start
        condition = lowering.conditions.setdefault(key, lowering.lower(when.condition, "eligible"))
        amount, exact = _when(lowering, when, condition, amount), _when(lowering, when, condition, exact)
    paid = limiting.to_date(there(amount), lambda each: _rounded(each, rounding, incentive), condition)
    return paid, limiting.to_date(there(exact), lambda each: each, condition)


def _limiting(lowering: Lowering, rules: Rules, parts: Parts, span: Span) -> Limiting:
    """The limits of an incentive: parts of them in a cut period, and none before the first day of the subject."""
    return Limiting(
        rules, parts, lambda unit: entitlement_share(lowering, rules, unit, span),
        lambda amount: _once_there(lowering, amount, span), first_days_prorate(lowering.checked),
    )


def _once_there(lowering: Lowering, amount: core.Expression, span: Span) -> core.Expression:
    """Nothing for a period that ends before the first day of the subject."""
    first = lowering.first_day(span)
    if first is None:
        return amount
    end = core.DayValue(core.AtPeriodEnd(), core.Day(), span)
    not_yet = test("more", first, end, span)
    kind = types.proved(amount.type)
    zero = lowering.zero(kind, not_yet) if isinstance(kind, core.Quantity) else nothing(amount)
    either = types.proved(types.one_of([kind, types.proved(zero.type)]))
    return core.Case(((not_yet, zero),), amount, either, span, "first day")


def _on_what_is_left(lowering: Lowering) -> Reduced:
    """What an incentive pays on what others have left of what it is paid on."""

    def reduced(name: str, version: core.IncentiveVersion, taken: core.Expression | None) -> Earned:
        incentive, _ = lowering.checked.resolved.incentives[name]
        rules = next(each for each in lowering.checked.rules[name] if each.start == version.start)
        owner, lowering.owner = lowering.owner, name
        found = _entitled(lowering, incentive, rules, version.measured_every, taken)
        lowering.owner = owner
        return found

    return reduced


def _once(lowering: Lowering) -> Make:
    """What is written becomes one expression, however often the amount is made of it."""
    made: dict[tuple[int, str], core.Expression] = {}

    def make(node: nodes.Expression, step: str = "") -> core.Expression:
        key = (id(node), step)
        if key not in made:
            made[key] = lowering.lower(node, step)
        return made[key]

    return make


def _when(
    lowering: Lowering, when: nodes.When, condition: core.Expression, amount: core.Expression
) -> core.Case:
    """Nothing, unless the condition holds."""
    kind = types.proved(amount.type)
    zero = lowering.zero(kind, condition) if isinstance(kind, core.Quantity) else nothing(amount)
    either = types.proved(types.one_of([kind, types.proved(zero.type)]))
    return core.Case(((condition, amount),), zero, either, when.span, "when")


def entitlement_share(lowering: Lowering, rules: Rules, unit: str, span: Span) -> core.PeriodShare | None:
    """The part of a whole unit that a cut period is, where its edges and caps are prorated."""
    kind = share_type(lowering.checked, rules, unit)
    if kind is None:
        return None
    since = lowering.first_day(span) if first_days_prorate(lowering.checked) else None
    return core.PeriodShare(kind, span, since=since)


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


def lower_payout(
    lowering: Lowering, payout: nodes.Payout, versions: tuple[Rules, ...], incentives: Iterable[core.Incentive]
) -> core.Payout:
    """A payout with each version of its rules."""
    lowering.owner = payout.name.text
    known = {incentive.name: incentive for incentive in incentives}
    lowered = tuple(_payout_version(lowering, payout, rules, known) for rules in versions)
    currency = lowering.checked.resolved.currency
    kind = core.Quantity("money", types.minor_units(currency), -types.TOTAL_MAX, types.TOTAL_MAX, currency)
    return core.Payout(payout.name.text, lowered, kind, payout.name.span)


def _payout_version(
    lowering: Lowering, payout: nodes.Payout, rules: Rules, incentives: Mapping[str, core.Incentive]
) -> core.PayoutVersion:
    cap, rounding = first_of(nodes.AtMost, rules.clauses), first_of(nodes.RoundedClause, rules.clauses)
    each = cap.each if cap is not None else None
    floor = first_of(nodes.NeverLess, rules.clauses)
    least_each = floor.each if floor is not None else None
    share, least_share = (
        entitlement_share(lowering, rules, unit, payout.name.span) if unit is not None else None
        for unit in (each, least_each)
    )
    listing = Listing(lowering, incentives, _on_what_is_left(lowering))
    return core.PayoutVersion(
        rules.start,
        rules.stop,
        _the(nodes.PaidEvery, rules).unit,
        tuple(s for c in all_of(nodes.Stack, rules.clauses) for s in lower_stacks(c, listing)),
        no_less_than_nothing(shared(lowering.lower(cap.value, "cap"), share)) if cap is not None else None,
        each,
        rules.edges == "prorated",
        rounding.mode if rounding is not None else None,
        payout.name.span,
        10**rounding.places if rounding is not None and rounding.places is not None else None,
        _once_there(lowering, shared(lowering.lower(floor.value, "floor"), least_share), floor.span)
        if floor is not None else None,
        least_each,
        first_days_prorate(lowering.checked),
        lower_paid_in(lowering, rules.clauses),
    )
