"""Partners of whom a first day is known: it cuts periods, and what is dated before it counts nowhere."""
from __future__ import annotations

from .world import World


def write_first_day(world: World) -> None:
    """A date in every partner, and what becomes of the figures of a period that it cuts."""
    place, text = next((n, text) for n, (name, text) in enumerate(world.pieces) if name == "Partner")
    head, *lines = text.splitlines()
    edges = world.draw.choice(("edges", "bands and caps")) + world.draw.choice((" as written", " prorated"))
    world.pieces[place] = ("Partner", "\n".join((f"{head}, valid from begins, {edges}", *lines, "  begins date")))
