"""Bounds of fields, kinds and parameters that are said by name: parameters become what they say.

A bound holds on every day, because whatever is read or set on some day is held to it: a parameter that changes is no
bound. Of a figure that is still to be chosen the farther end counts. Knows no types.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from rulelang.diagnostics.model import Report
from rulelang.names.changed_tables import with_changed
from rulelang.names.laid_out import timeline_of
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes

TABLES = ("kinds", "records", "entities", "parameters", "keyed", "functions", "overrides")
"""Where bounds stand."""
NAMED = (nodes.Reading, nodes.Call)


def with_named_bounds(resolved: Resolved, modules: Iterable[nodes.Module], report: Report) -> Resolved:
    """The same program with a figure wherever a name stood for a bound."""
    if not any(module.figures for module in modules):
        return resolved
    return with_changed(resolved, TABLES, _Bounding(resolved, report).change)


@attrs.define(eq=False, repr=False)
class _Bounding:
    resolved: Resolved
    report: Report

    def change(self, node: object) -> object | None:
        """Bounds with what their names say; None for any other node, and for bounds that are written."""
        if not isinstance(node, nodes.Bounds) or (not isinstance(node.low, NAMED) and not isinstance(node.high, NAMED)):
            return None
        return attrs.evolve(node, low=self.figure(node.low, "low"), high=self.figure(node.high, "high"))

    def figure(self, written: nodes.Expression, end: str) -> nodes.Expression:
        """The one figure that a name says, in its place; the name itself after a finding."""
        if not isinstance(written, NAMED):
            return written

        def read(value: nodes.Expression) -> nodes.Expression:
            return value if not isinstance(value, nodes.ChooseBetween) else value.low if end == "low" else value.high

        timeline = timeline_of(self.resolved, self.report, written, read)
        if timeline is None:
            return nodes.Reported(span=written.span)
        if len(timeline) > 1:
            later = timeline[1]
            self.report.add(
                "number-that-changes", written.span, labels=[(later.line, "changes")], name=written.span.text,
                date=later.since, number=later.number.span.text, variant="bounds",
            )
        said: Any = timeline[0].number
        placed: nodes.Expression = attrs.evolve(said, span=written.span)
        return placed
