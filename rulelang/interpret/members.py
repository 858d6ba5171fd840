"""What a figure over the members of a type means."""
from __future__ import annotations

from fractions import Fraction
from typing import Any

from rulelang.core.nodes import OverMembers
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, Unknown, because, gathered
from rulelang.interpret.working import Place, Working


def over_members(work: Working, node: OverMembers, place: Place) -> Trace:
    """A figure of the members whose test is yes; their values alone are read."""
    tests = [work.read(test, place) for test in node.tests]
    unsure = [test.value for test in tests if isinstance(test.value, Unknown)]
    values = [
        work.read(value, place) for n, value in enumerate(node.values) if not tests or tests[n].value is True
    ]
    answer: Answer | None = gathered([*unsure, *(value.value for value in values)])
    if answer is None:
        count = sum(test.value is True for test in tests)
        answer = Fraction(count) if node.function == "count" else _figure(node, [value.value for value in values])
    return Trace(node, place.period, answer, (*tests, *values))


def _figure(node: OverMembers, values: list[Any]) -> Answer:
    if node.function == "total":
        return sum(values, Fraction(0))
    if not values:
        return because("missing", node.members)
    ordered = sorted(values)
    match node.function:
        case "lowest":
            found: Fraction = ordered[0]
        case "highest":
            found = ordered[-1]
        case _:
            found = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return found
