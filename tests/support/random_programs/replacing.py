"""A ladder of the variant's own in the place of one of the base."""
from __future__ import annotations

from .definitions import aggregate
from .world import Ladder, Scope, World
from .writing import UNIT_WORDS

MORE = ("starter", "select", "elite")


def replace_ladder(world: World, openings: list[str]) -> list[tuple[str, str]]:
    """The variant's piece, if any. It counts records, so that it reads no tier; tiers that rules may ask for stay."""
    draw = world.draw
    if not world.whole_ladders or not draw.odds(60):
        return []
    ladder = draw.choice(world.whole_ladders)
    counted = aggregate(world, "count", Scope(reads=False))
    if counted is None:
        return []
    openings.append(f"{ladder.name}: may replace the ladder")
    unit = draw.choice(("month", "quarter", "half", "year"))
    lines = [f"tiers {ladder.name} of Partner, lowest first", f"  assessed every {UNIT_WORDS[unit]}"]
    for height, tier in enumerate(_tiers(world, ladder)):
        lines.append(f"  tier {tier}")
        if height:
            said = draw.choice(("", ", for entry only", f", to keep {height}"))
            lines.append(f"    requires {counted.side} >= {height * draw.choice((1, 2))}{said}")
    world.ladders.remove(ladder)
    return [(ladder.name, "\n".join(lines))]


def _tiers(world: World, ladder: Ladder) -> list[str]:
    """Those there are, but for some that nobody asks for; perhaps one more, which no table by tier knows."""
    draw = world.draw
    texts = [text for name, text in world.pieces if name != ladder.name]
    tiers = [tier for tier in ladder.tiers if any(tier in text for text in texts) or draw.odds(60)]
    is_key = any(ladder.name in table.keys for table in world.tables)
    if not tiers or (draw.odds(60) and not is_key):
        tiers.insert(draw.randint(0, len(tiers)), f"{draw.choice(MORE)}_{ladder.name.lower()}")
    return tiers
