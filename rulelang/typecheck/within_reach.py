"""Whether a condition can hold while a bounded number is no more than its line allows: whatever it is written with.

Everything that differs from partner to partner may be anything of its kind; what stands in a table is looked at cell by
cell, a value of several cases case by case. Never guesses: what it cannot see may be anything.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.scored_versions import versions_of
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.figures_on import amounts_on
from rulelang.typecheck.parts import computed
from rulelang.typecheck.sameness import Key, Sameness

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Range = tuple[Fraction, Fraction]
Truth = frozenset[bool]
"""What a condition may come to."""
EITHER, YES, NO = frozenset({True, False}), frozenset({True}), frozenset({False})
CASES_MAX = 4
"""So many cases of a value are looked at, one after the other."""


@frozen
class Pick:
    """Which of several values is taken: the highest cells of tables or the lowest, and which of the cases."""

    highest: bool
    case: int


PICKS = tuple(Pick(highest, case) for highest in (True, False) for case in range(CASES_MAX))


@attrs.define(eq=False, repr=False)
class Reach:
    """`about` is the key of the bounded number, `named` its name, `value` what it is; `met` tells that it was read."""

    checker: Checker
    day: datetime.date
    window: nodes.Window | None
    about: Key
    named: str
    value: Range | None
    pick: Pick
    inside: frozenset[str] = frozenset()
    met: list[bool] = attrs.field(factory=list)

    # -------------------------------------------------------------------------------------------- conditions

    def truth(self, node: object) -> Truth:
        """What a condition may come to."""
        match node:
            case nodes.YesNo(value=answer):
                return YES if answer else NO
            case nodes.Logic(quantity=quantity, items=items, count=count):
                return _counted(quantity, [self.truth(item) for item in items], count)
            case nodes.OverPeriods(test=test) | nodes.OnAnyDay(test=test):
                return self.truth(test)
            case nodes.Comparison():
                return self.compared(node)
            case nodes.Between(value=value, low=low, high=high):
                ends = [("at_least", low), ("at_most", high)]
                return _counted("all", [_held(how, self.number(value), self.number(end)) for how, end in ends], None)
            case nodes.Cases(branches=branches, otherwise=otherwise):
                return self.truth(self.case_of(branches, otherwise))
            case nodes.OrElse(value=value):
                return self.truth(value)
            case nodes.Call() if (body := self.body(node)) is not None:
                return self.truth(body)
            case nodes.Reading() if (given := self.given(node)) is not None:
                return self.truth(given)
            case nodes.Reading() if (opened := self.opened(node)) is not None:
                return opened[0].truth(opened[1])
        return EITHER

    def compared(self, node: nodes.Comparison) -> Truth:
        fact = self.checker.facts.known(node.left)
        if fact is not None and fact.role == "ladder":
            return self.reached(node, fact.name)
        operators = {">=": "at_least", ">": "more", "<=": "at_most", "<": "less", "is": "equal", "is_not": "unequal"}
        how = operators.get(node.operator)
        if how is None:
            return EITHER
        if how in ("equal", "unequal") and isinstance(node.right, nodes.YesNo):
            found = self.truth(node.left)
            return found if node.right.value == (how == "equal") else frozenset(not each for each in found)
        return _held(how, self.number(node.left), self.number(node.right))

    def reached(self, node: nodes.Comparison, name: str) -> Truth:
        """Whether a tier of another ladder may be reached: whether what it asks for may hold."""
        ladder = self.checker.resolved.ladders.get(name)
        tiers = [tier.name.text for tier in ladder.tiers] if ladder is not None else []
        wanted = node.right.path[0].text if isinstance(node.right, nodes.Reading) else ""
        if ladder is None or name in self.inside or wanted not in tiers or node.operator not in (">=", "is"):
            return EITHER
        if ladder.goes_on:
            return EITHER  # by which version depends on the day
        assessed = first_of(nodes.AssessedEvery, ladder.clauses)
        window = assessed.window if assessed is not None else None
        there = attrs.evolve(self, window=window, inside=self.inside | {name})
        place = tiers.index(wanted)
        some = ladder.tiers[place:] if node.operator == ">=" else ladder.tiers[place : place + 1]
        return _counted("any", [there.asked(tier.requirements) for tier in some], None)

    def asked(self, lists: Iterable[nodes.Requirements]) -> Truth:
        each = [_counted(n.quantity, [self.truth(line.condition) for line in n.items], n.count) for n in lists]
        return _counted("all", each, None)

    # -------------------------------------------------------------------------------------------- numbers

    def number(self, node: nodes.Expression) -> Range | None:
        """The lowest and highest number that an expression may be; None where it may be anything."""
        if self.is_bounded(node):
            self.met.append(True)
            return self.value
        if self.value is not None and self.is_part(node):
            self.met.append(True)
            return Fraction(0), self.value[1]
        constant = value_on(self.checker.resolved, node, self.day)
        if constant is not None:
            return constant, constant
        match node:
            case nodes.Arithmetic(operator=operator, left=left, right=right):
                return _worked_out(operator, self.number(left), self.number(right))
            case nodes.PercentOf(percent=percent, value=value):
                return _worked_out("*", self.number(percent), self.number(value))
            case nodes.Rounded(value=value) | nodes.OrElse(value=value):
                return self.number(value)
            case nodes.Extreme(which=which, items=items):
                return _extreme(which, [self.number(item) for item in items])
            case nodes.Cases(branches=branches, otherwise=otherwise):
                chosen = self.case_of(branches, otherwise)
                return self.number(chosen) if chosen is not None else None
            case nodes.Excepted(base=base, exceptions=exceptions):
                values = [base, *(each.value for each in exceptions)]
                return self.number(values[min(self.pick.case, len(values) - 1)])
            case nodes.Call():
                return self.called(node)
            case nodes.Reading() if (given := self.given(node)) is not None:
                return self.number(given)
            case nodes.Reading(path=(name,)) if name.text in self.checker.resolved.scorecards:
                return self.scored(self.checker.resolved.scorecards[name.text])
            case nodes.Reading() if (opened := self.opened(node)) is not None:
                return opened[0].number(opened[1])
        return self.of_kind(node)

    def is_bounded(self, node: nodes.Expression) -> bool:
        """Whether an expression is the bounded number, by its name or by what it says."""
        if isinstance(node, nodes.Reading) and [name.text for name in node.path] == [self.named]:
            return True
        if not isinstance(node, (nodes.Reading, nodes.Arithmetic, nodes.Aggregate)):
            return False
        return Sameness(self.checker, self.day, self.window).key(node) == self.about

    def is_part(self, node: nodes.Expression) -> bool:
        """Whether an expression adds up some of the records that the bounded number adds up, none of them negative."""
        if not isinstance(node, nodes.Aggregate) or node.where is None or node.function not in ("total", "count"):
            return False
        own = self.of_kind(node.value) if node.value is not None else (Fraction(0), Fraction(0))
        whole = Sameness(self.checker, self.day, self.window).key(attrs.evolve(node, where=None))
        return own is not None and own[0] >= 0 and whole == self.about

    def of_kind(self, node: nodes.Expression) -> Range | None:
        """What its kind says of a number."""
        fact = self.checker.facts.known(node)
        kind = fact.type if fact is not None else None
        if not isinstance(kind, core.Quantity):
            return None
        return Fraction(kind.low, kind.denominator), Fraction(kind.high, kind.denominator)

    def called(self, node: nodes.Call) -> Range | None:
        """A function's value, or the highest or lowest cell of a table."""
        body = self.body(node)
        if body is not None:
            return self.number(body)
        amounts = amounts_on(self.checker, node, self.day)
        if amounts is None or not amounts.values:
            return self.of_kind(node)
        cell = (max if self.pick.highest else min)(amounts.values.values())
        return cell, cell

    def scored(self, card: nodes.Scorecard) -> Range | None:
        """From nothing to the most points there can be; anything where parts are weighed."""
        card = next(v for v in reversed(versions_of(card)) if v.since is None or v.since <= self.day or not v.before)
        weights = [metric.weight for category in card.categories for metric in category.metrics]
        weights += [category.weight for category in card.categories]
        if card.name.text in self.inside or any(weight is not None for weight in weights):
            return None
        there = attrs.evolve(self, inside=self.inside | {card.name.text})
        found = [there.points(line) for c in card.categories for metric in c.metrics for line in metric.lines]
        most = [each for each in found if each is not None]
        return (Fraction(0), sum(most, Fraction(0))) if len(most) == len(found) else None

    def points(self, line: nodes.ScoringLine) -> Fraction | None:
        """The most points of a line; None where that cannot be said."""
        if line.condition is not None and True not in self.truth(line.condition):
            return Fraction(0)
        on = self.number(line.value)
        match line.curve:
            case None:
                return on[1] if on is not None else None
            case nodes.Linear(points=points, at=at, low_points=None):
                most, end = literal_value(points), literal_value(at)
                if on is None or most is None or not end:
                    return most
                return most * min(Fraction(1), max(Fraction(0), on[1] / end))
            case nodes.Steps(rows=rows):
                below = [literal_value(row.value) for row in rows if on is None or self.begun(row, on[1])]
                return max((value for value in below if value is not None), default=Fraction(0))
        return None

    def begun(self, row: nodes.BandRow, value: Fraction) -> bool:
        lower = literal_value(row.lower)
        return lower is None or (lower < value if row.exclusive else lower <= value)

    # -------------------------------------------------------------------------------------------- names

    def given(self, node: nodes.Reading) -> nodes.Expression | None:
        """What is given for an input of a function."""
        fact = self.checker.facts.known(node)
        return fact.argument if fact is not None and fact.role == "input" else None

    def body(self, node: nodes.Call) -> nodes.Expression | None:
        """What a function says, with its inputs."""
        fact = self.checker.facts.known(node)
        return fact.expansion.body if fact is not None and fact.expansion is not None else None

    def opened(self, node: nodes.Reading) -> tuple[Reach, nodes.Expression] | None:
        """What the name of a measure or an eligibility stands for."""
        resolved, name = self.checker.resolved, node.path[-1].text
        declared = resolved.measures.get(name) or resolved.eligibilities.get(name)
        fact = self.checker.facts.known(node)
        if declared is None or len(node.path) > 1 or name in self.inside or fact is None or fact.role != "definition":
            return None
        window = node.window or self.window
        return attrs.evolve(self, window=window, inside=self.inside | {name}), computed(declared)

    def case_of(
        self, branches: Sequence[tuple[nodes.Expression, nodes.Expression]], otherwise: nodes.Expression | None
    ) -> nodes.Expression | None:
        """The value of one of the cases that may hold."""
        tests = [self.truth(condition) for condition, _ in branches]
        certain = next((value for (_, value), found in zip(branches, tests, strict=True) if found == YES), None)
        if certain is not None:
            return certain
        held = [value for (_, value), found in zip(branches, tests, strict=True) if True in found]
        held += [otherwise] if otherwise is not None else []
        return held[min(self.pick.case, len(held) - 1)] if held else None


def _counted(quantity: str, found: Sequence[Truth], count: int | None) -> Truth:
    """Whether enough of several hold."""
    least, most = sum(each == YES for each in found), sum(True in each for each in found)
    needed = {"all": len(found), "any": 1, "none": 0}.get(quantity, count or 0)
    if quantity == "none":
        return NO if least else YES if not most else EITHER
    return YES if least >= needed else NO if most < needed else EITHER


def _held(how: str, left: Range | None, right: Range | None) -> Truth:
    if left is None or right is None:
        return EITHER
    match how:
        case "at_most" | "less":
            return _held("at_least" if how == "at_most" else "more", right, left)
        case "at_least":
            return YES if left[0] >= right[1] else NO if left[1] < right[0] else EITHER
        case "more":
            return YES if left[0] > right[1] else NO if left[1] <= right[0] else EITHER
    apart = left[1] < right[0] or right[1] < left[0]
    same = left[0] == left[1] == right[0] == right[1]
    equal = NO if apart else YES if same else EITHER
    return equal if how == "equal" else frozenset(not each for each in equal)


def _worked_out(operator: str, left: Range | None, right: Range | None) -> Range | None:
    """What a sum, product or quotient of two numbers may be."""
    if left is None or right is None:
        return None
    if operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if operator == "-":
        return left[0] - right[1], left[1] - right[0]
    if operator == "/" and right[0] <= 0 <= right[1]:
        return None
    pairs = [(a, b) for a in left for b in right]
    found = [a * b for a, b in pairs] if operator == "*" else [a / b for a, b in pairs]
    return min(found), max(found)


def _extreme(which: str, found: Sequence[Range | None]) -> Range | None:
    """The higher or lower of several: one that may be anything leaves one end open, and so both."""
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    take = max if which == "higher" else min
    return take(low for low, _ in known), take(high for _, high in known)
