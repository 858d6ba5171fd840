"""Floors and caps of incentives over another period than the measured one. Written last, so that nothing else is drawn
otherwise; the next unit only, so that little more is worked out."""
from __future__ import annotations

from fractions import Fraction

from .meetings import has_first_day
from .numbers import constant
from .world import Incentive, World
from .writing import PAY_UNITS, UNIT_WORDS


def write_capping(world: World) -> None:
    """A cap or a floor more of some incentives that have one version."""
    for incentive in world.incentives:
        if not incentive.dated:
            _capped(world, incentive)


def _capped(world: World, incentive: Incentive) -> None:
    draw = world.draw
    place = next(n for n, (name, _) in enumerate(world.pieces) if name == incentive.name)
    text = world.pieces[place][1]
    number = PAY_UNITS.index(incentive.measured)
    # What is compared begins on one day, so none of it runs over more than the others.
    compared = any(incentive.name in names for payout in world.payouts for names in payout.best)
    # A rate on a line is a quotient by data, of which no sums over shorter units fit 38 digits.
    units = [number - 1] if "  interpolated" not in text else []
    units += [number + 1] if not compared else []
    over = [(PAY_UNITS[at], at > number) for at in units if 0 <= at < len(PAY_UNITS)]
    if not over:
        return
    # A floor runs over no more than any cap.
    uncapped = over[-1][1] and "  at most " not in text
    if not draw.odds((45 if uncapped else 22) * (2 if has_first_day(world) else 1)):
        return
    unit, is_longer = over[-1] if uncapped else draw.choice(over)
    may_floor = uncapped or not is_longer
    may_cap = is_longer or "  never less than " not in text
    lines = []
    if may_floor and draw.odds(55):
        lines.append(f"  never less than {_amount(world, 3, 8)} each {UNIT_WORDS[unit]}")
    if may_cap and (not lines or draw.odds(30)):
        lines.append(f"  at most {_amount(world, 60, 400)} each {UNIT_WORDS[unit]}")
    world.pieces[place] = incentive.name, "\n".join([text, *lines])


def _amount(world: World, *amounts: int) -> str:
    return constant(world, "money", Fraction(world.draw.choice(amounts))).text
