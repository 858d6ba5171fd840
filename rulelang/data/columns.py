"""Whole columns of text read at once: the same answers as `schema.text_reader` gives cell by cell, in less time.

Most columns of a batch are of one cloth: identifiers in ASCII, amounts with exactly the decimals of their currency.
Those are recognised as a whole; any other column is read cell by cell.
"""
from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from rulelang.core.nodes import Field, Quantity, Words, in_own_currency
from rulelang.data.durations import is_duration
from rulelang.data.intake import Intake
from rulelang.data.layout import Layout
from rulelang.data.refusal import Cell
from rulelang.data.schema import TextReader, text_reader
from rulelang.data.table import Batch
from rulelang.exact.decimals import decimal_digits

ColumnReader = Callable[[Sequence[str]], Sequence[Cell]]

# Equal texts of a column are read once; past this many different ones it starts over, so that memory stays bounded.
REMEMBERED_MAX = 50_000
# More digits than this are left to the reading cell by cell, which knows what is too long.
PLAIN_DIGITS_MAX = 18


class TextColumns:
    """Reads the text cells of an entity's columns, batch by batch."""

    def __init__(self, layout: Layout) -> None:
        self._readers = [column_reader(field) for field in layout.fields]
        self._columns = [layout.columns.index(field.held_in) for field in layout.fields]

    def take(self, intake: Intake, batch: Batch, as_of: datetime.date | None) -> None:
        """Adds the rows of a batch, whose columns are those of the layout."""
        intake.broken += batch.broken
        texts = [batch.cells[at] for at in self._columns]
        cells = [read(column) for read, column in zip(self._readers, texts, strict=True)]
        intake.add(batch.numbers, cells, texts, as_of)


def column_reader(field: Field) -> ColumnReader:
    """Reads columns of one field. Meant to be made once for a file."""
    read = text_reader(field)
    match field.type:
        case _ if field.column or in_own_currency(field.type):
            return _Remembered(read).column
        case Words(country=False, is_currency=False, year_starts=0):
            return lambda texts: texts if _is_plain_text(texts) else list(map(read, texts))
        case Quantity(kind=kind) if kind != "percent" and not is_duration(field.type):
            return _amounts(field.type, read)
    remembered = _Remembered(read)
    return remembered.column


def _is_plain_text(texts: Sequence[str]) -> bool:
    """Whether no cell is empty, holds a NUL character or what a failed formula leaves, or could be written in another
    way in Unicode."""
    joined = "".join(texts)
    return joined.isascii() and "\0" not in joined and "#" not in joined and all(texts)


def _amounts(type_: Quantity, read: TextReader) -> ColumnReader:
    digits = decimal_digits(type_.denominator)
    if digits is None or type_.denominator != 10**digits:
        return lambda texts: list(map(read, texts))
    decimals = rf"\.[0-9]{{{digits}}}" if digits else ""
    plain = re.compile(rf"(?:-?[0-9]{{1,{PLAIN_DIGITS_MAX}}}{decimals}\n)*")

    def column(texts: Sequence[str]) -> Sequence[Cell]:
        joined = "\n".join([*texts, ""])
        if plain.fullmatch(joined) and joined.count("\n") == len(texts):
            units = list(map(int, joined.replace(".", "").split()))
            if not units or type_.low <= min(units) <= max(units) <= type_.high:
                return units
        return list(map(read, texts))

    return column


class _Remembered(dict[str, Cell]):
    """What each text of a column reads as, found once."""

    def __init__(self, read: TextReader) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Cell:
        self[text] = cell = self._read(text)
        return cell

    def column(self, texts: Sequence[str]) -> Sequence[Cell]:
        if len(self) > REMEMBERED_MAX:
            self.clear()
        return list(map(self.__getitem__, texts))
