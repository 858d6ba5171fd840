"""A program with a region and a country below it, from figures that are drawn, and whether something of it is to be
refused."""
from __future__ import annotations

import datetime
import random
from fractions import Fraction

import attrs

from .dials import Dial, Line, Number, Range
from .writing import BEGINS, START, Written, files_of

CHANGE = datetime.date(2025, 10, 1)
"""The day on which some of the program's own values become others."""
LATER = (*(datetime.date(2025, month, 1) for month in (4, 7, 10)), datetime.date(2026, 1, 1))
OF_ONE_NUMBER = (
    "net_sales >= {v}", "all_sales >= {v}", "twice >= {vv}", "{v} <= net_sales", "rich", "net_sales >= own_floor",
    "net_sales / {v} >= 1", "(none of net_sales < {v}, csat > 5)",
)  # fmt: skip
"""Ways to ask for an amount of sales that compare with a number, which may not lie below the line either."""
OTHERS = (
    "(net_sales or else 0 USD) >= {v}", "net_sales >= the higher of ({v}, 1 USD)", "net_sales >= own(category)",
    "same(net_sales) >= {v}", "is_rich is yes", "(net_sales rounded half up to 2 decimals) >= {v}", "grade >= 2",
    "Own in force at period end >= top",
)
"""Ways to ask for the same that do not."""


@attrs.frozen
class Family:
    """`files` by name; whether something in them is to be refused; the figures, by name, for what is accepted."""

    files: tuple[tuple[str, str], ...]
    inside: bool
    dials: tuple[Dial, ...]


def family(draw: random.Random) -> Family:
    """One family; about half of them stay inside what is open."""
    rate = _dial(draw, "rate", [2, 3, 4], Fraction(1, 100))
    top_rate = _dial(draw, "top_rate", [3, 4, 5], Fraction(1, 100))
    cells = [_dial(draw, f"table ({key})", [2, 3], Fraction(1, 100)) for key in ("reseller", "integrator")]
    sales = _dial(draw, "gold_sales", [100, 120], Fraction(1_000))
    top_cap = _dial(draw, "top_cap", [2, 4], Fraction(1_000))
    gold = Number("Level gold net_sales", [], through=sales)
    rates = Dial("rebate rates", [])
    caps = Dial("rebate caps", [])
    shared = Dial("table", [])
    bold = draw.random() < 0.5
    for dial in (rate, top_rate, shared, sales, top_cap, gold):
        _open(draw, dial, bold=bold)
    for cell in cells:
        cell.ranges, cell.closed = shared.ranges, shared.closed
    rates.ranges[0] = Range(Fraction(0), Fraction(draw.choice((6, 99)), 100))
    caps.ranges[0] = Range(Fraction(500), Fraction(draw.choice((5_000, 99_000))))
    closed = draw.random() < 0.3
    dials: tuple[Dial, ...] = (rate, top_rate, *cells, sales, top_cap, gold)
    for dial in dials:
        dial.closed = {1} if closed else set()
        for level in (1, 2):
            if draw.random() < 0.25:
                dial.edits[level] = _lines(draw, dial, level, bold=bold)
    required = {level: _require(draw, level) for level in (1, 2) if draw.random() < 0.35}
    inside = all(dial.is_inside() for dial in dials)
    inside &= all(_amounts_inside(bounds, read) for bounds, read in ((rates, (top_rate, *cells)), (caps, (top_cap,))))
    inside &= all(_required_inside(gold, level, value, form) for level, (value, form) in required.items())
    if closed and 2 in required:
        inside = False
    opened = (rate, top_rate, shared, sales, top_cap, gold)
    return Family(files_of(Written(dials, opened, rates, caps, required, closed)), inside, dials)


def _dial(draw: random.Random, name: str, sizes: list[int], unit: Fraction) -> Dial:
    own = [Line(START, draw.choice(sizes) * unit)]
    if draw.random() < 0.4 and not name.startswith("table"):
        own.append(Line(CHANGE, draw.choice(sizes) * unit))
    return Dial(name, own)


def _open(draw: random.Random, dial: Dial, *, bold: bool) -> None:
    """The line of head office, and perhaps a narrower one of the region."""
    unit = Fraction(1_000) if dial.is_money else Fraction(1, 100)
    wide = 40 if "sales" in dial.name else 1
    if draw.random() < 0.6:
        low, high = draw.choice(((1, 5), (2, 6), (2, 4), (1, 90))) if bold else (1, 90)
        ranges = [Range(low * wide * unit, high * wide * unit), Range(low * wide * unit, high * wide * unit * 3 / 4)]
    else:
        low, high = draw.choice(((50, 150), (80, 125), (100, 300))) if bold else (50, 200)
        ranges = [Range(Fraction(low, 100), Fraction(end, 100), of_global=True) for end in (high, 100)]
    dial.ranges[0] = ranges[0]
    if draw.random() < 0.3:
        dial.ranges[1] = ranges[1] if ranges[1].low <= ranges[1].high else ranges[0]


def _lines(draw: random.Random, dial: Dial, level: int, *, bold: bool) -> list[Line]:
    """One to three values of a level's own, most of them near the global value; perhaps back to it."""
    starts = sorted(draw.sample([BEGINS[level], *(day for day in LATER if day > BEGINS[level])], draw.randint(1, 3)))
    lines = []
    for start in starts:
        root = dial.root(start)
        factors = ("1", "1", "5/4", "3/4", "2", "30") if bold else ("1", "5/4", "3/4")
        factor = Fraction(draw.choice(factors))
        lines.append(Line(start, None if draw.random() < 0.25 else root * factor))
    return lines


def _require(draw: random.Random, level: int) -> tuple[Fraction, str]:
    return draw.choice((Fraction(55_000), Fraction(60_000), Fraction(400_000))), draw.choice((*OF_ONE_NUMBER, *OTHERS))


def _required_inside(gold: Number, level: int, value: Fraction, form: str) -> bool:
    """Whether an added requirement keeps to what is said of the number to enter and, in proportion, of that to keep."""
    kept = Fraction(50_000)
    for day in gold.days(BEGINS[level], CHANGE):
        root = gold.root(day)
        for above, said in gold.ranges.items():
            if above >= level or day < BEGINS[level]:
                continue
            scale = root if said.of_global else Fraction(1)
            for share in (Fraction(1), kept / root):
                low, high = said.low * scale * share, said.high * scale * share
                if value > high or (value < low and form in OF_ONE_NUMBER):
                    return False
    return True


def _amounts_inside(bounds: Dial, read: tuple[Dial, ...]) -> bool:
    """Whether whatever a rule reads stays inside the line about the rule, where a variant has moved it."""
    said = bounds.ranges[0]
    return all(
        said.holds(dial.at(level, day), Fraction(1))
        for dial in read for level in dial.edits for day in dial.days()
        if (line := dial.written(level, day)) is not None and line.value is not None
    )  # fmt: skip
