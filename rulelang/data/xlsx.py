"""Sheets of XLSX workbooks as tables: one header row, one row a record, the values that the cells show.

Formulas count with the value that was stored when the workbook was last calculated; nothing is calculated here. What a
sheet may have and a table may not (merged cells, formulas nobody has calculated) stops the reading, where it touches
what is read.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rulelang.data.cells import TypedCell, shown
from rulelang.data.mapping import EntityMapping
from rulelang.data.sheet import SheetReader, column_letters, column_number, stored_in
from rulelang.data.table import BATCH_ROWS, Batch
from rulelang.data.workbook import Handlers, Workbook
from rulelang.diagnostics.suggest import did_you_mean, in_backticks

_RANGE = re.compile(r"([A-Z]{1,7})([0-9]{1,9}):([A-Z]{1,7})([0-9]{1,9})")


class XlsxTable:
    """One sheet, read at once for the columns that are wanted. Raises Stopped, also when it is opened.

    Rows without any value are no rows. The footer's lines count up to the last row with a value.
    """

    def __init__(self, path: Path, entity: str, mapping: EntityMapping, wanted: Sequence[str]) -> None:
        self.file = path.name
        self._mapping, self._wanted = mapping, wanted
        self._book = Workbook(path, entity)
        self.sheet = self._chosen()
        self.header: tuple[str, ...] = ()
        self._columns: dict[str, int] = {}
        self._cells: dict[str, list[TypedCell]] = {name: [] for name in wanted}
        self._numbers: list[int] = []
        reader = SheetReader(stored_in(self._book), self._row, self._broken)
        self._book.read_sheet(self.sheet, Handlers(reader.start, reader.end, reader.text))
        self._check_formulas(reader)
        self._check_merges(reader)
        self._drop_footer()

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows below the header, a few thousand at a time."""
        columns = [self._cells[self.header[at]] for at in wanted]
        for start in range(0, len(self._numbers), BATCH_ROWS):
            stop = start + BATCH_ROWS
            yield Batch(self._numbers[start:stop], [column[start:stop] for column in columns])

    def digest(self) -> str:
        return self._book.digest

    def close(self) -> None:
        """Nothing is left open."""

    def _chosen(self) -> str:
        """The sheet that the mapping names, or the only one."""
        sheets, wanted = self._book.sheets, self._mapping.sheet
        if wanted in sheets:
            return wanted
        if not wanted and len(self._book.visible) == 1:
            return self._book.visible[0]
        raise self._book.stop(
            "data-sheet-not-found", variant="several" if not wanted else "", sheet=wanted, sheets=in_backticks(sheets),
            suggestions=in_backticks(did_you_mean(wanted, sheets)) if wanted else "",
        )  # fmt: skip

    def _row(self, number: int, cells: Mapping[int, TypedCell]) -> None:
        if number < self._mapping.header_row:
            return
        if number == self._mapping.header_row:
            names = [shown(cells.get(at)) for at in range(1, max(cells, default=0) + 1)]
            self.header = tuple(names)
            self._columns = {name: names.index(name) + 1 for name in self._wanted if name in names}
        elif cells:
            self._numbers.append(number)
            for name, column in self._columns.items():
                self._cells[name].append(cells.get(column))

    def _broken(self, what: str) -> None:
        if what in ("rows", "columns"):
            raise self._book.stop("data-workbook-too-large", part=self.sheet)
        raise self._book.stop("data-workbook-not-readable")

    def _check_formulas(self, reader: SheetReader) -> None:
        read, top = set(self._columns.values()), self._mapping.header_row
        for row, column in reader.uncalculated:
            if row == top or (row > top and column in read):
                cell = f"{column_letters(column)}{row}"
                raise self._book.stop("data-formula-without-value", row, self._name(column), cell=cell)

    def _check_merges(self, reader: SheetReader) -> None:
        read, top = set(self._columns.values()), self._mapping.header_row
        for range_ in reader.merges:
            match = _RANGE.fullmatch(range_)
            if match is None:
                continue
            first, last = column_number(match[1]), column_number(match[3])
            if int(match[2]) <= top <= int(match[4]):
                raise self._book.stop("data-cells-merged", top, variant="header", range=range_)
            if int(match[2]) > top and any(first <= column <= last for column in read):
                raise self._book.stop("data-cells-merged", int(match[2]), range=range_)

    def _name(self, column: int) -> str | None:
        return self.header[column - 1] if column <= len(self.header) else None

    def _drop_footer(self) -> None:
        if self._mapping.footer_rows and self._numbers:
            last = self._numbers[-1] - self._mapping.footer_rows
            kept = sum(number <= last for number in self._numbers)
            del self._numbers[kept:]
            for column in self._cells.values():
                del column[kept:]
