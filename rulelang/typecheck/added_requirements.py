"""What a requirement that a variant adds asks of a measure whose number is bounded, however it is written."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.names.clauses import first_of
from rulelang.names.resolved import FigureBound, NewRequirements
from rulelang.names.thresholds import THRESHOLDS, spoken
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.as_written import as_written
from rulelang.typecheck.asking_more import asks_too_much, is_ceiling
from rulelang.typecheck.bounds import allowed_on, author_of, declared_by, line_of, permission_about
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.sameness import Sameness

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_added(checker: Checker, override: NewRequirements) -> None:
    """A requirement that is added about what a bounded number is asked of keeps to that bound, however it is said."""
    whole = ((override.edit.requirements, override.bounds),)
    for needed, bounds in whole if override.of_members is None else override.of_members:
        one = attrs.evolve(override, bounds=bounds)
        for line in needed.items:
            if all(_numbers_keep(checker, one, line, each) for each in comparisons_in(checker, line.condition)):
                _check_reach(checker, one, line)


def _numbers_keep(
    checker: Checker, override: NewRequirements, line: nodes.Requirement, condition: nodes.Comparison
) -> bool:
    kept = attrs.evolve(condition, right=line.keep) if line.keep is not None else condition
    return all(
        _keeps_to(checker, override, bound, kept if bound.to_keep else condition, line)
        for bound in override.bounds if not (bound.to_keep and line.entry_only)
    )  # fmt: skip


def _check_reach(checker: Checker, override: NewRequirements, line: nodes.Requirement) -> None:
    """What compares with no number may still ask for more than is allowed; told once a line."""
    condition = line.condition
    kept = condition
    if line.keep is not None and isinstance(condition, nodes.Comparison):
        kept = attrs.evolve(condition, right=line.keep)
    for bound in override.bounds:
        permission = permission_about(bound.door.opening) if bound.door.opening is not None else None
        if permission is None or (bound.to_keep and line.entry_only):
            continue
        for day in _days(checker, override, bound.figure):
            allowed = allowed_on(permission, bound.figure, bound.door.beside, day)
            if allowed is None or not asks_too_much(
                checker, bound, kept if bound.to_keep else condition, allowed, day
            ):
                continue
            ceiling = is_ceiling(checker, bound)
            checker.report.add(
                "asks-past-a-bound", condition.span, labels=_labels(checker, bound), name=bound.figure.name.text,
                text=" ".join(condition.span.text.split()), base=bound.door.owner.name.text, date=day,
                most=as_written(allowed[0 if ceiling else 1], bound.figure), variant="least" if ceiling else "",
                author=author_of(checker, bound.ladder),
            )
            return


def _days(checker: Checker, override: NewRequirements, figure: nodes.Parameter) -> list[datetime.date]:
    """The days from which on something that a requirement may read is another number."""
    moving = {dated.start for timeline in (figure, *checker.resolved.parameters.values()) for dated in timeline.values}
    moving |= {table.start for keyed in checker.keyed.values() if keyed is not None for table in keyed.tables}
    return sorted({max(override.since, day) for day in moving})


def _labels(checker: Checker, bounded: FigureBound) -> list[tuple[Span, str]]:
    assert bounded.door.opening is not None, "a bound is a line"
    line = (bounded.door.opening.span, line_of(checker, bounded.door))
    return [line, (bounded.figure.name.span, declared_by(checker, bounded.ladder))]


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
    permission = permission_about(opening) if opening is not None else None
    if opening is None or permission is None:
        return True
    figure, beside = bounded.figure, bounded.door.beside
    for day in _days(checker, override, figure):
        value = _asked(checker, bounded, condition, day)
        allowed = allowed_on(permission, figure, beside, day)
        if value is None or allowed is None or allowed[0] <= value <= allowed[1]:
            continue
        where = _written(condition, value, line)
        labels, owner = _labels(checker, bounded), bounded.door.owner.name.text
        name = spoken(figure.name.text)
        author = author_of(checker, bounded.ladder)
        if isinstance(opening.permission, nodes.Fixed):
            checker.report.add("not-open", where, labels=labels, name=name, base=owner, author=author)
            return False
        text = where.text if where in (condition.left.span, condition.right.span) else as_written(value, figure)
        variant = "global" if permission.of_global else "proportion" if beside is not None else ""
        checker.report.add(
            "outside-guardrail", where, labels=labels, name=name, text=text,
            low=permission.low.span.text, high=permission.high.span.text, date=day, base=owner, author=author,
            variant=variant,
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
    named = bounded.read
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
