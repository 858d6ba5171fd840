"""Telling the measures that were read of records one by one: which record they are of, and what they came to."""
from __future__ import annotations

import functools
from collections.abc import Iterator

from rulelang.core.nodes import Aggregate, Read, Rollup
from rulelang.interpret.conversions import record_called
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace

SHOWN_MAX = 20
"""How many figures of records are told in one place."""


def tell_measured(telling: Telling, depth: int, trace: Trace) -> None:
    """The records with measures that a value came from, below the line of what adds them up."""
    for found in _aggregates(trace, []):
        figures = tuple(figures_of(telling, found))
        line = telling.name(found)
        if figures and telling.lines and telling.lines[-1][1].startswith(line):
            tell_of_these(telling, depth, found)
        elif figures:
            telling.once(depth, line, found, functools.partial(_tell, telling, depth + 1, figures))


def tell_of_these(telling: Telling, depth: int, trace: Trace) -> None:
    """The same of what adds them up itself, whose line stands above."""
    figures, rows = tuple(figures_of(telling, trace)), trace.tested or trace.taken or trace.lost
    if figures and not telling.has_told(rows):
        telling.note(rows)
        _tell(telling, depth, figures)


def _tell(telling: Telling, depth: int, figures: tuple[tuple[str, Trace], ...]) -> None:
    for name, read in figures[:SHOWN_MAX]:
        figure = telling.say("measured", name=telling.name(read), value=telling.value(read))
        telling.add(depth, "stands_below", name=name, value=figure)
        tell_measured(telling, depth + 1, read)
    if len(figures) > SHOWN_MAX:
        telling.add(depth, "stand_below_more", count=f"{len(figures) - SHOWN_MAX:_}")


def figures_of(telling: Telling, trace: Trace) -> Iterator[tuple[str, Trace]]:
    """Each measure that was read of a record, with what the record is called; record by record."""
    node = trace.node
    if not isinstance(node, Aggregate):
        return
    parts = [*trace.tested, *trace.lost]
    parts += zip(trace.taken, trace.inside, strict=True) if trace.taken else []
    of_record: dict[int, dict[int, tuple[str, Trace]]] = {}
    for record, part in parts:
        for read in _measures(telling, part, []):
            named = of_record.setdefault(id(record), {})
            named.setdefault(id(read.node), (record_called(telling, node, record), read))
    for figures in of_record.values():
        yield from figures.values()


def _measures(telling: Telling, trace: Trace, seen: list[Trace]) -> Iterator[Trace]:
    """The measures of records in what was reached, the outermost only."""
    if isinstance(trace.node, Aggregate) or any(trace is other for other in seen):
        return
    seen.append(trace)
    if isinstance(trace.node, Read) and telling.core.definition(trace.node.definition).of:
        yield trace
        return
    for inside in trace.inside:
        yield from _measures(telling, inside, seen)


def _aggregates(trace: Trace, seen: list[Trace]) -> Iterator[Trace]:
    """What looks at records in what was reached, the outermost only."""
    if isinstance(trace.node, Rollup) or any(trace is other for other in seen):
        return
    seen.append(trace)
    if isinstance(trace.node, Aggregate):
        yield trace
        return
    for inside in trace.inside:
        yield from _aggregates(inside, seen)
