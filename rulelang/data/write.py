"""Writes results and rejects to files. The bytes depend on the results alone; money never passes through a float."""
from __future__ import annotations

import csv
import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from rulelang.core.nodes import Core
from rulelang.core.population import Results
from rulelang.data.atomic import replacing
from rulelang.data.rendered import Column, Row, rendered_rows
from rulelang.data.xlsx_write import write_xlsx
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import ENGLISH

# What a spreadsheet may take for a formula when a text starts with it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
REJECT_COLUMNS = ("file", "row", "column", "value", "reason")
_STORED = {"yes_no": "BOOLEAN", "date": "DATE"}


def write_results(results: Results, core: Core, path: Path, language: str = ENGLISH) -> None:
    """Writes results by the suffix of `path`: .csv, .json, .jsonl, .parquet or .xlsx.

    CSV: RFC 4180 with line feeds. JSON: a list of objects, JSON Lines: one object a line; amounts as text with all
    their decimals, eligibility as true or false, an empty cell as null. Parquet: money and numbers as DECIMAL. XLSX:
    one sheet, amounts as numbers. Raises Refused for another suffix, for Parquet without the `batch` extra, and where
    the file cannot be written.
    """
    write_rows(path, *rendered_rows(results, core, language))


def write_rows(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Writes a table by the suffix of `path`, as `write_results` does."""
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        values = {"path": path.name, "suffixes": in_backticks(_WRITERS)}
        raise Refused([Diagnostic("result-suffix-not-known", None, values)])
    if write is _write_parquet:
        _needs_duckdb(path)
    with replacing(path) as temporary:
        write(temporary, columns, rows)


def _needs_duckdb(path: Path) -> None:
    """Refuses by the name that was asked for: what is written first has another one."""
    if importlib.util.find_spec("duckdb") is None:
        values = {"purpose": phrase("writing the Parquet file `{file}`", file=path.name), "extra": "batch"}
        raise Refused([Diagnostic("missing-extra", None, values)])


def write_rejects(path: Path, rejects: Iterable[Diagnostic]) -> None:
    """Writes rejects as CSV, one a line: file, row, column, value and the reason in words."""
    with replacing(path) as temporary, _text_file(temporary) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(REJECT_COLUMNS)
        for reject in rejects:
            place, value = reject.place, str(reject.values.get("value", ""))
            at = ("", "", "") if place is None else (place.file, place.row, place.column or reject.values.get("column"))
            writer.writerow([at[0], at[1], at[2], guarded(value), words(reject, told_in(reject)).message])


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe in front where one might."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _text_file(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="")


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    is_text = [column.kind == "text" for column in columns]
    with _text_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([guarded(c) if c and text else c for c, text in zip(row, is_text, strict=True)])


def _write_json(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    with _text_file(path) as file:
        file.write("[")
        for number, line in enumerate(_objects(columns, rows)):
            file.write(f"{',' if number else ''}\n  {line}")
        file.write("\n]\n")


def _write_json_lines(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    with _text_file(path) as file:
        file.writelines(f"{line}\n" for line in _objects(columns, rows))


def _objects(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        shown = {
            column.name: cell == "yes" if column.kind == "yes_no" and cell is not None else cell
            for column, cell in zip(columns, row, strict=True)
        }
        yield json.dumps(shown, ensure_ascii=False)


def _write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Through a CSV file that DuckDB reads as text and casts: exact, since every cell already has its decimals."""
    import duckdb

    names = {f"c{at}": "VARCHAR" for at in range(len(columns))}
    casts = ", ".join(
        f"CAST({name} AS {stored_type(column)}) AS {_quoted(column.name)}"
        for name, column in zip(names, columns, strict=True)
    )
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        table = Path(folder, "rows.csv")
        with _text_file(table) as file:
            # An empty cell is nothing; a text is never empty here.
            csv.writer(file, lineterminator="\n").writerows(rows)
        # One thread writes the rows in their order and in the same groups every time.
        connection.execute("SET threads = 1")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(
            f"COPY (SELECT {casts} FROM read_csv(?, columns = {names}, header = false, delim = ',', quote = '\"', "
            f"escape = '\"', auto_detect = false, nullstr = '')) TO ? (FORMAT parquet)",
            [str(table), str(path)],
        )


def stored_type(column: Column) -> str:
    """The type of a column in Parquet; what has no exact type there is text."""
    if column.kind in ("money", "number"):
        return f"DECIMAL({column.precision}, {column.digits})"
    return _STORED.get(column.kind, "VARCHAR")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


_WRITERS: dict[str, Callable[[Path, Sequence[Column], Iterable[Row]], None]] = {
    ".csv": _write_csv,
    ".json": _write_json,
    ".jsonl": _write_json_lines,
    ".parquet": _write_parquet,
    ".xlsx": write_xlsx,
}
