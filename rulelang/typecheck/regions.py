"""Regions as values: what a field of kind `region` holds, and which countries and regions lie in one. Knows the regions
that a program declares; a country is always its own region."""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from rulelang.core import nodes as core
from rulelang.exact.countries import is_country
from rulelang.names.problems import no_such_name, places_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import remade
from rulelang.typecheck.comparisons import reads_something
from rulelang.typecheck.days_of_periods import as_day
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.names.resolved import Resolved
    from rulelang.typecheck.expressions import Checker


def countries_of(resolved: Resolved, region: str) -> tuple[str, ...]:
    """The codes of the countries in a region, or the code of a country itself."""
    declared = resolved.regions.get(region)
    return tuple(dict.fromkeys(c.text for c in declared.countries)) if declared is not None else (region,)


def check_in_region(checker: Checker, node: nodes.InRegion, scope: Scope) -> core.Type | None:
    """Types `country is in americas`, and records which countries, or which regions, that names."""
    kind = checker.check(node.value, scope)
    if kind is None:
        return None
    if kind != core.Words(country=True) and not _is_region(kind, checker):
        variant = "date" if isinstance(kind, core.Day) else ""
        checker.report.add(
            "not-a-place", node.value.span, text=node.value.span.text, found=kind_words(kind), variant=variant
        )
        return None
    tests = _tests(checker, node, kind, scope)
    if tests is None:
        return None
    found = tests[0] if len(tests) == 1 else nodes.Logic("any", tests, span=node.span)
    worked = found if node.inside else nodes.Logic("none", (found,), span=node.span)
    checker.worked_out[id(node)] = worked
    return checker.check(worked, scope)


def opened(checker: Checker, condition: nodes.Expression) -> nodes.Expression:
    """A condition with the countries of the regions that it names written out, and the days of periods."""
    def written_out(node: object) -> object | None:
        return checker.worked_out.get(id(node)) if isinstance(node, nodes.InRegion) else as_day(checker, node)

    return remade(condition, written_out, {}) if checker.worked_out else condition


def _is_region(kind: core.Type, checker: Checker) -> TypeGuard[core.Choice]:
    """Whether a value is a region of the program, and no member of a type that somebody called `region`."""
    if core.REGION in checker.resolved.enumerations:
        return False
    return isinstance(kind, core.Choice) and kind.enumeration == core.REGION


def _tests(
    checker: Checker, node: nodes.InRegion, kind: core.Type, scope: Scope
) -> tuple[nodes.Expression, ...] | None:
    """The tests of which one holds inside the region; None after a finding."""
    path, regions = node.region.path, checker.resolved.regions
    name = path[0].text
    if len(path) == 1 and (name in regions or is_country(name)):
        found = _inside(checker, node.value, kind, name, node.region.span)
        if found is None:
            checker.report.add("no-region-inside", node.region.span, name=name)
        return None if found is None else (found,)
    if len(path) == 1 and not reads_something(checker, name, scope):
        no_such_name(checker.report, "no-such-region", node.region.span, name, regions, places=places_of(regions))
        return None
    return _tests_by_field(checker, node, kind, scope)


def _tests_by_field(
    checker: Checker, node: nodes.InRegion, kind: core.Type, scope: Scope
) -> tuple[nodes.Expression, ...] | None:
    """`sold_in is in Partner.area`: for each region, that the field says it and the value lies in it."""
    held = checker.check(node.region, scope)
    if held is None:
        return None
    if not _is_region(held, checker):
        checker.report.add("not-a-region", node.region.span, text=node.region.span.text, found=kind_words(held))
        return None
    tests = []
    for name in held.members:
        here = nodes.Reading((nodes.Name(name, span=node.region.span),), span=node.region.span)
        says = nodes.Comparison("is", node.region, here, span=node.span)
        inside = _inside(checker, node.value, kind, name, node.region.span)
        if inside is not None:
            tests.append(nodes.Logic("all", (says, inside), span=node.span))
    return tuple(tests)


def _inside(
    checker: Checker, value: nodes.Expression, kind: core.Type, region: str, span: Span
) -> nodes.OneOf | None:
    """That a value is one of the countries in a region, or one of the regions that lie in it as a whole."""
    names = countries_of(checker.resolved, region)
    if isinstance(kind, core.Choice):
        names = tuple(n for n in kind.members if set(countries_of(checker.resolved, n)) <= set(names))
    if not names:
        return None
    return nodes.OneOf(value, tuple(nodes.Name(name, span=span) for name in names), span=span)
