"""Figures over the members of a type, to nodes: an average is the total over the number of those that count."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.over_members import members_counted, total_of_members

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_over_members(lowering: Lowering, node: nodes.OverMembers) -> core.Expression:
    """One value for each member, with the tests that say which of them count."""
    kind = lowering.fact(node).type
    values = tuple(lowering.lower(value) for value in node.values)
    tests = tuple(lowering.lower(test) for test in node.tests)
    name, each = node.type.text, members_of(lowering, node.type.text)
    if node.function != "average":
        return core.OverMembers(node.function, values, tests, name, kind, node.span, each=each)
    whole = types.proved(total_of_members([value.type for value in values if types.is_numeric(value.type)]))
    total = core.OverMembers("total", values, tests, name, whole, node.span, each=each)
    count = core.OverMembers("count", (), tests, name, members_counted(len(values)), node.span, each=each)
    told = core.Every("average", name, each)
    return core.Arithmetic("divide", total, count, kind, node.span, definition=lowering.owner, told=told)


def members_of(lowering: Lowering, name: str) -> tuple[str, ...]:
    """The members of a type by name."""
    return tuple(member.name.text for member in lowering.checked.resolved.enumerations[name].members)


def every(lowering: Lowering, function: str, name: str) -> core.Every | str:
    """How a figure is told that was made of one value for each member of a type; nothing where it was not."""
    return core.Every(function, name, members_of(lowering, name)) if name else ""
