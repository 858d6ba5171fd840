"""Floors, and the least that is paid at all: money, over the measured period, and not above the cap."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.names.clauses import first_of
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck.bands import days_to_try, is_amount
from rulelang.typecheck.cadence import Cadence
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figures_on import amounts_on

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_floor(checker: Checker, rules: Rules, cadence: Cadence, scope: Scope) -> None:
    """A floor over the measured period that the cap leaves room for."""
    floor, cap = only(checker, rules.clauses, nodes.NeverLess, "never less than"), first_of(nodes.AtMost, rules.clauses)
    if floor is None:
        return
    kind = checker.check(floor.value, scope)
    if kind is None or not is_amount(checker, kind, floor.value.span):
        return
    if floor.each not in (None, cadence.measured):
        construct = phrase("a floor over another period than the measured one")
        checker.report.add("not-yet", floor.span, construct=construct)
    elif cap is not None and is_above(checker, floor.value, cap.value, rules):
        checker.report.add(
            "above-the-cap", floor.span, labels=[(cap.span, "cap")], text=floor.value.span.text, cap=cap.value.span.text
        )


def check_least(checker: Checker, rules: Rules, scope: Scope) -> None:
    """The least that is paid at all."""
    least = only(checker, rules.clauses, nodes.NothingUnder, "pays nothing under")
    cap = first_of(nodes.AtMost, rules.clauses)
    if least is None:
        return
    kind = checker.check(least.value, scope)
    if kind is None or not is_amount(checker, kind, least.value.span):
        return
    if cap is not None and is_above(checker, least.value, cap.value, rules):
        checker.report.add(
            "above-the-cap", least.span, labels=[(cap.span, "cap")], text=least.value.span.text, cap=cap.value.span.text
        )


def is_above(checker: Checker, figure: nodes.Expression, cap: nodes.Expression, rules: Rules) -> bool:
    """Whether a figure is more than a cap on some day, where both are known."""
    for day in days_to_try(checker, [figure, cap], rules):
        one, other = amounts_on(checker, figure, day), amounts_on(checker, cap, day)
        if one is not None and other is not None and one.may_exceed(other):
            return True
    return False
