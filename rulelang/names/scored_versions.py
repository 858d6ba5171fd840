"""Versions of a scorecard or a benefit: the one that begins last holds those before it. Knows nothing of points."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import attrs

from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes

D = TypeVar("D", bound="nodes.Scorecard | nodes.Benefit")


def versions_of(declared: D) -> tuple[D, ...]:
    """A declaration as it was from each day on, the earliest first."""
    before: Any = declared.before
    return (declared,) if before is None else (*versions_of(before), declared)


def chained(versions: Sequence[D]) -> D:
    """The last of some versions in order of date, which holds the others, each with the last day it holds."""
    found: Any = versions[0]
    for version in versions[1:]:
        assert version.since is not None, "only the first version has no day"
        found = attrs.evolve(version, before=attrs.evolve(found, until=version.since - ONE_DAY))
    last: D = found
    return last


def by_one_name(declared: D) -> D:
    """A scorecard or benefit whose earlier versions go by its own name, with the member, too."""
    before: Any = declared.before
    if before is None:
        return declared
    renamed = before
    if before.name.text != declared.name.text:
        renamed = attrs.evolve(before, name=declared.name, label=declared.label, by=())
    found: D = attrs.evolve(declared, before=by_one_name(renamed))
    return found
