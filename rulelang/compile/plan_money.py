"""Grounds incentives and payouts: the entitlements that their schedules ask for, summed, compared and capped.

Which payments there are comes from `core.schedule`. An entitlement is planned once for its version, period and share.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rulelang.compile.plan import Output
from rulelang.compile.plan_state import Handler, Planned, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.core.nodes import Composed, Incentive, Paid, PaidIn, Payout, PayoutVersion, Quantity, Stack
from rulelang.core.paid_in import in_program_currency, pay_period, type_due
from rulelang.core.schedule import (
    Entitlement,
    FloorPeriod,
    Payment,
    PayoutPayment,
    floor_periods,
    incentive_payments,
    next_due,
    payout_payments,
)
from rulelang.exact.calendar import Period


def plan_incentive(planner: Planner, incentive: Incentive, period: Period) -> Output:
    payments = incentive_payments(planner.calendar, incentive, period)
    return _output(planner, incentive, [_payment(planner, incentive, p) for p in payments], period, incentive.type)


def plan_payout(planner: Planner, payout: Payout, period: Period) -> Output:
    payments = payout_payments(planner.calendar, payout, period)
    kind = type_due(planner.calendar, payout, period)
    return _output(planner, payout, [_payout_payment(planner, payout, p) for p in payments], period, kind)


def _output(
    planner: Planner, thing: Incentive | Payout, payments: Sequence[Planned], period: Period, kind: Quantity
) -> Output:
    denominator = kind.denominator
    if not payments:
        due = next_due(planner.calendar, thing, period)
        zero = planner.scalars.constant(0)
        return Output(thing.name, "money", zero, planner.clear, None, denominator, due=False, next_due=due)
    paid = total(planner, payments)
    units = planner.scalars.named(planner.rationals.in_units(paid.number, denominator), thing.name)
    return Output(thing.name, "money", units, paid.causes, None, denominator)


def total(planner: Planner, plus: Iterable[Planned], minus: Iterable[Planned] = ()) -> Planned:
    """The sum of `plus` less the sum of `minus`; unknown as soon as one is."""
    r = planner.rationals
    amount, causes = None, planner.clear
    for item in plus:
        amount = item.number if amount is None else r.add(amount, item.number)
        causes = planner.scalars.join(causes, item.causes)
    for item in minus:
        assert amount is not None, "what is taken off was added before"
        amount = r.subtract(amount, item.number)
        causes = planner.scalars.join(causes, item.causes)
    return Planned(planner.constant_zero if amount is None else amount, causes)


def _payment(planner: Planner, incentive: Incentive, payment: Payment) -> Planned:
    plus = [_entitled(planner, incentive, e) for e in payment.plus]
    minus = [_entitled(planner, incentive, e) for e in payment.minus]
    return total(planner, plus, minus)


def _entitled(planner: Planner, incentive: Incentive, entitlement: Entitlement) -> Planned:
    version = incentive.versions[entitlement.version]
    found = planner.expression(version.entitlement, Setting(entitlement.period, entitlement.part))
    planner.call(found, f"{incentive.name}_to_{entitlement.period.stop:%Y_%m_%d}")
    return found


# ------------------------------------------------------------------------------------------------ payouts


def _payout_payment(planner: Planner, payout: Payout, payment: PayoutPayment) -> Planned:
    now = _to_date(planner, payout, payment, payment.now)
    before = [_to_date(planner, payout, payment, payment.before)] if payment.before is not None else []
    amount = total(planner, [now], before) if before else now
    version = payout.versions[payment.version]
    return amount if version.paid_in is None else _exchanged(planner, version, version.paid_in, amount, payment)


def _exchanged(
    planner: Planner, version: PayoutVersion, paid_in: PaidIn, amount: Planned, payment: PayoutPayment
) -> Planned:
    """A payment converted at the rate of its own days, then rounded."""
    r = planner.rationals
    rate = planner.expression(paid_in.rate, Setting(pay_period(payment)))
    convert = r.divide if paid_in.inverse else r.multiply
    number = convert(amount.number, rate.number)
    if version.round_mode is not None:
        number = r.rounded(number, version.round_denominator or paid_in.type.denominator, version.round_mode)
    return Planned(number, planner.scalars.join(amount.causes, rate.causes))


def _to_date(planner: Planner, payout: Payout, payment: PayoutPayment, days: Period) -> Planned:
    """What falls due inside some days: summed over the stacks, raised to the floor, then capped, then rounded, where it
    is not each payment that is."""
    version = payout.versions[payment.version]
    r, s = planner.rationals, planner.scalars
    floored = [_floored(planner, version, each) for each in floor_periods(planner.calendar, version, days)]
    due = total(planner, floored) if floored else _due(planner, version, days)
    amount, causes = due.number, due.causes
    if version.cap is not None:
        cap = planner.expression(version.cap, Setting(days, payment.part))
        amount = r.case([(r.compare(">", amount, cap.number), cap.number)], amount)
        causes = s.join(causes, cap.causes)
    if version.round_mode is not None and version.paid_in is None:
        assert isinstance(payout.type, Quantity)
        amount = r.rounded(amount, version.round_denominator or payout.type.denominator, version.round_mode)
    return Planned(amount, causes)


def _floored(planner: Planner, version: PayoutVersion, each: FloorPeriod) -> Planned:
    """What falls due in one period of the floor, and no less."""
    assert version.floor is not None
    due = _due(planner, version, each.days)
    floor = planner.expression(version.floor, Setting(each.days, each.part))
    return _largest(planner, [due, floor])


def _due(planner: Planner, version: PayoutVersion, days: Period) -> Planned:
    """What the stacks add and take off inside some days."""
    added = [term for stack in version.stacks if stack.kind != "less" for term in _terms(planner, stack, days)]
    taken = [term for stack in version.stacks if stack.kind == "less" for term in _terms(planner, stack, days)]
    return total(planner, added or [Planned(planner.constant_zero, planner.clear)], taken)


def _terms(planner: Planner, stack: Stack | Composed, days: Period) -> Iterator[Planned]:
    """What a stack adds on each due date: in `all` each item by itself, in `best` the items side by side, of a list
    that is as one incentive its payment."""
    if isinstance(stack, Composed):
        payments = incentive_payments(planner.calendar, stack.together, days)
        yield from (_payment(planner, stack.together, payment) for payment in payments)
        return
    incentives = [planner.core.incentive(name) for name in stack.items]
    groups = [incentives] if stack.kind == "best" else [[incentive] for incentive in incentives]
    for group in groups:
        schedules = [incentive_payments(planner.calendar, incentive, days) for incentive in group]
        for together in zip(*schedules, strict=True):
            plus = _side_by_side(planner, group, [payment.plus for payment in together])
            minus = _side_by_side(planner, group, [payment.minus for payment in together])
            yield total(planner, plus, minus)


def _side_by_side(
    planner: Planner, group: Sequence[Incentive], entitlements: Sequence[tuple[Entitlement, ...]]
) -> list[Planned]:
    """For each position, the largest of what the incentives of a group have earned there."""
    return [
        _largest(planner, [_entitled(planner, incentive, e) for incentive, e in zip(group, position, strict=True)])
        for position in zip(*entitlements, strict=True)
    ]


def _largest(planner: Planner, candidates: Sequence[Planned]) -> Planned:
    r = planner.rationals
    found, causes = candidates[0].number, candidates[0].causes
    for candidate in candidates[1:]:
        found = r.case([(r.compare(">", candidate.number, found), candidate.number)], found)
        causes = planner.scalars.join(causes, candidate.causes)
    return Planned(found, causes)


def plan_paid(planner: Planner, node: Paid, setting: Setting) -> Planned:
    """What is paid in the period: nothing where no payment falls due in it."""
    core = planner.core
    if any(incentive.name == node.name for incentive in core.incentives):
        found = plan_incentive(planner, core.incentive(node.name), setting.period)
    else:
        found = plan_payout(planner, in_program_currency(core.payout(node.name)), setting.period)
    return Planned(Rational(found.value, found.denominator), found.causes)


HANDLERS: Mapping[type, Handler] = {Paid: plan_paid}
