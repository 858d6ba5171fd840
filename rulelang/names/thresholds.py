"""The figures of a tier's requirements as things with a name: `Level gold net_sales`, perhaps `to keep`.

A figure that a variant changes becomes a parameter of that name, read like any other at the end of the assessment.
Knows no types.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from rulelang.diagnostics.phrase import Told, phrase
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.ladder_versions import in_every_version, versions_of
from rulelang.names.tables import Tables
from rulelang.names.timelines import between
from rulelang.syntax import nodes

KEPT = " to keep"
THRESHOLDS = (">=", ">", "<=", "<")
FIGURES = (nodes.Number, nodes.Percent, nodes.Money, nodes.Points)


@frozen
class Figure:
    """A number that a requirement compares with; `written` is where it stands in each version of the ladder."""

    written: tuple[nodes.Expression, ...]
    parameter: nodes.Parameter


def title(target: nodes.Target) -> str:
    """The name of a figure, perhaps that of one member, the same in every language."""
    words = " ".join(name.text for name in target.path)
    cell = f"({', '.join(name.text for name in target.cell)})" if target.cell else ""
    return f"{words}{cell}{KEPT if target.to_keep else ''}"


def spoken(name: str) -> Told:
    """What a figure of that name, or anything else with a name, is called where it is told of."""
    return phrase("{name} to keep", name=name.removesuffix(KEPT)) if name.endswith(KEPT) else name


def lines_of(ladder: nodes.Tiers, tier: str) -> tuple[nodes.Requirement, ...]:
    """The lines of a tier's own lists in all versions of a ladder, without those a variant adds."""
    return tuple(line for version in versions_of(ladder) for line in _lines(version, tier))


def _lines(ladder: nodes.Tiers, tier: str) -> tuple[nodes.Requirement, ...]:
    return tuple(
        line
        for each in ladder.tiers if each.name.text == tier
        for needed in each.requirements if needed.since is None
        for line in needed.items
    )  # fmt: skip


def compares(ladder: nodes.Tiers, condition: nodes.Expression, target: nodes.Target) -> bool:
    """Whether a condition compares what a target names with a number. In a ladder by member the members of a target are
    those of the ladder; in another they are those of what is read, as in `Level gold sold(north)`."""
    match condition:
        case nodes.Comparison(operator=operator, left=nodes.Reading(path=(name,))) if operator in THRESHOLDS:
            read, _, members = name.text.rstrip(")").partition("(")
        case nodes.Comparison(operator=operator, left=nodes.Call() as call) if operator in THRESHOLDS:
            read, members = call.name.text, ", ".join(argument.span.text for argument in call.arguments)
        case _:
            return False
    of_each = bool(ladder.by) or "(" in ladder.name.text
    return read == target.path[-1].text and (of_each or members == ", ".join(name.text for name in target.cell))


def for_all(target: nodes.Target) -> nodes.Target:
    """The same of all members."""
    return attrs.evolve(target, cell=())


def title_of_member(name: str, members: tuple[str, ...]) -> str:
    """What the figure of that name is called for one member by itself."""
    words, kept = (name.removesuffix(KEPT), KEPT) if name.endswith(KEPT) else (name, "")
    return f"{words}({', '.join(members)}){kept}"


def titles_of(ladder: str, name: str) -> tuple[str, ...]:
    """What the number of a ladder goes by where it is set; of one member, `Level(north)`, for all and by itself."""
    members = ladder.partition("(")[2].removesuffix(")")
    if not members:
        return (name,)
    words, kept = (name.removesuffix(KEPT), KEPT) if name.endswith(KEPT) else (name, "")
    whole = words.removesuffix(f"({members})") + kept
    return whole, title_of_member(whole, (members,))


def figures_of(ladder: nodes.Tiers, target: nodes.Target) -> tuple[nodes.Expression, ...]:
    """What the lines that a target fits compare with, in all versions of a ladder."""
    return tuple(figure for version in versions_of(ladder) for figure in _figures(ladder, version, target))


def means_one(ladder: nodes.Tiers, target: nodes.Target) -> bool:
    """Whether a target says enough: one line fits it in each version of the ladder that has any."""
    counts = {len(_figures(ladder, version, target)) for version in versions_of(ladder)}
    return counts - {0} == {1}


def _figures(ladder: nodes.Tiers, version: nodes.Tiers, target: nodes.Target) -> tuple[nodes.Expression, ...]:
    if len(target.path) != 3:
        return ()
    lines = _lines(version, target.path[1].text)
    fitting = [line for line in lines if compares(ladder, line.condition, target)]
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
    """The one figure that a target means, as a parameter with the values of each version of the ladder in turn; None
    unless each is a number or a parameter."""
    kind = _type_of(tables, ladder, target)
    if kind is None or not means_one(ladder, target):
        return None
    versions = versions_of(ladder)
    values: list[nodes.DatedValue] = []
    for version, following in zip(versions, (*versions[1:], None), strict=True):
        begins = max(version.since or start, start)
        stop = following.since - ONE_DAY if following is not None and following.since is not None else None
        for written in _figures(ladder, version, target) if stop is None or stop >= begins else ():
            known = _values(tables, written, begins)
            if not known:
                return None
            days = nodes.DatedValue(written, begins, stop, span=written.span)
            values += known if len(versions) == 1 else between(known, days)
    found = figures_of(ladder, target)
    name = nodes.Name(title(target), span=found[-1].span)
    parameter = nodes.Parameter(name, None, kind, None, tuple(values), span=found[-1].span)
    return Figure(found, parameter) if values else None


def _values(tables: Tables, written: nodes.Expression, start: datetime.date) -> tuple[nodes.DatedValue, ...]:
    """What a figure is over time; nothing unless it is a number or a parameter by itself."""
    if isinstance(written, FIGURES):
        return (nodes.DatedValue(written, start, span=written.span),)
    if isinstance(written, nodes.Reading) and written.window is None and len(written.path) == 1:
        known = tables.parameters.get(written.path[0].text)
        return known.values if known is not None else ()
    return ()


def _type_of(tables: Tables, ladder: nodes.Tiers, target: nodes.Target) -> nodes.TypeExpression | None:
    """The kind of value a target's measure or field is declared as."""
    name = target.path[-1].text
    if name in tables.measures:
        return tables.measures[name].type
    subject = tables.entities.get(ladder.subject.text)
    return next((field.type for field in subject.fields if field.name.text == name), None) if subject else None


def read_by_name(ladder: nodes.Tiers, written: tuple[nodes.Expression, ...], name: nodes.Name) -> nodes.Tiers:
    """The ladder with a parameter in place of a figure, in every version."""

    def read(version: nodes.Tiers) -> nodes.Tiers:
        tiers = version.tiers
        for figure in written:
            tiers = tuple(_tier(tier, figure, name) for tier in tiers)
        return attrs.evolve(version, tiers=tiers)

    return in_every_version(ladder, read)


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
