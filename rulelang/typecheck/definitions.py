"""Types of definitions: what is worked out is checked once, and read as its declaration says.

Cycles and what was checked already are the checker's; what few programs declare is imported when one declares it.
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.digits import keeps_its_decimals
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.kinds import stays_inside
from rulelang.typecheck.members_meant import name_members
from rulelang.typecheck.records_measured import scope_of
from rulelang.typecheck.sides import read_by
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def type_of_definition(checker: Checker, name: str) -> core.Type | None:
    """The type of a measure, eligibility, scorecard or part of one, of a benefit; None after a finding."""
    measure = checker.resolved.measures.get(name)
    if name in checker.resolved.scorecards:
        from rulelang.typecheck.scorecards import check_scorecard

        return check_scorecard(checker, checker.resolved.scorecards[name])
    if name in checker.resolved.benefits:
        from rulelang.typecheck.benefits import check_benefit

        return check_benefit(checker, checker.resolved.benefits[name])
    if name in checker.parts:
        return checker.check(checker.parts[name].value, Scope("scorecard", name))
    if measure is None:
        eligibility = checker.resolved.eligibilities[name]
        return checker.check_truth(eligibility.condition, Scope("eligibility", name))
    for item in measure.not_yet:
        checker.not_yet(item)
    declared = declared_type(checker, measure.type, None)
    if measure.of_program:
        from rulelang.typecheck.program_measures import check_program_measure

        if not check_program_measure(checker, measure):
            return None
    scope = scope_of(checker, measure)
    if scope is None or not name_members(checker, measure.value, declared, scope):
        return None
    kind = checker.check(measure.value, attrs.evolve(scope, read_as=partial(read_by, declared)))
    if kind is None or declared is None:
        return None
    found = as_declared(checker, measure, declared, kind)
    if found is None or name not in checker.memory:
        return found
    from rulelang.typecheck.memory import check_memory

    return check_memory(checker, measure, found)


def as_declared(
    checker: Checker, measure: nodes.Measure | nodes.Function, declared: core.Type, kind: core.Type
) -> core.Type | None:
    """The type of what is computed, as it is declared; None after a finding."""
    found = read_as(declared, kind)
    if found is not None:
        span = measure.value.span
        asked = (checker, measure.type, declared, found, measure.name.text, span)
        return found if stays_inside(*asked) and keeps_its_decimals(*asked) else None
    checker.report.add(
        "measure-is-another-kind", measure.value.span, labels=[(measure.type.span, "declared")],
        name=measure.name.text, declared=kind_words(declared), found=kind_words(kind),
    )
    return None


def read_as(declared: core.Type, kind: core.Type) -> core.Type | None:
    """What is computed, read as it is declared; None where it is of another kind."""
    if types.is_numeric(declared) and types.is_numeric(kind):
        same = kind.kind == declared.kind and kind.currency == declared.currency
        if same or (kind.kind == "share" and declared.kind in ("percent", "number")):
            return types.read_as(declared.kind, kind)
        if kind.kind == "count" and declared.kind == "number":
            return types.read_as("number", kind)
    elif type(kind) is type(declared) and getattr(kind, "enumeration", "") == getattr(declared, "enumeration", ""):
        return kind
    return None
