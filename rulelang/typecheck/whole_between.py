"""How many whole units lie between two dates: `whole months from joined to period end`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Scope

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

YEARS = 9_999
"""From the first year of the calendar to its last."""
DAYS = 366 * YEARS


def check_whole_between(checker: Checker, node: nodes.WholeBetween, scope: Scope) -> core.Type | None:
    """A count, below zero where the second date is the earlier one."""
    kinds = [checker.check(end, scope) for end in (node.start, node.stop)]
    if None in kinds:
        return None
    for end, kind in zip((node.start, node.stop), kinds, strict=True):
        if not isinstance(kind, core.Day):
            checker.report.add("no-date-to-count-from", end.span, name=end.span.text, text=node.span.text)
            return None
    return units_apart(node.unit)


def units_apart(unit: str) -> core.Quantity:
    """The type of a number of units between two dates."""
    most = YEARS * 12 // MONTHS_IN[unit] if unit in MONTHS_IN else DAYS
    return core.Quantity("count", 1, -most, most)
