"""Which stretches of time an expression looks at: None stands for the period of whoever reads it."""
from __future__ import annotations

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.parts import parts_of

Windows = frozenset[nodes.Window | None]


def windows_of(resolved: Resolved, node: object, reader: nodes.Window | None = None) -> Windows:
    """The windows of every aggregate an expression reaches: the aggregate's own, else the reading's, else `reader`."""
    match node:
        case nodes.Aggregate(valid_at=moment) if moment is not None:
            return frozenset()
        case nodes.Aggregate(window=window):
            return frozenset([window or reader])
        case nodes.Reading(path=(name,), window=window):
            measure = resolved.measures.get(name.text)
            return windows_of(resolved, measure.value, window or reader) if measure else frozenset()
        case nodes.Reading():
            return frozenset()
    return frozenset().union(*(windows_of(resolved, part, reader) for part in parts_of(node)))
