"""`among Partner where country is Partner.country`: only those who share something with the one it is worked out for.

Read of each one that is looked at, the test would say nothing: whoever has a country has its own. So it means one
thing, and is a group. Every other test of theirs against one's own could mean two things, and is refused.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Scope

TELLS_GROUPS = (core.Choice, core.Words, core.Truth)


def own_groups(
    where: nodes.Expression | None, subject: str
) -> tuple[tuple[nodes.Reading, ...], nodes.Expression | None]:
    """The fields that those who count share with the reader, and what else they are tested for."""
    if where is None:
        return (), None
    tests = where.items if isinstance(where, nodes.Logic) and where.quantity == "all" else (where,)
    shared = [_shared(test, subject) for test in tests]
    groups = tuple(each for each in shared if each is not None)
    left = tuple(test for test, each in zip(tests, shared, strict=True) if each is None)
    if not groups:
        return (), where
    if len(left) > 1 and isinstance(where, nodes.Logic):
        return groups, attrs.evolve(where, items=left)
    return groups, left[0] if left else None


def _shared(test: nodes.Expression, subject: str) -> nodes.Reading | None:
    """The field that a test says is the same: theirs by its own name, the reader's behind the name of the entity."""
    match test:
        case nodes.Comparison(operator="is", left=nodes.Reading() as left, right=nodes.Reading() as right):
            for theirs, own in ((left, right), (right, left)):
                path, other = (tuple(name.text for name in each.path) for each in (theirs, own))
                plain = all(each.window is None and each.day is None for each in (theirs, own))
                if plain and other == (subject, *path):
                    return theirs
    return None


def check_own_groups(checker: Checker, groups: tuple[nodes.Reading, ...], scope: Scope) -> bool:
    """Whether the fields tell groups, and whether there is one whose group it is."""
    fine = True
    for each in groups:
        kind = checker.check(each, scope)
        measure = checker.resolved.measures.get(scope.owner)
        if measure is not None and measure.of_program:
            checker.report.add("group-of-nobody", each.span, name=each.span.text, measure=measure.name.text)
            fine = False
        elif kind is None:
            fine = False
        elif not isinstance(kind, TELLS_GROUPS):
            checker.report.add("not-a-group", each.span, name=each.span.text)
            fine = False
    return fine
