"""Readings of one group of a measure of the program: `retention(CO)`, each group written or the reader's own."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.countries import is_country
from rulelang.syntax import nodes
from rulelang.typecheck.comparisons import check_member, is_bare
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def is_own_group(group: nodes.Expression, by: nodes.Name) -> bool:
    """Whether the reader's own group is meant: `retention(country)` of what is by country."""
    return isinstance(group, nodes.Reading) and [name.text for name in group.path] == [by.text]


def check_group_reading(checker: Checker, node: nodes.OfGroup, scope: Scope) -> core.Type | None:
    """Types a measure of the program as it is of one group, and records which group that is."""
    name = node.reading.path[0].text
    measure = checker.resolved.measures[name]
    kind = checker.check(node.reading, scope)
    if len(node.groups) != len(measure.by):
        checker.report.add(
            "keys-do-not-match", node.span, labels=[(measure.name.span, "declared")], name=name,
            found=len(node.groups), wanted=len(measure.by), keys=", ".join(by.text for by in measure.by),
        )
        return None
    fine = [_check_group(checker, group, by, name, scope) for group, by in zip(node.groups, measure.by, strict=True)]
    return kind if all(fine) else None


def _check_group(
    checker: Checker, group: nodes.Expression, by: nodes.Name, name: str, scope: Scope
) -> bool:
    if is_own_group(group, by):
        return True
    kind = checker.fields.get((checker.subject, by.text))
    if kind is None:
        return False
    match group, kind:
        case nodes.Reading(), core.Choice() if is_bare(group):
            return check_member(checker, group, kind) is not None
        case nodes.Reading(path=(code,)), core.Words(country=True) if is_bare(group) and is_country(code.text):
            checker.facts.put(group, Fact(kind, "country", code.text))
            return True
        case nodes.Text(), core.Words(country=False):
            checker.facts.put(group, Fact(kind))
            return True
        case nodes.TheMember(), core.Choice():
            if checker.check(group, scope) == kind:
                return True
    checker.report.add(
        "group-is-not-written", group.span, labels=[(by.span, "by")], name=name, text=group.span.text, by=by.text,
        wanted=kind_words(kind),
    )
    return False
