"""What a variant drops out of a list in which it is compared with others, tried in turn, or paid on what they left.

Drawn by itself, so that nothing else is drawn otherwise: out of the payout with lists where there is one, or out of one
that is written for it.
"""
from __future__ import annotations

import datetime
import re

from .levels import EFFECTIVE, Piece, open_in_base
from .listing import LISTED, WORDS, say_of_changes
from .numbers import constant, reading
from .world import World
from .writing import PAY_UNITS, UNIT_WORDS

PAYOUT, OWN_PAYOUT = "list_payout", "left_payout"
OWN = ("left_a", "left_b", "left_c")
NAMED = re.compile(rf"\b(?:{'|'.join(LISTED)})\b")
COMPARED = tuple(words for kind, words in WORDS.items() if kind != "all")
RUNS = re.compile(r" (?:every|each) (month|quarter|half year|year)$", re.MULTILINE)
UNITS = {words: unit for unit, words in UNIT_WORDS.items()}


def write_dropped(world: World, variant: list[Piece], below: list[Piece]) -> None:
    """One of those that a list names, dropped by a variant, if there is one, or by that of it."""
    if not variant:
        return
    pieces = world.draw.choice([each for each in (variant, variant, below) if each])
    text = next((text for name, text in world.pieces if name == PAYOUT), "")
    named = sorted(set(NAMED.findall(text)))
    if len(named) > 1 and any(words in text for words in COMPARED):
        _drop(world, pieces, named, PAYOUT)
    elif world.draw.odds(40):
        _drop(world, pieces, _of_its_own(world), OWN_PAYOUT)
        _stays_otherwise(world, pieces)


def _drop(world: World, pieces: list[Piece], named: list[str], payout: str) -> None:
    """One that is told to go, where it goes with the end of the list that it stands in."""
    dropped = world.draw.choice(named)
    if _ends_with_the_list(world, pieces[0][1], dropped, payout):
        open_in_base(world, [f"{dropped}: may drop"])
        pieces.append((f"drop {dropped}", f"drop {dropped}"))


def _stays_otherwise(world: World, pieces: list[Piece]) -> None:
    """What stays in the list written for it, paid at another pace from the same day on."""
    draw, texts = world.draw, [text for _, text in pieces]
    stays = [name for name, _ in world.pieces if name in OWN and f"drop {name}" not in texts]
    if "closing open periods" not in texts[0] or not draw.odds(50):
        return
    paces = [UNIT_WORDS[unit] for unit in PAY_UNITS]
    open_in_base(world, [f"{name}: paid every {', '.join(paces[:-1])} or {paces[-1]}" for name in stays])
    pace = draw.choice(paces)
    pieces += [(f"pace of {name}", f"set {name}: paid every {pace}") for name in stays]


def _ends_with_the_list(world: World, head: str, dropped: str, payout: str) -> bool:
    """Whether a period that is open when the variant begins ends on one day with those of the payout."""
    found = EFFECTIVE.search(head)
    assert found is not None, "a variant has a day"
    if "from the next period" not in found[2]:
        return True
    before, texts = datetime.date.fromisoformat(found[1]) - datetime.timedelta(1), dict(world.pieces)
    units = [UNITS[words] for name in (dropped, payout) for words in RUNS.findall(texts[name])]
    return len({world.calendar.containing(unit, before).stop for unit in units}) == 1


def _of_its_own(world: World) -> list[str]:
    """Two or three on one thing, over what something else is measured over, so that they cost little."""
    draw = world.draw
    name, term = world.measures[0]
    measured, paid = next(((each.measured, each.paid) for each in world.incentives), ("year", "year"))
    kind = draw.weighted((20, "best"), (15, "first"), (65, "rest"))
    items = list(OWN[: draw.randint(2, 3)])
    for item in items:
        tried = kind == "first" and item != items[-1]
        when = [f"  when {name} >= {constant(world, 'money').text}"] if tried or draw.odds(25) else []
        world.declare(
            item, f"incentive {item} of Partner", f"  measured every {UNIT_WORDS[measured]}",
            f"  paid every {UNIT_WORDS[paid]}", *when, f"  on {reading(world, name, term, plain=True).text}",
            f"  pays {draw.choice((1, 2, 40))}%", "  rounded half even to cents",
        )  # fmt: skip
        say_of_changes(world, item)
    lines = [f"  paid every {UNIT_WORDS[paid]}", f"  {WORDS[kind]} {', '.join(items)}"]
    world.declare(OWN_PAYOUT, f"payout {OWN_PAYOUT} of Partner", *lines)
    return items
