"""What looks across subjects, to nodes: a percentile, a share and an average are quotients of what engines count."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cohorts import BELOW, MEMBERS, RANK, median_of
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.own_groups import own_groups

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering

QUOTIENTS = {
    "percentile": ("below", "count"), "share": ("own", "total"), "average": ("total", "count"),
    "top_share": ("top_total", "total"),
}


def lower_among(lowering: Lowering, node: nodes.Among) -> core.Expression:
    """A comparison among all subjects; both parts of a quotient look at the same members."""
    made = _Members(lowering, node)
    if node.function not in QUOTIENTS:
        return made.cohort(node.function)
    above, below = (made.cohort(function) for function in QUOTIENTS[node.function])
    kind = lowering.fact(node).type
    return core.Arithmetic("divide", above, below, kind, node.span, definition=lowering.owner, told=node.function)


def of_groups(lowering: Lowering, node: nodes.Among) -> core.Expression | None:
    """The test of who counts; of written groups those who belong to them."""
    _, where = own_groups(node.where, lowering.checked.subject)
    tests = [] if where is None else [lowering.lower(where)]
    for name, group in lowering.groups.items():
        field = _group(lowering, nodes.Name(name, span=node.span))
        tests.append(core.Comparison("equal", field, group, core.Truth(), node.span))
    if len(tests) > 1:
        return core.Logic("all", tuple(tests), 0, core.Truth(), node.span)
    return tests[0] if tests else None


def _group(lowering: Lowering, name: nodes.Name) -> core.FieldValue:
    subject, fields = lowering.checked.subject, lowering.checked.resolved.entities
    declared = next(f for f in fields[subject].fields if f.name.text == name.text)
    kind = lowering.checked.fields[subject, name.text]
    return core.FieldValue(subject, name.text, declared.optional, kind, name.span)


class _Members:
    def __init__(self, lowering: Lowering, node: nodes.Among) -> None:
        self.node, self.owner = node, lowering.owner
        self.value = lowering.lower(node.value)
        self.where = of_groups(lowering, node)
        top = literal_value(node.top) if node.top is not None else None
        shared, _ = own_groups(node.where, lowering.checked.subject)
        own = (attrs.evolve(lowering.field(each, lowering.fact(each)), step=core.OWN_GROUP) for each in shared)
        self.by = (*(_group(lowering, name) for name in lowering.by), *own)
        self.top = top if isinstance(top, Fraction) else Fraction(1)

    def cohort(self, function: str) -> core.Cohort:
        held = self.value.type
        assert isinstance(held, core.Quantity)
        total = types.total_of(held)
        kind = {
            "rank": RANK, "below": BELOW, "count": MEMBERS, "total": total, "top_total": total,
            "median": median_of(held),
        }.get(function, held)
        return core.Cohort(
            function, self.value, self.where, self.by, self.top if function == "top_total" else Fraction(1), kind,
            self.node.span, definition=self.owner, limit=types.total_limit(held),
        )
