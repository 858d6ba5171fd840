"""Which exact values an expression of literals and parameters can have, and which it has on a day."""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.durations import length_of
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.resolved import Resolved
    from rulelang.typecheck.expressions import Checker

VALUES_MAX = 64
"""More distinct constants than this are treated as data."""


def literal_value(node: object) -> Fraction | None:
    """The exact value of a numeric literal, of a choice between two its lower end."""
    match node:
        case nodes.ChooseBetween(low=low):
            return literal_value(low)
        case nodes.Percent():
            return Fraction(node.coefficient, 10 ** (node.digits + 2))
        case nodes.Number() | nodes.Money() | nodes.Points():
            return Fraction(node.coefficient, 10**node.digits)
        case nodes.Duration(count=count, unit=unit):
            return Fraction(length_of(count, unit))
    return None


def parameter_values(parameter: nodes.Parameter) -> tuple[Fraction, ...]:
    """The different values of a timeline, in the order written."""
    values = (literal_value(v.value) for v in parameter.values)
    return tuple(dict.fromkeys(v for v in values if v is not None))


def constant_values(checker: Checker, node: nodes.Expression) -> tuple[Fraction, ...] | None:
    """All values an expression can have when no data is in it, else None."""
    literal = literal_value(node)
    if literal is not None:
        return (literal,)
    match node:
        case nodes.Reading(path=(name,)):
            fact = checker.facts.known(node)
            if fact is not None and fact.role == "parameter":
                return parameter_values(checker.resolved.parameters[name.text])
        case nodes.Call(name=name):
            fact = checker.facts.known(node)
            if fact is not None and fact.role == "keyed":
                return _cells_of(checker, name.text)
        case nodes.Arithmetic(operator="*", left=left, right=right):
            first, second = constant_values(checker, left), constant_values(checker, right)
            if first and second and len(first) * len(second) <= VALUES_MAX:
                return tuple(dict.fromkeys(a * b for a in first for b in second))
    return None


def _cells_of(checker: Checker, name: str) -> tuple[Fraction, ...] | None:
    """All values of a parameter with keys; None where there are too many, or where a quotient by one has none."""
    parameter = checker.keyed.get(name)
    if parameter is None or not isinstance(parameter.type, core.Quantity) or core.in_own_currency(parameter.type):
        return None
    cells = {cell for table in parameter.tables for cell in table.cells.values() if isinstance(cell, int)}
    if len(cells) > VALUES_MAX or 0 in cells:
        return None
    return tuple(Fraction(cell, parameter.type.denominator) for cell in sorted(cells))


def value_on(resolved: Resolved, node: nodes.Expression, day: datetime.date) -> Fraction | None:
    """The value of a literal or a parameter on a day; None when it is neither, or nothing is in force."""
    literal = literal_value(node)
    if literal is not None:
        return literal
    if isinstance(node, nodes.Reading) and len(node.path) == 1:
        parameter = resolved.parameters.get(node.path[0].text)
        begun = [dated for dated in parameter.values if dated.start <= day] if parameter else []
        if begun and (begun[-1].stop is None or day <= begun[-1].stop):
            return literal_value(begun[-1].value)
    return None


def days_of(resolved: Resolved, *written: nodes.Expression) -> tuple[datetime.date, ...]:
    """The first day of the program, and those on which a parameter among some expressions takes another value."""
    days = {resolved.start}
    for node in written:
        if isinstance(node, nodes.Reading) and (parameter := resolved.parameters.get(node.path[0].text)):
            days.update(dated.start for dated in parameter.values if dated.start > resolved.start)
    return tuple(sorted(days))
