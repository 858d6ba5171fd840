"""Which stretches of time an expression looks at: None stands for the period of whoever reads it."""
from __future__ import annotations

import attrs

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes

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
        case tuple():
            return frozenset().union(*(windows_of(resolved, item, reader) for item in node))
        case _ if attrs.has(type(node)):
            parts = (getattr(node, f.name) for f in attrs.fields(type(node)) if f.name != "span")
            return frozenset().union(*(windows_of(resolved, part, reader) for part in parts))
    return frozenset()
