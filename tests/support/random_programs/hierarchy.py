"""Partners below partners: the head and field that say so, roll-ups along the hierarchy, and who is above whom."""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.core.population import Value
from rulelang.typecheck import types
from rulelang.typecheck.cohorts import COMPARED_MAX, MEMBERS

from . import terms
from .drawing import Draw
from .terms import Term
from .world import Scope, World

LEVELS = (("", 30), (" at every level", 40), (" at up to 2 levels", 10), (" at up to 20 levels", 20))


def headed(world: World) -> tuple[str, list[str]]:
    """Sometimes the head of partners that belong to partners, with the field that says to which."""
    world.has_levels = world.draw.odds(35)
    if not world.has_levels:
        return "entity Partner identified by partner_id", []
    world.taken.update(("distributor_of", "partners_below"))
    head = "entity Partner identified by partner_id, belongs to Partner as partners_below"
    return head, ["  distributor_of Partner, optional"]


def rollup(world: World, kind: str, scope: Scope) -> Term | None:
    """A figure over the partners below; None where there is none of the kind, or nothing that fits."""
    from .conditions import truth
    from .numbers import leaf

    draw = world.draw
    function = draw.choice(("total", "lowest", "highest", "average"))
    parts: list[Term] = []
    if kind == "count" and draw.odds(60):
        text, held = "count partners_below", MEMBERS
    else:
        value = leaf(world, kind, scope)
        if value.is_ratio or value.constants or value.kind != kind or 2 * _greatest(value.type) > COMPARED_MAX:
            return None
        shown = value.text if value.closed and value.text[0] != "(" else f"({value.text})"
        found = _type_of(function, value.type)
        if not isinstance(found, (core.Quantity, core.Ratio)) or not types.fits(found):
            return None
        text, held, parts = f"{function} {shown} of partners_below", found, [value]
    text += draw.weighted(*((odds, words) for words, odds in LEVELS))
    if draw.odds(40):
        tested = truth(world, scope, 0)
        if f"{world.subject.name}." in tested.text:  # whose, the reader's or theirs, is refused
            return terms.of(text, held, *parts)
        text, parts = f"{text} where ({tested.text})", [*parts, tested]
    return terms.of(text, held, *parts)


def _greatest(kind: core.Quantity) -> int:
    return max(abs(kind.low), abs(kind.high))


def _type_of(function: str, kind: core.Quantity) -> core.Type | types.Clash:
    if function == "average":
        return types.divided(types.total_of(kind), MEMBERS, None)
    return types.total_of(kind) if function == "total" else kind


def above(draw: Draw, number: int) -> Value:
    """The key of somebody with a smaller number, so that nobody stands above itself; few levels for many partners."""
    return None if number == 0 or draw.odds(15) else f"P-{draw.randrange(number) // 4:05d}"
