"""Whether some conditions together cover everything, by what is written and nothing stronger.

Each is put as any-of all-of simple tests, as in `apart`. They cover everything when, however one test is taken out of
each all-of list and turned around, no value of some reading fails them all. The search always ends and needs no solver.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.apart import OPPOSITE, Test, excluded, lists_of
from rulelang.typecheck.values_met import TypeOf, nothing_meets

CHOICES_MAX = 4_096
"""Ways to take one test out of each list; with more, nothing is said to be covered."""


@frozen
class Left:
    """What some conditions leave out: nothing, what meets these tests, or (None) nobody knows what."""

    tests: tuple[Test, ...] | None
    nothing: bool = False


def left_out(conditions: Iterable[nodes.Expression], type_of: TypeOf) -> Left:
    """What none of the conditions holds for, where what they read is known."""
    lists: list[tuple[Test, ...]] = []
    for condition in conditions:
        found = lists_of(condition) if is_plain(condition) else None
        if found is None:
            return Left(None)
        lists.extend(found)
    size = 1
    for tests in lists:
        size *= len(tests)
    if not lists or size > CHOICES_MAX:
        return Left(None)
    for chosen in product(*lists):
        failed = tuple(turned(test) for test in chosen)
        if not _impossible(failed, type_of):
            return Left(failed)
    return Left((), nothing=True)


def is_plain(condition: object) -> bool:
    """Whether simple tests say all that a condition says."""
    match condition:
        case nodes.Logic(quantity="all" | "any", items=items):
            return all(is_plain(item) for item in items)
        case nodes.Logic(quantity="none", items=(nodes.OneOf(),)):
            return True
        case nodes.Logic():
            return False
    return isinstance(condition, (nodes.Comparison, nodes.Between, nodes.OneOf, nodes.IsKnown, nodes.Reading))


def turned(test: Test) -> Test:
    """The test that holds where this one does not."""
    if test.operator in ("one_of", "none_of"):
        return Test(test.reading, "none_of" if test.operator == "one_of" else "one_of", test.other)
    if test.operator in ("known", "unknown"):
        return Test(test.reading, "unknown" if test.operator == "known" else "known", None)
    return Test(test.reading, OPPOSITE[test.operator], test.other)


def _impossible(tests: Sequence[Test], type_of: TypeOf) -> bool:
    """Whether no value of some reading meets all the tests about it."""
    for number, test in enumerate(tests):
        if any(excluded(test, other) for other in tests[:number]):
            return True
        if nothing_meets([other for other in tests if other.reading == test.reading], type_of(test.reading)):
            return True
    return False
