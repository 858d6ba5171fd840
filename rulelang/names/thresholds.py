"""The figures of a tier's requirements as things with a name: `Level gold net_sales`, perhaps `to keep`.

A figure that a variant changes becomes a parameter of that name, read like any other at the end of the assessment.
Knows no types.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from rulelang.frozen import frozen
from rulelang.names.tables import Tables
from rulelang.syntax import nodes

THRESHOLDS = (">=", ">", "<=", "<")
FIGURES = (nodes.Number, nodes.Percent, nodes.Money, nodes.Points)


@frozen
class Figure:
    """A number that a requirement compares with; `written` is where it stands in the program."""

    written: nodes.Expression
    parameter: nodes.Parameter


def title(target: nodes.Target) -> str:
    """The name of a figure, the same in every language."""
    words = [name.text for name in target.path]
    return " ".join([*words, "to keep"] if target.to_keep else words)


def lines_of(ladder: nodes.Tiers, tier: str) -> tuple[nodes.Requirement, ...]:
    """The lines of a tier's own list, without those a variant adds."""
    return tuple(
        line
        for each in ladder.tiers if each.name.text == tier
        for needed in each.requirements if needed.since is None
        for line in needed.items
    )  # fmt: skip


def _tests(line: nodes.Requirement, measure: str) -> bool:
    match line.condition:
        case nodes.Comparison(operator=operator, left=nodes.Reading(path=(name,))):
            return name.text == measure and operator in THRESHOLDS
    return False


def figures_of(ladder: nodes.Tiers, target: nodes.Target) -> tuple[nodes.Expression, ...]:
    """What the lines that a target fits compare with: one where the target says enough."""
    if len(target.path) != 3:
        return ()
    _, tier, measure = (name.text for name in target.path)
    fitting = [line for line in lines_of(ladder, tier) if _tests(line, measure)]
    if target.to_keep:
        return tuple(line.keep for line in fitting if line.keep is not None)
    return tuple(line.condition.right for line in fitting if isinstance(line.condition, nodes.Comparison))


def stands_alone(written: nodes.Expression, parameters: Mapping[str, nodes.Parameter]) -> bool:
    """Whether what a line compares with is a number or a parameter by itself: then one timeline tells it."""
    if isinstance(written, nodes.Reading):
        return written.window is None and written.path[0].text in parameters and len(written.path) == 1
    return isinstance(written, FIGURES)


def figure_of(
    tables: Tables, ladder: nodes.Tiers, target: nodes.Target, start: datetime.date
) -> Figure | None:
    """The one figure that a target means, as a parameter; None unless it is a number or a parameter."""
    found = figures_of(ladder, target)
    kind = _type_of(tables, ladder, target)
    if len(found) != 1 or kind is None:
        return None
    written = found[0]
    if isinstance(written, FIGURES):
        values: tuple[nodes.DatedValue, ...] = (nodes.DatedValue(written, start, span=written.span),)
    elif isinstance(written, nodes.Reading) and written.window is None and len(written.path) == 1:
        known = tables.parameters.get(written.path[0].text)
        values = known.values if known is not None else ()
    else:
        values = ()
    name = nodes.Name(title(target), span=written.span)
    return Figure(written, nodes.Parameter(name, None, kind, None, values, span=written.span)) if values else None


def _type_of(tables: Tables, ladder: nodes.Tiers, target: nodes.Target) -> nodes.TypeExpression | None:
    """The kind of value a target's measure or field is declared as."""
    name = target.path[-1].text
    if name in tables.measures:
        return tables.measures[name].type
    subject = tables.entities.get(ladder.subject.text)
    return next((field.type for field in subject.fields if field.name.text == name), None) if subject else None


def read_by_name(ladder: nodes.Tiers, written: nodes.Expression, name: nodes.Name) -> nodes.Tiers:
    """The ladder with a parameter in place of a figure."""
    return attrs.evolve(ladder, tiers=tuple(_tier(tier, written, name) for tier in ladder.tiers))


def _tier(tier: nodes.Tier, written: nodes.Expression, name: nodes.Name) -> nodes.Tier:
    lists = (attrs.evolve(n, items=tuple(_line(i, written, name) for i in n.items)) for n in tier.requirements)
    return attrs.evolve(tier, requirements=tuple(lists))


def _line(line: nodes.Requirement, written: nodes.Expression, name: nodes.Name) -> nodes.Requirement:
    condition = line.condition
    if isinstance(condition, nodes.Comparison) and condition.right is written:
        return attrs.evolve(line, condition=attrs.evolve(condition, right=_reading(written, name)))
    return attrs.evolve(line, keep=_reading(written, name)) if line.keep is written else line


def _reading(written: nodes.Expression, name: nodes.Name) -> nodes.Reading:
    day = written.day if isinstance(written, nodes.Reading) else None
    return nodes.Reading((name,), day=day, span=written.span)
