"""What the levels above a variant say of a thing it changes: for each, its line of `adaptable`. Knows no types."""
from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from rulelang.names.resolved import Block, Door
from rulelang.names.tables import Tables
from rulelang.names.thresholds import figure_of
from rulelang.syntax import nodes


def opening_for(target: nodes.Target, openings: Iterable[nodes.Opening]) -> nodes.Opening | None:
    """The line of `adaptable` that speaks of a target, else the one for everything else."""
    rest = None
    for opening in openings:
        if opening.target is None:
            rest = opening
        elif same_target(opening.target, target):
            return opening
    return rest


def same_target(one: nodes.Target, other: nodes.Target) -> bool:
    """Whether two targets mean the same thing."""
    return [n.text for n in one.path] == [n.text for n in other.path] and one.to_keep == other.to_keep


def doors_for(blocks: Iterable[Block], target: nodes.Target) -> tuple[Door, ...]:
    """What each block says of a target."""
    return tuple(Door(block.owner, opening_for(target, block.openings)) for block in blocks)


def figure_doors(
    blocks: Iterable[Block], target: nodes.Target, tables: Tables, ladder: nodes.Tiers, start: datetime.date
) -> tuple[Door, ...]:
    """What each block says of a figure: a line about the number to enter speaks of the one to keep in proportion."""
    other = attrs.evolve(target, to_keep=not target.to_keep)
    beside = figure_of(tables, ladder, other, start)
    doors = []
    for block in blocks:
        opening = opening_for(target, block.openings)
        spoken = opening is not None and opening.target is not None
        if not spoken and beside is not None and (found := opening_for(other, block.openings)) is not None:
            doors.append(Door(block.owner, found, beside.parameter if found.target is not None else None))
        else:
            doors.append(Door(block.owner, opening))
    return tuple(doors)


def lets_pay(doors: Iterable[Door], paid: nodes.PaidEvery) -> bool:
    """Whether every level that speaks of something lets it be paid so; a level between that is silent lets through what
    the levels above it do."""
    for number, door in enumerate(doors):
        if door.opening is None and number > 0:
            continue
        allowed = door.opening.permission if door.opening is not None else None
        if not isinstance(allowed, nodes.MayBePaidEvery) or paid.unit not in allowed.units:
            return False
    return True
