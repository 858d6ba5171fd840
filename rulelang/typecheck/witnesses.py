"""What a checker knows of readings, for the proof that conditions are apart and for examples of who meets them all."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import Phrase
from rulelang.names.ladder_versions import tier_names
from rulelang.syntax import nodes
from rulelang.typecheck.apart import Test, excluded, lists_of
from rulelang.typecheck.constants import value_on
from rulelang.typecheck.coverage import Left, is_plain, left_out
from rulelang.typecheck.values_met import Point, example_of, nothing_meets, written_point

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

WAYS_MAX = 64
"""Ways to meet conditions at once that are tried for an example."""


def kind_of(checker: Checker, reading: object) -> core.Type | None:
    """The type of something that was read, as far as it is known; of a ladder its tiers in order."""
    fact = checker.facts.known(reading)
    if fact is not None and fact.role == "ladder":
        return core.Choice(fact.name, tier_names(checker.resolved.ladders[fact.name]), ordered=True)
    return fact.type if fact is not None else None


def exclude(checker: Checker, left: Test, right: Test) -> bool:
    """Whether no value meets both tests, by what they say and by what their reading can be."""
    if excluded(left, right):
        return True
    return left.reading == right.reading and nothing_meets((left, right), kind_of(checker, left.reading))


def uncovered(checker: Checker, conditions: Iterable[nodes.Expression]) -> Left:
    """What none of some conditions holds for."""
    return left_out(conditions, lambda reading: kind_of(checker, reading))


def example_for(checker: Checker, tests: Sequence[Test]) -> Phrase | None:
    """Values that meet all tests, with parameters as they are when the program begins."""

    def point(other: object) -> Point:
        known = written_point(other)
        if known is None and isinstance(other, nodes.Reading):
            return value_on(checker.resolved, other, _day(checker, other))
        return known

    return example_of(tests, lambda reading: kind_of(checker, reading), point)


def _day(checker: Checker, reading: nodes.Reading) -> datetime.date:
    match reading.day:
        case nodes.Date(value=day):
            return day
    return checker.resolved.start


def who_meets(checker: Checker, conditions: Sequence[nodes.Expression]) -> Phrase | None:
    """Values of a partner who meets all of some conditions; None where they say more than simple tests."""
    lists = [lists_of(condition) if is_plain(condition) else None for condition in conditions]
    known = [ways for ways in lists if ways is not None]
    if len(known) < len(lists):
        return None
    for chosen in islice(product(*known), WAYS_MAX):
        found = example_for(checker, tuple(test for way in chosen for test in way))
        if found is not None:
            return found
    return None
