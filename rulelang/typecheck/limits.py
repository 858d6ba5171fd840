"""Floors and caps, one for each period, and the least that is paid at all: money, and not above the cap."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import MONTHS_IN
from rulelang.names.clauses import all_of
from rulelang.names.limits import runs_over
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck.bands import days_to_try, is_amount
from rulelang.typecheck.cadence import Cadence
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figures_on import amounts_on
from rulelang.typecheck.figures_told import Figure, told
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Over = TypeVar("Over", nodes.AtMost, nodes.NeverLess)


def check_limits(checker: Checker, rules: Rules, cadence: Cadence, scope: Scope) -> None:
    """Floors and caps, one of each for a period; a floor is amounts that the caps leave room for."""
    floors = _one_for_each(checker, all_of(nodes.NeverLess, rules.clauses), cadence, "never less than")
    caps = _one_for_each(checker, all_of(nodes.AtMost, rules.clauses), cadence, "at most")
    for cap in caps:
        checker.check(cap.value, scope)
    for floor in floors:
        kind = checker.check(floor.value, scope)
        if kind is not None and is_amount(checker, kind, floor.value.span):
            _check_room(checker, rules, cadence, floor, caps)


def _one_for_each(
    checker: Checker, limits: Iterable[Over], cadence: Cadence, words: str
) -> list[Over]:
    """The limits over calendar periods, one for each; others are reported."""
    found: dict[str, Over] = {}
    for limit in limits:
        unit = runs_over(limit, cadence.measured)
        if unit not in MONTHS_IN:
            checker.report.add("not-a-paying-unit", limit.span, unit=unit_words(unit))
        elif unit in found:
            labels = [(found[unit].span, "first")]
            checker.report.add("said-twice", limit.span, labels=labels, clause=phrase(words))
        found.setdefault(unit, limit)
    return [limit for unit, limit in found.items() if unit in MONTHS_IN]


def _check_room(
    checker: Checker, rules: Rules, cadence: Cadence, floor: nodes.NeverLess, caps: Iterable[nodes.AtMost]
) -> None:
    """A floor comes before the caps, so none runs over less; of a cap over the same period it is no more."""
    for cap in caps:
        each, shorter = (runs_over(limit, cadence.measured) for limit in (floor, cap))
        labels = [(cap.span, "cap")]
        if MONTHS_IN[each] > MONTHS_IN[shorter]:
            checker.report.add(
                "floor-after-cap", floor.span, labels=labels, each=unit_words(each), shorter=unit_words(shorter)
            )
            return
        if each == shorter and is_above(checker, floor, cap, rules):
            return


def check_least(checker: Checker, rules: Rules, cadence: Cadence, scope: Scope) -> None:
    """The least that is paid at all."""
    least = only(checker, rules.clauses, nodes.NothingUnder, "pays nothing under")
    caps = (cap for cap in all_of(nodes.AtMost, rules.clauses) if runs_over(cap, cadence.measured) == cadence.measured)
    cap = next(caps, None)
    if least is None:
        return
    kind = checker.check(least.value, scope)
    if kind is None or not is_amount(checker, kind, least.value.span):
        return
    if cap is not None:
        is_above(checker, least, cap, rules)


def is_above(
    checker: Checker, floor: nodes.NeverLess | nodes.NothingUnder, cap: nodes.AtMost, rules: Rules
) -> bool:
    """Whether a floor is more than a cap on some day, where both are known; then it is told."""
    for day in days_to_try(checker, [floor.value, cap.value], rules):
        least, most = amounts_on(checker, floor.value, day), amounts_on(checker, cap.value, day)
        keys = least.exceeding(most) if least is not None and most is not None else None
        if least is not None and most is not None and keys is not None:
            figures = told(checker, Figure(floor.value, least), Figure(cap.value, most), keys, day)
            checker.report.add(
                "above-the-cap", floor.span, labels=[(cap.span, "cap")], text=figures.first, cap=figures.second,
                date=figures.day,
            )
            return True
    return False
