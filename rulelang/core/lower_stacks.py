"""Lists of payouts to core nodes. Incentives that are added up, compared and nothing more, or taken off stay a list of
names; any other list becomes one incentive, made of what its items have earned in the same measured period.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from rulelang.core import nodes as core
from rulelang.core.lower_expressions import Lowering
from rulelang.names.stacks import Item, named
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.payable import choice, is_zero, nothing, test, total

Earned = tuple[core.Expression, core.Expression]
"""What something comes to for a measured period so far, as it is paid and as it was before it was rounded."""
Reduced = Callable[[str, core.IncentiveVersion, core.Expression | None], Earned]
"""What an incentive comes to when so much has been taken off what it is paid on."""


@attrs.frozen(eq=False)
class Listing:
    """What lists are made of: the incentives by name, and what each comes to on a part of what it is paid on."""

    lowering: Lowering
    incentives: Mapping[str, core.Incentive]
    reduced: Reduced


def lower_stacks(stack: nodes.Stack, listing: Listing) -> Iterator[core.Stack | core.Composed]:
    """What a list of a payout adds up to, piece by piece."""
    plain = _plain(stack)
    if stack.kind != "all":
        if stack.kind in ("best", "less") and plain is not None:
            yield core.Stack(stack.kind, plain)
        else:
            yield _composed(listing, stack)
        return
    by_name = tuple(item.text for item in stack.items if isinstance(item, nodes.Name))
    if by_name:
        yield core.Stack("all", by_name)
    for item in stack.items:
        if isinstance(item, nodes.Stack):
            yield from lower_stacks(item, listing)
        elif isinstance(item, nodes.StackItem):
            yield _composed(listing, item)


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

    listing: Listing
    index: int
    items: dict[str, core.Expression] = attrs.field(factory=dict)

    def worth(self, item: Item, taken: core.Expression | None = None, *, inside: bool = False) -> Earned:
        """What an item comes to for a measured period so far; `inside` a list of what is left, when so much has been
        taken off."""
        match item:
            case nodes.Stack(kind="best"):
                return self._best([self.worth(each, taken, inside=inside) for each in item.items], item)
            case nodes.Stack(kind="first"):
                return self._first(item, taken, inside=inside)
            case nodes.Stack(kind="rest"):
                return self._rest(item, taken)
            case nodes.Stack():
                return _sum([self.worth(each, taken, inside=inside) for each in item.items], item)
        return self._own(item, taken, inside=inside)

    def _own(self, item: nodes.Name | nodes.StackItem, taken: core.Expression | None, *, inside: bool) -> Earned:
        """An incentive of a list, with what is said of it there."""
        name = next(named(item)).text
        version = self.listing.incentives[name].versions[self.index]
        said = item if isinstance(item, nodes.StackItem) else nodes.StackItem(next(named(item)), span=item.span)
        paid, exact = version.entitlement, version.entitlement
        if inside:
            paid, exact = self.listing.reduced(name, version, None if said.on_full else taken)
        self.items[name] = paid
        if said.not_deducted:
            exact = nothing(exact)
        if said.condition is not None:
            condition = self._condition(said)
            paid = choice([(condition, paid)], nothing(paid), item.span, "listed if")
            exact = exact if is_zero(exact) else choice([(condition, exact)], nothing(exact), item.span)
        return paid, exact

    def _condition(self, item: nodes.StackItem) -> core.Expression:
        assert item.condition is not None
        return self.listing.lowering.lower(item.condition, "eligible")

    def _best(self, values: list[Earned], stack: nodes.Stack) -> Earned:
        (found, exact), *others = values
        for other, unrounded in others:
            better = test("more", other, found, stack.span)
            found = choice([(better, other)], found, stack.span, "listed best")
            exact = choice([(better, unrounded)], exact, stack.span)
        return found, exact

    def _first(self, stack: nodes.Stack, taken: core.Expression | None, *, inside: bool) -> Earned:
        """What the first item that applies comes to; an item that always does ends the search."""
        branches: list[tuple[core.Expression, Earned]] = []
        for item in stack.items:
            value, applies = self.worth(item, taken, inside=inside), self._applies(item)
            if applies is None:
                return _choice(branches, value, stack) if branches else value
            branches.append((applies, value))
        none = nothing(branches[0][1][0])
        return _choice(branches, (none, none), stack)

    def _rest(self, stack: nodes.Stack, taken: core.Expression | None) -> Earned:
        """Each item on what is left when the exact amounts of those before it are taken off."""
        found = []
        for item in stack.items:
            paid, exact = self.worth(item, taken, inside=True)
            found.append((paid, exact))
            if not is_zero(exact):
                taken = exact if taken is None else total(taken, exact, item.span)
        return _sum(found, stack)

    def _applies(self, item: Item) -> core.Expression | None:
        """When an item applies, None for always: an incentive as its `when` says, a list when one of its items does."""
        if isinstance(item, nodes.Stack):
            found = [self._applies(each) for each in item.items]
            known = tuple(each for each in found if each is not None)
            return self._joined("any", known, item) if len(known) == len(found) else None
        name = next(named(item)).text
        start = self.listing.incentives[name].versions[self.index].start
        when = self.listing.lowering.conditions.get((name, start))
        tests = [when] if when is not None else []
        if isinstance(item, nodes.StackItem) and item.condition is not None:
            tests.append(self._condition(item))
        return self._joined("all", tuple(tests), item) if tests else None

    def _joined(self, quantity: str, tests: tuple[core.Expression, ...], item: Item) -> core.Expression:
        return tests[0] if len(tests) == 1 else core.Logic(quantity, tests, 0, core.Truth(), item.span)


def _choice(branches: list[tuple[core.Expression, Earned]], otherwise: Earned, stack: nodes.Stack) -> Earned:
    paid = choice([(tested, value[0]) for tested, value in branches], otherwise[0], stack.span, "listed first")
    return paid, choice([(tested, value[1]) for tested, value in branches], otherwise[1], stack.span)


def _sum(values: list[Earned], stack: nodes.Stack) -> Earned:
    (found, exact), *others = values
    for other, unrounded in others:
        found = total(found, other, stack.span, "listed")
        exact = unrounded if is_zero(exact) else exact if is_zero(unrounded) else total(exact, unrounded, stack.span)
    return found, exact


def _composed(listing: Listing, item: nodes.Stack | nodes.StackItem) -> core.Composed:
    """A list, or an incentive under a condition of its own, as one incentive.

    What is dropped has no later version beside those of what goes on; neither stands in the list by then."""
    every = [listing.incentives[name.text].versions for name in named(item)]
    first = listing.incentives[next(named(item)).text]
    made = [_Version(listing, index) for index in range(min(map(len, every)))]
    versions = []
    for one, version in zip(made, first.versions, strict=False):
        versions.append(attrs.evolve(version, entitlement=one.worth(item)[0], span=item.span))
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
