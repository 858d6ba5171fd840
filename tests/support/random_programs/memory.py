"""Figures that read themselves in an earlier month, quarter, half year or year."""
from __future__ import annotations

from rulelang.core.nodes import Quantity
from rulelang.exact.currencies import minor_digits
from rulelang.typecheck.types import TOTAL_MAX

from .terms import Term
from .versions import readers
from .world import World
from .writing import PAY_UNITS, UNIT_WORDS


def write_memory(world: World) -> None:
    """The most so far, how often in a row, and whether it has ever been."""
    draw, unit = world.draw, UNIT_WORDS[world.draw.choice(PAY_UNITS)]
    zero = f"0 {world.currency}"
    doubled = {name.removesuffix(" later") for name, _ in world.pieces if name.endswith(" later")}
    doubled |= {reader for name in tuple(doubled) for reader in readers(world, name)}
    amounts = [name for name, term in world.measures if name not in doubled and _is_amount(world, term)]
    if amounts and draw.odds(70):
        name, measured = world.name("peak"), draw.choice(amounts)
        before = draw.choice((f"({name} in the previous {unit} or else {zero})", f"{name} in the previous {unit}"))
        world.declare(name, f"measure {name} of Partner is money", f"  the higher of ({measured}, {before})")
    conditions = [name for name, _ in world.eligibilities]
    if conditions and draw.odds(70):
        name, held = world.name("in_a_row"), draw.choice(conditions)
        more = f"the lower of (9, 1 + ({name} in the previous {unit} or else 0))"
        world.declare(name, f"measure {name} of Partner is count", f"  when {held}: {more}", "  otherwise: 0")
    if conditions and draw.odds(70):
        name, held = world.name("ever"), draw.choice(conditions)
        before = f"({name} in the previous {unit} is known)", f"{name} in the previous {unit}"
        lines = ("  any of", f"    {held}", f"    (all of {', '.join(before)})")
        world.declare(name, f"eligibility {name} of Partner", *lines)


def _is_amount(world: World, term: Term) -> bool:
    kind = term.type
    if not isinstance(kind, Quantity) or kind.kind != "money" or kind.currency != world.currency:
        return False
    cents = 10 ** (minor_digits(world.currency) or 0)
    return kind.denominator == cents and kind.low >= -TOTAL_MAX and kind.high <= TOTAL_MAX
