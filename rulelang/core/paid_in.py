"""In which currency a payout is paid in a period, which holds for the whole of it or is refused. Computes no amount."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulelang.core.nodes import Core, Payout, PayoutVersion, Quantity
from rulelang.core.schedule import PayoutPayment, payout_payments
from rulelang.diagnostics.model import Diagnostic
from rulelang.exact.calendar import ONE_DAY, Calendar, Period
from rulelang.source import Span

LONGEST_FIRST = ("year", "half", "quarter", "month")


def type_paid(payout: Payout, version: int) -> Quantity:
    """The type of what is paid under a version of the rules."""
    paid_in = payout.versions[version].paid_in
    return payout.type if paid_in is None else paid_in.type


def type_due(calendar: Calendar, payout: Payout, period: Period) -> Quantity:
    """The type of what a payout pays in a period; where nothing is due, of what the rules at its end pay."""
    payments = payout_payments(calendar, payout, period)
    if payments:
        return type_paid(payout, payments[0].version)
    begun = [index for index, version in enumerate(payout.versions) if version.start <= period.stop]
    return type_paid(payout, begun[-1] if begun else 0)


def types_due(core: Core, names: Iterable[str], period: Period) -> Mapping[str, Quantity]:
    """Of some outcomes those that are paid in another currency than the program's, with the type they have then."""
    calendar, wanted = core.calendar, frozenset(names)
    found = {p.name: type_due(calendar, p, period) for p in core.payouts if p.name in wanted}
    return {name: kind for name, kind in found.items() if kind.currency != core.currency}


def told_with_currency(core: Core) -> frozenset[str]:
    """The payouts beside which their currency stands: those that are at some time paid in another than the program's.
    """
    return frozenset(p.name for p in core.payouts if any(version.paid_in is not None for version in p.versions))


def types_ever(core: Core, name: str) -> tuple[Quantity, ...]:
    """The types of what a payout pays at some time, the earliest first, one for each currency; none of anything else.
    """
    found = [type_paid(p, index) for p in core.payouts if p.name == name for index in range(len(p.versions))]
    return tuple({kind.currency: kind for kind in found}.values())


def in_program_currency(payout: Payout) -> Payout:
    """The payout as it is read by its name: what it comes to in the program's currency, whatever it is paid in."""
    if all(version.paid_in is None for version in payout.versions):
        return payout
    versions = (attrs.evolve(v, paid_in=None, round_denominator=_not_finer(v, payout.type)) for v in payout.versions)
    return attrs.evolve(payout, versions=tuple(versions))


def all_in_program_currency(core: Core) -> Core:
    """The core with all that it pays as it is read by its name."""
    return attrs.evolve(core, payouts=tuple(in_program_currency(payout) for payout in core.payouts))


def _not_finer(version: PayoutVersion, kind: Quantity) -> int | None:
    """What is rounded to in the program's currency: to no more digits than that has."""
    places = version.round_denominator
    return None if places is None or places > kind.denominator else places


def pay_period(payment: PayoutPayment) -> Period:
    """The days that one payment is for."""
    start = payment.now.start if payment.before is None else payment.before.stop + ONE_DAY
    return Period(start, payment.due)


# ------------------------------------------------------------------------------------------------ two currencies


def paid_in_two(
    core: Core, names: Iterable[str], period: Period, span: Span | None = None
) -> Iterator[Diagnostic]:
    """Refuses a period in which payments of an outcome are in two currencies: they have no sum."""
    calendar, wanted = core.calendar, frozenset(names)
    for payout in core.payouts:
        if payout.name not in wanted:
            continue
        days = _first_days(calendar, payout, period)
        if len(days) > 1:
            (first, day), (second, other), *_ = sorted(days.items(), key=lambda each: each[1])
            periods = [_unmixed(calendar, payout, due, period) for due in (day, other)]
            values = {
                "name": payout.name, "program": core.name, "first": first, "day": day, "second": second, "other": other,
                "period": calendar.name(period), "ask": periods[0] or "", "or_ask": periods[1] or "",
            }
            yield Diagnostic("paid-in-two-currencies", span, values, variant="" if all(periods) else "inside")


def _first_days(calendar: Calendar, payout: Payout, period: Period) -> dict[str, datetime.date]:
    """The first day on which something is due in each currency, in a period."""
    found: dict[str, datetime.date] = {}
    for payment in payout_payments(calendar, payout, period):
        found.setdefault(type_paid(payout, payment.version).currency or "", payment.due)
    return found


def _unmixed(calendar: Calendar, payout: Payout, due: datetime.date, within: Period) -> str | None:
    """The longest unit of the calendar that holds a payment, inside the period asked for, all in one currency."""
    for unit in filter(calendar.offers, LONGEST_FIRST):
        days = calendar.containing(unit, due)
        inside = within.start <= days.start and days.stop <= within.stop
        if inside and len(_first_days(calendar, payout, days)) == 1:
            return calendar.name(days)
    return None
