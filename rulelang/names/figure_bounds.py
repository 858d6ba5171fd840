"""What the levels above a variant say of the numbers that the tiers of a ladder ask for. Knows no types."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import attrs

from rulelang.names.doors import figure_doors
from rulelang.names.ladder_versions import tier_names
from rulelang.names.resolved import Block, FigureBound
from rulelang.names.tables import Tables
from rulelang.names.thresholds import compares, figure_of, lines_of, title
from rulelang.syntax import nodes


def bounds_of_tier(
    roots: Tables, blocks: Iterable[Block], ladder: nodes.Tiers, tier: str, start: datetime.date
) -> tuple[FigureBound, ...]:
    """The bounds of a tier's numbers, level by level; the number to keep after the one to enter."""
    return tuple(
        found
        for block in blocks
        for spoken in _spoken_of(block, ladder, tier)
        for to_keep in (False, True)
        if (found := _bound(roots, block, ladder, attrs.evolve(spoken, to_keep=to_keep), start)) is not None
    )


def bounds_of_parameter(
    roots: Tables, blocks: Iterable[Block], ladders: Iterable[nodes.Tiers], name: str, start: datetime.date
) -> tuple[FigureBound, ...]:
    """The bounds of every number that a parameter is."""
    blocks = tuple(blocks)
    return tuple(
        bound
        for ladder in ladders
        for tier in tier_names(ladder)
        for bound in bounds_of_tier(roots, blocks, ladder, tier, start)
        if _reads(ladder, bound, name)
    )


def _spoken_of(block: Block, ladder: nodes.Tiers, tier: str) -> tuple[nodes.Target, ...]:
    """What a level has a line about among the numbers of a tier, each once, whether to enter or to keep."""
    targets = (opening.target for opening in block.openings if opening.target is not None)
    of_tier = [each for each in targets if len(each.path) == 3
               and [n.text for n in each.path[:2]] == [ladder.name.text, tier]]  # fmt: skip
    return tuple({title(attrs.evolve(each, to_keep=False)): each for each in of_tier}.values())


def _bound(
    roots: Tables, block: Block, ladder: nodes.Tiers, target: nodes.Target, start: datetime.date
) -> FigureBound | None:
    """What a level says of one number. One to keep that the program does not write is the one to enter."""
    figure = figure_of(roots, ladder, target, start)
    if figure is None and target.to_keep:
        target = attrs.evolve(target, to_keep=False)
        figure = figure_of(roots, ladder, target, start)
        to_keep = True
    else:
        to_keep = target.to_keep
    line = next(_lines(ladder, target), None)
    (door,) = figure_doors([block], target, roots, ladder, start)
    if figure is None or line is None or door.opening is None or door.opening.target is None:
        return None
    members = tuple(name.text for name in target.cell) if ladder.by else ()
    return FigureBound(ladder.name.text, target.path[1].text, line, to_keep, figure.parameter, door, members)


def _lines(ladder: nodes.Tiers, target: nodes.Target) -> Iterator[nodes.Reading | nodes.Call]:
    """What the lines of a tier compare whose measure a target names."""
    for line in lines_of(ladder, target.path[1].text):
        match line.condition:
            case nodes.Comparison(left=nodes.Reading() | nodes.Call() as left) if compares(
                ladder, line.condition, target
            ):
                yield left


def _reads(ladder: nodes.Tiers, bound: FigureBound, name: str) -> bool:
    """Whether the number that is bounded is a parameter of a name."""
    for line in lines_of(ladder, bound.tier):
        condition = line.condition
        if isinstance(condition, nodes.Comparison) and condition.left is bound.bounded:
            written = line.keep if bound.to_keep and line.keep is not None else condition.right
            return isinstance(written, nodes.Reading) and [n.text for n in written.path] == [name]
    return False
