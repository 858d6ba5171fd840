"""What changes strictly inside a measured period: values of parameters, versions of what is worked out.

Each is read on a day that is said, or the incentive says what becomes of the period: it goes by what holds at its end,
or is split there.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from rulelang.exact.calendar import MONTHS_IN, ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.limits import limits_elsewhere, runs_over
from rulelang.names.resolved import Rules
from rulelang.names.scored_versions import versions_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.keyed import changes_of
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.timelines import value_changes
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Change:
    """From `day` on something that is read is another; `written` is the line that makes it so. `reading` is where it is
    read, None for a version of what is worked out."""

    day: datetime.date
    name: str
    written: Span
    reading: Span | None


def changes_inside(checker: Checker, read: Iterable[object], rules: Rules, unit: str) -> Iterator[Change]:
    """The changes inside a measured unit, in the order in which what is read stands."""
    calendar = checker.resolved.calendar
    for change in _changes(checker, tuple(read), ("", set())):
        inside = rules.start < change.day and (rules.stop is None or change.day <= rules.stop)
        if inside and calendar.holding(unit, change.day).start != change.day:
            yield change


def check_changes(checker: Checker, read: Iterable[object], rules: Rules, unit: str, owner: nodes.Name) -> None:
    """What changes strictly inside a measured period is read on a day that is said, or something is said of it."""
    said = first_of(nodes.VersionChange, rules.clauses)
    if said is not None and said.kind == "end":
        return
    if rules.by_row:
        read = tuple(stretch for rows in rules.by_row for stretch in rows.stretches)
    seen: set[Span] = set()
    variant = "incentive" if owner.text in checker.resolved.incentives else ""
    for change in changes_inside(checker, read, rules, unit):
        span = change.reading or change.written
        if span in seen:
            continue
        seen.add(span)
        told = any(each.name == "version-inside-period" and each.span == span for each in checker.report.findings)
        if change.reading is None and not told:
            checker.report.add(
                "version-inside-period", span, labels=[(owner.span, "owner")], name=change.name, owner=owner.text,
                day=change.day, unit=unit_words(unit), variant="defined",
            )
        if change.reading is None:
            continue
        checker.report.add(
            "changes-inside-period", span, labels=[(change.written, "changes")], owner=owner.text, name=change.name,
            date=change.day, unit=unit_words(unit), variant=variant,
        )


def all_changes(checker: Checker, rules: Rules) -> Iterator[Change]:
    """The changes inside the measured periods of an incentive, and of each limit inside the periods that it runs
    over."""
    measured = measured_over(rules) or ""
    limits = limits_elsewhere(rules.clauses, measured)
    yield from changes_inside(checker, [each for each in rules.clauses if each not in limits], rules, measured)
    for limit in limits:
        unit = runs_over(limit, measured)
        yield from changes_inside(checker, (limit,), rules, unit) if unit in MONTHS_IN else ()


def split_at_changes(checker: Checker, rules: Rules) -> tuple[Rules, ...]:
    """The rules of an incentive, cut wherever something changes inside a period and they say that it is split there."""
    said, unit = first_of(nodes.VersionChange, rules.clauses), measured_over(rules)
    if said is None or said.kind != "split" or unit is None:
        return (rules,)
    days = sorted({change.day for change in all_changes(checker, rules)})
    pieces, edges = [], said.edges or rules.edges
    last = attrs.evolve(rules, edges=edges) if days else rules
    for day in days:
        event = nodes.EffectiveFrom(day, "change", edges, span=said.span)
        pieces.append(attrs.evolve(last, stop=day - ONE_DAY, ended=event))
        last = attrs.evolve(last, start=day, began=event)
    return (*pieces, last)


def measured_over(rules: Rules) -> str | None:
    """The unit over which rules measure; None where it is none that pays."""
    measured = first_of(nodes.MeasuredEvery, rules.clauses)
    over = measured or first_of(nodes.PaidEvery, rules.clauses)
    return over.unit if over is not None and over.unit in MONTHS_IN else None


Inside = tuple[str, set[str]]
"""The definition that is being looked at, and all that have been."""


def _changes(checker: Checker, node: object, inside: Inside) -> Iterator[Change]:
    """Readings of what changes, without a day, also inside the measures and eligibilities that are read."""
    match node:
        case nodes.Reading(path=(name,), window=window, day=None):
            if name.text in checker.resolved.parameters and window is None:
                yield from _of_parameter(checker, node)
            declared = checker.resolved.read_by_name(name.text)
            if declared is not None and name.text not in inside[1]:
                inside[1].add(name.text)
                yield from _changes(checker, computed(declared), (name.text, inside[1]))
        case nodes.Call(name=name, arguments=arguments, day=day):
            keyed = checker.keyed.get(name.text)
            if day is None and keyed is not None:
                yield from (Change(day, name.text, line, node.span) for day, line in changes_of(keyed))
            yield from _changes(checker, arguments, inside)
        case nodes.Scorecard() | nodes.Benefit():
            for version in versions_of(node):
                if version.since is not None and version.before is not None:
                    yield Change(version.since, inside[0], version.name.span, None)
                for part in parts_of(version, but=("before",)):
                    yield from _changes(checker, part, inside)
        case nodes.OfVersions(versions=versions):
            begun = ((version.since, version.name) for version in versions[1:])
            names = ((day, name.text if node.by_figure else inside[0], name.span) for day, name in begun)
            yield from (Change(day, name, line, None) for day, name, line in names if day is not None)
            yield from _changes(checker, tuple(version.value for version in versions), inside)
        case _:
            # Of `on any day of` each day is looked at by itself, so nothing changes inside it.
            for part in () if isinstance(node, nodes.OnAnyDay) else parts_of(node, but=("day",)):
                yield from _changes(checker, part, inside)


def _of_parameter(checker: Checker, reading: nodes.Reading) -> Iterator[Change]:
    name = reading.path[0].text
    parameter = checker.resolved.parameters[name]
    lines = {value.start: value.span for value in parameter.values}
    return (Change(day, name, lines[day], reading.span) for day in value_changes(parameter))
