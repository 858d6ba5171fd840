"""Roll-ups along a hierarchy, to nodes. How far down it goes is known once all of a program has been lowered."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.core.walk import expressions_of, walk_once
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cohorts import MEMBERS
from rulelang.typecheck.hierarchy import links_to_itself

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def hierarchy_of(entity: nodes.Entity) -> core.Hierarchy | None:
    """The hierarchy that an entity declares of itself."""
    if not entity.under_itself:
        return None
    link = links_to_itself(entity)[0].name.text
    return core.Hierarchy(link, entity.under_itself[0].records.text, core.LEVELS)


def with_depth(program: core.Core) -> core.Core:
    """The same with the hierarchy as deep as the deepest roll-up that says a number of levels."""
    hierarchy = program.subject.hierarchy
    if hierarchy is None:
        return program
    found = (node.levels for node in walk_once(expressions_of(program)) if isinstance(node, core.Rollup))
    deepest = max((hierarchy.depth, *(levels for levels in found if levels is not None)))
    return attrs.evolve(
        program, subject=attrs.evolve(program.subject, hierarchy=attrs.evolve(hierarchy, depth=deepest))
    )


def lower_rollup(lowering: Lowering, node: nodes.Aggregate) -> core.Expression:
    """An average is the total over the count of the same subjects."""
    kind = lowering.fact(node).type
    if node.function != "average" or node.value is None:
        return _rollup(lowering, node, node.function, kind)
    held = lowering.fact(node.value).type
    assert isinstance(held, core.Quantity)
    total = _rollup(lowering, node, "total", types.total_of(held))
    count = attrs.evolve(_rollup(lowering, node, "count", MEMBERS), value=None)
    return core.Arithmetic("divide", total, count, kind, node.span, definition=lowering.owner, told="average")


def _rollup(lowering: Lowering, node: nodes.Aggregate, function: str, kind: core.Type) -> core.Rollup:
    levels = 1 if node.levels is None else node.levels.count
    value = lowering.lower(node.value) if node.value is not None else None
    where = lowering.lower(node.where) if node.where is not None else None
    limit = types.total_limit(kind) if isinstance(kind, core.Quantity) else types.TOTAL_MAX
    return core.Rollup(function, value, where, levels, kind, node.span, definition=lowering.owner, limit=limit)
