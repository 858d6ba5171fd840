"""Comparisons among all partners: ranks, shares, medians of a field, a measure or a computation."""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.typecheck import types
from rulelang.typecheck.cohorts import BELOW, COMPARED_MAX, MEMBERS, RANK, median_of

from . import terms
from .terms import Term
from .world import Scope, World

KINDS = ("money", "count", "number", "percent", "points")
PLAIN = ("median", "total", "highest", "lowest", "average")
SHARES = ((45, "percentile of"), (35, "share of"), (20, "top"))


def among(world: World, kind: str, scope: Scope, depth: int, *, of_all: bool = False) -> Term | None:
    """A comparison of a kind; None where there is none, or nothing to compare. `of_all`: the same for everybody."""
    from .numbers import leaf, number

    draw = world.draw
    if scope.row is not None or not scope.reads or kind not in (*KINDS, "share"):
        return None
    function = "top" if of_all and kind == "share" else draw.choice(PLAIN[:4]) if of_all else _function(world, kind)
    compared = draw.choice(KINDS) if kind == "share" or function == "rank of" else kind
    value = number(world, compared, scope, draw.choice((0, 0, 1)))
    for _ in range(4):
        if not value.constants and not value.is_ratio and value.kind == compared:
            break
        value = leaf(world, compared, scope)
    if value.is_ratio or value.constants or value.kind != compared:
        return None
    if max(abs(value.type.low), abs(value.type.high)) > COMPARED_MAX:
        return None
    held = _type_of(function, value.type)
    if isinstance(held, types.Clash) or not types.fits(held):
        return None
    return _written(world, scope, function, value, held)


def sometimes_among(world: World, kind: str, scope: Scope, depth: int) -> Term | None:
    """The same now and then: most of what is computed is a partner's own."""
    return among(world, kind, scope, depth) if world.draw.odds(45 if kind == "share" else 20) else None


def _function(world: World, kind: str) -> str:
    if kind == "share":
        return world.draw.weighted(*SHARES)
    if kind == "count" and world.draw.odds(60):
        return "rank of"
    return world.draw.choice(PLAIN[:4] if kind == "count" else PLAIN)


def _type_of(function: str, kind: core.Quantity) -> core.Type | types.Clash:
    total = types.total_of(kind)
    quotients = {"percentile of": (BELOW, MEMBERS), "share of": (kind, total), "top": (total, total),
                 "average": (total, MEMBERS)}
    if function in quotients:
        return types.divided(*quotients[function], None)
    return {"rank of": RANK, "median": median_of(kind), "total": total}.get(function, kind)


def _written(world: World, scope: Scope, function: str, value: Term, held: core.Type) -> Term:
    from .conditions import truth

    draw = world.draw
    shown = value.text if value.closed and value.text[0] != "(" else f"({value.text})"
    head = f"share of the top {draw.choice((5, 20, 33, 50, 100))}% of" if function == "top" else function
    text, parts = f"{head} {shown} among Partner", [value]
    if draw.odds(25):
        tested = truth(world, scope, 0)
        if f"{world.subject.name}." in tested.text:  # whose, the reader's or theirs, is refused
            return terms.of(text, held, *parts)
        text, parts = f"{text} where ({tested.text})", [*parts, tested]
    return terms.of(text, held, *parts)
