"""Which fields an expression may read, whatever the data are. Knows no values."""
from __future__ import annotations

from collections.abc import Iterable

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Case,
    Comparison,
    Core,
    Expression,
    FieldValue,
    Includes,
    Literal,
    Logic,
)
from rulelang.core.reached import reached, roots_of_ladder, roots_of_outcome
from rulelang.core.walk import walk

Fields = frozenset[tuple[str, str]]
OF_A_ROW = (Literal, FieldValue, Comparison, Logic, Includes, Arithmetic, Case)


@attrs.frozen(eq=False)
class FieldsRead:
    """The fields, as (entity, field), that expressions and outcomes of a core may read, found once for each."""

    core: Core
    _of: dict[object, Fields] = attrs.field(factory=dict)
    _alone: dict[Expression, bool] = attrs.field(factory=dict)

    def of(self, node: Expression) -> Fields:
        """Those of an expression and of all it reads, however far."""
        if node not in self._of:
            self._of[node] = self._reached([node])
        return self._of[node]

    def only_of_its_row(self, node: Expression) -> bool:
        """Whether the value for a row is that row's alone, so that nothing beside it can change it."""
        if node not in self._alone:
            subject = self.core.subject.name
            self._alone[node] = all(
                isinstance(inside, OF_A_ROW) and not (isinstance(inside, FieldValue) and inside.entity == subject)
                for inside in walk(node)
            )
        return self._alone[node]

    def of_ladder(self, name: str) -> Fields:
        """Those that decide a tier."""
        key = f"ladder {name}"
        if key not in self._of:
            self._of[key] = self._reached(roots_of_ladder(self.core.ladder(name)))
        return self._of[key]

    def of_outcome(self, name: str) -> Fields:
        """Those of an outcome."""
        key = f"outcome {name}"
        if key not in self._of:
            self._of[key] = self._reached(roots_of_outcome(self.core, name))
        return self._of[key]

    def _reached(self, roots: Iterable[Expression]) -> Fields:
        found: set[tuple[str, str]] = set()
        for node in reached(self.core, roots):
            match node:
                case FieldValue(entity=entity, field=field):
                    found.update((entity, column) for column, _ in self.core.read_through(entity, field))
                case Aggregate(relation=relation):
                    entity_ = self.core.entity(relation)
                    dates = (entity_.dated_by, entity_.valid_from, entity_.valid_to)
                    found.update((relation, date) for date in dates if date is not None)
        return frozenset(found)
