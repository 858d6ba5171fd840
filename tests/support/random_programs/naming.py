"""A measure that names members or countries itself: in its cases, beside a field, or for what is missing."""
from __future__ import annotations

from rulelang.core import nodes as core

from .conditions import COUNTRIES, truth
from .world import Scope, World


def write_named(world: World) -> None:
    """It stands for itself, with an eligibility that reads it, and nothing written later reads either."""
    draw = world.draw
    fields = [f for f in world.subject.fields if "." not in f.name]
    choices = [f for f in fields if isinstance(f.type, core.Choice)]
    if choices and draw.odds(75):
        field = draw.choice(choices)
        kind, members = field.type.enumeration, field.type.members
    else:
        field = draw.choice([f for f in fields if isinstance(f.type, core.Words) and f.type.country])
        kind, members = "country", COUNTRIES
    name = world.name("named_segment")
    first, second = draw.choice(members), draw.choice((*members, field.name))
    test = truth(world, Scope(), draw.choice((0, 1)))
    value = draw.choice((f"(when {test.side}: {first} otherwise: {second})", f"{field.name} or else {first}"))
    world.declare(name, f"measure {name} of Partner is {kind}", f"  {value}")
    eligibility = world.name("is_so_named")
    world.declare(eligibility, f"eligibility {eligibility} of Partner", f"  {name} is {draw.choice(members)}")
