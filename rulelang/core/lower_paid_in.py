"""Payouts that are paid in another currency to the core: the rate that a payment is converted with, and its range."""
from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.clauses import first_of
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.currencies import CURRENCY
from rulelang.typecheck.paid_in import factors, is_inverse

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_paid_in(lowering: Lowering, clauses: tuple[object, ...]) -> core.PaidIn | None:
    """What the clause says; None without one, and where it leads back to the program's own currency."""
    said, checked = first_of(nodes.PaidIn, clauses), lowering.checked
    program = checked.resolved.currency
    if said is None or said.currency == program:
        return None
    found = lowering.fact(said.rates)
    inverse = is_inverse(said, found.type)
    key = core.Literal(said.currency if inverse else program, CURRENCY, said.span)
    rate = core.KeyedValue(found.name, (key,), found.day, found.type, said.rates.span)
    units = types.minor_units(said.currency)
    most = max(factors(said, checked.keyed[found.name], program), default=Fraction(1))
    top = math.ceil(Fraction(types.TOTAL_MAX, types.minor_units(program)) * most * units)
    kind = core.Quantity("money", units, -top, top, said.currency)
    return core.PaidIn(said.currency, rate, inverse, kind)
