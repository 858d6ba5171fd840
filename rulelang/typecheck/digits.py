"""Decimals that a declared type names: whether what is computed has no more. Knows nothing of bounds or of fields."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.decimals import decimal_digits
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.kinds import kind_named

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def keeps_its_decimals(
    checker: Checker, written: nodes.TypeExpression, declared: core.Type, found: core.Type, name: str, span: Span
) -> bool:
    """Whether every value there can be has no more decimals than the type says, where it says how many: nothing is
    rounded by a type. What has no end as a decimal has more than any number of them."""
    kind = kind_named(checker, written)
    said = written if kind is None else kind.type
    if said.decimals is None or not isinstance(declared, core.Quantity):
        return True
    digits = None
    if isinstance(found, core.Quantity):
        if declared.denominator % found.denominator == 0:
            return True
        most = decimal_digits(found.denominator)
        digits = None if most is None else most - (2 if found.kind == "percent" else 0)
    checker.report.add(
        "more-decimals-than-declared", span, labels=[(said.span, "declared")], name=name,
        declared=said.span.text, digits=said.decimals, most=digits or 0, variant="quotient" if digits is None else "",
    )
    return False
