"""What a part of like by like is read as, a number or a percent, where its digits are cut and so have to be known.

Semantics: like divided by like takes the kind of its reader. A measure and an input of a function say their kind; in a
comparison, a sum or a choice the other values say it. Knows nothing of what is rounded, and decides nothing by itself.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Scope

PASSING = (
    nodes.Rounded, nodes.OrElse, nodes.Extreme, nodes.Cases, nodes.Excepted, nodes.Aggregate, nodes.Among, nodes.Told,
    nodes.Within, nodes.OfVersions, nodes.OfGroup, nodes.OverMembers,
)
"""What comes to a value of the kind of what it is made of."""


def passes_on(node: nodes.Expression) -> bool:
    """Whether the reader of an expression reads the values in it too."""
    return isinstance(node, PASSING) or (isinstance(node, nodes.Arithmetic) and node.operator in "+-")


def read_by(kind: core.Type | None) -> str:
    """What a value of a kind reads a part of like by like as: `number` or `percent`; nothing where it is one itself."""
    if not types.is_numeric(kind) or kind.kind == "share":
        return ""
    return "percent" if kind.kind == "percent" else "number"


@attrs.define(eq=False)
class Sides:
    """Values that stand beside one another and are of one kind: each is checked once, and tells the others its kind.

    `factors` are of a product, where a percent says nothing of what it is multiplied by.
    """

    checker: Checker
    items: Sequence[nodes.Expression]
    scope: Scope
    factors: bool = False
    _kinds: dict[int, core.Type | None] = attrs.field(factory=dict)
    _busy: set[int] = attrs.field(factory=set)

    def check(self, at: int) -> core.Type | None:
        """The type of one of them, None after a finding."""
        if at not in self._kinds:
            self._busy.add(at)
            scope = attrs.evolve(self.scope, read_as=self._told)
            self._kinds[at] = self.checker.check(self.items[at], scope)
            self._busy.remove(at)
        return self._kinds[at]

    def _told(self) -> str | None:
        """What the reader, else one of the others, makes of one that is being checked; None after a finding."""
        outer = self.scope.read_as() if self.scope.read_as is not None else ""
        if outer != "":
            return outer
        for at in range(len(self.items)):
            if at in self._busy:
                continue
            kind = self.check(at)
            if kind is None:
                return None
            told = read_by(kind)
            if told:
                return "" if self.factors and told == "percent" else told
        return ""
