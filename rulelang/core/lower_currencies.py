"""Conversion between currencies: an amount times what one of its currency is worth, and itself where it is in it."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.currencies import CURRENCY, in_currency, product_type, told_by
from rulelang.typecheck.links import is_optional

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_converted(lowering: Lowering, node: nodes.Converted) -> core.Expression:
    """The product, at a rate by the currency that the row says, or by the one that the amount is known to be in."""
    kind, value = lowering.fact(node).type, lowering.lower(node.value)
    assert types.is_numeric(value.type) and types.is_numeric(kind)
    if not core.in_own_currency(value.type):
        key: core.Expression = core.Literal(value.type.currency or "", CURRENCY, node.value.span)
        return _product(lowering, node, value, key)
    entity, field = told_by(value.type)
    checked = lowering.checked
    optional = is_optional(checked.resolved.entities, entity, field, checked.subject)
    key = core.FieldValue(entity, field, optional, CURRENCY, node.value.span)
    is_same = core.Comparison(
        "equal", key, core.Literal(node.currency, CURRENCY, node.span), core.Truth(), node.span
    )
    same = attrs.evolve(value, type=in_currency(value.type, node.currency))
    return core.Case(((is_same, same),), _product(lowering, node, value, key), kind, node.span, "converted")


def _product(
    lowering: Lowering, node: nodes.Converted, value: core.Expression, key: core.Expression
) -> core.Arithmetic:
    found = lowering.fact(node.rates)
    rate = core.KeyedValue(found.name, (key,), found.day, found.type, node.rates.span)
    assert types.is_numeric(value.type)
    kind = product_type(value.type, found.type)
    return core.Arithmetic("multiply", value, rate, kind, node.span, definition=lowering.owner)
