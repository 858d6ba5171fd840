"""Telling a payment that is made in another currency than the program's: the amount, the rate and what that makes."""
from __future__ import annotations

from rulelang.core.nodes import KeyedValue
from rulelang.interpret.requirements import tell_causes
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Exchanged, PaidIncentive, PaidPayout
from rulelang.interpret.unknown import Answer, Unknown


def told_paid(telling: Telling, answer: Answer, payment: PaidIncentive | PaidPayout) -> str:
    """An amount in the currency of a payment."""
    exchanged = payment.exchanged if isinstance(payment, PaidPayout) else None
    return telling.money(answer) if exchanged is None else _in_currency(telling, answer, exchanged)


def tell_exchanged(telling: Telling, depth: int, payment: PaidPayout) -> None:
    """How a payment became one in another currency; nothing where it is in the program's, or its amount is unknown."""
    found = payment.exchanged
    if found is None or isinstance(found.amount, Unknown):
        return
    rate = found.rate
    if isinstance(rate.value, Unknown) and rate.days is None:
        tell_causes(telling, depth, rate.value.causes)
        return
    assert isinstance(rate.node, KeyedValue)
    told = "exchanged_by" if found.paid_in.inverse else "exchanged"
    telling.add(
        depth, "exchanged_unknown" if isinstance(rate.value, Unknown) else told, currency=found.paid_in.currency,
        amount=telling.money(found.amount), rate=telling.value(rate), result=_in_currency(telling, found.exact, found),
        rates=telling.wording.called(rate.node.parameter), day=rate.days.start if rate.days is not None else "",
    )
    if payment.value != found.exact:
        exact, value = (_in_currency(telling, answer, found) for answer in (found.exact, payment.value))
        telling.add(depth, "rounded_payout", exact=exact, value=value)


def _in_currency(telling: Telling, answer: Answer, exchanged: Exchanged) -> str:
    return telling.wording.money(answer, exchanged.paid_in.currency)
