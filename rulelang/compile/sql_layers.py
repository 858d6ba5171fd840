"""Which scalars become columns, and of which layer: what is used more than once is worked out once, in as few layers
as its nesting allows.

Every layer is a CTE over the one before; it hands on only the columns that something later reads.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

import attrs

from rulelang.compile.plan import columns_in, inside
from rulelang.compile.scalars import Column, Scalar
from rulelang.compile.sql_text import is_joined

HEAVY = 3
"""A shared scalar of at least so many operations is worth a column."""
HEAVIEST = 60
"""An expression of so many operations gets a column of its own even when it is used once."""


@attrs.frozen(eq=False)
class Layers:
    """`bound` by layer, first layer first: the scalars that become columns of it."""

    bound: tuple[tuple[Scalar, ...], ...]


def lay_out(roots: Sequence[Scalar], known: Container[int]) -> Layers:
    """The columns that some scalars need beside what is known already, by layer. What is looked up in a table that is
    joined is a column whatever it weighs: a layer is where a join can stand."""
    scalars = inside(tuple(roots), known)
    uses = Counter(x.number for scalar in scalars for x in set(scalar.operands))
    uses.update(root.number for root in roots)
    divided = {x.number for scalar in scalars if scalar.operator == "round_division" for x in scalar.operands}
    weight: dict[int, int] = {}
    level: dict[int, int] = {}
    bound: dict[int, list[Scalar]] = {}
    for scalar in scalars:
        below = [x.number for x in scalar.operands]
        heaviness = 1 + sum(weight.get(number, 1) for number in below) if below else int(not scalar.is_constant)
        depth = max((level.get(number, 0) for number in below), default=0)
        shared = uses[scalar.number] > 1 and heaviness >= HEAVY
        if is_joined(scalar) or (
            below and (shared or heaviness > HEAVIEST or (scalar.number in divided and heaviness > 1))
        ):
            bound.setdefault(depth, []).append(scalar)
            heaviness, depth = 1, depth + 1
        weight[scalar.number], level[scalar.number] = heaviness, depth
    return Layers(tuple(tuple(bound[depth]) for depth in sorted(bound)))


def reads(scalars: Iterable[Scalar], known: Container[int]) -> tuple[set[Column], set[int]]:
    """The columns that expressions read, and the scalars that are columns already, by number."""
    columns: set[Column] = set()
    numbers: set[int] = set()
    waiting = list(scalars)
    seen: set[int] = set()
    while waiting:
        scalar = waiting.pop()
        if scalar.number in seen:
            continue
        seen.add(scalar.number)
        if scalar.number in known:
            numbers.add(scalar.number)
            continue
        columns.update(columns_in((scalar,)))
        waiting.extend(scalar.operands)
    return columns, numbers
