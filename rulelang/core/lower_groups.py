"""A measure of the program as it is of a written group: the measure itself, with those of that group only."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.core.lower_memory import remembered_since
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Fact
from rulelang.typecheck.group_readings import is_own_group

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_of_group(lowering: Lowering, node: nodes.OfGroup) -> core.Expression:
    """What is read of the groups that are said; where they are all the reader's own, what it reads by name."""
    fact = lowering.fact(node.reading)
    measure = lowering.checked.resolved.measures[fact.name]
    said = {}
    for group, by in zip(node.groups, measure.by, strict=True):
        if not is_own_group(group, by):
            said[by.text] = _written(lowering, group)
        elif by.text in lowering.groups:
            said[by.text] = lowering.groups[by.text]
    return read_of_group(lowering, node.reading, fact, said)


def _written(lowering: Lowering, group: nodes.Expression) -> core.Literal:
    if isinstance(group, nodes.Text):
        return core.Literal(group.value, lowering.fact(group).type, group.span)
    fact = lowering.fact(group)
    return core.Literal(fact.name, fact.type, group.span)


def read_of_group(
    lowering: Lowering, node: nodes.Reading, fact: Fact, groups: Mapping[str, core.Literal]
) -> core.Expression:
    """A definition by its name; one of the program, where it has some of the groups, of these alone."""
    window = lowering.window(node.window)
    measure = lowering.checked.resolved.measures.get(fact.name)
    of_program = measure is not None and measure.of_program
    said = {by.text: groups[by.text] for by in measure.by if by.text in groups} if measure and of_program else {}
    if measure is None or not said:
        since = remembered_since(lowering, fact.name)
        return core.Read(fact.name, window, fact.type, node.span, since=since)
    left = tuple(by for by in measure.by if by.text not in said)
    inner = attrs.evolve(lowering, owner=fact.name, by=left, groups=said, given={}, told={})
    value = core.Call(fact.name, tuple(said.items()), inner.lower(measure.value), fact.type, node.span)
    return value if window is None else core.InWindow(window, value, fact.type, node.span)
