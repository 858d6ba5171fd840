"""Columns of files that a mapping renames or whose cells are more than text, read field by field.

`columns.py` reads plain columns of text faster and knows nothing of mappings.
"""
from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from rulelang.core.nodes import Field, Quantity, in_own_currency
from rulelang.data.cells import shown
from rulelang.data.columns import REMEMBERED_MAX
from rulelang.data.intake import Intake
from rulelang.data.layout import Layout
from rulelang.data.mapping import EntityMapping
from rulelang.data.notation import CellReader, cell_reader, with_currency, with_own_currency
from rulelang.data.refusal import Cell
from rulelang.data.schema import text_reader
from rulelang.data.table import Batch


class MappedColumns:
    """Reads the columns of a file's batches into the fields of a layout, as a mapping says.

    `header` names the columns that each batch brings, in order.
    """

    def __init__(self, layout: Layout, mapping: EntityMapping, header: Sequence[str]) -> None:
        self._feeds = [_feed(field, mapping, header) for field in layout.fields]

    def take(self, intake: Intake, batch: Batch, as_of: datetime.date | None) -> None:
        """Adds the rows of a batch."""
        intake.broken += batch.broken
        columns = [feed.column(batch) for feed in self._feeds]
        cells = [feed.cells(column) for feed, column in zip(self._feeds, columns, strict=True)]
        intake.add(batch.numbers, cells, [list(map(shown, column)) for column in columns], as_of)


def columns_wanted(layout: Layout, mapping: EntityMapping) -> tuple[str, ...]:
    """The columns that a file has to have, each once: those of the fields in their order, then the currency's."""
    named = [mapping.column_of(name) for name in layout.columns if name not in mapping.constants]
    return tuple(dict.fromkeys([*named, *([mapping.currency_column] if mapping.currency_column else [])]))


@attrs.define
class _Feed:
    """Where the cells of a field come from: a column, perhaps with the currency beside it, or one constant text."""

    read: CellReader
    at: int | None
    currency_at: int | None = None
    constant: str = ""
    remembered: dict[object, Cell] = attrs.field(factory=dict)

    def column(self, batch: Batch) -> Sequence[object]:
        if self.at is None:
            return [self.constant] * len(batch.numbers)
        column: Sequence[object] = batch.cells[self.at]
        if self.currency_at is None:
            return column
        return list(zip(column, batch.cells[self.currency_at], strict=True))

    def cells(self, column: Sequence[object]) -> Sequence[Cell]:
        """Equal cells are read once; a bool would be taken for a number here, so those are kept apart."""
        found = []
        remembered = self.remembered
        for cell in column:
            key = (cell, type(cell))
            if key not in remembered:
                if len(remembered) > REMEMBERED_MAX:
                    remembered.clear()
                remembered[key] = self.read(cell)
            found.append(remembered[key])
        return found


def _feed(field: Field, mapping: EntityMapping, header: Sequence[str]) -> _Feed:
    if field.held_in in mapping.constants:
        strict = text_reader(field)
        return _Feed(lambda cell: strict(str(cell)), None, constant=mapping.constants[field.held_in])
    read, at = cell_reader(field, mapping), header.index(mapping.column_of(field.held_in))
    if mapping.currency_column and (field.column or in_own_currency(field.type)):
        return _Feed(with_own_currency(field, mapping), at, header.index(mapping.currency_column))
    if mapping.currency_column and isinstance(field.type, Quantity) and field.type.kind == "money":
        return _Feed(with_currency(field, mapping, read), at, header.index(mapping.currency_column))
    return _Feed(read, at)
