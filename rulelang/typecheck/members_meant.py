"""Members, sets of them and codes by their bare names where a value of their kind is declared: `measure quadrant of
Vendor is Quadrant`, `when score >= 75: champion`. Knows the places of such values; what they are compared with is
elsewhere."""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from rulelang.core import nodes as core
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.syntax import nodes
from rulelang.typecheck.comparisons import check_country, check_currency, check_member, is_bare
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.lists import report_twice

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def name_members(checker: Checker, value: nodes.Expression, declared: core.Type | None, scope: Scope) -> bool:
    """Records what bare names stand for in a value that is declared to be a member, a set of them, a country or a
    currency; False after a finding about one."""
    if not isinstance(declared, core.Choice | core.ChoiceSet | core.Words):
        return True
    found = [_name(checker, each, declared) for each in _values(value) if _is_named(each, checker, scope)]
    return all(found)


def _is_named(node: nodes.Expression, checker: Checker, scope: Scope) -> TypeGuard[nodes.Reading | nodes.Members]:
    return isinstance(node, nodes.Members) or (is_bare(node) and not is_readable(checker, node, scope))


def _values(value: nodes.Expression) -> list[nodes.Expression]:
    """Where the value itself stands: in each case, exception and version, and on both sides of `or else`."""
    match value:
        case nodes.Cases(branches=branches, otherwise=otherwise):
            last = [] if otherwise is None else [otherwise]
            return [one for branch in (*(each for _, each in branches), *last) for one in _values(branch)]
        case nodes.Excepted(base=base, exceptions=exceptions):
            return [one for each in (base, *(e.value for e in exceptions)) for one in _values(each)]
        case nodes.OfVersions(versions=versions):
            return [one for version in versions for one in _values(version.value)]
        case nodes.OrElse(value=first, fallback=fallback):
            return [*_values(first), *_values(fallback)]
    return [value]


def _name(
    checker: Checker, node: nodes.Reading | nodes.Members, declared: core.Choice | core.ChoiceSet | core.Words
) -> bool:
    if isinstance(declared, core.ChoiceSet):
        return _set(checker, node, declared)
    if isinstance(node, nodes.Members):
        return True  # told where it is checked: several stand where one is wanted
    if isinstance(declared, core.Choice):
        text = check_member(checker, node, declared)
        if text is None:
            return False
        checker.facts.put(node, Fact(declared, "member", text))
        return True
    # What is no code may be something that is told about in its own words.
    name = node.path[0].text
    if declared.is_currency and is_currency(name):
        return check_currency(checker, node) is not None
    return not declared.country or not is_country(name) or check_country(checker, node) is not None


def _set(checker: Checker, node: nodes.Reading | nodes.Members, declared: core.ChoiceSet) -> bool:
    """A set written out; one member alone is a set of one."""
    written = node.names if isinstance(node, nodes.Members) else node.path
    report_twice(checker.report, written)
    found = [check_member(checker, name, declared) for name in written]
    checker.facts.put(node, Fact(declared, "members"))
    return None not in found


def check_members(checker: Checker, node: nodes.Members) -> core.Type | None:
    """Several members stand for a set where one is declared, and nowhere else."""
    known = checker.facts.known(node)
    if known is not None:
        return known.type
    checker.report.add("several-for-one", node.span, text=node.span.text)
    return None


def is_readable(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether a bare name stands for a field, a parameter, an input or something computed here."""
    name, resolved = node.path[0].text, checker.resolved
    if scope.inputs is not None:
        return name in scope.inputs.by_name
    owners = (scope.row, checker.subject)
    return any((owner, name) in checker.fields for owner in owners if owner) or name in {
        *resolved.parameters, *resolved.measures, *resolved.eligibilities,
    }
