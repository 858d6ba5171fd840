"""Who stands above whom among the rows of a hierarchy: circles, and chains that are longer than the program looks down.

Knows rows by their keys and the key of the one above, not where they came from.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class Astray:
    """Why a row has no place in the hierarchy: `path` are keys, each below the one before it; it leads from the row
    back to it (`is_circle`), or from the one at the top down to it."""

    path: tuple[Any, ...]
    is_circle: bool


def astray(above: Mapping[Any, Any], depth: int) -> Mapping[Any, Astray]:
    """The rows, by key, that stand in a circle or more than `depth` levels below another. `above` gives for each key
    the key above it; one that is not there itself is at the top."""
    levels: dict[Any, int] = {}
    circles: dict[Any, Astray] = {}
    for start in above:
        path: dict[Any, None] = {}
        key = start
        while key in above and key not in levels and key not in circles and key not in path:
            path[key] = None
            key = above[key]
        if key in path:
            circles.update(_circle([*path][[*path].index(key) :]))
        level = levels.get(key, -1)
        for each in reversed(path):
            if each not in circles:
                level += 1
                levels[each] = level
    deep = {key: Astray(_down_to(key, above), is_circle=False) for key, level in levels.items() if level > depth}
    return {**circles, **deep}


def _circle(upwards: list[Any]) -> dict[Any, Astray]:
    """Of each key of a circle the way from it down and back to it."""
    downwards = upwards[::-1]
    found = {}
    for at, key in enumerate(downwards):
        found[key] = Astray((*downwards[at:], *downwards[:at], key), is_circle=True)
    return found


def _down_to(key: Any, above: Mapping[Any, Any]) -> tuple[Any, ...]:  # noqa: ANN401 - a key has the type of its field
    path: dict[Any, None] = {key: None}
    while (key := above[key]) in above and key not in path:
        path[key] = None
    return tuple(reversed(path))
