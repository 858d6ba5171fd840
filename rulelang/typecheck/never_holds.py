"""Conditions that never hold, and an `otherwise` after cases that leave nobody out.

Told is what the ranges of types prove, and that two tests exclude each other as written; nothing stronger is tried.
What stands under a `none of` is not looked at: that it never holds may be meant.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.ladder_versions import versions_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.apart import Test, are_apart, lists_of
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.coverage import is_plain
from rulelang.typecheck.links import field_of
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.regions import opened
from rulelang.typecheck.values_met import ABOVE, BELOW, nothing_meets
from rulelang.typecheck.witnesses import exclude, kind_of, uncovered

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

STRICT = (">", "<")
Condition = nodes.Expression


@frozen(eq=False)
class Asked:
    """A simple test of a list, and the condition it stands in."""

    test: Test
    whole: Condition


def check_never_holds(checker: Checker) -> None:
    """Every condition of a program in which nothing else was found."""
    resolved = checker.resolved
    for eligibility in resolved.eligibilities.values():
        _check_together(checker, [eligibility.condition])
        _look_inside(checker, eligibility.condition)
    for measure in resolved.measures.values():
        _look_inside(checker, measure.value)
    for ladder in resolved.ladders.values():
        for tier in (tier for version in versions_of(ladder) for tier in version.tiers):
            _check_tier(checker, tier)
    for scored in (*resolved.scorecards.values(), *resolved.benefits.values()):
        _look_inside(checker, scored)
    for _, versions in (*resolved.incentives.values(), *resolved.payouts.values()):
        for rules in versions:
            _look_inside(checker, rules.clauses)


def _check_tier(checker: Checker, tier: nodes.Tier) -> None:
    """All lists of a tier hold at once, also those that a variant adds."""
    together = [line.condition for needed in tier.requirements if needed.quantity == "all" for line in needed.items]
    _check_together(checker, together)
    for needed in tier.requirements:
        _check_count(checker, needed)
        for line in needed.items if needed.quantity != "none" else ():
            if needed.quantity != "all":
                _check_together(checker, [line.condition])
            _look_inside(checker, line.condition)


def _look_inside(checker: Checker, node: object) -> None:
    """The conditions inside something, of which each is told of by itself."""
    match node:
        case nodes.Logic(quantity="none"):
            return
        case nodes.Comparison(right=nodes.YesNo()):
            return
        case nodes.Logic(quantity=quantity, items=items) if quantity != "all":
            _check_count(checker, node)
            for item in items:
                _check_together(checker, [item])
        case nodes.Cases(branches=branches):
            for condition, _ in branches:
                _check_together(checker, [condition])
            _check_otherwise(checker, node)
        case nodes.When(condition=condition):
            _check_together(checker, [condition])
        case nodes.Excepted(exceptions=exceptions):
            for each in exceptions:
                _check_together(checker, [each.condition])
        case nodes.RecordsHave(count=0):
            checker.report.add("at-least-none", node.span)
        case nodes.Aggregate(where=where) | nodes.RecordsHave(where=where) if where is not None:
            _check_together(checker, [where])
    for part in parts_of(node):
        _look_inside(checker, part)


def _check_count(checker: Checker, listed: nodes.Logic | nodes.Requirements) -> None:
    """`at least 3 of` two conditions, and `at least 0 of` any."""
    if listed.count == 0:
        checker.report.add("at-least-none", listed.span)
    if listed.count is not None and listed.count > len(listed.items):
        checker.report.add(
            "never-holds", listed.span, variant="count", text=str(listed.count), other=str(len(listed.items)), name="",
            low="", high="",
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------ conditions


def _check_together(checker: Checker, conditions: Sequence[Condition]) -> None:
    """Conditions that are all to hold: each by itself, and each with those before it."""
    flat = [each for condition in conditions for each in _all_of(condition)]
    asked = [one for whole in flat for one in _asked(checker, whole)]
    for one in asked:
        if _is_outside(checker, one):
            _report_outside(checker, one)
            return
    for earlier, later in combinations(flat, 2):
        if _never_both(checker, earlier, later):
            checker.report.add(
                "never-holds", later.span, labels=[(earlier.span, "other")], text=_words(later), other=_words(earlier),
                name="", low="", high="",
            )
            return


def _all_of(condition: Condition) -> Iterator[Condition]:
    match condition:
        case nodes.Logic(quantity="all", items=items):
            for item in items:
                yield from _all_of(item)
        case _:
            yield condition


def _asked(checker: Checker, whole: Condition) -> Iterator[Asked]:
    """The simple tests that a condition makes, where it makes one list of them."""
    lists = lists_of(opened(checker, whole)) if is_plain(whole) else None
    if lists is not None and len(lists) == 1:
        yield from (Asked(test, whole) for test in lists[0])


def _is_outside(checker: Checker, one: Asked) -> bool:
    """Whether no value of what is read passes a test."""
    kind = kind_of(checker, one.test.reading)
    if nothing_meets([one.test], kind):
        return True
    other = _range(checker, one.test.other)
    own = ends_of(kind)
    return own is not None and other is not None and _misses(one.test.operator, own, other)


def _misses(operator: str, own: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> bool:
    if operator in ABOVE and (own[1] < other[0] or (operator in STRICT and own[1] == other[0])):
        return True
    return operator in BELOW and (other[1] < own[0] or (operator in STRICT and other[1] == own[0]))


def _never_both(checker: Checker, one: Condition, other: Condition) -> bool:
    if are_apart(opened(checker, one), opened(checker, other), lambda a, b: exclude(checker, a, b)):
        return True
    tests = [(a.test, b.test) for a in _asked(checker, one) for b in _asked(checker, other)]
    return any(_figures_cross(checker, a, b) or _figures_cross(checker, b, a) for a, b in tests)


def _figures_cross(checker: Checker, above: Test, below: Test) -> bool:
    """Whether one test lets pass only what lies above all that the other lets pass, whatever parameters are."""
    if above.reading != below.reading or above.operator not in ABOVE or below.operator not in BELOW:
        return False
    least, most = _range(checker, above.other), _range(checker, below.other)
    if least is None or most is None:
        return False
    touching = above.operator in STRICT or below.operator in STRICT
    return least[0] > most[1] or (touching and least[0] == most[1])


def _range(checker: Checker, figure: object) -> tuple[Fraction, Fraction] | None:
    fact = checker.facts.known(figure)
    return ends_of(fact.type) if fact is not None else None


def ends_of(kind: core.Type | None) -> tuple[Fraction, Fraction] | None:
    if not isinstance(kind, core.Quantity) or core.in_own_currency(kind):
        return None
    return Fraction(kind.low, kind.denominator), Fraction(kind.high, kind.denominator)


def _words(condition: Condition) -> str:
    return " ".join(condition.span.text.split())


def _report_outside(checker: Checker, one: Asked) -> None:
    reading, kind = one.test.reading, kind_of(checker, one.test.reading)
    name = " ".join(reading.span.text.split()) if isinstance(reading, nodes.Reading) else _words(one.whole)
    declared = declared_at(checker, reading)
    labels = [(declared, "declared")] if declared is not None else []
    low = high = ""
    if isinstance(kind, core.Quantity):
        low, high = (number_words(Fraction(end, kind.denominator), kind) for end in (kind.low, kind.high))
    checker.report.add(
        "never-holds", one.whole.span, labels=labels, text=_words(one.whole), name=name, low=low, high=high, other="",
        variant="range" if low else "value",
    )


def declared_at(checker: Checker, reading: object) -> Span | None:
    """Where it is said what something that is read can be."""
    fact = checker.facts.known(reading)
    if fact is None:
        return None
    if fact.role == "field":
        field = field_of(checker.resolved.entities, fact.entity, fact.name)
        return field.type.span if field is not None else None
    measure = checker.resolved.measures.get(fact.name) if fact.role == "definition" else None
    return measure.type.span if measure is not None else None


# ------------------------------------------------------------------------------------------------ cases


def _check_otherwise(checker: Checker, node: nodes.Cases) -> None:
    if node.otherwise is None or not uncovered(checker, (opened(checker, c) for c, _ in node.branches)).nothing:
        return
    labels = [(condition.span, "case") for condition, _ in node.branches]
    checker.report.add("otherwise-never", node.otherwise.span, labels=labels, text=_words(node.otherwise))
