"""Parameters: values of the declared kind, inside their bounds, in force without a gap and without an overlap."""
from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.figures import Figure, check_figure, ends_of_figure

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_parameter(checker: Checker, parameter: nodes.Parameter, needed_from: datetime.date) -> core.Type | None:
    """The type of a parameter, of a number with the exact range of its values; None after a finding."""
    for item in parameter.not_yet:
        checker.not_yet(item)
    if parameter.not_yet:
        return None
    kind = declared_type(checker, parameter.type, parameter.bounds)
    if kind is None:
        return None
    fine = False not in [_check_value(checker, parameter, kind, value) for value in parameter.values]
    if not fine or not _check_dates(checker, parameter, needed_from):
        return None
    return with_range(kind, [end for v in parameter.values for end in ends_of_figure(kind, v.value)])


def with_range(kind: core.Type, values: Iterable[Figure]) -> core.Type:
    """The type at the coarsest scale that holds some values exactly, between the lowest and the highest of them."""
    numbers = [value for value in values if isinstance(value, Fraction)]
    if not isinstance(kind, core.Quantity) or not numbers:
        return kind
    denominator = math.lcm(*(v.denominator for v in numbers))
    units = [int(v * denominator) for v in numbers]
    return attrs.evolve(kind, denominator=denominator, low=min(units), high=max(units))


def _check_value(checker: Checker, parameter: nodes.Parameter, kind: core.Type, dated: nodes.DatedValue) -> bool:
    if isinstance(dated.value, nodes.AsGlobal):
        checker.report.add("as-global-of-what", dated.value.span, name=parameter.name.text)
        return False
    return check_figure(checker, parameter.name.text, kind, parameter.bounds, parameter.type.span, dated.value)


def _check_dates(checker: Checker, parameter: nodes.Parameter, needed_from: datetime.date) -> bool:
    """Every day from the program's start on has exactly one value."""
    name = parameter.name.text
    expected = needed_from
    previous: nodes.DatedValue | None = None
    for dated in parameter.values:
        if dated.stop is not None and dated.stop < dated.start:
            checker.report.add("ends-before-start", dated.span, name=name, start=dated.start, stop=dated.stop)
            return False
        if previous is not None and dated.start <= previous.start:
            checker.report.add(
                "dates-out-of-order", dated.span, labels=[(previous.span, "earlier")], name=name, date=dated.start
            )
            return False
        if previous is not None and previous.stop is not None and previous.stop >= dated.start:
            checker.report.add(
                "two-values-in-force", dated.span, labels=[(previous.span, "earlier")], name=name, date=dated.start
            )
            return False
        if dated.start > expected:
            return _gap(checker, parameter, dated, expected, dated.start - ONE_DAY, late=previous is None)
        previous = dated
        ends = dated.stop is not None and dated.stop < datetime.date.max
        expected = dated.stop + ONE_DAY if dated.stop is not None and ends else datetime.date.max
    if expected < datetime.date.max:
        return _gap(checker, parameter, previous or parameter, expected, None)
    return True


def _gap(
    checker: Checker, parameter: nodes.Parameter, where: nodes.DatedValue | nodes.Parameter, first: datetime.date,
    last: datetime.date | None, *, late: bool = False,
) -> bool:
    checker.report.add(
        "no-value-in-force", where.span, labels=[(parameter.name.span, "parameter")], name=parameter.name.text,
        first=first, last=last or "", variant="late" if late else "" if last else "open",
        start=last + ONE_DAY if last is not None else "",
    )
    return False


def value_changes(parameter: nodes.Parameter) -> tuple[datetime.date, ...]:
    """The days on which a parameter's value becomes another one."""
    changes = []
    for before, after in zip(parameter.values, parameter.values[1:], strict=False):
        earlier, later = literal_value(before.value), literal_value(after.value)
        if earlier != later or (earlier is None and before.value != after.value):
            changes.append(after.start)
    return tuple(changes)


def unchosen(name: str, key: core.CellKey, choice: nodes.ChooseBetween, start: datetime.date) -> core.Unchosen:
    """A figure that is still to be chosen between two ends, from a day on."""
    return core.Unchosen(name, key, choice.low.span.text, choice.high.span.text, start, choice.span)


def note_choices(checker: Checker, parameter: nodes.Parameter) -> None:
    """Remembers the figures of a parameter without keys that are still to be chosen."""
    for dated in parameter.values:
        if isinstance(dated.value, nodes.ChooseBetween):
            checker.unchosen.append(unchosen(parameter.name.text, (), dated.value, dated.start))
