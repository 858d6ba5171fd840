"""Money whose currency each row says for itself: what it may be put together with, and conversion by a table of rates.

A table of rates says what one of each currency is worth in another, so its own type tells which way it converts. Knows
no data: which rate it is, the currency of the row and the day decide.
"""
from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.currencies import minor_digits
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

CURRENCY = core.Words(is_currency=True)
UNITS = 10**4
"""No currency has more than four decimals; a row is held to those of its own."""
AMOUNT_MAX = types.AMOUNT_MAX * 100
"""Units of one amount in data: 10^13 of any currency."""


def with_currency_fields(resolved: Resolved) -> Resolved:
    """The program with a field beside each amount in its own currency, which holds the currency."""
    entities = {name: _with_currencies(entity) for name, entity in resolved.entities.items()}
    return attrs.evolve(resolved, entities=entities)


def _with_currencies(entity: nodes.Entity) -> nodes.Entity:
    beside = tuple(_currency_of(field) for field in entity.fields if field.type.form == "own")
    return attrs.evolve(entity, fields=(*entity.fields, *beside)) if beside else entity


def _currency_of(field: nodes.Field) -> nodes.Field:
    name = nodes.Name(f"{field.name.text}{core.CURRENCY_OF}", span=field.name.span)
    kind = nodes.TypeExpression(nodes.Name("currency", span=field.type.span), span=field.type.span)
    return nodes.Field(
        name, None, kind, optional=field.optional, question=field.question, wholes=field.wholes,
        needed=field.needed, span=field.span,
    )  # fmt: skip


def own_money(entity: str, field: str) -> core.Quantity:
    """The type of an amount in its own currency, by the field that says which one it is."""
    marker = f"{core.OWN_CURRENCY}{entity}.{field}{core.CURRENCY_OF}"
    return core.Quantity("money", UNITS, -AMOUNT_MAX, AMOUNT_MAX, marker)


def told_by(kind: core.Quantity | core.Ratio) -> tuple[str, str]:
    """The entity and the field that say in which currency an amount is."""
    entity, _, field = (kind.currency or "").removeprefix(core.OWN_CURRENCY).partition(".")
    return entity, field


def are_mixed(*kinds: core.Type | None) -> bool:
    """Whether amounts meet of which one may be in any currency."""
    return all(isinstance(k, types.Numeric) and k.kind == "money" for k in kinds) and any(
        core.in_own_currency(k) for k in kinds
    )


def report_mixed(
    checker: Checker, span: Span, first: tuple[core.Type | None, Span], second: tuple[core.Type | None, Span]
) -> None:
    """Says that two amounts may be in different currencies from row to row."""
    checker.report.add(
        "currencies-may-differ", span, labels=[(first[1], "left"), (second[1], "right")], left=kind_words(first[0]),
        right=kind_words(second[0]), left_text=first[1].text, right_text=second[1].text,
    )


# ------------------------------------------------------------------------------------------------ conversion


def check_converted(checker: Checker, node: nodes.Converted, scope: Scope) -> core.Type | None:
    """The type of an amount in another currency: its own digits and those of the rate, nothing rounded."""
    kind = checker.check(node.value, scope)
    if minor_digits(node.currency) is None:
        checker.report.add("no-such-currency", node.span, code=node.currency)
        return None
    rate = _rate(checker, node)
    moment = moment_of(checker, node.rates.day, scope)
    if kind is None or rate is None or moment is None:
        return None
    if not types.is_numeric(kind) or kind.kind != "money" or kind.currency == node.currency:
        checker.report.add(
            "nothing-to-convert", node.value.span, text=node.value.span.text, found=kind_words(kind),
            currency=node.currency,
        )
        return None
    checker.facts.put(node.rates, Fact(rate, "keyed", node.rates.name.text, moment=moment))
    found = product_type(kind, rate)
    if core.in_own_currency(kind):
        found = types.proved(types.one_of((found, in_currency(kind, node.currency))))
    return found


def product_type(kind: core.Quantity | core.Ratio, rate: core.Type) -> core.Quantity | core.Ratio:
    """The type of an amount times what one of its currency is worth."""
    assert isinstance(rate, core.Quantity)
    plain = attrs.evolve(kind, kind="number", currency=None)
    if isinstance(plain, core.Ratio):
        plain = attrs.evolve(plain, numerator=attrs.evolve(plain.numerator, kind="number", currency=None))
    return types.proved(types.multiplied(plain, rate))


def in_currency(kind: core.Quantity | core.Ratio, currency: str) -> core.Quantity | core.Ratio:
    """The type of an amount in its own currency where that is a known one."""
    if isinstance(kind, core.Ratio):
        return attrs.evolve(kind, currency=currency, numerator=attrs.evolve(kind.numerator, currency=currency))
    return attrs.evolve(kind, currency=currency)


def _rate(checker: Checker, node: nodes.Converted) -> core.Quantity | None:
    """What a cell of the table of rates is; None after a finding."""
    name, keyed = node.rates.name, checker.resolved.keyed
    if name.text not in keyed:
        known = [n for n, found in checker.keyed.items() if found is not None and found.keys == (CURRENCY,)]
        no_such_name(checker.report, "no-such-rates", name.span, name.text, known, currency=node.currency)
        return None
    declared, found = keyed[name.text], checker.keyed.get(name.text)
    if found is None:
        return None
    rate = found.type
    fits = found.keys == (CURRENCY,) and isinstance(rate, core.Quantity) and rate.kind == "money"
    if fits and isinstance(rate, core.Quantity) and rate.currency == node.currency:
        return rate
    checker.report.add(
        "rates-of-another", name.span, labels=[(declared.type.span, "declared")], name=name.text,
        currency=node.currency, found=kind_words(rate), program=checker.resolved.currency,
    )
    return None


# ------------------------------------------------------------------------------------------------ tables of rates


def check_rates(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    cells: Mapping[core.CellKey, tuple[Fraction, ...]], spans: Mapping[core.CellKey, Span],
) -> bool:
    """Money by currency alone is what one of each is worth: one of its own currency is one, and none is worth nothing.
    """
    if keys != (CURRENCY,) or not isinstance(kind, core.Quantity) or kind.kind != "money":
        return True
    if core.in_own_currency(kind):
        return True
    for key, rates in cells.items():
        own = key == (kind.currency,)
        if any(rate <= 0 or (own and rate != 1) for rate in rates):
            checker.report.add(
                "rate-cannot-be", spans.get(key, parameter.name.span), labels=[(parameter.type.span, "declared")],
                name=parameter.name.text, code=key[0], currency=kind.currency or "", variant="own" if own else "",
            )
            return False
    return True
