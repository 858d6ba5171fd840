"""Later versions of scorecards and benefits: other weights, parts and designations, other rows."""
from __future__ import annotations

import datetime
import re

from .world import World

CATEGORY = re.compile(r"  category (\w+)( weighs \d+%)?")


def write_score_versions(world: World) -> None:
    """From where a year begins, so that nothing that is measured straddles the day."""
    draw = world.draw
    for name, text in tuple(world.pieces):
        head, *lines = text.split("\n")
        if head.startswith("scorecard ") and " by " not in head and draw.odds(25):
            _declare(world, name, head, _scored(world, lines))
        elif head.startswith("benefit ") and draw.odds(30):
            _declare(world, name, head, _given(lines))


def _declare(world: World, name: str, head: str, lines: list[str]) -> None:
    day = world.start + datetime.timedelta(world.draw.randint(370, 900))
    first = world.calendar.containing("year", day).start
    world.declare(f"{name} later", f"{head}, from {first}", *lines)


def _scored(world: World, lines: list[str]) -> list[str]:
    """The weights of the first two categories turned round, or the first one counted twice; often fewer minimums and
    designations."""
    draw = world.draw
    own = [(at, found) for at, line in enumerate(lines) if (found := CATEGORY.fullmatch(line)) is not None]
    if own[0][1][2] is not None:
        first, second = own[0], own[-1] if len(own) == 2 else own[0]
        weights = second[1][2], first[1][2]
        for (at, found), weight in zip((first, second), weights, strict=True):
            lines[at] = f"  category {found[1]}{weight}"
    elif not any(line.startswith("  out of") for line in lines):
        stop = next((at for at, line in enumerate(lines) if at > own[0][0] and not line.startswith("    ")), len(lines))
        lines[stop:stop] = ["  category late", *lines[own[0][0] + 1 : stop]]
    if draw.odds(60):
        lines = [line for line in lines if not line.startswith("  every metric")]
    designations = [line for line in lines if line.startswith("  designation")]
    if len(designations) > 1 and draw.odds(50):
        gone = draw.choice(designations)
        lines = [line for line in lines if line != gone]
    return lines


def _given(lines: list[str]) -> list[str]:
    """What is given by each row given by the next one, another text."""
    if not lines[0].startswith("  |"):
        return [line.replace("a plan", "a desk") for line in lines]
    rows = [line.rsplit("|", 2) for line in lines]
    given = [row[1] for row in rows[1:]]
    turned = [rows[0][1], *given[1:], given[0]]
    return [f"{row[0]}|{value}|" for row, value in zip(rows, turned, strict=True)]
