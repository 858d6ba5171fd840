"""Later versions of what a program declares: written again with a day after the head, and other figures."""
from __future__ import annotations

import datetime
import re
from collections.abc import Sequence, Set

from .world import Ladder, World
from .writing import UNIT_WORDS

FIGURE = re.compile(r"(>= |, to keep )([\d_]+)(?![\d_.%-])")
ASSESSED = re.compile(r"assessed every (month|quarter|half year|year)")
NUMERIC = re.compile(r"measure (\w+) of Partner.* is (?:money|count|number|points)$")
CAP = re.compile(r"(at most )([\d_]+)( [A-Z]{3} each )")
SPLIT = ("the version at its end", "split at the change, bands and caps as written",
         "split at the change, bands and caps prorated")  # fmt: skip
Pieces = Sequence[tuple[str, str]]


def write_versions(world: World, variant: Pieces) -> None:
    """Ladders, measures and eligibilities that go on otherwise from a day on."""
    for ladder in tuple(world.whole_ladders):
        if world.draw.odds(45):
            _ladder(world, ladder, is_adapted=any(ladder.name in text for _, text in variant))
    for payout in world.payouts:
        if world.draw.odds(35):
            _payout(world, payout.name, is_adapted=any(payout.name in text for _, text in variant))
    measures = [name for name, text in world.pieces if NUMERIC.match(text.split("\n")[0])]
    if measures and world.draw.odds(50):
        _defined(world, world.draw.choice(measures), variant)
    conditions = [name for name, text in world.pieces if text.startswith("eligibility")]
    if conditions and world.draw.odds(50):
        _defined(world, world.draw.choice(conditions), variant)


# ------------------------------------------------------------------------------------------------ ladders


def _ladder(world: World, ladder: Ladder, *, is_adapted: bool) -> None:
    """The same tiers, mostly harder to reach; perhaps at another pace."""
    draw = world.draw
    head, *lines = _text(world, ladder.name).split("\n")
    if draw.odds(70) and not is_adapted:
        lines = [_doubled(line) for line in lines]
    if draw.odds(25):
        unit = UNIT_WORDS[draw.choice(("month", "quarter", "half", "year"))]
        lines = [ASSESSED.sub(f"assessed every {unit}", line) for line in lines]
    change = draw.choice(("the version at its end", "split at the change"))
    world.declare(f"{ladder.name} later", f"{head}, from {_a_day(world)}", *lines, f"  {change}")


def _doubled(line: str) -> str:
    """A line with every figure in it doubled; as it is where it holds one that is no whole number."""
    wanted = line.count(">= ") + line.count(", to keep ")
    if len(FIGURE.findall(line)) < wanted or ">= " not in line:
        return line
    return FIGURE.sub(lambda found: f"{found[1]}{2 * int(found[2].replace('_', ''))}", line)


def _a_day(world: World) -> datetime.date:
    """A day in the middle of things; of a unit the first in half of the cases."""
    draw = world.draw
    day = world.start + datetime.timedelta(draw.randint(200, 900))
    unit = draw.weighted((50, "day"), (25, "quarter"), (25, "year"))
    first = world.calendar.containing(unit, day).start
    return first if first > world.start else day


def _payout(world: World, name: str, *, is_adapted: bool) -> None:
    """The same lists, mostly up to twice as much."""
    draw = world.draw
    head, *lines = _text(world, name).split("\n")
    if draw.odds(80) and not is_adapted:
        lines = [CAP.sub(lambda found: f"{found[1]}{2 * int(found[2].replace('_', ''))}{found[3]}", x) for x in lines]
    world.declare(f"{name} later", f"{head}, from {_a_day(world)}", *lines, f"  {draw.choice(SPLIT)}")


# ------------------------------------------------------------------------------------------------ definitions


def _defined(world: World, name: str, variant: Pieces) -> None:
    """Twice the number or the condition turned round, from where a year begins; where every incentive that reads it can
    say what becomes of its period, perhaps from the middle of a month."""
    draw = world.draw
    head, *lines = _text(world, name).split("\n")
    said = [line.strip() for line in lines if not line.startswith(("  except", "  when exceptions"))]
    if head.startswith("eligibility"):
        body = ["  none of", *(f"    {item}" for item in _items(said))]
    else:
        body = [f"  ({' '.join(said)}) * 2"]
    day = world.calendar.containing("year", world.start + datetime.timedelta(draw.randint(370, 900))).start
    found = readers(world, name)
    paid = [name for name in sorted(found) if any(name == each.name for each in world.incentives)]
    if paid and draw.odds(70) and _may_split(world, {name, *found}, variant):
        day = day.replace(day=10)
        # What is told of a tier was assessed over periods of its own: nothing begins inside that of its reader.
        direct = readers(world, name, stop={ladder.declared for ladder in world.ladders})
        for incentive in paid:
            change = draw.choice(SPLIT)
            if incentive in direct:
                say(world, incentive, change)
    world.declare(f"{name} later", f"{head}, from {day}", *body)


def _items(lines: Sequence[str]) -> list[str]:
    """The conditions of an eligibility, each as one of a list."""
    return [f"({line})" for line in (*lines, *lines)] if len(lines) == 1 else list(lines[1:])


def readers(world: World, name: str, *, stop: Set[str] = frozenset()) -> set[str]:
    """Everything that reads a name, itself or through another that is not one to `stop` at."""
    found, waiting = set[str](), [name]
    while waiting:
        wanted = re.compile(rf"\b{re.escape(waiting.pop())}\b")
        more = {other for other, text in world.pieces if wanted.search(text.partition("\n")[2])} - found
        found |= more
        waiting.extend(more - stop)
    return found


def _may_split(world: World, reading: set[str], variant: Pieces) -> bool:
    """Whether nothing but incentives with one version, paid by themselves, is measured over what is split."""
    texts = [text for name, text in world.pieces if name in reading]
    alone = not any(name in best for payout in world.payouts for best in payout.best for name in reading)
    plain = not any(each.dated for each in world.incentives if each.name in reading)
    capped = any(f"at most {name}" in text for _, text in variant for name in reading)
    paid = {each.name for each in world.incentives}
    payouts = [_text(world, payout.name) for payout in world.payouts]
    capped |= any(re.search(rf"\b{re.escape(name)}\b", text) for text in payouts for name in reading - paid)
    capped |= "each_reward" in reading
    edited = any(each.name in text for each in world.incentives for _, text in variant)
    return alone and plain and not capped and not edited and not any("on any day" in text for text in texts)


def say(world: World, name: str, clause: str) -> None:
    """One clause more of an incentive that says nothing yet of what changes inside its period."""
    place = next(i for i, (piece, _) in enumerate(world.pieces) if piece == name)
    if any(said in world.pieces[place][1] for said in SPLIT):
        return
    world.pieces[place] = (name, f"{world.pieces[place][1]}\n  {clause}")


def _text(world: World, name: str) -> str:
    return next(text for piece, text in world.pieces if piece == name)
