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

Pair = tuple[core.CellKey, core.CellKey]
"""The key of one amount, and that of another."""


@frozen
class Amounts:
    """The numbers by key; under () where there is one. `keys` is how they are read: two amounts that are read with the
    same keys are compared cell by cell."""

    keys: tuple[nodes.Expression, ...]
    values: Mapping[core.CellKey, Fraction]

    def not_below(self, other: Amounts) -> Pair | None:
        """Keys for which this is not less than the other amount; None where it is less, whatever the keys are."""
        return next((p for p in self._pairs(other) if self.values[p[0]] >= other.values[p[1]]), None)

    def exceeding(self, other: Amounts) -> Pair | None:
        """Keys for which this may be more than the other amount; None where it is more for none."""
        return next((p for p in self._pairs(other) if self.values[p[0]] > other.values[p[1]]), None)

    def _pairs(self, other: Amounts) -> Iterator[Pair]:
        """The keys that may be read together: the same ones, or the highest of this and the lowest of the other."""
        if self.keys == other.keys:
            yield from ((key, key) for key in self.values if key in other.values)
        elif self.values and other.values:
            yield max(self.values, key=lambda k: self.values[k]), min(other.values, key=lambda k: other.values[k])

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
            written = [key_written(checker, argument) for argument in node.arguments]
            return Amounts(
                node.arguments,
                {
                    key: Fraction(cell, units) for key, cell in table.cells.items()
                    if isinstance(cell, int) and all(map(_fits, written, key))
                },
            )
    return None


def _fits(written: str | None, key: str) -> bool:
    return written is None or written == key


def key_written(checker: Checker, argument: nodes.Expression) -> str | None:
    """The key that is written; None where it is read."""
    match argument:
        case nodes.TheMember(member=member):
            return member
        case nodes.Text(value=value):
            return value
    fact = checker.facts.known(argument)
    return fact.name if fact is not None and fact.role in ("member", "country") else None


def starts_of(checker: Checker, node: nodes.Expression) -> Iterator[datetime.date]:
    """The days on which an amount may become another one."""
    if isinstance(node, nodes.Call) and (keyed := checker.keyed.get(node.name.text)) is not None:
        yield from (table.start for table in keyed.tables)
    elif isinstance(node, nodes.Reading) and (plain := checker.resolved.parameters.get(node.path[0].text)) is not None:
        yield from (value.start for value in plain.values)
