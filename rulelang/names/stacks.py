"""Lists of a payout: the incentives they name, however deep, and the list without one of them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from rulelang.names.clauses import all_of
from rulelang.syntax import nodes

Item = nodes.Name | nodes.StackItem | nodes.Stack


def named(item: Item) -> Iterator[nodes.Name]:
    """The incentives that an item names, in the order written."""
    match item:
        case nodes.Name():
            yield item
        case nodes.StackItem(name=name):
            yield name
        case nodes.Stack(items=items):
            for each in items:
                yield from named(each)


def paid_by(clauses: Iterable[object]) -> Iterator[nodes.Name]:
    """The incentives that the lists of a payout name."""
    for stack in all_of(nodes.Stack, clauses):
        yield from named(stack)


def without(item: Item, name: str) -> Item | None:
    """An item without an incentive; nothing where it held no other."""
    if not isinstance(item, nodes.Stack):
        return None if next(named(item)).text == name else item
    left = [without(each, name) for each in item.items]
    items = tuple(each for each in left if each is not None)
    return attrs.evolve(item, items=items) if items else None
