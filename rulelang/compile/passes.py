"""What the slots of a pass have in common, so that a row is tested for it once."""
from __future__ import annotations

import attrs

from rulelang.compile.plan import Pass, Slot
from rulelang.compile.scalars import Scalar


@attrs.frozen(eq=False)
class Sorted:
    """`common`: tests that every slot makes of a row. `groups`: slots by the tests left over, which all must hold."""

    common: tuple[Scalar, ...]
    groups: tuple[tuple[tuple[Scalar, ...], tuple[Slot, ...]], ...]


def tests_of(condition: Scalar) -> tuple[Scalar, ...]:
    """The tests that must all hold; one that is about the subject alone is worked out before, and stays whole."""
    if condition.is_constant and condition.payload is True:
        return ()
    return condition.operands if condition.operator == "all" and condition.of_row else (condition,)


def sort_slots(one: Pass) -> Sorted:
    """No test is put together anew: what rows are tested against has been counted already."""
    tests = [tests_of(slot.condition) for slot in one.slots]
    common = tuple(test for test in tests[0] if all(test in others for others in tests))
    groups: dict[tuple[int, ...], tuple[tuple[Scalar, ...], list[Slot]]] = {}
    for slot, all_tests in zip(one.slots, tests, strict=True):
        left = tuple(test for test in all_tests if test not in common)
        groups.setdefault(tuple(test.number for test in left), (left, []))[1].append(slot)
    return Sorted(common, tuple((left, tuple(slots)) for left, slots in groups.values()))
