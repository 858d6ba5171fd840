"""Tables of amounts in their own currency, `money in its own currency by currency`: the key says which one each is in.

What is read from such a table is in the currency of the key it is read by, so that it goes together with an amount
whose row brings the same one. Knows no data.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.currencies import AMOUNT_MAX, CURRENCY, UNITS
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.figures import check_figure

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def keyed_type(checker: Checker, parameter: nodes.KeyedParameter) -> core.Type | None:
    """The declared type of a parameter with keys; None after a finding."""
    written = parameter.type
    if written.form != "own":
        return declared_type(checker, written, parameter.bounds)
    by_currency = [key.text for key in parameter.keys].count("currency") == 1
    if written.name.text == "money" and by_currency and parameter.bounds is None:
        return core.Quantity("money", UNITS, -AMOUNT_MAX, AMOUNT_MAX, f"{core.OWN_CURRENCY}{parameter.name.text}")
    where = parameter.bounds.span if parameter.bounds is not None else written.span
    variant = "field" if parameter.bounds is not None else "table"
    checker.report.add(
        "own-currency-of-what", where, text=written.span.text, name=parameter.name.text, variant=variant
    )
    return None


def check_cell(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    key: core.CellKey, value: nodes.Expression,
) -> bool:
    """Whether a value is of the kind of its table, inside its bounds, and in the currency of its key where that is
    what says it."""
    name = parameter.name.text
    if not check_figure(checker, name, kind, parameter.bounds, parameter.type.span, value):
        return False
    if not core.in_own_currency(kind):
        return True
    code = key[keys.index(CURRENCY)]
    for amount in (value.low, value.high) if isinstance(value, nodes.ChooseBetween) else (value,):
        if isinstance(amount, nodes.Money) and amount.currency != code:
            checker.report.add(
                "cell-in-another-currency", amount.span, text=amount.span.text, code=code, name=name,
                found=amount.currency,
            )
            return False
    return True


def type_as_read(
    checker: Checker, span: Span, found: core.KeyedParameter, arguments: tuple[nodes.Expression, ...]
) -> core.Type | None:
    """The type of a cell that is read: in the currency of the key. None after a finding."""
    kind = found.type
    if not isinstance(kind, core.Quantity) or not core.in_own_currency(kind):
        return kind
    fact = checker.facts.known(arguments[found.keys.index(CURRENCY)])
    if fact is not None and fact.role == "member":
        return attrs.evolve(kind, currency=fact.name)
    if fact is not None and fact.role == "field":
        return attrs.evolve(kind, currency=f"{core.OWN_CURRENCY}{fact.entity}.{fact.name}")
    checker.report.add("own-currency-of-what", span, text=span.text, name=found.name, variant="key")
    return None
