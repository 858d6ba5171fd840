"""Added requirements that ask for more of a bounded number than its line allows without comparing it with a number.

Two things are looked at: whether the condition can hold at all with the number as far as the line lets it go, and what
the number is compared with where that differs from partner to partner or from cell to cell.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.clauses import first_of
from rulelang.names.resolved import FigureBound
from rulelang.names.thresholds import lines_of
from rulelang.syntax import nodes
from rulelang.typecheck.sameness import Sameness
from rulelang.typecheck.within_reach import PICKS, Pick, Range, Reach

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FLOORS = (">=", ">")


def is_ceiling(checker: Checker, bounded: FigureBound) -> bool:
    """Whether the program's own line asks for no more than its number, where most ask for no less."""
    ladder = checker.resolved.ladders[bounded.ladder]
    for line in lines_of(ladder, bounded.tier):
        condition = line.condition
        if isinstance(condition, nodes.Comparison) and condition.left == bounded.bounded:
            return condition.operator not in FLOORS
    return False


def asks_too_much(
    checker: Checker, bounded: FigureBound, condition: nodes.Expression, allowed: Range, day: datetime.date
) -> bool:
    """Whether some partner needs more than the highest value allowed, or less than the lowest of a number that is to
    stay below it, for a condition to hold."""
    ceiling = is_ceiling(checker, bounded)
    return any(
        _out_of_reach(checker, bounded, condition, allowed[0 if ceiling else 1], ceiling, day, pick) for pick in PICKS
    ) or any(
        _beyond(checker, bounded, comparison, allowed, ceiling, day) for comparison in _comparisons(condition)
    )


def _window(checker: Checker, bounded: FigureBound) -> nodes.Window | None:
    assessed = first_of(nodes.AssessedEvery, checker.resolved.ladders[bounded.ladder].clauses)
    return assessed.window if assessed is not None else None


def _reach(
    checker: Checker, bounded: FigureBound, value: Range | None, day: datetime.date, pick: Pick
) -> Reach:
    window = _window(checker, bounded)
    about = Sameness(checker, day, window).key(bounded.bounded)
    inside = frozenset({bounded.ladder})
    return Reach(checker, day, window, about, bounded.read, value, pick, inside)


def _out_of_reach(
    checker: Checker, bounded: FigureBound, condition: nodes.Expression, end: Fraction, ceiling: bool,
    day: datetime.date, pick: Pick,
) -> bool:
    """Whether a condition never holds at the end of the line, and may hold past it."""
    at_the_end = _reach(checker, bounded, (end, end), day, pick)
    if True in at_the_end.truth(condition) or not at_the_end.met:
        return False
    fact = checker.facts.known(bounded.bounded)
    kind = fact.type if fact is not None else None
    if not isinstance(kind, core.Quantity):
        return True
    least, most = Fraction(kind.low, kind.denominator), Fraction(kind.high, kind.denominator)
    beyond = (min(least, end), end) if ceiling else (end, max(most, end))
    return True in _reach(checker, bounded, beyond, day, pick).truth(condition)


def _comparisons(node: object) -> Iterator[nodes.Comparison]:
    match node:
        case nodes.Logic(items=items):
            for item in items:
                yield from _comparisons(item)
        case nodes.OverPeriods(test=test) | nodes.OnAnyDay(test=test):
            yield from _comparisons(test)
        case nodes.Comparison(operator=">=" | ">" | "<=" | "<"):
            yield node


def _beyond(
    checker: Checker, bounded: FigureBound, comparison: nodes.Comparison, allowed: Range, ceiling: bool,
    day: datetime.date,
) -> bool:
    """Whether what the number is compared with may lie past the end of the line."""
    found = Sameness(checker, day, _window(checker, bounded)).threshold_on(comparison, bounded.bounded)
    if found is None:
        return False
    parts, constant, turned = found
    if ((comparison.operator in FLOORS) != turned) == ceiling:
        return False  # it holds the number from the other side
    for pick in PICKS:
        reach = _reach(checker, bounded, None, day, pick)
        ends = [constant, constant]
        for node, times in parts:
            value = reach.number(node)
            if value is None:
                return True
            ends = [ends[0] + min(times * v for v in value), ends[1] + max(times * v for v in value)]
        if (ends[0] < allowed[0]) if ceiling else (ends[1] > allowed[1]):
            return True
    return False
