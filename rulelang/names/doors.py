"""What the levels above a variant say of a thing it changes: for each, its line of `adaptable`. Knows no types."""
from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from rulelang.names.resolved import Block, Door
from rulelang.names.tables import Tables
from rulelang.names.thresholds import figure_of
from rulelang.syntax import nodes


def opening_for(
    target: nodes.Target, openings: Iterable[nodes.Opening], wanted: type | None = None
) -> nodes.Opening | None:
    """The line of `adaptable` that speaks of a target, else the one for everything else. Of several lines about one
    target, the one whose permission is of the kind wanted. What is said of a cell or a member by itself comes before
    what is said of all."""
    about: list[nodes.Opening] = []
    whole: list[nodes.Opening] = []
    rest = None
    for opening in openings:
        if opening.target is None:
            rest = opening
        elif same_target(opening.target, target):
            about.append(opening)
        elif target.cell and same_target(opening.target, attrs.evolve(target, cell=())):
            whole.append(opening)
    if not any(isinstance(opening.permission, nodes.Fixed) for opening in about):
        about += whole
    fitting = (o for o in about if wanted is not None and isinstance(o.permission, wanted))
    return next(fitting, about[0] if about else rest)


def same_target(one: nodes.Target, other: nodes.Target) -> bool:
    """Whether two targets mean the same thing, of the same cell or member."""
    same = [n.text for n in one.cell] == [n.text for n in other.cell] and one.to_keep == other.to_keep
    return same and [n.text for n in one.path] == [n.text for n in other.path]


def doors_of_members(
    openings: Iterable[nodes.Opening], target: nodes.Target, wanted: type
) -> tuple[nodes.Opening, ...]:
    """The lines of one level about single members of what a target is of all of."""
    openings, cells = tuple(openings), dict[tuple[str, ...], nodes.Target]()
    for opening in openings:
        about = opening.target
        if about is not None and about.cell and same_target(attrs.evolve(about, cell=()), target):
            cells.setdefault(tuple(name.text for name in about.cell), about)
    found = (opening_for(about, openings, wanted) for about in cells.values())
    return tuple(each for each in found if each is not None and each.target is not None and each.target.cell)


def doors_for(blocks: Iterable[Block], target: nodes.Target, wanted: type | None = None) -> tuple[Door, ...]:
    """What each block says of a target."""
    return tuple(Door(block.owner, opening_for(target, block.openings, wanted)) for block in blocks)


def replacement_doors(blocks: Iterable[Block], name: nodes.Name) -> tuple[Door, ...]:
    """What each block says of another ladder in the place of one: a block that bounds a number of the ladder, and says
    nothing of replacing it, does not let it be replaced."""
    target = nodes.Target((name,), span=name.span)
    doors = []
    for block in blocks:
        opening = opening_for(target, block.openings, nodes.MayReplaceLadder)
        if opening is None or not isinstance(opening.permission, nodes.MayReplaceLadder):
            opening = next((o for o in block.openings if bounds_number(o, name.text)), opening)
        doors.append(Door(block.owner, opening))
    return tuple(doors)


def bounds_number(opening: nodes.Opening, ladder: str) -> bool:
    """Whether a line bounds the number of a requirement of a ladder."""
    target = opening.target
    between = isinstance(opening.permission, nodes.MayBeBetween)
    return between and target is not None and len(target.path) > 1 and target.path[0].text == ladder


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


def open_to(doors: Iterable[Door], wanted: type) -> bool:
    """Whether every level that speaks of something opens it to a kind of change; a level between that is silent lets
    through what the levels above it do."""
    return all(
        door.opening is not None and isinstance(door.opening.permission, wanted)
        for number, door in enumerate(doors)
        if door.opening is not None or number == 0
    )


def lets_pay(doors: Iterable[Door], paid: nodes.PaidEvery) -> bool:
    """Whether every level that speaks of something lets it be paid so."""
    doors = tuple(doors)
    allowed = [door.opening.permission for door in doors if door.opening is not None]
    units = [each.units for each in allowed if isinstance(each, nodes.MayBePaidEvery)]
    return open_to(doors, nodes.MayBePaidEvery) and all(paid.unit in among for among in units)
