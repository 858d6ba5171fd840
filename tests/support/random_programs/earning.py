"""What random incentives pay: bands of every kind, flat rates and amounts, and what raises or limits them."""
from __future__ import annotations

from fractions import Fraction

import attrs

from .conditions import holds
from .keyed import keyed
from .numbers import constant, named_percent, number, parameter
from .parameters import RATES, new_parameter
from .terms import Term
from .world import Scope, World

OF_RATES = {
    "marginal": "each part at its own rate",
    "whole": "whole amount at the rate reached",
    "interpolated": "interpolated between",
    "every_rate": "every rate reached on the whole amount",
    "ends": "every rate reached on the end of its part",
}
OF_AMOUNTS = {"fixed": "a fixed amount when reached", "every_fixed": "every fixed amount reached"}


@attrs.frozen
class Way:
    """`one_rate`: whether points can be added; `kind` is what an exception says in place of it."""

    lines: list[str]
    terms: list[Term]
    one_rate: bool
    kind: str


def write_bands(world: World, scope: Scope, base: Term) -> Way:
    """From zero, each edge at least twice the one before, so that parameters that change stay in order."""
    draw = world.draw
    kind = draw.choice(("marginal", "marginal", "whole", "whole", "interpolated", *OF_RATES, *OF_AMOUNTS))
    rows, rates = _rows(world, scope, of_amounts=kind in OF_AMOUNTS)
    words, found_by = (OF_RATES | OF_AMOUNTS)[kind], []
    if kind in ("whole", "every_rate") and draw.odds(35):
        key = number(world, "money", scope, 0)
        if key.kind == "money" and not key.constants:
            found_by, rates = [f"rate found by {key.side}"], [*rates, key]
    on = base.text if kind != "interpolated" else _bounded(world, base)
    lines, one_rate = [f"on {on}", *found_by, words, *rows], kind in ("marginal", "whole", "interpolated")
    return Way(lines, rates, one_rate, "money" if kind in OF_AMOUNTS else "percent")


def _bounded(world: World, base: Term) -> str:
    """A line between two figures multiplies what is paid on with itself, so that a total has too many digits."""
    low, high = (constant(world, "money", Fraction(figure)).text for figure in (0, 100_000))
    return f"the higher of ({low}, (the lower of ({base.side}, {high})))"


def _rows(world: World, scope: Scope, *, of_amounts: bool) -> tuple[list[str], list[Term]]:
    draw = world.draw
    count = draw.choice((1, 2, 2, 3, 4))
    rows, rates, edge = [], [], Fraction(0)
    for _ in range(count):
        rate = _amount(world) if of_amounts else _rate(world, scope)
        if edge and draw.odds(40):
            below = new_parameter(world, "money", around=edge, on_years=True)
            lower = Term(below.name, below.type, plain=frozenset([below.name]))
        else:
            lower = constant(world, "money", edge)
        rows.append(f"  {draw.choice(('from', 'from', 'above'))} {lower.text}: {rate.side}")
        rates += [rate, lower]
        edge = max(edge * draw.choice((2, 4)), Fraction(draw.choice((500, 1_000, 5_000))))
    return rows, rates


def _rate(world: World, scope: Scope) -> Term:
    draw = world.draw
    if draw.odds(50):
        return constant(world, "percent", draw.choice(RATES))
    if draw.odds(25):
        return keyed(world, "percent", scope, rate=True) or constant(world, "percent", draw.choice(RATES))
    return parameter(world, "percent", scope, rate=True)


def _amount(world: World) -> Term:
    return constant(world, "money", Fraction(world.draw.choice((0, 5, 50, 250))))


def write_flat(world: World, scope: Scope, base: Term) -> Way:
    """A rate, an amount, an amount for each record, or one for each full step."""
    draw = world.draw
    form = draw.choice(("rate", "amount", "per", "step"))
    if form == "rate":
        rate = _rate(world, scope)
        return Way([f"on {base.text}", f"pays {rate.text}"], [rate], one_rate=True, kind="percent")
    amount = _amount(world)
    if form == "amount":
        return Way([f"pays {amount.text}"], [], one_rate=False, kind="money")
    if form == "per":
        relation = world.relations[0]
        return Way([f"pays {amount.text} per {relation.name.lower()}"], [], one_rate=False, kind="money")
    step = constant(world, "money", Fraction(draw.choice((50, 300, 1_000))))
    lines = [f"on {base.text}", f"an amount for every full step of {step.text}: {amount.text}"]
    return Way(lines, [], one_rate=False, kind="money")


def write_more(world: World, scope: Scope, way: Way) -> Way:
    """Points, multipliers, added amounts and exceptions, some with a condition."""
    draw = world.draw
    lines, tested = [], []
    if way.one_rate and draw.odds(20):
        written = draw.choice((1, 2, 5))
        points = named_percent(world, scope, written) if written > 1 else None
        tested += [points] if points is not None else []
        lines.append(f"plus {points.text if points is not None else written} percentage points")
    if draw.odds(20):
        lines.append(f"multiplied by {draw.choice(('1.2', '0.5', '110%'))}")
    if draw.odds(15):
        lines.append(f"plus {_amount(world).text}")
    for index, line in enumerate(lines):
        if draw.odds(60):
            condition = holds(world, scope)
            lines[index], tested = f"{line} if {condition.side}", [*tested, condition]
    exceptions, conditions = _exceptions(world, scope, way)
    return Way([*lines, *exceptions], [*tested, *conditions], one_rate=False, kind=way.kind)


def _exceptions(world: World, scope: Scope, way: Way) -> tuple[list[str], list[Term]]:
    draw = world.draw
    if not draw.odds(20):
        return [], []
    values = [_rate(world, scope) if way.kind == "percent" else _amount(world)]
    tests = [holds(world, scope)]
    lines = [f'except "first" when {tests[0].side}: {values[0].side}']
    return lines, [*values, *tests]


def write_limits(world: World) -> list[str]:
    """A floor below every cap, and the least that is paid."""
    draw = world.draw
    lines = []
    if draw.odds(15):
        lines.append(f"never less than {constant(world, 'money', Fraction(draw.choice((5, 20)))).text}")
    if draw.odds(15):
        lines.append(f"pays nothing under {constant(world, 'money', Fraction(draw.choice((10, 40)))).text}, forfeited")
    return lines
