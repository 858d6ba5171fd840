"""Later versions of what a program declares: written again with a day after the head, and other figures."""
from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from .world import Ladder, World
from .writing import UNIT_WORDS

FIGURE = re.compile(r"(>= |, to keep )([\d_]+)(?![\d_.%-])")
ASSESSED = re.compile(r"assessed every (month|quarter|half year|year)")


def write_versions(world: World, variant: Sequence[tuple[str, str]]) -> None:
    """Ladders that go on otherwise from a day on."""
    for ladder in tuple(world.ladders):
        if world.draw.odds(45):
            _ladder(world, ladder, is_adapted=any(ladder.name in text for _, text in variant))


def _ladder(world: World, ladder: Ladder, *, is_adapted: bool) -> None:
    """The same tiers, mostly harder to reach; perhaps at another pace."""
    draw = world.draw
    text = next(text for name, text in world.pieces if name == ladder.name)
    head, *lines = text.split("\n")
    if draw.odds(70) and not is_adapted:
        lines = [_doubled(line) for line in lines]
    if draw.odds(25):
        unit = UNIT_WORDS[draw.choice(("month", "quarter", "half", "year"))]
        lines = [ASSESSED.sub(f"assessed every {unit}", line) for line in lines]
    change = draw.choice(("the version at its end", "split at the change"))
    world.declare(f"{ladder.name} later", f"{head}, from {_a_day(world)}", *lines, f"  {change}")


def _doubled(line: str) -> str:
    """A line with every figure in it doubled; as it is where it holds one that is no whole number."""
    wanted = line.count(">= ") + line.count(", to keep ")
    if len(FIGURE.findall(line)) < wanted or ">= " not in line:
        return line
    return FIGURE.sub(lambda found: f"{found[1]}{2 * int(found[2].replace('_', ''))}", line)


def _a_day(world: World) -> datetime.date:
    """A day in the middle of things; of a unit the first in half of the cases."""
    draw = world.draw
    day = world.start + datetime.timedelta(draw.randint(200, 900))
    unit = draw.weighted((50, "day"), (25, "quarter"), (25, "year"))
    return max(world.calendar.containing(unit, day).start, world.start)
