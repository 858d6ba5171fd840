"""Lists of payouts to core nodes. Incentives that are added up, or compared and nothing more, stay a list of names; any
other list becomes one incentive, made of what its items have earned in the same measured period.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.names.stacks import Item, named
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.payable import choice, nothing, test, total

Incentives = Mapping[str, core.Incentive]


def lower_stacks(
    lowering: Lowering, stack: nodes.Stack, incentives: Incentives
) -> Iterator[core.Stack | core.Composed]:
    """What a list of a payout adds up to, piece by piece."""
    plain = _plain(stack)
    if stack.kind != "all":
        if stack.kind == "best" and plain is not None:
            yield core.Stack("best", plain)
        else:
            yield _composed(lowering, stack, incentives)
        return
    by_name = tuple(item.text for item in stack.items if isinstance(item, nodes.Name))
    if by_name:
        yield core.Stack("all", by_name)
    for item in stack.items:
        if isinstance(item, nodes.Stack):
            yield from lower_stacks(lowering, item, incentives)
        elif isinstance(item, nodes.StackItem):
            yield _composed(lowering, item, incentives)


def _plain(stack: nodes.Stack) -> tuple[str, ...] | None:
    """The names of a list that holds no other kind of list and no condition."""
    found: list[str] = []
    for item in stack.items:
        if isinstance(item, nodes.Name):
            found.append(item.text)
            continue
        inner = _plain(item) if isinstance(item, nodes.Stack) and item.kind == stack.kind else None
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)


# ------------------------------------------------------------------------------------------------ one incentive


@attrs.define
class _Version:
    """A list at one version of its incentives; `items` are the entitlements that it is made of, by incentive."""

    lowering: Lowering
    incentives: Incentives
    index: int
    items: dict[str, core.Expression] = attrs.field(factory=dict)

    def value(self, item: Item) -> core.Expression:
        """What an item comes to for a measured period so far."""
        match item:
            case nodes.Stack(kind="best"):
                return self._best([self.value(each) for each in item.items], item)
            case nodes.Stack(kind="first"):
                return self._first(item)
            case nodes.Stack():
                found, *others = [self.value(each) for each in item.items]
                for other in others:
                    found = total(found, other, item.span, "listed")
                return found
            case nodes.StackItem(condition=condition) if condition is not None:
                own = self._entitlement(item.name)
                return choice([(self._condition(item), own)], nothing(own), item.span, "listed if")
        return self._entitlement(next(named(item)))

    def _entitlement(self, name: nodes.Name) -> core.Expression:
        return self.items.setdefault(name.text, self.incentives[name.text].versions[self.index].entitlement)

    def _condition(self, item: nodes.StackItem) -> core.Expression:
        assert item.condition is not None
        return self.lowering.lower(item.condition, "eligible")

    def _best(self, values: list[core.Expression], stack: nodes.Stack) -> core.Expression:
        found, *others = values
        for other in others:
            found = choice([(test("more", other, found, stack.span), other)], found, stack.span, "listed best")
        return found

    def _first(self, stack: nodes.Stack) -> core.Expression:
        """What the first item that applies comes to; an item that always does ends the search."""
        branches: list[tuple[core.Expression, core.Expression]] = []
        for item in stack.items:
            value, applies = self.value(item), self._applies(item)
            if applies is None:
                return choice(branches, value, stack.span, "listed first") if branches else value
            branches.append((applies, value))
        return choice(branches, nothing(branches[0][1]), stack.span, "listed first")

    def _applies(self, item: Item) -> core.Expression | None:
        """When an item applies, None for always: an incentive as its `when` says, a list when one of its items does."""
        if isinstance(item, nodes.Stack):
            found = [self._applies(each) for each in item.items]
            known = tuple(each for each in found if each is not None)
            return self._joined("any", known, item) if len(known) == len(found) else None
        name = next(named(item)).text
        when = self.lowering.conditions.get((name, self.incentives[name].versions[self.index].start))
        tests = [when] if when is not None else []
        if isinstance(item, nodes.StackItem) and item.condition is not None:
            tests.append(self._condition(item))
        return self._joined("all", tuple(tests), item) if tests else None

    def _joined(self, quantity: str, tests: tuple[core.Expression, ...], item: Item) -> core.Expression:
        return tests[0] if len(tests) == 1 else core.Logic(quantity, tests, 0, core.Truth(), item.span)


def _composed(lowering: Lowering, item: nodes.Stack | nodes.StackItem, incentives: Incentives) -> core.Composed:
    """A list, or an incentive under a condition of its own, as one incentive."""
    first = incentives[next(named(item)).text]
    made = [_Version(lowering, incentives, index) for index in range(len(first.versions))]
    versions = []
    for one, version in zip(made, first.versions, strict=True):
        versions.append(attrs.evolve(version, entitlement=one.value(item), span=item.span))
    kinds = [types.proved_quantity(version.entitlement.type) for version in versions]
    kind = attrs.evolve(first.type, low=min(k.low for k in kinds), high=max(k.high for k in kinds))
    together = core.Incentive(_name(item), tuple(versions), kind, item.span)
    items = tuple((name, tuple(one.items[name] for one in made)) for name in made[0].items)
    return core.Composed(item.kind if isinstance(item, nodes.Stack) else "item", together, items)


def _name(item: Item) -> str:
    """A name by which a list is told from others: its words and the names in it."""
    match item:
        case nodes.Stack(kind=kind, items=items):
            return f"{kind} of {', '.join(_name(each) for each in items)}"
        case nodes.StackItem(name=name):
            return f"{name.text} if"
    return item.text
