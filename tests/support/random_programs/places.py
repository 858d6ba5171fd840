"""Regions: fields that hold one, or several, and conditions on what lies in them."""
from __future__ import annotations

from rulelang.core import nodes as core

from .conditions import COUNTRIES
from .world import World

REGIONS = {"west": ("US", "MX"), "south": ("CO", "BR", "MX"), "old": ("ES", "DE"), "middle": ("CO", "MX")}


def write_places(world: World) -> None:
    """Two to four regions, a field that holds one of them and one that holds some, and up to three conditions."""
    draw = world.draw
    regions = draw.some(tuple(REGIONS), 2, 4)
    for region in regions:
        world.declare(region, f"region {region} is ({', '.join(REGIONS[region])})")
    area, areas = (world.name(stem) for stem in ("area", "areas"))
    number = next(n for n, (name, _) in enumerate(world.pieces) if name == "Partner")
    lines = (f"  {area} region{', optional' if draw.odds(40) else ''}", f"  {areas} set of region")
    world.pieces[number] = ("Partner", "\n".join((world.pieces[number][1], *lines)))
    for _ in range(draw.randint(1, 3)):
        name, place = world.name("placed"), draw.choice(("based_in", "based_in", area))
        inside = draw.weighted((70, draw.choice(regions)), (20 if place == "based_in" else 0, area),
                               (10 if place == "based_in" else 0, draw.choice(COUNTRIES)))  # fmt: skip
        test = f"{place} {draw.choice(('is in', 'is in', 'is not in'))} {inside}"
        others = ("", f"{area} {draw.choice(('is', 'is not'))} {draw.choice(regions)}",
                  f"{areas} {draw.choice(('includes', 'does not include'))} {draw.choice(regions)}")  # fmt: skip
        other = draw.choice(others)
        test = f"{test} {draw.choice(('and', 'or'))} {other}" if other else test
        world.declare(name, f"eligibility {name} of Partner", f"  {test}")
    countries = [(r, f) for r in world.relations for f in r.fields if f.type == core.Words(country=True)]
    if countries:
        relation, field = draw.choice(countries)
        name, inside = world.name("placed_there"), draw.choice((draw.choice(regions), f"Partner.{area}"))
        counted = f"count {relation.records} where {field.name} is in {inside}"
        world.declare(name, f"eligibility {name} of Partner", f"  ({counted}) >= 1")
