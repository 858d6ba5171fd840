"""Numbers that lay out what is read, such as how many quarters a window has: parameters become what they say.

A parameter that changes gives what it lays out a version for each of its values, as if the declaration had been made
again from that day; each holds on the last day of the reader's period. Where there can be one number only, a change
is refused. Knows no types.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from rulelang.diagnostics.model import Report
from rulelang.frozen import frozen
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import Change, remade, rewritten

N = TypeVar("N")
NUMBER = {nodes.Together: "most", nodes.DataRule: "limit"}
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


@frozen
class Said:
    """What a parameter says from a day on, None for the day on which the program begins; `line` says it."""

    since: datetime.date | None
    number: int
    line: Span


def laid_out(resolved: Resolved, modules: Iterable[nodes.Module], report: Report) -> Resolved:
    """The same program with a number wherever a name stood for one."""
    if not any(module.figures for module in modules):
        return resolved
    return _LayingOut(resolved, report).run()


@attrs.define
class _LayingOut:
    resolved: Resolved
    report: Report
    made: dict[int, object] = attrs.field(factory=dict)

    def run(self) -> Resolved:
        found = self.resolved
        return attrs.evolve(
            found,
            functions=self.table(found.functions),
            measures=self.table(found.measures),
            eligibilities=self.table(found.eligibilities),
            ladders=self.table(found.ladders),
            scorecards=self.table(found.scorecards),
            benefits=self.table(found.benefits),
            incentives=self.table(found.incentives),
            payouts=self.table(found.payouts),
            overrides=self.seen(found.overrides),
            claims=self.seen(found.claims),
            data_rules=self.seen(found.data_rules),
            first_versions=self.table(found.first_versions),
        )

    def table(self, table: Mapping[str, N]) -> dict[str, N]:
        return {name: self.seen(declared) for name, declared in table.items()}

    def seen(self, node: N) -> N:
        """What is written with its numbers; a part that stands in two places stays one."""
        return remade(node, self.change, self.made)

    def change(self, node: object) -> object | None:
        """What stands in the place of a node with names for its numbers; None for itself."""
        if not isinstance(node, (*VALUES, *ONCE)):
            return None
        figures = tuple(_own(node))
        if not figures:
            return None
        said = [self.said(figure) for figure in figures]
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

    def said(self, figure: nodes.Expression) -> tuple[Said, ...] | None:
        """The numbers that a name stands for from the first day of the program on; None after a finding."""
        match figure:
            case nodes.Reading(path=(name,), window=None, day=None) if name.text in self.resolved.parameters:
                return self.timeline(figure, self.resolved.parameters[name.text])
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

    def timeline(self, figure: nodes.Expression, parameter: nodes.Parameter) -> tuple[Said, ...] | None:
        """Only the days on which the number becomes another one."""
        found: list[Said] = []
        for dated in parameter.values:
            number = _whole(dated.value)
            if number is None:
                self.report.add(
                    "number-not-whole", figure.span, labels=[(dated.span, "says")], name=figure.span.text,
                    text=dated.value.span.text,
                )
                return None
            if dated.start <= self.resolved.start or not found:
                found = [Said(None, number, dated.span)]
            elif number != found[-1].number:
                found.append(Said(dated.start, number, dated.span))
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


def _with_numbers(node: N, figures: tuple[nodes.Expression, ...], numbers: list[int], inside: Change) -> N:
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


def _whole(value: nodes.Expression) -> int | None:
    """A whole number that is written, of a choice its lower end; None where it is something else."""
    if isinstance(value, nodes.ChooseBetween):
        return _whole(value.low)
    if not isinstance(value, nodes.Number):
        return None
    number = Fraction(value.coefficient, 10**value.digits)
    return int(number) if number.denominator == 1 and number >= 0 else None
