"""A ladder of tiers that takes the place of another from a day on: its versions, and one order for all their tiers.

Knows nothing of what tiers ask for.
"""
from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise

from rulelang.syntax import nodes


def versions_of(ladder: nodes.Tiers) -> tuple[nodes.Tiers, ...]:
    """The ladder as it was from each day on, the earliest first."""
    earlier = versions_of(ladder.before) if ladder.before is not None else ()
    return (*earlier, ladder)


def tier_names(ladder: nodes.Tiers) -> tuple[str, ...]:
    """The tiers of all versions, lowest first. Between two tiers that both versions have, those of the earlier one
    stand below those of the later."""
    names: tuple[str, ...] = ()
    for version in versions_of(ladder):
        names = _together(names, [tier.name.text for tier in version.tiers])
    return names


def tiers_until(ladder: nodes.Tiers, last: datetime.date | None) -> tuple[str, ...]:
    """The tiers that somebody may have reached by a day, or ever."""
    begun = [v for v in versions_of(ladder) if last is None or v.since is None or v.since <= last]
    there = {tier.name.text for version in begun for tier in version.tiers}
    return tuple(name for name in tier_names(ladder) if name in there)


def _together(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    rest, waiting = list(old), list[str]()
    for name in new:
        if name in rest:
            place = rest.index(name)
            found += [*rest[:place], *waiting, name]
            rest, waiting = rest[place + 1 :], []
        elif name not in found and name not in waiting:
            waiting.append(name)
    return (*found, *rest, *waiting)


def out_of_order(old: nodes.Tiers, new: nodes.Tiers) -> tuple[nodes.Name, nodes.Name] | None:
    """Two tiers, the lower one of the new ladder first, that stand the other way round in the earlier one."""
    known = tier_names(old)
    shared = [tier.name for tier in new.tiers if tier.name.text in known]
    for lower, upper in pairwise(shared):
        if known.index(lower.text) > known.index(upper.text):
            return lower, upper
    return None


def tier_written(ladder: nodes.Tiers, name: str) -> nodes.Tier:
    """The tier of that name in the latest version that has it."""
    return next(t for version in reversed(versions_of(ladder)) for t in version.tiers if t.name.text == name)
