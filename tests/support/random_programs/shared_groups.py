"""Comparisons among those who share something with the reader, and tests of those below against the one above them."""
from __future__ import annotations

from rulelang.core import nodes as core

from .world import World

FIGURES = ("rank of {}", "percentile of {}", "share of {}", "median {}", "highest {}", "total {}")


def write_shared_groups(world: World) -> None:
    """A comparison with others of the same kind or country, and where there are some a figure of those below."""
    draw, by = world.draw, [f.name for f in world.subject.fields if isinstance(f.type, core.Choice)] + ["based_in"]
    name, who, value = world.name("placed_beside"), world.name("is_ahead"), draw.choice(("score", world.measures[0][0]))
    shared = " and ".join(f"{each} is Partner.{each}" for each in draw.some(tuple(by), 1, 2))
    figure = draw.choice(FIGURES[:3]) if value == "score" else draw.choice(FIGURES)
    kind = "count" if figure.startswith("rank") else "percent" if figure.endswith("of {}") else "money"
    more = draw.choice(("", " and joined before period start"))
    compared = f"{figure.format(value)} among Partner where {shared}{more}"
    world.declare(name, f"measure {name} of Partner is {kind}", f"  {compared}")
    world.declare(who, f"eligibility {who} of Partner", f"  {name} is known")
    if world.has_levels:
        below, test = world.name("beside_the_one_above"), draw.choice(("is", "is not"))
        tests = (f"{by[0]} {test} Partner.{by[0]}", "joined before Partner.joined", "score > Partner.score")
        world.declare(below, f"measure {below} of Partner is count",
                      f"  count partners_below where {draw.choice(tests)}")  # fmt: skip
