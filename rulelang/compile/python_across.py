"""Runs a plan that looks across subjects in generated Python, stage by stage: each for all subjects before the next."""
from __future__ import annotations

import functools
import math
import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from rulelang.compile.outcomes import outcomes_of, program_of, sizes_of
from rulelang.compile.plan import AcrossSlot
from rulelang.compile.python import CompiledPython, Figures, Row
from rulelang.core.population import Population, Results, Subject

Records = dict[str, Sequence[Row]]
"""The records of entities that have slots of their own, with these."""


@attrs.define(eq=False)
class _Standing:
    """One subject on its way through the stages: its own columns, and the slots filled so far, those of records with
    the records."""

    subject: Subject
    columns: Figures
    slots: Figures = ()
    records: Records = attrs.field(factory=dict)


def run_across(
    compiled: CompiledPython,
    population: Population,
    columns_of: Callable[[Subject], Figures],
    aggregated: Callable[[Subject, Records, Figures, Figures, int], Figures | None],
) -> Results | None:
    """The results of a plan; None when a total is larger than the plan was promised. `columns_of` gives a subject's own
    arguments, `aggregated` the slots of its rows in one stage."""
    plan = compiled.plan
    everybody = [_Standing(s, columns_of(s)) for s in sorted(population.subjects, key=lambda s: s.key)]
    for stage in range(1, plan.stages + 1):
        across = plan.across_in(stage)
        found = _found(compiled, stage, across, everybody)
        for at, one in enumerate(everybody):
            of_rows = aggregated(one.subject, one.records, one.columns, one.slots, stage)
            if of_rows is None:
                return None
            one.slots = (*one.slots, *of_rows, *(figures[at] for figures in found))
    decided = [compiled.decide(*one.columns, *one.slots) for one in everybody]
    rows = tuple(
        (one.subject.key, outcomes_of(plan, figures)) for one, figures in zip(everybody, decided, strict=True)
    )
    names = tuple(output.name for output in plan.outputs)
    sizes = sizes_of(plan, decided[0] if decided else None)
    return Results(names, rows, plan.fold_starts, sizes, program_of(plan, decided), plan.paid_in)


def _found(
    compiled: CompiledPython, stage: int, across: Sequence[AcrossSlot], everybody: Sequence[_Standing]
) -> list[list[Any]]:
    """For each figure of a stage, what it is for each subject."""
    if not across:
        return []
    compared = [compiled.compare[stage](*one.columns, *one.slots) for one in everybody]
    found, at = [], 0
    for slot in across:
        width = len(slot.read)
        found.append(figures_of(slot, [row[at : at + width] for row in compared]))
        at += width
    return found


def figures_of(slot: AcrossSlot, rows: Sequence[Figures]) -> list[Any]:
    """A figure for each subject, of whom a row holds the value, whether it counts, and its group."""
    if slot.reader:
        return _read_of_others(slot, rows)
    members: dict[Figures, list[int]] = {}
    for value, counts, *group in rows:
        members.setdefault(tuple(group), [])
        if counts:
            members[tuple(group)].append(value)
    for values in members.values():
        values.sort()
    if slot.function == "rank":
        return [1 + _above(members[tuple(group)], value) for value, _, *group in rows]
    if slot.function == "below":
        return [bisect_left(members[tuple(group)], value) for value, _, *group in rows]
    of_all = {group: _of_all(slot, values) for group, values in members.items()}
    return [of_all[tuple(group)] for _, _, *group in rows]


def _read_of_others(slot: AcrossSlot, rows: Sequence[Figures]) -> list[Any]:
    """For each subject the figure of the group that it reads, which may have no member."""
    members: dict[Figures, list[int]] = {}
    width = 2 + len(slot.group)
    for row in rows:
        if row[1]:
            members.setdefault(tuple(row[2:width]), []).append(row[0])
    of_all = {group: _of_all(slot, sorted(values)) for group, values in members.items()}
    nobody = _of_all(slot, [])
    return [of_all.get(tuple(row[width:]), nobody) for row in rows]


def _above(values: Sequence[int], value: int) -> int:
    return len(values) - bisect_right(values, value)


def _of_all(slot: AcrossSlot, values: Sequence[int]) -> int | None:
    """A figure that is the same for a whole group; `values` are sorted."""
    if slot.function == "count":
        return len(values)
    if slot.function == "total":
        return sum(values)
    if slot.function == "causes":
        return functools.reduce(operator.or_, values, 0)
    if slot.function == "top_total":
        return sum(_greatest(values, math.ceil(len(values) * slot.top)))
    if not values:
        return None
    if slot.function == "median":
        return values[(len(values) - 1) // 2] + values[len(values) // 2]
    return values[0] if slot.function == "lowest" else values[-1]


def _greatest(values: Sequence[int], count: int) -> Iterator[int]:
    yield from values[len(values) - count :]
