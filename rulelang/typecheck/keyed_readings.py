"""Readings with keys: `rate(Level, country)`, each key of the kind that the parameter is declared by."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.syntax import nodes
from rulelang.typecheck.comparisons import is_bare, is_ladder
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.names import moment_of
from rulelang.typecheck.own_tables import type_as_read
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_keyed_reading(checker: Checker, node: nodes.Call, scope: Scope) -> core.Type | None:
    """Types a reading of a parameter with keys, and records what it stands for."""
    name = node.name.text
    declared, found = checker.resolved.keyed[name], checker.keyed.get(name)
    if len(node.arguments) != len(declared.keys):
        checker.report.add(
            "keys-do-not-match", node.span, labels=[(declared.name.span, "declared")], name=name,
            found=len(node.arguments), wanted=len(declared.keys), keys=", ".join(k.text for k in declared.keys),
        )
        return None
    moment = moment_of(checker, node.day, scope)
    if found is None or moment is None:
        return None
    fine = [
        _check_key(checker, argument, key, kind, scope, moment if node.day is not None else None)
        for argument, key, kind in zip(node.arguments, declared.keys, found.keys, strict=True)
    ]
    if False in fine:
        return None
    kind = type_as_read(checker, node.span, found, node.arguments)
    if kind is None:
        return None
    checker.facts.put(node, Fact(kind, "keyed", name, moment=moment))
    return kind


def _check_key(
    checker: Checker, argument: nodes.Expression, key: nodes.Name, kind: core.Type, scope: Scope,
    said: core.Moment | None,
) -> bool:
    """Whether an argument is of the kind of its key: a member, a country, a tier, or something that holds one."""
    if is_ladder(argument, checker) and not _is_field(checker, argument, scope):
        return _check_tier(checker, argument, key, kind, scope, said)
    if is_bare(argument) and not _is_known(checker, argument, scope):
        name = argument.path[0].text
        if isinstance(kind, core.Choice) and name in kind.members:
            checker.facts.put(argument, Fact(kind, "member", name))
            return True
        if isinstance(kind, core.Words) and kind.country and is_country(name):
            checker.facts.put(argument, Fact(kind, "country", name))
            return True
        if isinstance(kind, core.Words) and kind.is_currency and is_currency(name):
            checker.facts.put(argument, Fact(kind, "member", name))
            return True
    found = checker.check(argument, scope)
    if found is None:
        return False
    if found == kind or (isinstance(found, core.Choice) and _same_members(found, kind)):
        return True
    _another_key(checker, argument, key, kind_words(kind), kind_words(found))
    return False


def _same_members(found: core.Choice, kind: core.Type) -> bool:
    return isinstance(kind, core.Choice) and found.enumeration == kind.enumeration


def _check_tier(
    checker: Checker, argument: nodes.Reading, key: nodes.Name, kind: core.Type, scope: Scope,
    said: core.Moment | None,
) -> bool:
    """A ladder as a key is the one that the parameter is keyed by. Its day is its own, else the one that is said of the
    whole reading, else the single day that is looked at."""
    name = argument.path[0].text
    if not isinstance(kind, core.Choice) or kind.enumeration != name.partition("(")[0]:
        _another_key(checker, argument, key, kind_words(kind), phrase("a tier"))
        return False
    if argument.window is not None:
        checker.report.add("window-on-parameter", argument.span, name=name, suggestions="")
        return False
    if scope.on_day and argument.day is not None:
        checker.report.add("day-said-twice", argument.span, name=name)
        return False
    if argument.day is None and said is None and not scope.on_day:
        checker.report.add("tier-needs-day", argument.span, name=name)
        return False
    moment = said if argument.day is None and said is not None else moment_of(checker, argument.day, scope)
    if moment is None:
        return False
    checker.facts.put(argument, Fact(kind, "tier", name, moment=moment))
    return True


def _another_key(
    checker: Checker, argument: nodes.Expression, key: nodes.Name, wanted: object, found: object
) -> None:
    checker.report.add(
        "another-key", argument.span, labels=[(key.span, "key")], key=key.text, wanted=wanted, found=found,
        text=argument.span.text,
    )


def _is_field(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    name = node.path[0].text
    return (checker.subject, name) in checker.fields or (scope.row or "", name) in checker.fields


def _is_known(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether a bare name reads something, so that it is no member."""
    resolved, name = checker.resolved, node.path[0].text
    return _is_field(checker, node, scope) or name in resolved.parameters or name in resolved.measures
