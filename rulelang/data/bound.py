"""Tables of parameters that stand in files of the project: CSV, Parquet or XLSX, one row a cell.

A file lies inside the project and nowhere else. Every cell is read by the kind of its column, as in any other data;
what does not fit is told with file, row and column.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import attrs

from rulelang.core.nodes import CellKey, Day, Field, Words, in_own_currency
from rulelang.data.bound_timeline import Row, tables_of
from rulelang.data.cells import shown
from rulelang.data.csv import CsvTable
from rulelang.data.mapping import EntityMapping
from rulelang.data.notation import cell_reader
from rulelang.data.own_currency import ANY_CURRENCY, amount_meant, currency_beside
from rulelang.data.parquet import ParquetTable
from rulelang.data.refusal import Refusal
from rulelang.data.schema import text_reader
from rulelang.data.table import Batch, Stopped, Table
from rulelang.data.xlsx import XlsxTable
from rulelang.diagnostics.language import in_language, language_of
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.diagnostics.system import system_reason
from rulelang.exact.currencies import is_currency
from rulelang.typecheck.bound import Bound, BoundTable, Wanted

SUFFIXES = (".csv", ".parquet", ".xlsx")
BYTES_MAX = 256_000_000
"""A file of rates that is larger is something else."""
FINDINGS_MAX = 50
"""So many cells that do not fit are told; whoever mends these reads the file again."""
COLUMNS_SHOWN_MAX = 40
"""A header with more names is not listed whole."""
FROM, TO = "from", "to"
"""Columns that give each cell its own days; a file without them holds on every day."""


@attrs.define
class BoundFiles:
    """Reads the bound files of one project, each once."""

    root: Path
    read: dict[object, Bound] = attrs.field(factory=dict)

    def __call__(self, wanted: Wanted) -> Bound:
        key = (wanted.parameter, wanted.path, wanted.keys, wanted.value)
        if key not in self.read:
            found = self._read(wanted)
            told = in_language(found.findings, language_of(wanted.span.file))
            self.read[key] = attrs.evolve(found, findings=told)
        return self.read[key]

    def _read(self, wanted: Wanted) -> Bound:
        path = file_inside(self.root, wanted)
        if isinstance(path, Diagnostic):
            return Bound(findings=(path,))
        try:
            reading = _Reading(wanted, opened(path, wanted))
            try:
                return reading.bound()
            finally:
                reading.table.close()
        except Stopped as stop:
            return Bound(findings=(attrs.evolve(stop.finding, variant=_advice(stop.finding)),))
        except OSError as problem:
            values = {"entity": wanted.parameter, "reason": system_reason(problem)}
            return Bound(findings=(Diagnostic("data-file-not-readable", None, values, place=Place(path.name)),))


def file_inside(root: Path, wanted: Wanted) -> Path | Diagnostic:
    """The file, if it lies inside the project by every step on the way to it."""
    written = PurePosixPath(wanted.path)
    outside = written.is_absolute() or ".." in written.parts or "\\" in wanted.path or ":" in wanted.path
    steps = [root.joinpath(*written.parts[:n]) for n in range(1, len(written.parts) + 1)]
    if outside or not steps or any(step.is_symlink() for step in steps):
        return Diagnostic("bound-outside", wanted.span, {"path": wanted.path})
    path = steps[-1]
    if path.suffix.lower() not in SUFFIXES:
        return Diagnostic("bound-other-kind", wanted.span, {"path": wanted.path, "kinds": ", ".join(SUFFIXES)})
    if not path.is_file():
        beside = sorted(each.name for each in path.parent.iterdir()) if path.parent.is_dir() else []
        near = in_backticks(did_you_mean(path.name, beside))
        return Diagnostic("bound-not-found", wanted.span, {"path": wanted.path, "suggestions": near})
    if path.stat().st_size > BYTES_MAX:
        return Diagnostic("bound-too-large", wanted.span, {"path": wanted.path, "limit": f"{BYTES_MAX:_} bytes"})
    return path


def opened(path: Path, wanted: Wanted) -> Table:
    """The table of a file, by how the file ends. Raises Stopped."""
    match path.suffix.lower():
        case ".parquet":
            return ParquetTable(path, wanted.parameter)
        case ".xlsx":
            columns = [*(name for name, _ in wanted.keys), wanted.parameter, FROM, TO]
            return XlsxTable(path, wanted.parameter, EntityMapping(wanted.parameter), columns)
    return CsvTable(path, wanted.parameter)


@attrs.define
class _Reading:
    """One file being read, column by column."""

    wanted: Wanted
    table: Table
    findings: list[Diagnostic] = attrs.field(factory=list)

    def bound(self) -> Bound:
        """The tables of the file, or what is wrong with it."""
        fields = self._fields()
        if self.findings:
            return Bound(findings=tuple(self.findings))
        numbers: list[int] = []
        columns: list[list[Any]] = [[] for _ in fields]
        readers = [reader_of(field, typed=isinstance(self.table, XlsxTable)) for field in fields]
        for batch in self.table.batches([self.table.header.index(field.name) for field in fields]):
            self.findings += batch.broken
            numbers += batch.numbers
            for field, column, cells, read in zip(fields, columns, batch.cells, readers, strict=True):
                found = [read(cell) for cell in cells]
                self._refuse(field, batch.numbers, cells, found)
                column.extend(found)
            self._refuse_other_currencies(fields, batch)
            if len(self.findings) >= FINDINGS_MAX:
                break
        if self.findings:
            return Bound(findings=tuple(self.findings[:FINDINGS_MAX]))
        return self._tables(fields, numbers, columns)

    def _fields(self) -> tuple[Field, ...]:
        """The columns of the keys, that of the value, and those of days where the file has them."""
        header = self.table.header
        keys = [name for name, _ in self.wanted.keys]
        others = [name for name in header if name not in (*keys, FROM, TO)]
        value = self.wanted.parameter
        if value not in header and len(others) == 1:
            value = others[0]
        for name in (*keys, value):
            if name not in header:
                near = in_backticks(did_you_mean(name, header))
                self._add(
                    "data-column-not-found", column=name, entity=self.wanted.parameter, suggestions=near,
                    columns=in_backticks(header[:COLUMNS_SHOWN_MAX]),
                )
            elif header.count(name) > 1:
                self._add("data-column-given-twice", column=name, entity=self.wanted.parameter)
        days = [name for name in (FROM, TO) if name in header]
        kinds = [*self.wanted.keys, (value, self.wanted.value), *((name, Day()) for name in days)]
        return tuple(Field(name, kind, name == TO, "", self.wanted.span) for name, kind in kinds)

    def _add(self, finding: str, row: int | None = None, column: str = "", variant: str = "", **values: object) -> None:
        place = Place(self.table.file, row, column or None)
        self.findings.append(Diagnostic(finding, None, {"column": column, **values}, place=place, variant=variant))

    def _refuse(self, field: Field, numbers: Sequence[int], cells: Sequence[Any], found: Sequence[Any]) -> None:
        if Refusal not in set(map(type, found)):
            return
        for number, cell, value in zip(numbers, cells, found, strict=True):
            if isinstance(value, Refusal):
                meant = amount_meant(shown(cell), ANY_CURRENCY)
                given = {"entity": self.wanted.parameter, "value": shown(cell), "example": meant, **value.values}
                self._add(value.name, number, field.name, _advice(value), **given)

    def _refuse_other_currencies(self, fields: Sequence[Field], batch: Batch) -> None:
        """Each amount of a table in its own currency is in the currency that its row is for."""
        codes = [n for n, (_, kind) in enumerate(self.wanted.keys) if kind == Words(is_currency=True)]
        if not codes or not in_own_currency(self.wanted.value):
            return
        value = len(self.wanted.keys)
        for number, code, cell in zip(batch.numbers, batch.cells[codes[0]], batch.cells[value], strict=True):
            found = currency_beside(shown(cell))
            if isinstance(found, str) and is_currency(found) and found != shown(code):
                self._add(
                    "bound-cell-in-another-currency", number, fields[value].name, value=shown(cell), code=shown(code)
                )

    def _tables(self, fields: Sequence[Field], numbers: Sequence[int], columns: Sequence[list[Any]]) -> Bound:
        width = len(self.wanted.keys)
        keys: list[CellKey] = list(zip(*columns[:width], strict=True))
        if not keys:
            self._add("bound-empty", parameter=self.wanted.parameter)
            return Bound(findings=tuple(self.findings))
        days = {field.name: column for field, column in zip(fields[width + 1 :], columns[width + 1 :], strict=True)}
        if not days:
            cells = dict(zip(keys, columns[width], strict=True))
            if len(cells) < len(keys):
                self._tell_twice(keys, numbers)
            return Bound((BoundTable(None, None, cells),), tuple(self.findings))
        none: list[None] = [None] * len(keys)
        rows = list(zip(numbers, keys, columns[width], days.get(FROM, none), days.get(TO, none), strict=True))
        found, wrong = tables_of([Row(*row) for row in rows])
        for name, row, other in wrong:
            self._add(name, row.number, parameter=self.wanted.parameter, cell=_cell(row.key), other=other.number)
        return Bound(found, tuple(self.findings[:FINDINGS_MAX]))

    def _tell_twice(self, keys: Sequence[CellKey], numbers: Sequence[int]) -> None:
        first: dict[CellKey, int] = {}
        for key, number in zip(keys, numbers, strict=True):
            if key in first and len(self.findings) < FINDINGS_MAX:
                self._add(
                    "bound-cell-twice", number, parameter=self.wanted.parameter, cell=_cell(key), other=first[key]
                )
            first.setdefault(key, number)


def _advice(found: Diagnostic | Refusal) -> str:
    """No mapping says how a table of the rules is written: it stands beside them, and is mended there."""
    return "bound" if found.name in ("data-other-delimiter", "cell-not-a-percent") else found.variant


def _cell(key: CellKey) -> str:
    return f"({', '.join(key)})"


def reader_of(field: Field, *, typed: bool) -> Callable[[Any], Any]:
    """Reads the cells of a column; what was read once is known. A table has far fewer values than cells."""
    read: Callable[[Any], Any] = cell_reader(field, EntityMapping("")) if typed else text_reader(field)

    class Known(dict[Any, Any]):
        def __missing__(self, cell: object) -> object:
            found = self[cell] = read(cell)
            return found

    return Known().__getitem__
