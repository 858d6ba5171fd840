"""Members and countries by their bare names where a value of their kind is declared: `measure quadrant of Vendor is
Quadrant`, `when score >= 75: champion`. Knows the places of such values; what they are compared with is elsewhere."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.countries import is_country
from rulelang.syntax import nodes
from rulelang.typecheck.comparisons import check_country, check_member, is_bare
from rulelang.typecheck.facts import Fact, Scope

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def name_members(checker: Checker, value: nodes.Expression, declared: core.Type | None, scope: Scope) -> bool:
    """Records what bare names stand for in a value that is declared to be a member or a country; False after a
    finding about one."""
    if not isinstance(declared, core.Choice) and not (isinstance(declared, core.Words) and declared.country):
        return True
    named = [name for name in _values(value) if is_bare(name) and not is_readable(checker, name, scope)]
    found = [_name(checker, name, declared) for name in named]
    return all(found)


def _values(value: nodes.Expression) -> list[nodes.Expression]:
    """Where the value itself stands: in each case, and on both sides of `or else`."""
    match value:
        case nodes.Cases(branches=branches, otherwise=otherwise):
            last = [] if otherwise is None else [otherwise]
            return [one for branch in (*(each for _, each in branches), *last) for one in _values(branch)]
        case nodes.OrElse(value=first, fallback=fallback):
            return [*_values(first), *_values(fallback)]
    return [value]


def _name(checker: Checker, name: nodes.Reading, declared: core.Choice | core.Words) -> bool:
    if isinstance(declared, core.Choice):
        text = check_member(checker, name, declared)
        if text is None:
            return False
        checker.facts.put(name, Fact(declared, "member", text))
        return True
    # What is no country may be something that is told about in its own words.
    return not is_country(name.path[0].text) or check_country(checker, name) is not None


def is_readable(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether a bare name stands for a field, a parameter, an input or something computed here."""
    name, resolved = node.path[0].text, checker.resolved
    if scope.inputs is not None:
        return name in scope.inputs.by_name
    owners = (scope.row, checker.subject)
    return any((owner, name) in checker.fields for owner in owners if owner) or name in {
        *resolved.parameters, *resolved.measures, *resolved.eligibilities,
    }
