"""Telling who stands below a partner in a hierarchy and counted in a figure, each with what it added."""
from __future__ import annotations

import functools
from collections.abc import Iterator

from rulelang.core.nodes import Aggregate, Rollup
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace

SHOWN_MAX = 20
"""How many of those below are named in one place."""


def tell_below(telling: Telling, depth: int, trace: Trace) -> None:
    """Who counted in the roll-ups that a value came from."""
    for found in _rollups(trace, []):
        telling.once(depth, telling.name(found), found, functools.partial(_tell, telling, depth + 1, found))


def _tell(telling: Telling, depth: int, trace: Trace) -> None:
    assert isinstance(trace.node, Rollup)
    for key, value in trace.below[:SHOWN_MAX]:
        name = ", ".join(str(part) for part in key)
        if trace.node.function == "count":
            telling.lines.append((depth, name))
        else:
            telling.add(depth, "stands_below", name=name, value=telling.value(value))
    if len(trace.below) > SHOWN_MAX:
        telling.add(depth, "stand_below_more", count=f"{len(trace.below) - SHOWN_MAX:_}")


def _rollups(trace: Trace, seen: list[Trace]) -> Iterator[Trace]:
    """The roll-ups in what was reached, the outermost only: those below have their own stories."""
    if isinstance(trace.node, Aggregate) or any(trace is other for other in seen):
        return
    seen.append(trace)
    if isinstance(trace.node, Rollup):
        if trace.below:
            yield trace
        return
    for inside in trace.inside:
        yield from _rollups(inside, seen)
