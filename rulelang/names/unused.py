"""What is declared and read by nothing: parameters, regions, types, records, functions and entities.

Looked at are all files of a program with its variants, by the names that stand in them; what a program uses of others
is theirs. Where there is no variant yet, regions are there for those to come. Measures, conditions, tiers and what is
paid are results, so they are used by being there. Knows no types.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside

KINDS = (
    nodes.Parameter, nodes.KeyedParameter, nodes.Region, nodes.Enumeration, nodes.BoundedType, nodes.Function,
    nodes.Entity, nodes.Record,
)
"""What is there for something else to read."""
Declared = Union[
    nodes.Parameter, nodes.KeyedParameter, nodes.Region, nodes.Enumeration, nodes.BoundedType, nodes.Function,
    nodes.Entity, nodes.Record,
]
RESULTS = (
    nodes.Measure, nodes.Eligibility, nodes.Tiers, nodes.Scorecard, nodes.Benefit, nodes.Incentive, nodes.Payout,
    nodes.Variant,
)
"""What there is to be worked out; a variant changes what its program works out."""
NAMING: tuple[type[nodes.Name] | type[nodes.Target], ...] = (nodes.Name, nodes.Target)
CHANGES = (nodes.Adaptable, nodes.Relabel)
"""What names a thing and reads nothing of it."""


def unused(modules: Iterable[nodes.Module]) -> tuple[Diagnostic, ...]:
    """A warning for each thing that nothing else in the files of a program names."""
    report = Report()
    declared = [declaration for module in modules if not module.used_as for declaration in module.declarations]
    named_by: dict[str, set[int]] = {}
    for number, declaration in enumerate(declared):
        for name in _named(declaration):
            named_by.setdefault(name, set()).add(number)
    if not any(isinstance(declaration, RESULTS) for declaration in declared):
        return ()  # nothing could read anything yet: whoever begins declares what there is first
    alone = not any(isinstance(declaration, nodes.Variant) for declaration in declared)
    regions_stay = alone or any(_holds_regions(declaration) for declaration in declared)
    for number, declaration in enumerate(declared):
        if not isinstance(declaration, KINDS) or (regions_stay and isinstance(declaration, nodes.Region)):
            continue
        if not any(named_by.get(name, set()) - {number} for name in _names_of(declaration)):
            report.add("read-by-nothing", declaration.name.span, name=declaration.name.text)
    return tuple(report.findings)


def _named(declaration: nodes.Declaration) -> Iterator[str]:
    """The names in a declaration, but for what it only changes."""
    if isinstance(declaration, CHANGES):
        return
    found = list(parts_inside(declaration, NAMING))
    changed = {id(name) for part in found if isinstance(part, nodes.Target) for name in part.path}
    yield from (part.text for part in found if isinstance(part, nodes.Name) and id(part) not in changed)


def _names_of(declaration: Declared) -> Iterator[str]:
    """What a thing is named by: an entity also by what its records are called where they belong."""
    if isinstance(declaration, nodes.Entity):
        yield from (parent.records.text for parent in (*declaration.parents, *declaration.under_itself))
    yield declaration.name.text


def _holds_regions(declaration: nodes.Declaration) -> bool:
    """Whether some value is a region, so that any region may be one in data."""
    return any(kind.name.text == "region" for kind in parts_inside(declaration, nodes.TypeExpression))
