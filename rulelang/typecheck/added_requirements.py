"""What a requirement that a variant adds asks of a measure whose number is bounded, however it is written."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.names.clauses import first_of
from rulelang.names.resolved import Door, FigureBound, NewRequirements
from rulelang.names.thresholds import THRESHOLDS
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.bounds import author_of, declared_by, line_of, scale_on
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.sameness import Sameness

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_added(checker: Checker, override: NewRequirements, door: Door) -> None:
    """A requirement that is added about what a bounded number is asked of keeps to that bound, however it is said."""
    bounds = [bound for bound in override.bounds if bound.door.owner is door.owner]
    for line in override.edit.requirements.items:
        for condition in comparisons_in(checker, line.condition):
            kept = attrs.evolve(condition, right=line.keep) if line.keep is not None else condition
            for bound in bounds:
                if bound.to_keep and line.entry_only:
                    continue
                if not _keeps_to(checker, override, bound, kept if bound.to_keep else condition, line):
                    break


def comparisons_in(checker: Checker, node: object, seen: frozenset[str] = frozenset()) -> Iterator[nodes.Comparison]:
    """Every comparison of numbers in a condition, also inside the eligibilities it reads."""
    match node:
        case nodes.Logic(items=items):
            for item in items:
                yield from comparisons_in(checker, item, seen)
        case nodes.OverPeriods(test=test) | nodes.OnAnyDay(test=test):
            yield from comparisons_in(checker, test, seen)
        case nodes.Comparison(operator=operator) if operator in THRESHOLDS:
            yield node
        case nodes.Between(value=value, low=low, high=high):
            yield nodes.Comparison(">=", value, low, span=low.span)
            yield nodes.Comparison("<=", value, high, span=high.span)
        case nodes.Reading(path=(name,)) if name.text in checker.resolved.eligibilities and name.text not in seen:
            condition = checker.resolved.eligibilities[name.text].condition
            yield from comparisons_in(checker, condition, seen | {name.text})


def _keeps_to(
    checker: Checker, override: NewRequirements, bounded: FigureBound, condition: nodes.Comparison,
    line: nodes.Requirement,
) -> bool:
    """Whether a comparison is about something else, or keeps to a bound on every day."""
    opening = bounded.door.opening
    if opening is None or not isinstance(opening.permission, nodes.MayBeBetween):
        return True
    permission, figure, beside = opening.permission, bounded.figure, bounded.door.beside
    low, high = literal_value(permission.low), literal_value(permission.high)
    timelines = (figure, *checker.resolved.parameters.values())
    moving = {dated.start for timeline in timelines for dated in timeline.values}
    for day in sorted({max(override.since, day) for day in moving}):
        value = _asked(checker, bounded, condition, day)
        scale = scale_on(permission, figure, beside, day)
        if value is None or low is None or high is None or scale is None or low * scale <= value <= high * scale:
            continue
        where = _written(condition, value, line)
        text = where.text if where in (condition.left.span, condition.right.span) else as_written(value, figure)
        labels = [(opening.span, line_of(checker, bounded.door))]
        labels.append((figure.name.span, declared_by(checker, bounded.ladder)))
        variant = "global" if permission.of_global else "proportion" if beside is not None else ""
        checker.report.add(
            "outside-guardrail", where, labels=labels, name=figure.name.text, text=text,
            low=permission.low.span.text, high=permission.high.span.text, date=day,
            base=bounded.door.owner.name.text, author=author_of(checker, bounded.ladder), variant=variant,
        )
        return False
    return True


def _asked(
    checker: Checker, bounded: FigureBound, condition: nodes.Comparison, day: datetime.date
) -> Fraction | None:
    """The number that a comparison asks of what is bounded, on a day; None where it is about something else."""
    ladder = checker.resolved.ladders[bounded.ladder]
    assessed = first_of(nodes.AssessedEvery, ladder.clauses)
    window = assessed.window if assessed is not None else None
    found = Sameness(checker, day, window).bound_on(condition, bounded.bounded)
    if found is not None:
        return found
    named = bounded.bounded.path[0].text
    for side, other in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(side, nodes.Reading) and [n.text for n in side.path] == [named]:
            return value_on(checker.resolved, other, day)
    return None


def _written(condition: nodes.Comparison, value: Fraction, line: nodes.Requirement) -> Span:
    """Where a number stands; the comparison, or the line that reads it, where the number itself is worked out."""
    for side in (condition.right, condition.left):
        if literal_value(side) == value and _inside(side.span, line.span):
            return side.span
    return condition.span if _inside(condition.span, line.span) else line.condition.span


def _inside(span: Span, other: Span) -> bool:
    return span.file is other.file and other.start <= span.start and span.stop <= other.stop


def as_written(value: Fraction, like: nodes.Parameter) -> str:
    """A value as a designer writes one of the kind of a parameter."""
    kind = like.values[0].value
    return _number(value, isinstance(kind, nodes.Percent), kind.currency if isinstance(kind, nodes.Money) else None)


def number_words(value: Fraction, kind: core.Type) -> str:
    """A value as a designer writes one of a kind."""
    assert isinstance(kind, core.Quantity), "a bound is about a number"
    return _number(value, kind.kind == "percent", kind.currency)


def _number(value: Fraction, percent: bool, currency: str | None) -> str:
    """One that never ends to six digits."""
    shown = value * 100 if percent else value
    whole, rest = divmod(abs(shown), 1)
    digits = f"{round(rest * 10**6):06}".rstrip("0")
    text = f"{'-' if shown < 0 else ''}{int(whole):_}" + (f".{digits}" if digits else "")
    if percent:
        return f"{text}%"
    return f"{text} {currency}" if currency is not None else text
