"""Walking a surface tree without knowing its nodes: what stands directly inside a value."""
from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from rulelang.names.resolved import WorkedOut
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import part_names


def parts_of(value: object, but: tuple[str, ...] = ()) -> Iterator[object]:
    """The items of a tuple, or the values of a node's fields other than its place and those named in `but`."""
    if isinstance(value, tuple):
        yield from value
        return
    for name in part_names(type(value)) or ():
        if name != "span" and name not in but:
            yield getattr(value, name)


@overload
def computed(definition: nodes.Measure | nodes.Eligibility) -> nodes.Expression: ...


@overload
def computed(definition: WorkedOut) -> nodes.Expression | nodes.Scorecard | nodes.Benefit: ...


def computed(definition: WorkedOut) -> nodes.Expression | nodes.Scorecard | nodes.Benefit:
    """What is worked out for a period, without its name where it is a value or a condition."""
    match definition:
        case nodes.Measure(value=value):
            return value
        case nodes.Eligibility(condition=condition):
            return condition
    return definition
