"""Benefits: tables by level, by a choice or by both, and texts with a condition."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rulelang.core import nodes as core

from .conditions import truth
from .drawing import Draw
from .world import Scope, World
from .writing import literal

TEXTS = ("mail", "phone", '"a visit"', '"a desk; a key"')


def write_benefit(world: World) -> None:
    """Values are few, so that levels beside each other often give the same."""
    draw = world.draw
    name = world.name("support", "perk")
    head = f"benefit {name} of Partner"
    own = [f for f in world.subject.fields if "." not in f.name]
    choices = [(f.name, f.type.members) for f in own if isinstance(f.type, core.Choice)]
    ladders = [(ladder.name, ladder.tiers) for ladder in world.whole_ladders]
    keys = draw.some(ladders, 1, 1) + (draw.some(choices, 1, 1) if draw.odds(40) or not ladders else [])
    if draw.odds(15) or not keys:
        tested = truth(world, Scope(), 1)
        world.declare(name, head, '  gives "a plan"', f"  when {tested.text}")
        return
    kind = draw.choice(("text", "percent", "count", "money"))
    rows = [[]]
    for _, values in keys:
        rows = [[*row, value] for row in rows for value in draw.some(values, 1, len(values))]
    lines = [[key for key, _ in keys] + [name]]
    lines += [[*row, "" if draw.odds(10) and number else _given(world, kind)] for number, row in enumerate(rows)]
    figures = _figures(world, kind)
    named = Draw(f"given {name} {len(world.pieces)} {len(figures)}")  # what else is drawn stays as it was
    for line in lines[1:] if figures else ():
        line[-1] = named.choice(figures) if named.odds(60) else line[-1]
    world.declare(name, head, *(f"  | {' | '.join(line)} |" for line in lines))


def write_benefit_by_member(world: World, ladder: str, kind: core.Choice, tiers: Sequence[str]) -> None:
    """What each member of a type gets by a ladder of its own; all tiers have a row."""
    name = world.name("perk_of_each")
    lines = [f"| {ladder}({kind.enumeration}) | {name} |"]
    lines += [f"| {tier} | {world.draw.choice(TEXTS)} |" for tier in tiers]
    world.declare(name, f"benefit {name} of Partner by {kind.enumeration}", *(f"  {line}" for line in lines))


def _given(world: World, kind: str) -> str:
    draw = world.draw
    if kind == "text":
        return draw.choice(TEXTS)
    value = Fraction(draw.choice((1, 2, 5))) / (100 if kind == "percent" else 1)
    return literal(kind, value, world.currency if kind == "money" else None)


def _figures(world: World, kind: str) -> list[str]:
    """The parameters of a kind, and the cells of those with keys."""
    tables = [table for table in world.tables if table.kind == kind and not table.said]
    names = [(table.name, cell) for table in tables for cell in table.cells if all(key.isidentifier() for key in cell)]
    cells = [f"{name}({', '.join(cell)})" for name, cell in names]
    return [p.name for p in world.parameters if p.type.kind == kind] + cells
