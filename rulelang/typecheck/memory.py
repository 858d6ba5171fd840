"""Memory of one step: a measure or an eligibility that reads itself in the previous month, quarter, half or year.

What it reads is of the type it is declared with, so what it comes to has no more digits than that, and stays inside it.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.kinds import kind_named
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

OTHER_PERIODS = (
    nodes.Among, nodes.Aggregate, nodes.RecordsHave, nodes.Growth, nodes.InWindow, nodes.OverPeriods, nodes.OnAnyDay,
)
"""Where a value is read for others, for records, or for more than one period."""


def remembered(checker: Checker, name: str, reader: nodes.Reading) -> core.Type | None:
    """The type of what a definition reads of itself; None where it is no memory of one step."""
    window = reader.window
    if window is None or window.kind != "previous" or window.count != 1 or window.unit not in MONTHS_IN:
        return None
    measure, eligibility = checker.resolved.measures.get(name), checker.resolved.eligibilities.get(name)
    declared = measure or eligibility
    if declared is None or (measure is not None and measure.of_program):
        return None
    here = any(reading is reader for reading in _in_its_period(checker, computed(declared)))
    if not here or checker.memory.setdefault(name, window.unit) != window.unit:
        return None
    return core.Truth() if measure is None else _as_declared(checker, measure)


def _as_declared(checker: Checker, measure: nodes.Measure) -> core.Type | None:
    """The type a measure is declared with; where that has no bounds of its own, as wide as a total may be."""
    declared = declared_type(checker, measure.type, None)
    if not isinstance(declared, core.Quantity) or kind_named(checker, measure.type) is not None:
        return declared
    low = 0 if declared.kind == "count" else -types.TOTAL_MAX
    return attrs.evolve(declared, low=low, high=types.TOTAL_MAX)


def _in_its_period(checker: Checker, node: object) -> Iterator[nodes.Reading]:
    """The readings that stand where the reader's own period holds."""
    if isinstance(node, nodes.Reading):
        yield node
    elif not isinstance(node, OTHER_PERIODS):
        for part in parts_of(node):
            yield from _in_its_period(checker, part)


def check_memory(checker: Checker, measure: nodes.Measure, kind: core.Type) -> core.Type | None:
    """The type of a measure that reads itself: the one it is declared with, where all it comes to is of that."""
    declared = _as_declared(checker, measure)
    if not isinstance(declared, core.Quantity):
        return declared
    name, span = measure.name.text, measure.value.span
    if not isinstance(kind, core.Quantity) or declared.denominator % kind.denominator:
        checker.report.add(
            "memory-gains-digits", span, labels=[(measure.type.span, "declared")], name=name, kind=kind_words(declared)
        )
        return None
    scale = declared.denominator // kind.denominator
    if kind.low * scale < declared.low or kind.high * scale > declared.high:
        checker.report.add("memory-leaves-its-range", span, labels=[(measure.type.span, "declared")], name=name)
        return None
    return declared
