"""Which stretches of time an expression looks at: None stands for the period of whoever reads it."""
from __future__ import annotations

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.parts import parts_of

Windows = frozenset[nodes.Window | None]


def windows_of(resolved: Resolved, node: object) -> Windows:
    """The windows of every aggregate an expression reaches: the aggregate's own, else the reading's, else None."""
    return _windows_of(resolved, node, None, set())


def _windows_of(
    resolved: Resolved, node: object, reader: nodes.Window | None, seen: set[tuple[str, nodes.Window | None]]
) -> Windows:
    """`seen` holds the measures that were looked into, each for one reader: what is read on many ways counts once."""
    match node:
        case nodes.Aggregate(valid_at=moment) if moment is not None:
            return frozenset()
        case nodes.Aggregate(window=window):
            return frozenset([window or reader])
        case nodes.RecordsHave():
            return frozenset([reader])
        case nodes.Reading(path=(name,), window=window):
            measure, period = resolved.measures.get(name.text), window or reader
            if measure is None or (name.text, period) in seen:
                return frozenset()
            seen.add((name.text, period))
            return _windows_of(resolved, measure.value, period, seen)
        case nodes.Reading():
            return frozenset()
    return frozenset().union(*(_windows_of(resolved, part, reader, seen) for part in parts_of(node)))
