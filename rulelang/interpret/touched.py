"""Which cells the values of an evaluation came from, so that nothing is tried of which no other value can matter.

What was not reached does not count: where nothing that was reached reads a cell, the evaluation takes the same way
whatever stands in it. Of records that speak for themselves those count that are dated inside the days looked at.
"""
from __future__ import annotations

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Core,
    GainedIn,
    Includes,
    Known,
    Logic,
    OnField,
    OrElse,
    OverUnits,
    Read,
    Round,
)
from rulelang.core.population import Subject
from rulelang.core.walk import children
from rulelang.interpret.aggregates import is_inside
from rulelang.interpret.fields_read import FieldsRead
from rulelang.interpret.trace import Reasoned, ToDate, Trace

MADE_OF_WHAT_IS_INSIDE = (
    Arithmetic, Call, Case, Comparison, GainedIn, Includes, Known, Logic, OrElse, OverUnits, Read, Round,
)
"""What comes to the same where all that is inside its trace does."""


@attrs.frozen(eq=False)
class Touched:
    """For each trace of one subject a set of fields and rows, as the bits of a number; of other cells it is free."""

    core: Core
    subject: Subject
    fields_read: FieldsRead
    _bits: dict[tuple[str, object], int] = attrs.field(factory=dict)
    _of: dict[int, tuple[Trace, int]] = attrs.field(factory=dict)

    def cell(self, entity: str, field: str, row: int | None) -> int:
        """The set of a cell: its field, wherever it stands, and its row."""
        return self._bit(entity, field) | (0 if row is None else self._bit(entity, row))

    def of(self, trace: Trace) -> int:
        """All that a value came from."""
        found = self._of.get(id(trace))
        if found is None:
            found = self._of[id(trace)] = trace, self._made(trace)
        return found[1]

    def of_outcome(self, found: Reasoned) -> int | None:
        """All that an outcome came from; None of a tier, which remembers what went before."""
        if found.standing is not None:
            return None
        traces = [] if found.trace is None else [found.trace]
        traces += [e.trace for paid in found.incentive_payments for e in (*paid.plus, *paid.minus)]
        for moved in found.payout_payments:
            traces += [each for days in (moved.now, moved.before) if days is not None for each in _of_days(days)]
            traces += [moved.exchanged.rate] if moved.exchanged is not None else []
        return self._together(traces)

    def _bit(self, entity: str, what: object) -> int:
        return 1 << self._bits.setdefault((entity, what), len(self._bits))

    def _together(self, traces: list[Trace] | tuple[Trace, ...]) -> int:
        found = 0
        for trace in traces:
            found |= self.of(trace)
        return found

    def _made(self, trace: Trace) -> int:
        node = trace.node
        if isinstance(node, MADE_OF_WHAT_IS_INSIDE) and trace.inside:
            return self._together(trace.inside)
        if isinstance(node, Aggregate) and trace.days is not None and self._rows_speak_for_themselves(node):
            return self._of_rows(trace, node)
        return self._read_at_all(trace)

    def _rows_speak_for_themselves(self, node: Aggregate) -> bool:
        if isinstance(node.valid_at, OnField):
            return False
        return all(self.fields_read.only_of_its_row(child) for child in children(node))

    def _of_rows(self, trace: Trace, node: Aggregate) -> int:
        """The rows inside the days, and the dates by which others would be."""
        assert trace.days is not None
        entity, found = self.core.entity(node.relation), 0
        for date in (entity.dated_by, entity.valid_from, entity.valid_to):
            found |= self._bit(entity.name, date) if date is not None else 0
        for number, row in enumerate(self.subject.records.get(node.relation, ())):
            if is_inside(row, node, entity, trace.days):
                found |= self._bit(entity.name, number)
        return found

    def _read_at_all(self, trace: Trace) -> int:
        """Every field that it may read, whatever the data are."""
        found = 0
        for entity, field in self.fields_read.of(trace.node):
            found |= self._bit(entity, field)
        return found


def _of_days(days: ToDate) -> list[Trace]:
    """What a payout came from over some days."""
    earned = [e.trace for term in days.terms for group in (*term.plus, *term.minus) for e in group]
    limits = [each.floor for each in days.floored] + ([] if days.cap is None else [days.cap])
    return earned + limits
