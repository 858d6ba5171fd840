"""What every value of an expression is a whole multiple of: a whole rate of whole cents leaves whole cents.

A type says how many digits a kind has; this says how many the figures that are written leave. Knows literals, figures
of parameters and what is made of them; of anything else no more than its type. Nothing is reported.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.payable import Make

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Multiple = Fraction | None
"""Every value is a whole multiple of it; 0 where the value is nothing but 0, None where there is no such figure."""


def common(multiples: Iterable[Multiple]) -> Multiple:
    """What values are whole multiples of that are each a multiple of one of these."""
    found = Fraction(0)
    for multiple in multiples:
        if multiple is None:
            return None
        top = math.gcd(found.numerator * multiple.denominator, multiple.numerator * found.denominator)
        found = Fraction(top, found.denominator * multiple.denominator)
    return found


def product_of(one: Multiple, other: Multiple) -> Multiple:
    """The same of what two values come to, multiplied."""
    return one * other if one is not None and other is not None else None


def of_type(kind: core.Type) -> Multiple:
    """What the values of a kind are whole multiples of: its smallest unit; None of a quotient by data."""
    return Fraction(1, kind.denominator) if isinstance(kind, core.Quantity) else None


def multiple_of(checker: Checker, node: nodes.Expression) -> Multiple:
    """The same of something written that has been checked."""
    match node:
        case nodes.ChooseBetween():
            return None
        case nodes.Arithmetic(operator="+" | "-", left=left, right=right):
            return common((multiple_of(checker, left), multiple_of(checker, right)))
        case nodes.Arithmetic(operator="*", left=left, right=right) | nodes.PercentOf(percent=left, value=right):
            return product_of(multiple_of(checker, left), multiple_of(checker, right))
        case nodes.Extreme(items=items):
            return common(multiple_of(checker, item) for item in items)
    value = literal_value(node)
    if value is not None:
        return abs(value)
    figures = _figures(checker, node)
    fact = checker.facts.known(node)
    return figures if figures is not None else of_type(fact.type) if fact is not None else None


def _figures(checker: Checker, node: nodes.Expression) -> Multiple:
    """The same of all figures of a parameter; None of anything else, and where one is still to be chosen."""
    fact = checker.facts.known(node)
    if fact is None or any(each.parameter == fact.name for each in checker.unchosen):
        return None
    if fact.role == "parameter":
        written = [literal_value(dated.value) for dated in checker.resolved.parameters[fact.name].values]
        return common(abs(value) if value is not None else None for value in written)
    parameter = checker.keyed.get(fact.name) if fact.role == "keyed" else None
    if parameter is None or not isinstance(parameter.type, core.Quantity):
        return None
    cells = (cell for table in parameter.tables for cell in table.cells.values())
    return Fraction(math.gcd(*(cell for cell in cells if isinstance(cell, int))), parameter.type.denominator)


@attrs.define(eq=False)
class Multiples:
    """What an amount that is made of parts is a whole multiple of. `make` gives what stands for a part."""

    checker: Checker
    typed: Make
    parts: dict[int, tuple[core.Expression, Multiple]] = attrs.field(factory=dict)

    def make(self, node: nodes.Expression, step: str = "") -> core.Expression:
        """What stands for a part, of which the multiple is kept."""
        part = self.typed(node, step)
        self.parts[id(part)] = part, multiple_of(self.checker, node)
        return part

    def of(self, made: core.Expression) -> Multiple:
        """The multiple of what is made of such parts."""
        if id(made) not in self.parts:
            self.parts[id(made)] = made, self._made(made)
        return self.parts[id(made)][1]

    def _made(self, made: core.Expression) -> Multiple:
        match made:
            case core.Literal(value=Fraction() as value):
                return abs(value)
            case core.Arithmetic(operator="add" | "subtract", left=left, right=right):
                return common((self.of(left), self.of(right)))
            case core.Arithmetic(operator="multiply", left=left, right=right):
                return product_of(self.of(left), self.of(right))
            case core.Case(branches=branches, otherwise=otherwise):
                return common(self.of(value) for value in (*(value for _, value in branches), otherwise))
            case core.OverUnits(value=value) | core.GainedIn(value=value):
                return self.of(value)
        return of_type(made.type)
