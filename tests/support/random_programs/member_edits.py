"""An incentive and a ladder for every member of a type, of which a variant changes the cap, a number, or what is asked
of one member by itself."""
from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .levels import Piece, open_in_base
from .numbers import reading
from .world import World
from .writing import literal


def write_member_edit(world: World, variant: list[Piece]) -> list[Piece]:
    """The pieces of a variant with one more edit. Over a year, so that it costs little."""
    draw = world.draw
    small = [(name, choice.members) for name, choice in world.enumerations.items() if len(choice.members) < 4]
    if not small or not draw.odds(18):
        return variant
    kind, members = draw.choice(small)
    measure, term = world.measures[0]
    base = reading(world, measure, term, plain=True)
    caps = [literal("money", Fraction(value), world.currency) for value in (40, 10, 80)]
    place = next(at for at, (name, _) in enumerate(world.pieces) if name == "adaptable")
    world.pieces.insert(place, ("each_reward", (
        f"incentive each_reward of Partner by {kind}\n  paid every year\n  on {base.text}\n  pays 1%\n"
        f"  at most {caps[0]}\n  rounded half even to cents"
    )))  # fmt: skip
    lines = [f"each_reward: between {caps[1]} and {caps[2]}"]
    lines += [f"each_reward({member}): between {caps[1]} and {caps[2]}" for member in members if draw.odds(30)]
    open_in_base(world, lines)
    edits = [("edit of a member", f"set each_reward({draw.choice(members)}): at most {draw.choice(caps[1:])}")]
    if draw.odds(40):
        edits.append(("edit of all members", f"set each_reward: at most {draw.choice(caps)}"))
    if draw.odds(85) and term.kind == "money":
        edits += _edits_of_ladder(world, kind, members, measure, variant[0][1])
    return [*variant, *edits]


def _edits_of_ladder(world: World, kind: str, members: Sequence[str], measure: str, head: str) -> list[Piece]:
    """A number for one member, perhaps for all, and perhaps more that is asked of one."""
    draw, since = world.draw, re.search(r"effective from (\S+?)(?:,|$)", head, re.MULTILINE)
    if since is None:
        return []
    low, own, high = (literal("money", Fraction(value), world.currency) for value in (10, 60, 900))
    place = next(at for at, (name, _) in enumerate(world.pieces) if name == "adaptable")
    world.pieces.insert(place, ("each_standing", (
        f"tiers each_standing of Partner by {kind}, lowest first\n  assessed every year\n  tier plain_standing\n"
        f"  tier fine_standing\n    requires {measure} >= {own}"
    )))  # fmt: skip
    figure = f"each_standing fine_standing {measure}"
    lines = [f"{figure}: between {low} and {high}", "each_standing: may gain requirements"]
    open_in_base(world, lines + [f"{figure}({member}): between {low} and {high}" for member in members[:1]])
    one, date = draw.choice(members), since[1]
    edits = [("number of a member", f"set {figure}({one}): {draw.choice((low, high))} from {date}")]
    if draw.odds(40):
        edits.append(("number of all members", f"set {figure}: {draw.choice((low, high))} from {date}"))
    if draw.odds(40):
        needed = f"require for fine_standing({draw.choice(members)}): {measure} >= {low}"
        edits.append(("asked of a member", needed))
    return edits
