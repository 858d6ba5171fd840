"""Records that are looked at one by one with measures of their own, to nodes: whose rows take part, and for which days.

A window of records without a date is that of all that is read of them.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import links

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def own_window(entity: nodes.Entity, node: nodes.Aggregate | nodes.RecordsHave) -> nodes.Window | None:
    """The window by which rows take part, None of rows without a date."""
    return node.window if entity.dated_by is not None else None


def moved(
    lowering: Lowering, node: nodes.Aggregate | nodes.RecordsHave, found: core.Expression
) -> core.Expression:
    """The value for the days of a window by which no row takes part; as it is for any other."""
    if own_window(lowering.relation(node), node) is node.window:
        return found
    window = lowering.window(node.window)
    assert window is not None
    return core.InWindow(window, found, found.type, node.span)


def per_record(
    lowering: Lowering, node: nodes.Aggregate | nodes.RecordsHave, entity: nodes.Entity
) -> tuple[core.FieldValue, ...]:
    """The fields of a row that hold the key of the record whose measure this is; none where it is the subject's."""
    checked = lowering.checked
    whose = checked.whose.get(id(node))
    if whose is None:
        return ()
    declared, found = checked.resolved.entities, []
    for key in declared[whose].keys:
        way = links.route(declared, entity.name.text, (whose, key.text), checked.subject)
        assert isinstance(way, links.Route), "the checker followed it"
        kind = checked.fields[whose, key.text]
        found.append(core.FieldValue(entity.name.text, way.name, False, kind, node.span))  # noqa: FBT003 - a key
    return tuple(found)
