"""Payouts that are paid in another currency: by the head of a variant, by the payout itself, or from a day on.

Written last: every payout that is converted is rounded to the smallest unit of what is paid.
"""
from __future__ import annotations

import datetime
import re
from fractions import Fraction

from .parameters import HORIZON
from .world import World
from .writing import ROUND_MODES, literal, rounding

Piece = tuple[str, str]
CODES = ("JPY", "KWD", "COP", "MXN", "EUR")
WORTH = tuple(Fraction(r) for r in ("0.0067", "3.25", "0.000245", "0.05", "1.1"))
IN_OTHER = (Fraction(2), Fraction(110), Fraction(4_000))
ROUNDED = re.compile(r"^  rounded .*$", re.MULTILINE)
TABLE = "paying_rates"


def write_paid_in(world: World, variant: list[Piece], below: list[Piece]) -> None:
    """The clause, in a head or in one payout, with the table that it names."""
    draw = world.draw
    payouts = [(name, text) for name, text in world.pieces if text.startswith("payout ")]
    if not payouts or any(re.search(r"  at most .*% of ", text) for _, text in payouts):
        return
    code = draw.choice([each for each in CODES if each != world.currency])
    _write_rates(world, code)
    days = ["at period end", "at period end", "at period start", f"on {world.start}"]
    clause = f"  paid in {code} with {TABLE} in force {draw.choice(days)}"
    heads = [pieces for pieces in (variant, below) if pieces]
    if heads and draw.odds(65):
        head = draw.choice(heads)
        for name, _ in payouts:
            _change(world, name, "")
        head[0] = (head[0][0], f"{head[0][1]}\n{clause}")
        return
    name = draw.choice(payouts)[0]
    later = any(known == f"{name} later" for known, _ in payouts)
    if not later or draw.odds(50):
        _change(world, name, clause)
    if later:
        _change(world, f"{name} later", clause)


def _change(world: World, name: str, clause: str) -> None:
    """A payout with a rounding that any currency has, and perhaps a clause."""
    place = next(n for n, (known, _) in enumerate(world.pieces) if known == name)
    text, said = world.pieces[place][1], f"  {rounding(world.draw.choice(tuple(ROUND_MODES)), 'money', None)}"
    text = ROUNDED.sub(said, text) if ROUNDED.search(text) else f"{text}\n{said}"
    world.pieces[place] = (name, f"{text}\n{clause}" if clause else text)


def _write_rates(world: World, code: str) -> None:
    """What one of the other currency is worth, or one of the program's in the other."""
    draw = world.draw
    by_other = draw.odds(50)
    kind, row, inside = ("money with 6 decimals", code, world.currency) if by_other else (
        f"money in {code}", world.currency, code)  # fmt: skip
    year = world.calendar.containing("year", world.start + datetime.timedelta(500)).start
    lines = [f"parameter {TABLE} {kind} by currency"]
    for start in (world.start, *([year] if draw.odds(60) and world.start < year <= HORIZON else [])):
        worth = literal("money", draw.choice(WORTH if by_other else IN_OTHER), inside)
        lines += [f"  from {start}", f"    | currency | {TABLE} |", f"    | {row} | {worth} |"]
    world.declare(TABLE, *lines)
