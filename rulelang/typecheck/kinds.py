"""Kinds of values with a name: what a name stands for, and whether something computed stays inside its bounds."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def kind_named(checker: Checker, written: nodes.TypeExpression) -> nodes.BoundedType | None:
    """The kind that a type's name stands for."""
    return checker.resolved.kinds.get(written.name.text) if written.form == "plain" else None


def check_kinds(checker: Checker) -> None:
    """Every kind with a name: what it is made of, and that it is not made of another."""
    from rulelang.typecheck.declared import declared_type

    for kind in checker.resolved.kinds.values():
        if kind_named(checker, kind.type) is not None:
            checker.report.add("kind-of-a-kind", kind.type.span, name=kind.name.text, other=kind.type.name.text)
        else:
            declared_type(checker, kind.type, kind.bounds)


def stays_inside(
    checker: Checker, written: nodes.TypeExpression, declared: core.Type, found: core.Type, name: str, span: Span
) -> bool:
    """Whether every value there can be lies inside the bounds of the kind that is declared."""
    kind = kind_named(checker, written)
    if kind is None or kind.bounds is None or not checker.limits or not isinstance(declared, core.Quantity):
        return True
    if isinstance(found, core.Quantity):
        joined = types.one_of([declared, found])
        if isinstance(joined, core.Quantity):
            wide = types.rescaled(declared, joined.denominator)
            if (joined.low, joined.high) == (wide.low, wide.high):
                return True
    checker.report.add(
        "outside-its-kind", span, labels=[(kind.span, "declared")], name=name, kind=kind.name.text,
        low=kind.bounds.low.span.text, high=kind.bounds.high.span.text,
    )
    return False
