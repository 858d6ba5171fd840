"""Which stretches of time an expression looks at: None stands for the period of whoever reads it."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.parts import computed, parts_of

Windows = frozenset[nodes.Window | None]
NOTHING_GIVEN: Mapping[str, Windows] = MappingProxyType({})


def windows_of(resolved: Resolved, node: object, given: Mapping[str, Windows] = NOTHING_GIVEN) -> Windows:
    """The windows of every aggregate an expression reaches: the aggregate's own, else the reading's, else None.

    `given` are those of what the inputs stand for, where the expression is the body of a function.
    """
    return _windows_of(resolved, node, None, set(), given)


def _windows_of(
    resolved: Resolved, node: object, reader: nodes.Window | None, seen: set[tuple[str, nodes.Window | None]],
    given: Mapping[str, Windows],
) -> Windows:
    """`seen` holds the measures that were looked into, each for one reader: what is read on many ways counts once."""
    match node:
        case nodes.Aggregate(source=source) if any(is_of_hierarchy(e, source) for e in resolved.entities.values()):
            parts = (node.value, node.where)
            return frozenset().union(*(_windows_of(resolved, part, reader, seen, given) for part in parts))
        case nodes.Aggregate(valid_at=moment) | nodes.RecordsHave(valid_at=moment) if moment is not None:
            return frozenset()
        case nodes.Aggregate(window=window) | nodes.RecordsHave(window=window):
            return _of_records(resolved, node, window or reader, seen, given)
        case nodes.Reading(path=(name,)) if name.text in given:
            return given[name.text]
        case nodes.InWindow(value=value, window=window):
            return _windows_of(resolved, value, window, seen, given)
        case nodes.OverPeriods(test=test, periods=periods):
            whole = nodes.Window("last", periods.count, periods.unit, span=periods.span)
            return _windows_of(resolved, test, whole, seen, given)
        case nodes.OnAnyDay():
            return frozenset()
        case nodes.Reading(path=(name,), window=window):
            if name.text in resolved.incentives or name.text in resolved.payouts:
                return frozenset([reader])
            declared, period = resolved.read_by_name(name.text), window or reader
            if declared is None or isinstance(declared, nodes.Eligibility) or (name.text, period) in seen:
                return frozenset()
            seen.add((name.text, period))
            return _windows_of(resolved, computed(declared), period, seen, NOTHING_GIVEN)
        case nodes.Reading():
            return frozenset()
    return frozenset().union(*(_windows_of(resolved, part, reader, seen, given) for part in parts_of(node)))


def _of_records(
    resolved: Resolved, node: nodes.Aggregate | nodes.RecordsHave, window: nodes.Window | None,
    seen: set[tuple[str, nodes.Window | None]], given: Mapping[str, Windows],
) -> Windows:
    """The window of records, and those of what is read of each; of records without a date these alone."""
    parts = (node.value, node.where) if isinstance(node, nodes.Aggregate) else (node.condition, node.where)
    inside: Windows = frozenset().union(*(_windows_of(resolved, part, window, seen, given) for part in parts))
    name = node.source[-1].text
    undated = any(e.dated_by is None for e in resolved.entities.values() for p in e.parents if p.records.text == name)
    return inside if inside and undated else inside | {window}
