"""Fields that are records: parts of them by their paths, some absent, some in a record that is absent as a whole."""
from __future__ import annotations

from .lasting import add_line
from .world import World


def write_recorded(world: World) -> None:
    """A record of the partner with another in it, one of a relation's rows, and up to three conditions on parts."""
    draw = world.draw
    relation = draw.choice(world.relations)
    site, home, spot, part = (world.name(stem) for stem in ("site", "home", "spot", "floors"))
    members = next(iter(world.enumerations), "")
    fits = next((type_.members[0] for type_ in world.enumerations.values()), "")
    spot_lines = [f"record Spot_{spot}", f"  {part} count between 0 and 9", "  near yes or no, optional"]
    spot_lines += [f"  kinds set of {members}"] if members else []
    optional = draw.choice(("", ", optional"))
    site_lines = [f"record Site_{site}", f"  size number between 0 and 90{draw.choice(('', ', optional'))}",
                  "  seat country", f"  {spot} Spot_{spot}, optional"]  # fmt: skip
    world.declare(f"Spot_{spot}", *spot_lines)
    world.declare(f"Site_{site}", *site_lines)
    add_line(world, "Partner", f"  {home} Site_{site}, optional")
    add_line(world, relation.name, f"  {spot} Spot_{spot}{optional}")
    number = draw.randint(1, 4)
    tests = [
        f"{home}.size >= {draw.randint(1, 30)} or {home}.{spot}.near is yes",
        f"({home}.{spot}.{part} is known) and {home}.seat is {draw.choice(('CO', 'PE'))}",
        f"(total {spot}.{part} of {relation.records} where {spot}.near is yes) >= {number}",
        f"(count {relation.records} where {spot}.{part} >= {number}) >= {home}.{spot}.{part}",
        *([f"{home}.{spot}.kinds includes {fits}"] if members else []),
    ]
    for test in draw.some(tests, 2, 3):
        name = world.name("placed")
        world.declare(name, f"eligibility {name} of Partner", f"  {test}")
