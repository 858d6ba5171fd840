"""Versions of what is worked out for a period: of one kind, and one of them in force on every day."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.definitions import read_as
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_versions(checker: Checker, node: nodes.OfVersions, scope: Scope) -> core.Type | None:
    """What all versions come to; None after a finding about one of them."""
    first, needed = node.versions[0], checker.resolved.own.get(scope.owner, checker.resolved.start)
    if first.since is not None and first.since > needed:
        checker.report.add(
            "no-version-in-force", first.span, name=scope.owner, first=needed, last=first.since - ONE_DAY
        )
        return None
    found = _kind(checker, first.value, scope, declared=not node.by_figure)
    for version in node.versions[1:]:
        kind = _kind(checker, version.value, scope, declared=not node.by_figure)
        if found is None or kind is None:
            found = None
            continue
        both = _either(found, kind)
        if both is None:
            checker.report.add(
                "version-of-another-kind", version.value.span, labels=[(first.value.span, "before")], name=scope.owner,
                kind=kind_words(kind), before=kind_words(found),
            )
        found = both
    return found


def _kind(checker: Checker, value: nodes.Expression, scope: Scope, *, declared: bool) -> core.Type | None:
    """The type of what a version works out, read as it is declared where it is a whole measure."""
    kind, measure = checker.check(value, scope), checker.resolved.measures.get(scope.owner)
    if not declared:
        return kind
    said = declared_type(checker, measure.type, None) if measure is not None and kind is not None else None
    return kind if said is None or kind is None else read_as(said, kind) or kind


def _either(one: core.Type, other: core.Type) -> core.Type | None:
    """The type of what is one or the other."""
    if not types.is_numeric(one) or not types.is_numeric(other):
        return one if one == other else None
    both = types.one_of([one, other])
    return None if isinstance(both, types.Clash) else both
