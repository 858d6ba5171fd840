"""What the levels above a variant say of the numbers that the tiers of a ladder ask for. Knows no types."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from rulelang.names.doors import figure_doors
from rulelang.names.ladder_versions import tier_names
from rulelang.names.resolved import Block, FigureBound
from rulelang.names.tables import Tables
from rulelang.names.thresholds import figure_of, lines_of
from rulelang.syntax import nodes


def bounds_of_tier(
    roots: Tables, blocks: Iterable[Block], ladder: nodes.Tiers, tier: str, start: datetime.date
) -> tuple[FigureBound, ...]:
    """The bounds of a tier's numbers, level by level; the number to keep after the one to enter."""
    return tuple(
        found
        for block in blocks
        for measure in _spoken_of(block, ladder, tier)
        for to_keep in (False, True)
        if (found := _bound(roots, block, ladder, _target(ladder, tier, measure, to_keep), start)) is not None
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


def _spoken_of(block: Block, ladder: nodes.Tiers, tier: str) -> tuple[nodes.Name, ...]:
    """The measures of a tier that a level has a line about, each once."""
    targets = (opening.target for opening in block.openings if opening.target is not None)
    paths = [target.path for target in targets if len(target.path) == 3]
    of_tier = [path for path in paths if [n.text for n in path[:2]] == [ladder.name.text, tier]]
    return tuple({path[2].text: path[2] for path in of_tier}.values())


def _target(ladder: nodes.Tiers, tier: str, measure: nodes.Name, to_keep: bool) -> nodes.Target:
    return nodes.Target((ladder.name, nodes.Name(tier, span=measure.span), measure), to_keep, span=measure.span)


def _bound(
    roots: Tables, block: Block, ladder: nodes.Tiers, target: nodes.Target, start: datetime.date
) -> FigureBound | None:
    """What a level says of one number. One to keep that the program does not write is the one to enter."""
    figure = figure_of(roots, ladder, target, start)
    if figure is None and target.to_keep:
        target = nodes.Target(target.path, span=target.span)
        figure = figure_of(roots, ladder, target, start)
        to_keep = True
    else:
        to_keep = target.to_keep
    line = next(_lines(ladder, target), None)
    (door,) = figure_doors([block], target, roots, ladder, start)
    if figure is None or line is None or door.opening is None or door.opening.target is None:
        return None
    return FigureBound(ladder.name.text, target.path[1].text, line, to_keep, figure.parameter, door)


def _lines(ladder: nodes.Tiers, target: nodes.Target) -> Iterator[nodes.Reading]:
    """What the lines of a tier compare whose measure a target names."""
    for line in lines_of(ladder, target.path[1].text):
        match line.condition:
            case nodes.Comparison(left=nodes.Reading(path=(name,)) as left) if name.text == target.path[2].text:
                yield left


def _reads(ladder: nodes.Tiers, bound: FigureBound, name: str) -> bool:
    """Whether the number that is bounded is a parameter of a name."""
    for line in lines_of(ladder, bound.tier):
        condition = line.condition
        if isinstance(condition, nodes.Comparison) and condition.left is bound.bounded:
            written = line.keep if bound.to_keep and line.keep is not None else condition.right
            return isinstance(written, nodes.Reading) and [n.text for n in written.path] == [name]
    return False
