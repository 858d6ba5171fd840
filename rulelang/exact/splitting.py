"""Sharing whole units out so that the parts add up again. Knows weights and keys, not what they stand for."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Any)


def split(total: int, weights: Mapping[Key, int]) -> dict[Key, int] | None:
    """`total` units in proportion to weights of zero or more, by largest remainder; None when all weights are zero.

    Every part is its exact share cut to whole units; the units left over go one each to the largest remainders, ties
    to the lower key. The split of -x is minus the split of x, and the order of `weights` changes nothing. The answer
    is in order of key.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a weight is zero or more")
    whole = sum(weights.values())
    if not whole:
        return None
    parts: dict[Key, int] = {}
    remainders: dict[Key, int] = {}
    for key in sorted(weights):
        parts[key], remainders[key] = divmod(abs(total) * weights[key], whole)
    left = abs(total) - sum(parts.values())
    # The sort is stable, so equal remainders stay in order of key.
    for key in sorted(parts, key=lambda each: -remainders[each])[:left]:
        parts[key] += 1
    return parts if total >= 0 else {key: -part for key, part in parts.items()}
