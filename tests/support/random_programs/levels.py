"""What variants do beyond their first edits: other numbers of tiers, caps and bands, and a variant of the variant.

Reads the texts that were written: an amount is changed where it stands as a literal.
"""
from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from .drawing import Draw
from .earning import OF_AMOUNTS, OF_RATES
from .world import Parameter, World
from .writing import digits_of, literal

Piece = tuple[str, str]
AMOUNT = r"([\d_]+(?:\.\d+)?)( [A-Z]{3}|%| points)?"
CAP = re.compile(rf"^  at most {AMOUNT}( each [a-z ]+)?$", re.MULTILINE)
ROW = re.compile(r"^    (from|above) (.+): ([\d.]+)%$")
AMOUNT_ROW = re.compile(r"^    (from|above) (.+): [\d._]+( [A-Z]{3})( per \w+)?$")
THRESHOLD = re.compile(rf"^(?:    requires|     ) ([a-z_0-9]+) >=? {AMOUNT}(?:, .*)?$")
BETWEEN = re.compile(r"^  (\w+): between \S.* and \S.*?( of the global value)?$", re.MULTILINE)
EFFECTIVE = re.compile(r"effective from (\S+), (.*)")


@attrs.define
class Edits:
    """The edits of a variant, and the lines of `adaptable` that let them through."""

    openings: list[str] = attrs.field(factory=list)
    edits: list[str] = attrs.field(factory=list)


def write_more(world: World, seed: int, variant: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a variant with more edits, and those of a variant of it, if any."""
    draw = Draw(f"levels {seed}")
    texts = "\n".join(text for _, text in variant)
    found = EFFECTIVE.search(texts)
    assert found is not None, "a variant has a day"
    day = datetime.date.fromisoformat(found[1])
    more = Edits()
    for name, text in [piece for piece in world.pieces if piece[1].startswith("incentive ")]:
        if f"drop {name}" in texts or " " in name:
            continue
        _cap(draw, name, text, more)
        _bands(draw, name, text, more)
        _amounts(Draw(f"amounts {seed} {name}"), name, text, more)
    _thresholds(draw, world, day, [name for name, _ in variant], more)
    open_in_base(world, more.openings)
    pieces = [*variant, *((f"more {n}", edit) for n, edit in enumerate(more.edits))]
    return pieces, _below(draw, world, day, found[2], more) if draw.odds(45) else []


def open_in_base(world: World, openings: list[str]) -> None:
    """More lines in the base's `adaptable`, before the one for everything else."""
    place = next(n for n, (name, _) in enumerate(world.pieces) if name == "adaptable")
    lines = world.pieces[place][1].split("\n")
    lines[-1:-1] = [f"  {line}" for line in openings]
    world.pieces[place] = ("adaptable", "\n".join(lines))


def _cap(draw: Draw, name: str, text: str, more: Edits) -> None:
    """Half or twice the cap there is."""
    found = CAP.search(text)
    if found is None or not draw.odds(70):
        return
    value, unit = Fraction(found[1].replace("_", "")), found[2] or ""
    times = Fraction(2) if "nothing under" in text else draw.choice((Fraction(1, 2), Fraction(2)))
    low, high, new = (f"{digits_of(value * by)}{unit}" for by in (Fraction(1, 2), Fraction(2), times))
    more.openings.append(f"{name}: between {low} and {high}")
    more.edits.append(f"set {name}: at most {new}{found[3] or ''}")


def _bands(draw: Draw, name: str, text: str, more: Edits) -> None:
    """The same edges at other rates, where all rates are literals."""
    words, found = _rows_of(text, OF_RATES, ROW)
    if not words or not draw.odds(70) or not found:
        return
    new = [f"    {row[1]} {row[2]}: {draw.choice((1, 2, 4))}%" for row in found]
    more.openings.append(f"{name}: may replace bands within 0% to 50%")
    more.edits.append("\n".join([f"set {name}:", f"  {words}", *new]))


def _amounts(draw: Draw, name: str, text: str, more: Edits) -> None:
    """The same edges at other amounts, as they stand or for each record."""
    words, found = _rows_of(text, OF_RATES | OF_AMOUNTS, AMOUNT_ROW)
    if not found:
        return
    new = [f"    {row[1]} {row[2]}: {draw.choice((10, 20, 80))}{row[3]}{row[4] or ''}" for row in found]
    bounds = f"10{found[0][3]} to 80{found[0][3]}{found[0][4] or ''}"
    more.openings.append(f"{name}: may replace bands within {bounds}")
    more.edits.append("\n".join([f"set {name}:", f"  {words}", *new]))


def _rows_of(text: str, ways: Mapping[str, str], row: re.Pattern[str]) -> tuple[str, list[re.Match[str]]]:
    """The words of a table of bands and its rows; no rows where one is written otherwise."""
    lines = text.split("\n")
    words = next((n for n, line in enumerate(lines) if line.strip() in ways.values()), None)
    if words is None:
        return "", []
    rows = [row.match(line) for line in itertools.takewhile(lambda line: line.startswith("    "), lines[words + 1 :])]
    found = [each for each in rows if each is not None]
    return lines[words].strip(), found if len(found) == len(rows) else []


def _thresholds(draw: Draw, world: World, day: datetime.date, replaced: list[str], more: Edits) -> None:
    """Twice the number that the highest tier of a ladder asks for, half of that of a lower one."""
    for ladder in world.ladders:
        text = next((text for name, text in world.pieces if name == ladder.name), "")
        if ladder.name in replaced:
            continue
        for height, part in enumerate(text.split("\n  tier ")[1:]):
            highest = height == len(ladder.tiers) - 1
            fitting = [found for found in _asked(part) if highest or "to keep" not in found[0]]
            if not fitting:
                continue
            chosen = draw.choice(fitting)
            value = Fraction(chosen[2].replace("_", "")) * (2 if highest else Fraction(1, 2))
            if value.denominator > 1:
                continue
            target = f"{ladder.name} {ladder.tiers[height]} {chosen[1]}"
            start = day + datetime.timedelta(draw.choice((0, 90)))
            more.openings.append(f"{target}: between 50% and 400% of the global value")
            more.edits.append(f"set {target}: {digits_of(value)}{chosen[3] or ''} from {start}")


def _asked(part: str) -> list[re.Match[str]]:
    """The lines of a tier that alone compare something by name."""
    lines = part.split("\n")
    found = [match for line in lines if (match := THRESHOLD.match(line)) is not None]
    named = re.findall(r"(?:requires|^     ) (\w+) [<>]", part, re.MULTILINE)
    return [match for match in found if named.count(match[1]) == 1]


# ------------------------------------------------------------------------------------------------ another level


def _below(draw: Draw, world: World, day: datetime.date, periods: str, above: Edits) -> list[Piece]:
    """A variant for a part of the region, later or on the same day, inside what the base leaves open."""
    region = next(text for name, text in world.pieces if name == "home_region")
    countries = region[region.index("(") + 1 : region.index(")")].split(", ")
    part = draw.some(countries, 1, len(countries))
    start = day + datetime.timedelta(draw.choice((0, 31, 200, 365)))
    head = (
        f"variant home_part of home_variant\n  for region home_part_region\n  effective from {start}, {periods}"
    )
    edits = list(_values_again(draw, world, start))
    for edit in above.edits:
        if "at most" in edit and draw.odds(50):
            edits.append(edit)
    return [("home_part", head), ("home_part_region", f"region home_part_region is ({', '.join(part)})"),
            *((f"below {n}", edit) for n, edit in enumerate(edits))]  # fmt: skip


def _values_again(draw: Draw, world: World, start: datetime.date) -> Iterator[str]:
    """Values of the parameters that the base opens: another, or back to the global one."""
    text = next(text for name, text in world.pieces if name == "adaptable")
    opened = {found[1]: bool(found[2]) for found in BETWEEN.finditer(text)}
    for parameter in world.parameters:
        if parameter.name in opened and draw.odds(70):
            day = _from_a_year(world, max(start, parameter.first))
            yield f"set {parameter.name}: {_again(draw, parameter, of_global=opened[parameter.name])} from {day}"


def _again(draw: Draw, parameter: Parameter, *, of_global: bool) -> str:
    kind = parameter.type
    back = of_global or draw.odds(30)
    return "as global" if back else literal(kind.kind, draw.choice(parameter.values), kind.currency)


def _from_a_year(world: World, day: datetime.date) -> datetime.date:
    """The first day of a year on or after a day: what is read without a day changes only there."""
    year = world.calendar.containing("year", day)
    return year.start if year.start == day else world.calendar.shifted("year", year, 1).start
