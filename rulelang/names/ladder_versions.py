"""A ladder of tiers that takes the place of another from a day on: its versions, and one order for all their tiers.

Knows nothing of what tiers ask for.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import pairwise

import attrs

from rulelang.syntax import nodes


def versions_of(ladder: nodes.Tiers) -> tuple[nodes.Tiers, ...]:
    """The ladder as it was from each day on, the earliest first."""
    earlier = versions_of(ladder.before) if ladder.before is not None else ()
    return (*earlier, ladder)


def chained(versions: Sequence[nodes.Tiers], above: nodes.Tiers | None) -> nodes.Tiers:
    """Versions that one level writes, in order of date, over the ladder that stood there until the first of them: of
    that what begins later no longer shows. All but the first go on from the one before."""
    found = above
    while found is not None and found.since is not None and found.since >= (versions[0].since or found.since):
        found = found.before
    for number, version in enumerate(versions):
        named = called_as(version, found) if number and found is not None else version
        found = attrs.evolve(named, before=found, goes_on=number > 0)
    assert found is not None, "there is a version"
    return found


def in_every_version(ladder: nodes.Tiers, change: Callable[[nodes.Tiers], nodes.Tiers]) -> nodes.Tiers:
    """The ladder with a change made in each of its versions."""
    before = in_every_version(ladder.before, change) if ladder.before is not None else None
    return attrs.evolve(change(ladder), before=before)


def called_as(new: nodes.Tiers, old: nodes.Tiers) -> nodes.Tiers:
    """A ladder with the labels of the one before it where it writes none of its own."""
    labels = {tier.name.text: tier.label for tier in old.tiers}
    tiers = (attrs.evolve(tier, label=tier.label or labels.get(tier.name.text)) for tier in new.tiers)
    return attrs.evolve(new, label=new.label or old.label, tiers=tuple(tiers))


def with_requirements(ladder: nodes.Tiers, tier: str, added: nodes.Requirements) -> nodes.Tiers:
    """The ladder with another list for a tier, in every version that has it."""

    def add(version: nodes.Tiers) -> nodes.Tiers:
        tiers = (
            attrs.evolve(each, requirements=(*each.requirements, added)) if each.name.text == tier else each
            for each in version.tiers
        )
        return attrs.evolve(version, tiers=tuple(tiers))

    return in_every_version(ladder, add)


def tier_names(ladder: nodes.Tiers) -> tuple[str, ...]:
    """The tiers of all versions, lowest first. Between two tiers that both versions have, those of the earlier one
    stand below those of the later."""
    names: tuple[str, ...] = ()
    for version in versions_of(ladder):
        names = in_one_order(names, [tier.name.text for tier in version.tiers])
    return names


def own_tier_names(ladder: nodes.Tiers) -> tuple[str, ...]:
    """The tiers of the versions that one level writes, those of a ladder in whose place they stand left out."""
    names, version = [tier.name.text for tier in ladder.tiers], ladder
    while version.goes_on and version.before is not None:
        version = version.before
        names += [tier.name.text for tier in version.tiers]
    return tuple(name for name in tier_names(ladder) if name in names)


def tiers_until(ladder: nodes.Tiers, last: datetime.date | None) -> tuple[str, ...]:
    """The tiers that somebody may have reached by a day, or ever."""
    begun = [v for v in versions_of(ladder) if last is None or v.since is None or v.since <= last]
    there = {tier.name.text for version in begun for tier in version.tiers}
    return tuple(name for name in tier_names(ladder) if name in there)


def in_one_order(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Two orders as one. Between two names that both have, those of the old alone stand below those of the new."""
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
