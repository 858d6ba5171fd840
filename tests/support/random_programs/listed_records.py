"""Records that belong to partners by a field of the partner, not by the head of their own entity."""
from __future__ import annotations

from .world import World


def write_listed_records(world: World) -> None:
    """The same program with one more list of records among the fields, and one head less that says it."""
    relation = world.draw.choice(world.relations)
    number = next(n for n, (name, _) in enumerate(world.pieces) if name == relation.name)
    text = world.pieces[number][1]
    head, _, rest = text.partition("\n")
    said = f"belongs to Partner as {relation.records}"
    for written in (f", {said}", f" {said},", f" {said}"):
        if written in head:
            world.pieces[number] = (relation.name, f"{head.replace(written, '', 1)}\n{rest}")
            break
    else:
        return
    partner = next(n for n, (name, _) in enumerate(world.pieces) if name == "Partner")
    line = f"  {relation.records} list of {relation.name}"
    world.pieces[partner] = ("Partner", f"{world.pieces[partner][1]}\n{line}")
