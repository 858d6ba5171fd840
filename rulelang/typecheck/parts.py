"""Walking a surface tree without knowing its nodes: what stands directly inside a value."""
from __future__ import annotations

from collections.abc import Iterator

import attrs

from rulelang.syntax import nodes


def parts_of(value: object, but: tuple[str, ...] = ()) -> Iterator[object]:
    """The items of a tuple, or the values of a node's fields other than its place and those named in `but`."""
    kind = type(value)
    if isinstance(value, tuple):
        yield from value
    elif attrs.has(kind):
        for field in attrs.fields(kind):
            if field.name != "span" and field.name not in but:
                yield getattr(value, field.name)


def computed(definition: nodes.Measure | nodes.Eligibility) -> nodes.Expression:
    """The expression that a measure or eligibility is."""
    return definition.value if isinstance(definition, nodes.Measure) else definition.condition
