"""Parameters in the place of numbers that lay out what is read: how long a window is, how many of a list hold."""
from __future__ import annotations

import re

from .world import World
from .writing import UNIT_WORDS

LENGTH = re.compile(r"\b(over the last|over the previous|in each of the last|in any of the last) ([2-6]) (?=\w)")
LIST = re.compile(r"\bat least ([2-6]) of(?=\n)")


def write_laid_out(world: World) -> None:
    """Some of the numbers of the base by name, and a window of two lengths."""
    draw = world.draw
    if draw.odds(30):
        _by_name(world)
    if draw.odds(20):
        _of_two_lengths(world)


def _by_name(world: World) -> None:
    named: set[str] = set()

    def length(found: re.Match[str]) -> str:
        named.add(found[2])
        return f"{found[1]} number_{found[2]} "

    def of_list(found: re.Match[str]) -> str:
        named.add(found[1])
        return f"at least number_{found[1]} of"

    world.pieces[:] = [(name, LIST.sub(of_list, LENGTH.sub(length, text))) for name, text in world.pieces]
    for count in sorted(named):
        world.declare(f"number_{count}", f"parameter number_{count} count", f"  {count} from {world.start}")


def _of_two_lengths(world: World) -> None:
    """The number becomes another one on a day inside a quarter, so that a period has the later one from then on."""
    relation = next((each for each in world.relations if each.dated_by), None)
    if relation is None:
        return
    unit = world.draw.choice(("month", "quarter"))
    changes = world.calendar.containing("year", world.start).stop
    world.declare("long", "parameter long count", f"  2 from {world.start}", f"  3 from {changes}")
    value = f"(count {relation.records} over the last long {UNIT_WORDS[unit]}s) + long"
    world.declare("at_length", f"measure at_length of {world.subject.name} is count", f"  {value}")
