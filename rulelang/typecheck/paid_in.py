"""Payouts that are paid in another currency: which table of rates says so, and how what is paid is rounded."""
from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.currencies import minor_digits
from rulelang.names.clauses import first_of
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.clauses import only
from rulelang.typecheck.currencies import CURRENCY
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.multiples import Multiple, common
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_paid_in(checker: Checker, payout: nodes.Payout, clauses: Iterable[object]) -> nodes.PaidIn | None:
    """The clause by which a payout is paid in another currency; None where none does, and after a finding."""
    said = only(checker, clauses, nodes.PaidIn, "paid in")
    if said is None:
        return None
    if minor_digits(said.currency) is None:
        checker.report.add("no-such-currency", said.span, code=said.currency)
        return None
    if said.currency == checker.resolved.currency:
        if not _is_in_another_above(checker.resolved):
            checker.report.add("paid-in-own-currency", said.span, currency=said.currency)
        return None
    rates = _rates(checker, said)
    moment = moment_of(checker, said.rates.day, Scope("payout", payout.name.text))
    if rates is None or moment is None:
        return None
    checker.facts.put(said.rates, Fact(rates.type, "keyed", rates.name, moment=moment))
    return said


def _is_in_another_above(resolved: Resolved) -> bool:
    """Whether the head of some level says another currency, so that this one leads back to the program's."""
    heads = (first_of(nodes.PaidIn, owner.clauses) for owner in _levels(resolved))
    return any(head is not None and head.currency != resolved.currency for head in heads)


def _levels(resolved: Resolved) -> tuple[nodes.Program | nodes.Variant, ...]:
    return (resolved.program, *resolved.lineage)


def check_payouts_there(checker: Checker) -> None:
    """Money that is paid in another currency is that of payouts, so there is one."""
    for owner in _levels(checker.resolved):
        said = first_of(nodes.PaidIn, owner.clauses)
        if said is not None and not checker.resolved.payouts:
            checker.report.add("paid-in-of-what", said.span, name=owner.name.text, currency=said.currency)


def _rates(checker: Checker, said: nodes.PaidIn) -> core.KeyedParameter | None:
    """The table of rates; None after a finding."""
    name, resolved = said.rates.name, checker.resolved
    if name.text not in resolved.keyed:
        known = [n for n, found in checker.keyed.items() if found is not None and found.keys == (CURRENCY,)]
        no_such_name(checker.report, "no-such-rates", name.span, name.text, known, currency=said.currency)
        return None
    found = checker.keyed.get(name.text)
    if found is None:
        return None
    kind, wanted = found.type, (said.currency, resolved.currency)
    is_money = isinstance(kind, core.Quantity) and kind.kind == "money" and kind.currency in wanted
    if found.keys == (CURRENCY,) and is_money:
        return found
    declared = resolved.keyed[name.text].type.span
    checker.report.add(
        "rates-of-neither", name.span, labels=[(declared, "declared")], name=name.text, currency=said.currency,
        found=kind_words(kind), program=resolved.currency,
    )
    return None


# ------------------------------------------------------------------------------------------------ what is paid


def is_inverse(said: nodes.PaidIn, rate: core.Type) -> bool:
    """Whether a table says what the currency that is paid in is worth in the program's, and not the other way."""
    return getattr(rate, "currency", None) != said.currency


def factors(said: nodes.PaidIn, rates: core.KeyedParameter, program: str) -> tuple[Fraction, ...]:
    """What one of the program's currency has been worth in the other, on whatever day."""
    assert isinstance(rates.type, core.Quantity)
    inverse = is_inverse(said, rates.type)
    key = (said.currency if inverse else program,)
    cells = [table.cells[key] for table in rates.tables if key in table.cells]
    worth = [Fraction(cell, rates.type.denominator) for cell in cells if isinstance(cell, int) and cell > 0]
    return tuple(1 / each if inverse else each for each in worth)


def check_converted(
    checker: Checker, payout: nodes.Payout, said: nodes.PaidIn, amount: types.Numeric, multiple: Multiple,
    rounding: nodes.RoundedClause | None,
) -> None:
    """What is paid has no more digits than the currency that it is paid in. `amount` is the type of a payment in the
    program's currency, which is always a whole `multiple` of something."""
    fact, name = checker.facts.of(said.rates), payout.name.text
    rates, digits = checker.keyed[fact.name], minor_digits(said.currency) or 0
    assert rates is not None, "the table has been found"
    if checker.limits and not types.fits(_exact(said, amount, fact.type)):
        checker.report.add("beyond-38-digits", said.span, text=said.span.text)
    elif rounding is None:
        worth = factors(said, rates, checker.resolved.currency)
        is_chosen = any(each.parameter == fact.name for each in checker.unchosen)
        paid = common(multiple * each for each in worth) if multiple is not None and not is_chosen else None
        if paid is None or (paid * 10**digits).denominator != 1:
            checker.report.add(
                "paid-in-not-rounded", said.span, labels=[(payout.name.span, "payout")], name=name,
                currency=said.currency, digits=digits, program=checker.resolved.currency,
            )
    elif rounding.places is not None and rounding.places > digits:
        checker.report.add(
            "paid-in-finer", said.span, labels=[(rounding.span, "rounded")], name=name, currency=said.currency,
            digits=digits, places=rounding.places,
        )


def _exact(said: nodes.PaidIn, amount: types.Numeric, rate: core.Type) -> types.Numeric:
    """The type of a payment once it is converted, before it is rounded."""
    assert isinstance(rate, core.Quantity)
    plain = core.Quantity("number", rate.denominator, rate.low, rate.high)
    found = types.divided(amount, plain, None) if is_inverse(said, rate) else types.multiplied(amount, plain)
    return types.proved(found)
