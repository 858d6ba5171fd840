"""Whether two expressions always have the same value, however they are written: names are replaced by what they stand
for, sums are taken apart, and the order of conditions is forgotten. Never guesses: what it cannot see is another thing.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.parts import computed, parts_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Key = tuple[object, ...]
TURNED = {"<": ">", "<=": ">=", "before": "after", "on_or_before": "on_or_after"}


@frozen
class Sum:
    """`constant` and so many of each of `parts`, which are keys of what is no sum."""

    parts: dict[Key, Fraction]
    constant: Fraction

    def scaled(self, factor: Fraction) -> Sum:
        """The same so many times."""
        return Sum({k: n * factor for k, n in self.parts.items() if n * factor}, self.constant * factor)

    def plus(self, other: Sum) -> Sum:
        """Both together, without parts that cancel out."""
        none = Fraction(0)
        parts = {k: self.parts.get(k, none) + other.parts.get(k, none) for k in {**self.parts, **other.parts}}
        return Sum({k: n for k, n in parts.items() if n}, self.constant + other.constant)


@frozen
class Sameness:
    """Compares on a day, on which parameters have a value, for a reader whose period `window` is, if it says one."""

    checker: Checker
    day: datetime.date
    window: nodes.Window | None = None
    opened: frozenset[str] = frozenset()
    wholes: dict[Key, nodes.Expression] = attrs.field(factory=dict, eq=False, repr=False)

    def bound_on(self, condition: nodes.Comparison, bounded: nodes.Expression) -> Fraction | None:
        """What a comparison in the end compares `bounded` with; None where it is about something else."""
        found = self.sum_of(condition.left).plus(self.sum_of(condition.right).scaled(Fraction(-1)))
        about = self.sum_of(bounded)
        if not about.parts or found.parts.keys() != about.parts.keys():
            return None
        scales = {found.parts[key] / about.parts[key] for key in about.parts}
        return about.constant - found.constant / scales.pop() if len(scales) == 1 else None

    def threshold_on(
        self, condition: nodes.Comparison, bounded: nodes.Expression
    ) -> tuple[list[tuple[nodes.Expression, Fraction]], Fraction, bool] | None:
        """What a comparison compares `bounded` with where that is no constant: so many times each of some things, and a
        constant; and whether `bounded` stands on the other side. None where it is about something else."""
        found = self.sum_of(condition.left).plus(self.sum_of(condition.right).scaled(Fraction(-1)))
        about = self.sum_of(bounded)
        scales = {found.parts.get(key, Fraction(0)) / about.parts[key] for key in about.parts}
        scale = scales.pop() if len(scales) == 1 else Fraction(0)
        others = {key: times for key, times in found.parts.items() if key not in about.parts}
        if not scale or not others:
            return None
        parts = [(self.wholes[key], -times / scale) for key, times in others.items()]
        return parts, about.constant - found.constant / scale, scale < 0

    def sum_of(self, node: nodes.Expression) -> Sum:
        """An expression as a sum; of one part where it is none."""
        found = self._taken_apart(node)
        if found is not None:
            return found
        key = self._whole(node)
        self.wholes[key] = node
        return Sum({key: Fraction(1)}, Fraction(0))

    def _taken_apart(self, node: nodes.Expression) -> Sum | None:
        """The sum that an expression is; None where it is something else."""
        value = value_on(self.checker.resolved, node, self.day)
        if value is not None:
            return Sum({}, value)
        match node:
            case nodes.Arithmetic(operator="+" | "-" as operator, left=left, right=right):
                return self.sum_of(left).plus(self.sum_of(right).scaled(Fraction(1 if operator == "+" else -1)))
            case nodes.Arithmetic(operator="*", left=left, right=right) | nodes.PercentOf(percent=left, value=right):
                one, other = self.sum_of(left), self.sum_of(right)
                if not one.parts or not other.parts:
                    return one.scaled(other.constant) if not other.parts else other.scaled(one.constant)
            case nodes.Arithmetic(operator="/", left=left, right=right):
                under = self.sum_of(right)
                if not under.parts and under.constant:
                    return self.sum_of(left).scaled(1 / under.constant)
            case nodes.Reading() if (inside := self.inside(node)) is not None:
                return inside[0].sum_of(inside[1])
        return None

    def inside(self, node: nodes.Reading) -> tuple[Sameness, nodes.Expression] | None:
        """What the name of a measure or an eligibility stands for, and the window it is read in."""
        resolved, name = self.checker.resolved, node.path[-1].text
        declared = resolved.measures.get(name) or resolved.eligibilities.get(name)
        fact = self.checker.facts.known(node)
        if declared is None or len(node.path) > 1 or (fact is not None and fact.role != "definition"):
            return None
        if name in self.opened:
            return None  # computed from itself, which is reported where it is declared
        opened = self.opened | {name}
        return attrs.evolve(self, window=node.window or self.window, opened=opened), computed(declared)

    def key(self, node: object) -> Key:
        """A value by which equal things are equal."""
        if isinstance(node, (nodes.Reading, nodes.Arithmetic, nodes.PercentOf)):
            found = self._taken_apart(node)
            if found is not None:
                only = next(iter(found.parts)) if len(found.parts) == 1 else None
                if only is not None and not found.constant and found.parts[only] == 1:
                    return only
                return ("sum", frozenset(found.parts.items()), found.constant)
        return self._whole(node)

    def _whole(self, node: object) -> Key:
        """The key of what is not taken apart."""
        match node:
            case nodes.Reading():
                fact = self.checker.facts.known(node)
                what = (fact.role, fact.entity, fact.name) if fact is not None else tuple(n.text for n in node.path)
                return ("reading", what, self.key(node.window), self.key(node.day))
            case nodes.Arithmetic(operator=operator, left=left, right=right):
                sides = (self.key(left), self.key(right))
                return (operator, frozenset(sides) if operator == "*" else sides)
            case nodes.Aggregate():
                window = node.window if node.window is not None or node.valid_at is not None else self.window
                within = attrs.evolve(self, window=None)
                parts = (within.key(node.value), within.key(node.valid_at), within.key(node.where), within.key(node.by))
                levels = (node.levels.count,) if node.levels is not None else ()
                return ("of records", node.function, within.key(node.source), self.key(window), *parts, *levels)
            case nodes.RecordsHave():
                window = node.window if node.window is not None or node.valid_at is not None else self.window
                within = attrs.evolve(self, window=None)
                asked = (within.key(node.condition), within.key(node.valid_at), within.key(node.where))
                return ("records have", node.quantity, node.count, within.key(node.source), self.key(window), *asked)
            case nodes.Logic(quantity="all" | "any" as quantity):
                return (quantity, frozenset(self.key(item) for item in _flat(node, quantity)))
            case nodes.Comparison(operator=operator) if operator in TURNED:
                return (TURNED[operator], self.key(node.right), self.key(node.left))
            case nodes.Comparison(operator="is" | "is_not" as operator):
                return (operator, frozenset((self.key(node.left), self.key(node.right))))
            case nodes.Name():
                return ("name", node.text)
        return self._plain(node)

    def _plain(self, node: object) -> Key:
        value = literal_value(node)
        if value is not None:
            return ("value", type(node).__name__, value)
        if isinstance(node, tuple) or attrs.has(type(node)):
            return (type(node).__name__, *(self.key(part) for part in parts_of(node, but=("bare",))))
        return (type(node).__name__, str(node))


def _flat(node: nodes.Logic, quantity: str) -> Iterator[nodes.Expression]:
    for item in node.items:
        if isinstance(item, nodes.Logic) and item.quantity == quantity:
            yield from _flat(item, quantity)
        else:
            yield item
