"""Figures a variant gives against the range a level above it allows, on every stretch of days on which they hold."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.resolved import Door, FigureBound, NewValues
from rulelang.names.timelines import in_force, on_day
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type, literal_fits

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

PERCENT = core.Quantity("percent", 1, 0, 0)

@frozen
class Bound:
    """The line of `adaptable` that lets a value move, how far, and whose line it is."""

    door: Door
    opening: nodes.Opening
    permission: nodes.MayBeBetween


def line_of(checker: Checker, door: Door) -> str:
    """The label of a level's line: head office's, or that of a variant, which is named."""
    return "opening" if door.owner is checker.resolved.program else "upper"


def declared_by(checker: Checker, name: str) -> str:
    """The label of the place where a name is declared: by the program, or by a variant, which is named."""
    return "own" if author_of(checker, name) else "base"


def author_of(checker: Checker, name: str) -> str:
    """The variant that declares a name, or the list of tiers that a number belongs to; none where the program does."""
    return checker.resolved.authors.get(name) or checker.resolved.authors.get(name.split(" ", maxsplit=1)[0], "")


@frozen
class _Stretch:
    """The lowest and highest value allowed from a day on."""

    low: Fraction
    high: Fraction
    since: datetime.date


def ends_of(permission: nodes.MayBeBetween, kind: core.Quantity) -> tuple[Fraction, Fraction] | None:
    """The ends of a range that holds a value at all; they are percents where it speaks of the global value."""
    wanted = PERCENT if permission.of_global else kind
    low, high = literal_value(permission.low), literal_value(permission.high)
    fit = literal_fits(wanted, permission.low) and literal_fits(wanted, permission.high)
    return (low, high) if fit and low is not None and high is not None and low <= high else None


def check_values(checker: Checker, override: NewValues, bound: Bound) -> None:
    """A variant's values of a parameter or a figure."""
    base = override.base
    kind = declared_type(checker, base.type, base.bounds)
    if not isinstance(kind, core.Quantity) or ends_of(bound.permission, kind) is None:
        return  # reported with the parameter, or with the line of the base
    for dated in in_force(override.edit.values):
        value = literal_value(dated.value)
        if value is None or not literal_fits(kind, dated.value):
            continue  # reported with the merged parameter
        if base.bounds is not None and not kind.low <= value * kind.denominator <= kind.high:
            continue  # so is a value that nobody may set
        outside = _first_outside(bound, base, dated, value)
        if outside is not None:
            _outside(checker, override, bound, dated, outside)


def _first_outside(
    bound: Bound, base: nodes.Parameter, dated: nodes.DatedValue, value: Fraction
) -> _Stretch | None:
    """The first stretch of the days of a value on which it is not allowed."""
    return next((s for s in _stretches(bound, base, dated) if not s.low <= value <= s.high), None)


def _stretches(bound: Bound, base: nodes.Parameter, dated: nodes.DatedValue) -> Iterator[_Stretch]:
    """What is allowed on each stretch of the days of a value: the global value of the same day may move it."""
    low, high = literal_value(bound.permission.low), literal_value(bound.permission.high)
    if low is None or high is None:
        return
    beside = bound.door.beside
    moving = [*base.values, *(beside.values if beside is not None else ())]
    begun = {dated.start, *(v.start for v in moving if v.start > dated.start)}
    for day in sorted(day for day in begun if dated.stop is None or day <= dated.stop):
        scale = scale_on(bound.permission, base, beside, day)
        if scale is not None:
            yield _Stretch(low * scale, high * scale, day)


def scale_on(
    permission: nodes.MayBeBetween, base: nodes.Parameter, beside: nodes.Parameter | None, day: datetime.date
) -> Fraction | None:
    """What the ends of a range are multiplied by on a day; None where nothing is in force."""
    if beside is None and not permission.of_global:
        return Fraction(1)
    here = on_day(base.values, day)
    value = literal_value(here.value) if here is not None else None
    if permission.of_global or beside is None or value is None:
        return value
    there = on_day(beside.values, day)
    other = literal_value(there.value) if there is not None else None
    return value / other if other else None


def _outside(
    checker: Checker, override: NewValues, bound: Bound, dated: nodes.DatedValue, stretch: _Stretch
) -> None:
    permission = bound.permission
    name = override.base.name
    labels: list[tuple[Span, str]] = [(bound.opening.span, line_of(checker, bound.door))]
    labels.append((name.span, declared_by(checker, name.text)))
    variant = "global" if permission.of_global else ""
    if bound.door.beside is not None and not permission.of_global:
        labels.append((bound.door.beside.name.span, "beside"))
        variant = "proportion"
    checker.report.add(
        "outside-guardrail", dated.value.span, labels=labels, name=name.text, text=dated.value.span.text,
        low=permission.low.span.text, high=permission.high.span.text, date=stretch.since,
        base=bound.door.owner.name.text, author=author_of(checker, name.text), variant=variant,
    )


def check_figures(checker: Checker, override: NewValues) -> None:
    """A variant's values of a parameter that is the number of a requirement: what bounds the number holds too."""
    for bounded in override.figures:
        opening, figure = bounded.door.opening, bounded.figure
        if opening is None or not isinstance(opening.permission, nodes.MayBeBetween):
            continue
        kind = declared_type(checker, figure.type, None)
        if not isinstance(kind, core.Quantity) or ends_of(opening.permission, kind) is None:
            continue  # reported with the line of the base
        bound = Bound(bounded.door, opening, opening.permission)
        of_figure = attrs.evolve(override, base=figure)
        for dated in _while_read(checker, override, bounded):
            value = literal_value(dated.value)
            outside = _first_outside(bound, figure, dated, value) if value is not None else None
            if outside is not None:
                _outside(checker, of_figure, bound, dated, outside)
                return


def _while_read(checker: Checker, override: NewValues, bounded: FigureBound) -> Iterator[nodes.DatedValue]:
    """The values of an edit while a requirement reads the parameter: where a variant sets the number of the requirement
    too, until the first day of that."""
    merged = checker.resolved.parameters.get(bounded.figure.name.text)
    own = [dated.value for dated in override.edit.values]
    for dated in in_force(merged.values if merged is not None else override.edit.values):
        if any(dated.value is value for value in own):
            yield dated
