"""Functions with cases, each called with a value, a rate and a yes or no of the reader's."""
from __future__ import annotations

from rulelang.typecheck import types

from . import terms
from .numbers import constant, leaf, number
from .terms import Term
from .world import Scope, World


def call(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    """A call of a function made for it; its type is that of the body with what is given in its place."""
    from .conditions import truth

    draw = world.draw
    value = number(world, kind, scope, depth - 1)
    rate = leaf(world, draw.choice(("number", "percent")), scope)
    chosen = truth(world, scope, 0)
    declared = "percent" if kind == "share" else kind
    if value.kind not in (declared, "share") or rate.kind not in ("number", "percent"):
        return None
    given = Term("value", types.read_as(declared, value.type))
    point = constant(world, kind)
    made = types.multiplied(given.type, rate.type) if kind != "count" else given.type
    if isinstance(made, types.Clash) or not types.fits(made) or not terms.comparable(given, point):
        return None
    product = Term("value * rate" if kind != "count" else "value", made)
    results = [product, given, point]
    held = terms.one_of(*results)
    if held is None:
        return None
    name = world.name("scaled", "curve", "accelerated")
    head = f"function {name}(value {declared}, rate {rate.kind}, chosen yes or no) is {declared}"
    world.declare(name, head, *_body(world, point, [result.text for result in results]))
    given_text = f"{name}({value.text}, {rate.text}, {chosen.side})"
    return terms.of(given_text, held, value, rate, chosen, closed=True)


def _body(world: World, point: Term, results: list[str]) -> list[str]:
    """Cases that end in `otherwise`, or that cover everything, in any order."""
    first, second, third = world.draw.sample(results, 3)
    if world.draw.odds(40):
        lines = [f"  when value >= {point.text} and chosen: {first}", f"  when value < {point.text}: {second}"]
        return [*lines, f"  otherwise: {third}"]
    lines = [
        f"  when value >= {point.text}: {first}", f"  when value < {point.text} and chosen: {second}",
        f"  when value < {point.text} and chosen is no: {third}",
    ]
    return world.draw.sample(lines, 3)
