"""A piece of rule text with what its reader has to know: its type, the windows it looks at, the parameters it reads.

Types come from the arithmetic of types itself, so that a piece that would leave 38 digits is never written.
"""
from __future__ import annotations

import attrs

from rulelang.core import nodes as core
from rulelang.typecheck import types


@attrs.frozen
class Term:
    """`windows` as the checker compares them (None: the reader's period); `plain`: parameters read without a day.

    `closed` text can stand anywhere; any other is put into parentheses before something stands beside it. `constants`
    are all values the term can have, when no data is in it.
    """

    text: str
    type: core.Type
    windows: frozenset[str | None] = frozenset()
    plain: frozenset[str] = frozenset()
    dated: bool = False
    closed: bool = True
    constants: tuple = ()

    @property
    def side(self) -> str:
        """The text as one side of an operator."""
        return self.text if self.closed else f"({self.text})"

    @property
    def is_ratio(self) -> bool:
        return isinstance(self.type, core.Ratio)

    @property
    def kind(self) -> str:
        return getattr(self.type, "kind", "")


def of(text: str, kind: core.Type, *parts: Term, closed: bool = False) -> Term:
    """A term made of others."""
    return Term(
        text,
        kind,
        frozenset().union(*(p.windows for p in parts)),
        frozenset().union(*(p.plain for p in parts)),
        any(p.dated for p in parts),
        closed,
    )


def joined(operator: str, left: Term, right: Term) -> Term | None:
    """`left operator right`, or None where the two do not go together."""
    if operator == "/":
        kind = types.divided(left.type, right.type, right.constants or None)
    elif operator == "*":
        kind = types.multiplied(left.type, right.type)
    else:
        kind = types.added(left.type, right.type, subtract=operator == "-")
    if isinstance(kind, types.Clash) or not types.fits(kind):
        return None
    return of(f"{left.side} {operator} {right.side}", kind, left, right)


def one_of(*items: Term) -> core.Type | None:
    kind = types.one_of([i.type for i in items])
    return None if isinstance(kind, types.Clash) or not types.fits(kind) else kind


def comparable(left: Term, right: Term) -> bool:
    """Whether the checker lets the two be compared: one kind, within 38 digits, one window or all windows written."""
    if isinstance(types.joined_kind(left.type, right.type), types.Clash):
        return False
    return _fit(left.type, right.type) and same_windows(left, right)


def same_windows(left: Term, right: Term) -> bool:
    if not left.windows or not right.windows or left.windows == right.windows:
        return True
    return None not in left.windows | right.windows


def _fit(left: types.Numeric, right: types.Numeric) -> bool:
    a, b = types.as_ratio(left), types.as_ratio(right)
    if left is a.numerator or right is b.numerator:
        difference = types.added(left, right, subtract=True)
        if not types.fits(difference):
            return False
    sides = (
        types.multiplied(types.read_as("number", a.numerator), types.read_as("number", b.denominator)),
        types.multiplied(types.read_as("number", b.numerator), types.read_as("number", a.denominator)),
    )
    return all(types.fits(side) for side in sides)
