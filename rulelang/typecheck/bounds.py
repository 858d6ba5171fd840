"""Figures a variant gives against the range a level above it allows, on every stretch of days on which they hold."""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.resolved import Door, FigureBound, NewValues
from rulelang.names.thresholds import spoken, titles_of
from rulelang.names.timelines import on_day, spelled_out
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.as_written import as_written
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


def permission_about(opening: nodes.Opening) -> nodes.MayBeBetween | None:
    """The range that a line about a number gives; one that keeps it fixed leaves the global value alone."""
    match opening.permission:
        case nodes.MayBeBetween() as permission:
            return permission
        case nodes.Fixed(span=span) if opening.target is not None:
            whole = nodes.Percent(100, 0, span=span)
            return nodes.MayBeBetween(whole, whole, of_global=True, span=span)
    return None


def numbers_in(value: nodes.Expression) -> tuple[nodes.Expression, ...]:
    """What a value may come to be: of a choice its two ends."""
    return (value.low, value.high) if isinstance(value, nodes.ChooseBetween) else (value,)


def check_values(checker: Checker, override: NewValues, bound: Bound) -> None:
    """A variant's values of a parameter or a figure. Back at its own value, a level's own line says nothing of it."""
    base = override.base
    kind = declared_type(checker, base.type, base.bounds)
    if not isinstance(kind, core.Quantity) or ends_of(bound.permission, kind) is None:
        return  # reported with the parameter, or with the line of the base
    own_line = bound.door.owner is override.doors[0].owner
    for line, dated in spelled_out(override.edit.values, base):
        values = [literal_value(each) for each in numbers_in(dated.value)]
        if own_line and isinstance(line.value, nodes.AsGlobal):
            continue
        if None in values or not all(literal_fits(kind, each) for each in numbers_in(dated.value)):
            continue  # reported with the merged parameter
        known = [value for value in values if value is not None]
        if base.bounds is not None and not all(kind.low <= v * kind.denominator <= kind.high for v in known):
            continue  # so is a value that nobody may set
        outside = _first_outside(bound, base, dated, known)
        if outside is not None:
            _outside(checker, override, bound, _Told(line, dated), outside)


@frozen
class _Told:
    """A line of an edit, and the value that it puts in force."""

    line: nodes.DatedValue
    dated: nodes.DatedValue

    def text(self, like: nodes.Parameter) -> str:
        """The value as it is written, or as it would be."""
        value = literal_value(self.dated.value)
        if isinstance(self.line.value, nodes.AsGlobal) and value is not None:
            return as_written(value, like)
        return self.line.value.span.text


def _first_outside(
    bound: Bound, base: nodes.Parameter, dated: nodes.DatedValue, values: Sequence[Fraction]
) -> _Stretch | None:
    """The first stretch of the days of a value on which it is not allowed."""
    stretches = _stretches(bound, base, dated)
    return next((s for s in stretches if not all(s.low <= value <= s.high for value in values)), None)


def _stretches(bound: Bound, base: nodes.Parameter, dated: nodes.DatedValue) -> Iterator[_Stretch]:
    """What is allowed on each stretch of the days of a value: the global value of the same day may move it."""
    beside = bound.door.beside
    moving = [*base.values, *(beside.values if beside is not None else ())]
    begun = {dated.start, *(v.start for v in moving if v.start > dated.start)}
    for day in sorted(day for day in begun if dated.stop is None or day <= dated.stop):
        allowed = allowed_on(bound.permission, base, beside, day)
        if allowed is not None:
            yield _Stretch(*allowed, day)


def allowed_on(
    permission: nodes.MayBeBetween, base: nodes.Parameter, beside: nodes.Parameter | None, day: datetime.date
) -> tuple[Fraction, Fraction] | None:
    """The lowest and highest value that a range allows on a day; None where nothing is in force to measure it by."""
    ends = [literal_value(permission.low), literal_value(permission.high)]
    scales = _scales_on(permission, base, beside, day)
    found = [end * scale for end in ends for scale in scales if end is not None]
    return (min(found), max(found)) if found and None not in ends else None


def _scales_on(
    permission: nodes.MayBeBetween, base: nodes.Parameter, beside: nodes.Parameter | None, day: datetime.date
) -> list[Fraction]:
    """What the ends of a range are multiplied by on a day: two numbers where the global value is still to be chosen."""
    if beside is None and not permission.of_global:
        return [Fraction(1)]
    here = _numbers_on(base, day)
    if permission.of_global or beside is None:
        return here
    there = _numbers_on(beside, day)
    if 0 in there:
        return [Fraction(1)]  # no proportion to nothing: the range is that of the number beside it
    return [one / other for one in here for other in there]


def _numbers_on(parameter: nodes.Parameter, day: datetime.date) -> list[Fraction]:
    dated = on_day(parameter.replaced or parameter.values, day)
    found = [literal_value(each) for each in numbers_in(dated.value)] if dated is not None else []
    return [value for value in found if value is not None]


def _outside(checker: Checker, override: NewValues, bound: Bound, told: _Told, stretch: _Stretch) -> None:
    permission = bound.permission
    name, where = override.base.name, told.line.value.span
    labels: list[tuple[Span, str]] = [(bound.opening.span, line_of(checker, bound.door))]
    labels.append((name.span, declared_by(checker, name.text)))
    owner, author = bound.door.owner.name.text, author_of(checker, name.text)
    if isinstance(bound.opening.permission, nodes.Fixed):
        checker.report.add("not-open", where, labels=labels, name=spoken(name.text), base=owner, author=author)
        return
    variant = "global" if permission.of_global else ""
    if bound.door.beside is not None and not permission.of_global:
        labels.append((bound.door.beside.name.span, "beside"))
        variant = "proportion"
    checker.report.add(
        "outside-guardrail", where, labels=labels, name=spoken(name.text), text=told.text(override.base),
        low=permission.low.span.text, high=permission.high.span.text, date=stretch.since,
        base=owner, author=author, variant=variant,
    )


def check_figures(checker: Checker, override: NewValues) -> None:
    """A variant's values of a parameter that is the number of a requirement: what bounds the number holds too."""
    for bounded in override.figures:
        opening, figure = bounded.door.opening, bounded.figure
        permission = permission_about(opening) if opening is not None else None
        if opening is None or permission is None:
            continue
        kind = declared_type(checker, figure.type, None)
        if not isinstance(kind, core.Quantity) or ends_of(permission, kind) is None:
            continue  # reported with the line of the base
        bound = Bound(bounded.door, opening, permission)
        own_line = bounded.door.owner is override.doors[0].owner
        for told in _while_read(checker, override, bounded):
            values = [literal_value(each) for each in numbers_in(told.dated.value)]
            known = [value for value in values if value is not None]
            back = own_line and isinstance(told.line.value, nodes.AsGlobal)
            outside = _first_outside(bound, figure, told.dated, known) if not back else None
            if outside is not None:
                _outside(checker, attrs.evolve(override, base=figure), bound, told, outside)
                return


def _while_read(checker: Checker, override: NewValues, bounded: FigureBound) -> Iterator[_Told]:
    """The values of an edit while a requirement reads the parameter: where a variant sets the number of the requirement
    too, until the first day of that; never where one above has set it. The number of one member is also set by what is
    said of all."""
    levels = {id(variant): level for level, variant in enumerate(checker.resolved.lineage)}
    names = titles_of(bounded.ladder, bounded.figure.name.text)
    setters = [
        other for other in checker.resolved.overrides
        if isinstance(other, NewValues) and other.base.name.text in names
    ]  # fmt: skip
    above = any(levels[id(other.owner)] < levels[id(override.owner)] for other in setters)
    ends = min((dated.start for other in setters for dated in other.edit.values), default=None)
    for line, dated in spelled_out(override.edit.values, override.base):
        if not above and (ends is None or dated.start < ends):
            last = ends - ONE_DAY if ends is not None and (dated.stop is None or ends <= dated.stop) else dated.stop
            yield _Told(line, attrs.evolve(dated, stop=last))
