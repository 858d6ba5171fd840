"""A value of several versions to a case over days: the version in force at the end of the period."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def lower_versions(lowering: Lowering, node: nodes.OfVersions) -> core.Expression:
    """The first whose successor has not begun; one that is alone is itself."""
    *earlier, last = node.versions
    if not earlier:
        return lowering.lower(last.value)
    branches = []
    for version, following in zip(earlier, node.versions[1:], strict=True):
        assert following.since is not None, "only the first version has no day"
        end = core.DayValue(core.AtPeriodEnd(), core.Day(), version.span)
        day = core.Literal(following.since, core.Day(), following.span)
        before = core.Comparison("less", end, day, core.Truth(), version.span)
        branches.append((before, lowering.lower(version.value)))
    kind = lowering.fact(node).type
    return core.Case(tuple(branches), lowering.lower(last.value), kind, node.span, told="versions")
