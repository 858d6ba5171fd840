"""A payout of its own whose lists stand in one another, of incentives that are measured and paid alike.

Written last and of literals alone, so that nothing a variant does touches it and nothing else is drawn otherwise.
"""
from __future__ import annotations

import re
from fractions import Fraction

import attrs

from rulelang.exact.calendar import MONTHS_IN

from .conditions import holds
from .drawing import Draw
from .earning import OF_RATES
from .numbers import constant, readable
from .terms import Term
from .versions import readers, say
from .world import Scope, World
from .writing import PAY_UNITS, ROUND_MODES, UNIT_WORDS, minor, rounding

LISTED = ("listed_a", "listed_b", "listed_c", "listed_d")
WORDS = {"all": "all of", "best": "the best of", "first": "the first that applies of",
    "rest": "each on what the earlier ones left:"}
INSIDE = re.compile(r"^(?:measure|eligibility) .*, from [\d-]+-10$")
ON_LEFT = ("on the full amount", "not deducted from later ones")


@attrs.frozen
class Listed:
    """An incentive for a list; `when` says whether it has a condition, `on` whether it is paid on something."""

    name: str
    when: bool
    on: bool


def write_lists(world: World) -> None:
    """Two to four incentives and the payout that lists them."""
    draw = world.draw
    measured, paid = draw.choice(PAY_UNITS), draw.choice(PAY_UNITS)
    scope = Scope(unit=measured)
    found = [_incentive(world, name, scope, measured, paid) for name in LISTED[: draw.randint(2, 4)]]
    for listed in found:
        say_of_changes(world, listed.name)
    every = draw.choice(PAY_UNITS)
    lines = [f"  paid every {UNIT_WORDS[every]}", f"  {_list(world, scope, found)}"]
    if draw.odds(30):
        _incentive(world, "listed_fee", scope, draw.choice(PAY_UNITS), draw.choice(PAY_UNITS))
        say_of_changes(world, "listed_fee")
        lines.append("  less listed_fee")
    each = draw.choice([unit for unit in PAY_UNITS if MONTHS_IN[unit] >= MONTHS_IN[every]])
    floor = draw.odds(50)
    if floor:
        each = "year"
        under = [unit for unit in PAY_UNITS if MONTHS_IN[every] <= MONTHS_IN[unit]]
        least = constant(world, "money", Fraction(draw.choice((1, 5, 12))))
        lines.append(f"  never less than {least.text} each {UNIT_WORDS[draw.choice(under)]}")
    if draw.odds(70 if floor else 30):
        cap = constant(world, "money", Fraction(draw.choice((20, 100, 500))))
        lines.append(f"  at most {cap.text} each {UNIT_WORDS[each]}")
    if len(lines) > 2:
        lines.append(f"  {rounding(draw.choice(tuple(ROUND_MODES)), 'money', None)}")
    world.declare("list_payout", "payout list_payout of Partner", *lines)


def _incentive(world: World, name: str, scope: Scope, measured: str, paid: str) -> Listed:
    draw = world.draw
    lines = [f"  measured every {UNIT_WORDS[measured]}", f"  paid every {UNIT_WORDS[paid]}"]
    when = _condition(world, scope) if draw.odds(45) else ""
    lines += [f"  when {when}"] if when else []
    bases = [each for each in readable(world, "money", scope) if not each[1].is_ratio and _is_fixed(each[1])]
    on = bool(bases) and draw.odds(70)
    is_whole = False
    if on:
        base, rate = bases[0], draw.choice(("1%", "2.5%", "7%", "100%"))
        lines += [f"  on {base[0]}", f"  pays {rate}"]
        is_whole = rate == "100%" and 10 ** minor(world.currency) % base[1].type.denominator == 0
    else:
        lines += _amounts(world)
    if not is_whole:
        lines.append(f"  {rounding(draw.choice(tuple(ROUND_MODES)), 'money', None)}")
    world.declare(name, f"incentive {name} of Partner", *lines)
    return Listed(name, bool(when), on)


def say_of_changes(world: World, name: str) -> None:
    """What becomes of its period where something that it reads begins in the middle of a month."""
    changed = [known.removesuffix(" later") for known, text in world.pieces if INSIDE.search(text.split("\n")[0])]
    assessed = {ladder.declared for ladder in world.ladders}
    if any(name in readers(world, each, stop=assessed) for each in changed):
        say(world, name, "the version at its end")


def _amounts(world: World) -> list[str]:
    """An amount as it stands, one for each record by how many there are, or one on a line between two."""
    draw = world.draw
    low, high = (constant(world, "money", Fraction(draw.choice(each))).text for each in ((3, 15, 40), (7, 60)))
    form, records = draw.choice(("amount", "unit", "line")), world.relations[0].records
    if form == "amount":
        return [f"  pays {low}"]
    if form == "unit":
        words = draw.choice((*OF_RATES.values(), OF_RATES["marginal"], OF_RATES["whole"]))
        rows = [f"    from 0: {low} per {records}", f"    {draw.choice(('from', 'above'))} 2: {high} per {records}"]
    else:
        words, first = OF_RATES["interpolated"], draw.choice((0, 1))
        rows = [f"    from {first}: {low}", f"    from {draw.choice((3, 7))}: {high}"]
    on = f"count {records}" if form == "unit" else _counted(world, records)
    if form == "unit" and words == OF_RATES["interpolated"]:
        on = f"the lower of (({on}), 1_000)"  # what multiplies itself has too many digits
    elif form == "unit" and Draw(f"part of a count {world.calendar} {world.start} {low} {high}").odds(60):
        on = f"50% of {on}"
    return [f"  on {on}", f"  {words}", *rows]


def _counted(world: World, records: str) -> str:
    """How many records there are, or a measure of it by cases that leave no number out."""
    draw, name = world.draw, "listed_steps"
    if any(known == name for known, _ in world.pieces):
        return name
    if draw.odds(40):
        return f"count {records}"
    most, counted = draw.choice((1, 2)), f"(count {records})"
    cases = [f"{counted} is 0: 1", f"{counted} between 1 and {most}: 4", f"{counted} > {most}: 9"]
    world.declare(name, f"measure {name} of Partner is count", *(f"  when {each}" for each in draw.sample(cases, 3)))
    return name


def _is_fixed(term: Term) -> bool:
    """Whether nothing that may change from day to day is read on a day that is not said."""
    return not term.plain and not term.constants


def _condition(world: World, scope: Scope) -> str:
    """One that reads no parameter on a day that is not said; none after some tries."""
    for _ in range(40):
        found = holds(world, scope)
        if not found.plain:
            return found.side
    return ""


# ------------------------------------------------------------------------------------------------ lists


def _list(
    world: World, scope: Scope, items: list[Listed], *, tested: bool = False, reduced: bool = False
) -> str:
    """Some incentives in one list, one or two of them perhaps in a list inside. `tested`: none of them always applies,
    because something comes after them; `reduced`: something was taken off what they are paid on."""
    draw = world.draw
    kind = draw.weighted((25, "all"), (30, "best"), (35, "first"), (60 if all(i.on for i in items) else 0, "rest"))
    reduced = reduced or kind == "rest"
    inner = draw.sample(items, 2) if len(items) > 2 and draw.odds(60) else []
    rest = [item for item in items if item not in inner]
    parts: list[Listed | None] = draw.sample([*rest, *([None] if inner else [])], len(rest) + bool(inner))
    texts = []
    for index, part in enumerate(parts):
        followed = tested or (kind == "first" and index < len(parts) - 1)
        if part is None:
            texts.append(f"({_list(world, scope, inner, tested=followed, reduced=reduced)})")
            continue
        condition = _condition(world, scope) if draw.odds(30) or (followed and not part.when) else ""
        if followed and not part.when and not condition:
            return f"all of {', '.join(item.name for item in items)}"
        text = f"{part.name} if {condition}" if condition else part.name
        more = [words for words in ON_LEFT if reduced and draw.odds(25)]
        texts.append(" ".join((text, *more)))
    return f"{WORDS[kind]} {', '.join(texts)}"
