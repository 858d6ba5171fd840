"""The lines of a metric: what is measured is of the kind its figures are, and every curve has one value everywhere."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figure_cases import Case, cases_of, figure_in, is_figure
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_figure(checker: Checker, figure: nodes.Expression, scope: Scope) -> types.Numeric | None:
    """The type of a figure, which is written or a parameter, also one with keys: so that all it may be is written."""
    kind = checker.check(figure, scope)
    if kind is None:
        return None
    if not is_figure(checker, figure) or not types.is_numeric(kind):
        checker.report.add("score-figure-from-data", figure.span, text=figure.span.text)
        return None
    return kind


def check_points(checker: Checker, figure: nodes.Expression, scope: Scope) -> bool:
    """Whether a figure is points from 0 on, on every day."""
    kind = check_figure(checker, figure, scope)
    if kind is None:
        return False
    if kind.kind != "points":
        checker.report.add("not-points", figure.span, text=figure.span.text, found=kind_words(kind))
        return False
    for case, value in _values(checker, figure):
        if value < 0:
            checker.report.add(
                "not-points", figure.span, text=figure.span.text, found=kind_words(kind), cell=case.shown, day=case.day,
                variant="negative-keyed" if case.shown else "negative",
            )
            return False
    return True


def _values(checker: Checker, figure: nodes.Expression) -> Iterator[tuple[Case, Fraction]]:
    for case in cases_of(checker, figure):
        value = figure_in(checker, figure, case)
        if value is not None:
            yield case, value


def check_line(checker: Checker, line: nodes.ScoringLine, scope: Scope) -> None:
    """One line of a metric."""
    if line.condition is not None:
        checker.check_truth(line.condition, scope)
    if line.curve is None:
        check_points(checker, line.value, scope)
        return
    kind = checker.check(line.value, scope)
    if kind is not None and not types.is_numeric(kind):
        checker.report.add("no-arithmetic", line.value.span, found=kind_words(kind), text=line.value.span.text)
        return
    match line.curve:
        case nodes.Linear() as curve:
            _check_linear(checker, curve, line, kind, scope)
        case nodes.Steps() as curve:
            _check_steps(checker, curve, line, kind, scope)
        case nodes.ForEvery() as curve:
            check_points(checker, curve.points, scope)
            if _alike(checker, [curve.every, *([curve.above] if curve.above else [])], line, kind, scope):
                _check_above_zero(checker, curve.every)


def _alike(
    checker: Checker, figures: Sequence[nodes.Expression], line: nodes.ScoringLine, kind: types.Numeric | None,
    scope: Scope,
) -> bool:
    """Whether figures are of the kind that is measured."""
    fine = kind is not None
    for figure in figures:
        found = check_figure(checker, figure, scope)
        fine = fine and found is not None
        if kind is None or found is None:
            continue
        if isinstance(types.joined_kind(kind, found), types.Clash):
            checker.report.add(
                "target-is-another-kind", figure.span, labels=[(line.value.span, "measured")], text=figure.span.text,
                found=kind_words(found), measured=kind_words(kind),
            )
            return False
    return fine


def _check_linear(
    checker: Checker, curve: nodes.Linear, line: nodes.ScoringLine, kind: core.Type | None, scope: Scope
) -> None:
    numeric = kind if types.is_numeric(kind) else None
    check_points(checker, curve.points, scope)
    if curve.low_points is None or curve.low_at is None:
        if _alike(checker, [curve.at], line, numeric, scope):
            _check_above_zero(checker, curve.at)
        return
    check_points(checker, curve.low_points, scope)
    if _alike(checker, [curve.low_at, curve.at], line, numeric, scope):
        _check_rise(checker, curve.low_at, curve.at)


def _check_above_zero(checker: Checker, figure: nodes.Expression) -> None:
    wrong = next((case for case, value in _values(checker, figure) if value <= 0), None)
    if wrong is not None:
        _does_not_rise(checker, figure, "0", wrong, "zero")


def _check_rise(checker: Checker, low: nodes.Expression, high: nodes.Expression) -> bool:
    """Whether one figure lies above another on every day on which either changes, for every key."""
    for case in cases_of(checker, low, high):
        first, second = figure_in(checker, low, case), figure_in(checker, high, case)
        if first is not None and second is not None and second <= first:
            _does_not_rise(checker, high, low.span.text, case, labels=[(low.span, "before")])
            return False
    return True


def _does_not_rise(
    checker: Checker, figure: nodes.Expression, before: str, case: Case, variant: str = "",
    labels: Sequence[tuple[Span, str]] = (),
) -> None:
    keyed = "-".join(part for part in (variant, "keyed" if case.shown else "") if part)
    checker.report.add(
        "curve-does-not-rise", figure.span, labels=labels, text=figure.span.text, before=before, cell=case.shown,
        day=case.day, variant=keyed,
    )


def _check_steps(
    checker: Checker, curve: nodes.Steps, line: nodes.ScoringLine, kind: core.Type | None, scope: Scope
) -> None:
    """Steps start at 0 and rise, each worth points."""
    for row in curve.rows:
        check_points(checker, row.value, scope)
    lowers = [row.lower for row in curve.rows]
    if not _alike(checker, lowers, line, kind if types.is_numeric(kind) else None, scope):
        return
    wrong = next((case for case, value in _values(checker, lowers[0]) if value != 0), None)
    if wrong is not None:
        _does_not_rise(checker, lowers[0], "0", wrong, "start")
        return
    for low, high in pairwise(lowers):
        if not _check_rise(checker, low, high):
            return
