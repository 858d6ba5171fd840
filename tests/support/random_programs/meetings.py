"""Constructs that stand in one program: what each does to money is shown by itself, what they do together is not.

Each pair is counted by how often the second stands in a program that has the first.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rulelang.exact.own_calendar import OwnCalendar

from .world import World

FIRST_DAY = ("first day prorated", "first day as written")
LIMITS = tuple(f"{limit} over {over} than is measured" for limit in ("cap", "floor") for over in ("more", "less"))
PAID_IN = ("paid in another currency",)
MEETINGS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "limit over another period after a first day": (FIRST_DAY, LIMITS),
    "paid in another currency after a first day": (FIRST_DAY, PAID_IN),
    "first day in a calendar of its own": (("calendar of its own",), FIRST_DAY),
    "what is left after a first day": (FIRST_DAY, ("stack rest",)),
    "converted, and paid in another currency": (PAID_IN, ("conversion of currency",)),
}


def met(found: Mapping[str, int]) -> Counter[str]:
    """The pairs in one program of which this was found."""
    return Counter({
        name: sum(found.get(each, 0) for each in counted)
        for name, (there, counted) in MEETINGS.items() if any(found.get(each, 0) for each in there)
    })  # fmt: skip


def odds_of_first_day(world: World) -> int:
    """More often beside a calendar of its own and beside a list in which each is paid on what is left."""
    listed = any("each on what the earlier ones left" in text for _, text in world.pieces)
    return 70 if listed or isinstance(world.calendar, OwnCalendar) else 9


def odds_of_paid_in(world: World) -> int:
    """More often where a first day cuts periods, and nearly always where amounts were converted before."""
    if any(" converted to " in text for _, text in world.pieces):
        return 95
    return 70 if has_first_day(world) else 27


def has_first_day(world: World) -> bool:
    return any("valid from begins" in text for _, text in world.pieces)
