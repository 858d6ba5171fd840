"""Numbers that lay out what is read, such as how many quarters a window has: parameters become what they say.

A parameter that changes gives what it lays out a version for each of its values, as if the declaration had been made
again from that day; each holds on the last day of the reader's period. Where there can be one number only, a change
is refused. Knows no types.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from rulelang.diagnostics.model import Report
from rulelang.frozen import frozen
from rulelang.names.cell_timelines import Line, key_written, timeline_of_cell
from rulelang.names.changed_tables import with_changed
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import Change, rewritten

N = TypeVar("N")
TABLES = (
    "functions", "measures", "eligibilities", "ladders", "scorecards", "benefits", "incentives", "payouts", "overrides",
    "claims", "data_rules", "first_versions",
)
"""Where numbers lay something out."""
NUMBER = {nodes.Together: "most", nodes.DataRule: "limit", nodes.Among: "top"}
"""What the number is called in a node that does not call it its count."""
HELD = (nodes.Window, nodes.Duration, nodes.Levels)
"""Parts that have a number and are no value by themselves."""
VALUES = (
    nodes.Reading, nodes.Call, nodes.Aggregate, nodes.RecordsHave, nodes.OverPeriods, nodes.OnAnyDay, nodes.Logic,
    nodes.Among, nodes.Growth,
)
"""Values that a number may stand in: of these there can be one for each version."""
ONCE = {
    nodes.AssessedEvery: "ladder", nodes.Requirements: "list", nodes.Together: "clause", nodes.DataRule: "clause",
}
"""What has one number as long as its declaration holds."""


Read = Callable[[nodes.Expression], Any]
"""How a value is read as the number that is wanted."""


@frozen
class Said:
    """What a parameter says from a day on, None for the day on which the program begins; `line` says it. `number` is
    whole, or a figure as it is written."""

    since: datetime.date | None
    number: Any
    line: Span


def laid_out(resolved: Resolved, modules: Iterable[nodes.Module], report: Report) -> Resolved:
    """The same program with a number wherever a name stood for one."""
    if not any(module.figures for module in modules):
        return resolved
    return with_changed(resolved, TABLES, _LayingOut(resolved, report).change)


def timeline_of(
    resolved: Resolved, report: Report, figure: nodes.Expression, read: Read
) -> tuple[Said, ...] | None:
    """What a name says that is the same for all partners, from the first day on; None after a finding."""
    return _LayingOut(resolved, report).said(figure, read)


@attrs.define(eq=False, repr=False)
class _LayingOut:
    resolved: Resolved
    report: Report

    def change(self, node: object) -> object | None:
        """What stands in the place of a node with names for its numbers; None for itself."""
        if not isinstance(node, (*VALUES, *ONCE)):
            return None
        figures = tuple(_own(node))
        if not figures:
            return None
        read = _percent if isinstance(node, nodes.Among) else _whole
        said = [self.said(figure, read) for figure in figures]
        timelines = [each for each in said if each is not None]
        if len(timelines) < len(said):
            return nodes.Reported(span=node.span) if isinstance(node, VALUES) else None
        if isinstance(node, tuple(ONCE)):
            return self.once(node, figures, timelines)
        return self.versions(node, figures, timelines)

    def once(self, node: Any, figures: tuple[nodes.Expression, ...], timelines: list[tuple[Said, ...]]) -> object:  # noqa: ANN401
        """A number that cannot change."""
        for figure, timeline in zip(figures, timelines, strict=True):
            if len(timeline) > 1:
                later = timeline[1]
                self.report.add(
                    "number-that-changes", figure.span, labels=[(later.line, "changes")], name=figure.span.text,
                    date=later.since, number=later.number, variant=ONCE[type(node)],
                )
        return _with_numbers(node, figures, [timeline[0].number for timeline in timelines], self.change)

    def versions(
        self, node: Any, figures: tuple[nodes.Expression, ...], timelines: list[tuple[Said, ...]]  # noqa: ANN401
    ) -> nodes.Expression:
        """A value for each stretch of days on which the numbers stay."""
        days = sorted({said.since for timeline in timelines for said in timeline if said.since is not None})
        begun = []
        for day in (None, *days):
            now = [_on(timeline, day) for timeline in timelines]
            name = next((f for f, said in zip(figures, now, strict=True) if said.since == day), figures[0])
            line = next((said.line for said in now if said.since == day), node.span)
            value = _with_numbers(node, figures, [said.number for said in now], self.change)
            begun.append(nodes.Begun(day, value, nodes.Name(name.span.text, span=line), span=node.span))
        if len(begun) == 1:
            return begun[0].value
        return nodes.OfVersions(tuple(begun), by_figure=True, span=node.span)

    # -------------------------------------------------------------------------------------------- parameters

    def said(self, figure: nodes.Expression, read: Read) -> tuple[Said, ...] | None:
        """The numbers that a name stands for from the first day of the program on; None after a finding."""
        match figure:
            case nodes.Reading(path=(name,), window=None, day=None) if name.text in self.resolved.parameters:
                values = self.resolved.parameters[name.text].values
                return self.timeline(figure, [(d.start, d.value, d.span) for d in values], read)
            case nodes.Call(name=name, window=None, day=None) if name.text in self.resolved.keyed:
                cells = self.cells(figure)
                if cells:
                    return self.timeline(figure, [(c.start, c.value, c.span) for c in cells if c.value], read)
            case nodes.Reading(path=(name,)) if not self.is_known(name.text):
                known = [*self.resolved.parameters]
                no_such_name(self.report, "no-such-number", figure.span, name.text, known)
                return None
        keyed = isinstance(figure, nodes.Call) and figure.name.text in self.resolved.keyed
        self.report.add("number-not-fixed", figure.span, text=figure.span.text, variant="keyed" if keyed else "")
        return None

    def is_known(self, name: str) -> bool:
        found = self.resolved
        tables: tuple[Mapping[str, object], ...] = (
            found.keyed, found.measures, found.eligibilities, found.ladders, found.scorecards, found.functions,
        )
        fields = (field.name.text for entity in found.entities.values() for field in entity.fields)
        inputs = (each.name.text for function in found.functions.values() for each in function.inputs)
        return any(name in table for table in tables) or name in (*fields, *inputs)

    def cells(self, call: nodes.Call) -> tuple[Line, ...]:
        """The timeline of the cell that is read, where its keys are written or are those of a declaration by member."""
        names = [a.path[0].text for a in call.arguments if isinstance(a, nodes.Reading) and len(a.path) == 1]
        key = key_written(call, frozenset(name for name in names if self.is_known(name)))
        return timeline_of_cell(self.resolved, self.resolved.keyed[call.name.text], key) if key is not None else ()

    def timeline(
        self, figure: nodes.Expression, values: Sequence[tuple[datetime.date, nodes.Expression, Span]], read: Read
    ) -> tuple[Said, ...] | None:
        """Only the days on which the number becomes another one."""
        found: list[Said] = []
        for start, value, line in values:
            number = read(value)
            if number is None:
                self.report.add(
                    "number-not-whole", figure.span, labels=[(line, "says")], name=figure.span.text,
                    text=value.span.text, variant="percent" if read is _percent else "",
                )
                return None
            if start <= self.resolved.start or not found:
                found = [Said(None, number, line)]
            elif number != found[-1].number:
                found.append(Said(start, number, line))
        return tuple(found) or None


def _own(node: object) -> Iterator[nodes.Expression]:
    """What stands for the numbers of a node itself, and of its windows and durations; not of values inside it."""
    figure = getattr(node, "figure", None)
    if figure is not None:
        yield figure
    kind: Any = type(node)
    for field in attrs.fields(kind):
        part = getattr(node, field.name)
        if isinstance(part, HELD) or (isinstance(node, nodes.Growth) and part is node.base):
            yield from _own(part)


def _with_numbers(
    node: N, figures: tuple[nodes.Expression, ...], numbers: list[Any], inside: Change
) -> N:
    """A copy with its numbers; `inside` changes the values that stand in it."""
    told = {id(figure): number for figure, number in zip(figures, numbers, strict=True)}

    def change(part: object) -> object | None:
        mine = part is node or isinstance(part, HELD) or (isinstance(node, nodes.Growth) and part is node.base)
        if not mine:
            return inside(part)
        kind: Any = type(part)
        parts = {field.name: rewritten(getattr(part, field.name), change) for field in attrs.fields(kind)}
        figure = getattr(part, "figure", None)
        if figure is not None:
            parts |= {NUMBER.get(kind, "count"): told[id(figure)], "figure": None}
        made: object = kind(**parts)
        return made

    return rewritten(node, change)


def _on(timeline: tuple[Said, ...], day: datetime.date | None) -> Said:
    """What holds on a day, on the first of the program for None."""
    begun = [said for said in timeline if said.since is None or (day is not None and said.since <= day)]
    return begun[-1]


def _percent(value: nodes.Expression) -> nodes.Percent | None:
    """A percent that is written, of a choice its lower end; None where it is something else."""
    if isinstance(value, nodes.ChooseBetween):
        return _percent(value.low)
    return value if isinstance(value, nodes.Percent) else None


def _whole(value: nodes.Expression) -> int | None:
    """A whole number that is written, of a choice its lower end; None where it is something else."""
    if isinstance(value, nodes.ChooseBetween):
        return _whole(value.low)
    if not isinstance(value, nodes.Number):
        return None
    number = Fraction(value.coefficient, 10**value.digits)
    return int(number) if number.denominator == 1 and number >= 0 else None
