"""A definition that reads itself in an earlier unit: worked out unit by unit, in the digits it is declared with."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.core import nodes as core

if TYPE_CHECKING:
    from rulelang.core.lower_expressions import Lowering


def remembered_since(lowering: Lowering, name: str) -> datetime.date | None:
    """The first day of what a definition reads of itself; None of any other reading."""
    checked = lowering.checked
    if name != lowering.owner or name not in checked.memory:
        return None
    return checked.resolved.own.get(name, checked.resolved.start)


def by_units(lowering: Lowering, name: str, value: core.Expression) -> core.Expression:
    """The value for the unit in which a period ends; as it is where nothing is remembered."""
    unit = lowering.checked.memory.get(name)
    if unit is None:
        return value
    kind = lowering.checked.definitions[name]
    if isinstance(kind, core.Quantity):
        value = core.Round(value, "down", kind, value.span)  # finer units: nothing is lost
    return core.InWindow(core.Window("last", 1, unit), value, value.type, value.span)
