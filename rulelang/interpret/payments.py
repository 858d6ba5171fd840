"""What falls due: payments of incentives and payouts, as sums and differences of entitlements.

Knows when money moves from `core.schedule` and what an entitlement is from its expression; adds nothing to either.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from rulelang.core.nodes import Composed, Incentive, PaidIn, Payout, PayoutVersion, Stack
from rulelang.core.paid_in import pay_period
from rulelang.core.schedule import Entitlement, FloorPeriod, Payment, PayoutPayment, floor_periods
from rulelang.exact.calendar import Period
from rulelang.interpret.rounding import rounded
from rulelang.interpret.totals import total_of
from rulelang.interpret.trace import Earned, Exchanged, Floored, PaidIncentive, PaidPayout, Term, ToDate
from rulelang.interpret.unknown import Answer, Unknown, gathered
from rulelang.interpret.working import Place, Working


def summed(plus: Iterable[Answer], minus: Iterable[Answer] = ()) -> Answer:
    """The sum of `plus` less the sum of `minus`; unknown as soon as one is."""
    added, taken = tuple(plus), tuple(minus)
    unknown = gathered((*added, *taken))
    if unknown is not None:
        return unknown
    total = total_of([quantity(answer) for answer in added])
    return total - total_of([quantity(answer) for answer in taken]) if taken else total


def quantity(answer: Answer) -> Fraction:
    """An answer that is known to be an amount."""
    assert isinstance(answer, Fraction)
    return answer


# ------------------------------------------------------------------------------------------------ incentives


def paid_incentive(work: Working, incentive: Incentive, period: Period) -> tuple[PaidIncentive, ...]:
    """The payments of an incentive whose pay period ends inside a period, in order of date."""
    found = []
    for payment in work.setting.incentive_payments(incentive, period):
        plus = tuple(earned(work, incentive, e) for e in payment.plus)
        minus = tuple(earned(work, incentive, e) for e in payment.minus)
        value = summed((e.trace.value for e in plus), (e.trace.value for e in minus))
        found.append(PaidIncentive(payment.due, plus, minus, value))
    return tuple(found)


def earned(work: Working, incentive: Incentive, entitlement: Entitlement) -> Earned:
    version = incentive.versions[entitlement.version]
    trace = work.read(version.entitlement, Place(entitlement.period, entitlement.part))
    return Earned(incentive.name, entitlement, trace)


# ------------------------------------------------------------------------------------------------ payouts


def paid_payout(work: Working, payout: Payout, period: Period) -> tuple[PaidPayout, ...]:
    """The payments of a payout whose pay period ends inside a period, in order of date."""
    return tuple(_paid(work, payout, payment) for payment in work.setting.payout_payments(payout, period))


def _paid(work: Working, payout: Payout, payment: PayoutPayment) -> PaidPayout:
    paid_in = payout.versions[payment.version].paid_in
    if paid_in is not None:
        return _exchanged(work, payout, payment, paid_in)
    now = to_date(work, payout, payment, payment.now)
    if payment.before is None:
        return PaidPayout(payment, now, None, now.value)
    before = to_date(work, payout, payment, payment.before)
    return PaidPayout(payment, now, before, summed((now.value,), (before.value,)))


def _exchanged(work: Working, payout: Payout, payment: PayoutPayment, paid_in: PaidIn) -> PaidPayout:
    """The payment converted at the rate of its own days, then rounded: what was paid before keeps its own rate."""
    version = payout.versions[payment.version]
    now = to_date(work, payout, payment, payment.now)
    before = to_date(work, payout, payment, payment.before) if payment.before is not None else None
    amount = now.value if before is None else summed((now.value,), (before.value,))
    rate = work.read(paid_in.rate, Place(pay_period(payment)))
    unknown = gathered((amount, rate.value))
    if unknown is not None:
        return PaidPayout(payment, now, before, unknown, Exchanged(amount, rate, unknown, paid_in))
    worth = quantity(rate.value)
    converted = quantity(amount) / worth if paid_in.inverse else quantity(amount) * worth
    paid = converted
    if version.round_mode is not None:
        paid = rounded(converted, version.round_denominator or paid_in.type.denominator, version.round_mode)
    return PaidPayout(payment, now, before, paid, Exchanged(amount, rate, converted, paid_in))


def to_date(work: Working, payout: Payout, payment: PayoutPayment, days: Period) -> ToDate:
    """What falls due inside the days: summed over the stacks, raised to the floor, then capped, then rounded, where it
    is not each payment that is."""
    version = payout.versions[payment.version]
    terms = tuple(term for stack in version.stacks for term in _terms(work, stack, days))
    total = summed(term.value for term in terms)
    floored = tuple(
        _floored(work, version, each, terms) for each in floor_periods(work.setting.calendar, version, days)
    )
    raised = summed(each.value for each in floored) if floored else total
    cap = None if version.cap is None else work.read(version.cap, Place(days, payment.part))
    capped = raised if cap is None else _smaller(raised, cap.value)
    return ToDate(days, terms, total, floored, raised, cap, capped, _rounded(payout, version, capped))


def _floored(work: Working, version: PayoutVersion, each: FloorPeriod, terms: Sequence[Term]) -> Floored:
    """What falls due in one period of the floor, and no less."""
    assert version.floor is not None
    due = summed(term.value for term in terms if each.days.holds(term.due))
    floor = work.read(version.floor, Place(each.days, each.part))
    unknown = gathered((due, floor.value))
    value = max(quantity(due), quantity(floor.value)) if unknown is None else unknown
    return Floored(each.days, due, floor, value)


def _smaller(amount: Answer, cap: Answer) -> Answer:
    unknown = gathered((amount, cap))
    return min(quantity(amount), quantity(cap)) if unknown is None else unknown


def _rounded(payout: Payout, version: PayoutVersion, amount: Answer) -> Answer:
    if version.round_mode is None or version.paid_in is not None or isinstance(amount, Unknown):
        return amount
    return rounded(quantity(amount), version.round_denominator or payout.type.denominator, version.round_mode)


def _terms(work: Working, stack: Stack | Composed, days: Period) -> Iterator[Term]:
    """What a stack adds on each due date: in `all` each item by itself, in `best` the items side by side, of a list
    that is as one incentive what that has earned."""
    if isinstance(stack, Composed):
        groups = [[stack.together]]
    else:
        incentives = [work.core.incentive(name) for name in stack.items]
        groups = [incentives] if stack.kind == "best" else [[incentive] for incentive in incentives]
    for group in groups:
        schedules = [work.setting.incentive_payments(incentive, days) for incentive in group]
        for together in zip(*schedules, strict=True):
            key = (id(stack), *map(id, together))
            if key not in work.terms:
                work.terms[key] = _term(work, stack, group, together)
            yield work.terms[key]


def _term(
    work: Working, stack: Stack | Composed, group: Sequence[Incentive], payments: Sequence[Payment]
) -> Term:
    plus = _side_by_side(work, group, [payment.plus for payment in payments])
    minus = _side_by_side(work, group, [payment.minus for payment in payments])
    value = summed((_largest(candidates) for candidates in plus), (_largest(candidates) for candidates in minus))
    if stack.kind == "less":
        value = summed((), (value,))
    return Term(stack, payments[0].due, plus, minus, value)


def _side_by_side(
    work: Working, group: Sequence[Incentive], entitlements: Sequence[tuple[Entitlement, ...]]
) -> tuple[tuple[Earned, ...], ...]:
    """For each position, what every incentive of the group has earned there."""
    return tuple(
        tuple(earned(work, incentive, entitlement) for incentive, entitlement in zip(group, position, strict=True))
        for position in zip(*entitlements, strict=True)
    )


def _largest(candidates: Sequence[Earned]) -> Answer:
    answers = [candidate.trace.value for candidate in candidates]
    unknown = gathered(answers)
    return max(quantity(answer) for answer in answers) if unknown is None else unknown
