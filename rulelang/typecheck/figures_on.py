"""Which numbers an amount may be on a day: one of a literal or a parameter, with keys one for each cell."""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.constants import value_on

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Amounts:
    """The numbers by key; under () where there is one. `keys` is how they are read: two amounts that are read with the
    same keys are compared cell by cell."""

    keys: tuple[nodes.Expression, ...]
    values: Mapping[core.CellKey, Fraction]

    def below(self, other: Amounts) -> bool:
        """Whether each of these is less than the other amount, whatever the keys are."""
        if self.keys == other.keys:
            return all(self.values[key] < other.values[key] for key in self.values.keys() & other.values.keys())
        return max(self.values.values()) < min(other.values.values())

    def may_exceed(self, other: Amounts) -> bool:
        """Whether this may be more than the other amount for some keys."""
        if self.keys == other.keys:
            return any(self.values[key] > other.values[key] for key in self.values.keys() & other.values.keys())
        return max(self.values.values()) > min(other.values.values())

    @property
    def is_zero(self) -> bool:
        return all(value == 0 for value in self.values.values())


def amounts_on(checker: Checker, node: nodes.Expression, day: datetime.date) -> Amounts | None:
    """The numbers that an amount may be on a day; None where it is neither, or nothing is in force."""
    if not isinstance(node, nodes.Call):
        value = value_on(checker.resolved, node, day)
        return Amounts((), {(): value}) if value is not None else None
    parameter = checker.keyed.get(node.name.text)
    if parameter is None or not isinstance(parameter.type, core.Quantity):
        return None
    for table in parameter.tables:
        if table.start <= day and (table.stop is None or day <= table.stop):
            units = parameter.type.denominator
            return Amounts(
                node.arguments,
                {key: Fraction(cell, units) for key, cell in table.cells.items() if isinstance(cell, int)},
            )
    return None


def starts_of(checker: Checker, node: nodes.Expression) -> Iterator[datetime.date]:
    """The days on which an amount may become another one."""
    if isinstance(node, nodes.Call) and (keyed := checker.keyed.get(node.name.text)) is not None:
        yield from (table.start for table in keyed.tables)
    elif isinstance(node, nodes.Reading) and (plain := checker.resolved.parameters.get(node.path[0].text)) is not None:
        yield from (value.start for value in plain.values)
