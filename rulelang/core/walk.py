"""Walking a core expression. Knows which nodes have children, nothing of what they mean."""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Case,
    Comparison,
    DayValue,
    Expression,
    Includes,
    KeyedValue,
    Known,
    Logic,
    OnField,
    OrElse,
    ParameterValue,
    Round,
    TierTest,
    TierValue,
)


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly inside a node, in the order they are written; a day on a field counts as inside."""
    match node:
        case Arithmetic() | Comparison():
            yield from (node.left, node.right)
        case Logic():
            yield from node.items
        case Case():
            for condition, value in node.branches:
                yield from (condition, value)
            yield node.otherwise
        case Round() | Known() | Call():
            yield node.value
        case OrElse():
            yield from (node.value, node.fallback)
        case Includes():
            yield node.members
        case Aggregate():
            yield from (e for e in (node.value, node.where, *node.order) if e is not None)
        case KeyedValue():
            yield from node.keys
            if isinstance(node.day, OnField):
                yield node.day.field
        case ParameterValue(day=day) | TierTest(day=day) | TierValue(day=day):
            if isinstance(day, OnField):
                yield day.field
        case DayValue(moment=OnField(field=field)):
            yield field


def walk(root: Expression) -> Iterator[Expression]:
    """Every expression inside a root, itself first; a shared one as often as it stands."""
    yield root
    for child in children(root):
        yield from walk(child)
