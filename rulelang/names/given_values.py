"""Values given with a command, to ask what if, as changes of a variant: what the levels above it bound holds for them
too. A line that keeps something fixed does not: it is the program's own value that is asked about. Knows no types.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from rulelang.names.doors import doors_for
from rulelang.names.figure_bounds import bounds_of_parameter
from rulelang.names.resolved import Door, NewCell, NewValues
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.merge import Merge


def given_values(merge: Merge, lineage: tuple[nodes.Variant, ...]) -> tuple[NewValues | NewCell, ...]:
    """Of the last variant of a lineage; none of the program itself, which nothing bounds but its own declarations."""
    return tuple(_given(merge, lineage)) if lineage else ()


def _given(merge: Merge, lineage: tuple[nodes.Variant, ...]) -> Iterator[NewValues | NewCell]:
    owner, above = lineage[-1], merge.levels[len(lineage) - 1]
    for name, parameter in merge.roots.parameters.items():
        if parameter.replaced and merge.depth[name] < len(lineage):
            edit = nodes.Set(_target(parameter.name), parameter.values, span=parameter.values[0].span)
            base = attrs.evolve(parameter, values=parameter.replaced, replaced=())
            ladders = [ladder for tiers, ladder in merge.roots.ladders.items() if tiers in above.ladders]
            start = parameter.values[0].start
            figures = bounds_of_parameter(merge.roots, merge.blocks[: len(lineage)], ladders, name, start)
            yield NewValues(edit, base, _doors(merge, lineage, edit), owner, figures)
    for keyed in merge.roots.keyed.values():
        for edit in keyed.asked:
            yield NewCell(edit, keyed, _doors(merge, lineage, edit), owner)


def _target(name: nodes.Name) -> nodes.Target:
    return nodes.Target((name,), span=name.span)


def _doors(merge: Merge, lineage: tuple[nodes.Variant, ...], edit: nodes.Set) -> tuple[Door, ...]:
    """What the levels above say, from the one that declares it on."""
    depth = merge.depth[edit.target.path[0].text]
    return doors_for(merge.blocks[depth : len(lineage)], edit.target, nodes.MayBeBetween)
