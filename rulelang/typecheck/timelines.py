"""Parameters: values of the declared kind, inside their bounds, in force without a gap and without an overlap."""
from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type, literal_fits
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_parameter(checker: Checker, parameter: nodes.Parameter, needed_from: datetime.date) -> core.Quantity | None:
    """The type of a parameter with the exact range of its values; None after a finding."""
    for item in parameter.not_yet:
        checker.not_yet(item)
    if parameter.not_yet:
        return None
    kind = declared_type(checker, parameter.type, parameter.bounds)
    if kind is None:
        return None
    if not isinstance(kind, core.Quantity):
        construct = phrase("a parameter that is {kind}", kind=kind_words(kind))
        checker.report.add("not-yet", parameter.type.span, construct=construct)
        return None
    fine = False not in [_check_value(checker, parameter, kind, value) for value in parameter.values]
    if not fine or not _check_dates(checker, parameter, needed_from):
        return None
    values = [literal_value(v.value) for v in parameter.values]
    denominator = math.lcm(*(v.denominator for v in values if v is not None))
    units = [int(v * denominator) for v in values if v is not None]
    return attrs.evolve(kind, denominator=denominator, low=min(units), high=max(units))


def _check_value(
    checker: Checker, parameter: nodes.Parameter, kind: core.Quantity, dated: nodes.DatedValue
) -> bool:
    if isinstance(dated.value, nodes.NotYet):
        checker.not_yet(dated.value)
        return False
    if isinstance(dated.value, nodes.AsGlobal):
        checker.report.add("as-global-of-what", dated.value.span, name=parameter.name.text)
        return False
    value = literal_value(dated.value)
    text = dated.value.span.text
    if value is None or not literal_fits(kind, dated.value):
        checker.report.add(
            "another-kind-of-value", dated.value.span, labels=[(parameter.type.span, "declared")], text=text,
            wanted=kind_words(kind),
        )
        return False
    bounds = parameter.bounds
    if bounds is not None and not kind.low <= value * kind.denominator <= kind.high:
        checker.report.add(
            "outside-bounds", dated.value.span, labels=[(bounds.span, "bounds")], name=parameter.name.text, text=text,
            low=bounds.low.span.text, high=bounds.high.span.text,
        )
        return False
    return True


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
            return _gap(checker, parameter, dated, expected, dated.start - ONE_DAY)
        previous = dated
        ends = dated.stop is not None and dated.stop < datetime.date.max
        expected = dated.stop + ONE_DAY if dated.stop is not None and ends else datetime.date.max
    if expected < datetime.date.max:
        return _gap(checker, parameter, previous or parameter, expected, None)
    return True


def _gap(
    checker: Checker, parameter: nodes.Parameter, where: nodes.DatedValue | nodes.Parameter, first: datetime.date,
    last: datetime.date | None,
) -> bool:
    checker.report.add(
        "no-value-in-force", where.span, labels=[(parameter.name.span, "parameter")], name=parameter.name.text,
        first=first, last=last or "", variant="" if last else "open",
    )
    return False


def value_changes(parameter: nodes.Parameter) -> tuple[datetime.date, ...]:
    """The days on which a parameter's value becomes another one."""
    changes = []
    for before, after in zip(parameter.values, parameter.values[1:], strict=False):
        if literal_value(before.value) != literal_value(after.value):
            changes.append(after.start)
    return tuple(changes)
