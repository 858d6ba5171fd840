"""Whether some conditions together cover everything, by what is written and nothing stronger.

Each is put as any-of all-of simple tests, as in `apart`. They cover everything when, however one test is taken out of
each all-of list and turned around, no value of some reading fails them all. The search always ends and needs no solver.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck.apart import OPPOSITE, Test, excluded, lists_of

CHOICES_MAX = 4_096
"""Ways to take one test out of each list; with more, nothing is said to be covered."""
TypeOf = Callable[[object], core.Type | None]


def cover_everything(conditions: Iterable[nodes.Expression], type_of: TypeOf) -> bool:
    """Whether one of the conditions always holds, where what they read is known."""
    lists: list[tuple[Test, ...]] = []
    for condition in conditions:
        found = lists_of(condition) if _is_plain(condition) else None
        if found is None:
            return False
        lists.extend(found)
    size = 1
    for tests in lists:
        size *= len(tests)
    if not lists or size > CHOICES_MAX:
        return False
    return all(_impossible([turned(test) for test in chosen], type_of) for chosen in product(*lists))


def _is_plain(condition: object) -> bool:
    """Whether simple tests say all that a condition says."""
    match condition:
        case nodes.Logic(quantity="all" | "any", items=items):
            return all(_is_plain(item) for item in items)
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
        about = [other for other in tests if other.reading == test.reading]
        if _left(about, type_of(test.reading)) == frozenset():
            return True
    return False


def _left(tests: Iterable[Test], kind: core.Type | None) -> frozenset[object] | None:
    """The values of a yes or no, or of an enumeration, that meet all tests; None of anything else."""
    left: frozenset[object]
    if isinstance(kind, core.Truth):
        left = frozenset((True, False))
    elif isinstance(kind, core.Choice):
        left = frozenset(kind.members)
    else:
        return None
    for test in tests:
        named = _named(test.other)
        if named is None:
            continue
        if test.operator in ("is", "one_of"):
            left &= named
        elif test.operator in ("is_not", "none_of"):
            left -= named
        elif isinstance(kind, core.Choice) and len(named) == 1:
            left &= _beside(kind.members, test.operator, str(next(iter(named))))
    return left


def _named(other: object) -> frozenset[object] | None:
    match other:
        case frozenset():
            return other
        case nodes.Reading(path=(name,), window=None, day=None):
            return frozenset([name.text])
        case nodes.YesNo(value=value):
            return frozenset([value])
    return None


def _beside(members: tuple[str, ...], operator: str, member: str) -> frozenset[object]:
    """The members on one side of another, in their order."""
    if member not in members:
        return frozenset(members)
    place = members.index(member)
    sides = {">=": members[place:], ">": members[place + 1 :], "<=": members[: place + 1], "<": members[:place]}
    return frozenset(sides.get(operator, members))
