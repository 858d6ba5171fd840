"""Parquet files as tables of text, through DuckDB: every value comes as the exact text that a CSV file would hold.

Knows which stored types can say a field's value exactly; a column that cannot (binary floating point for money, a time
for a date) is refused as a whole before any row is read. Nothing passes through a Python float.
"""
from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rulelang.core.nodes import Day, Field, Quantity, Truth, in_own_currency
from rulelang.data.durations import is_duration
from rulelang.data.schema import kind_words
from rulelang.data.table import BATCH_ROWS, Batch, Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import phrase

if TYPE_CHECKING:
    import duckdb

_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_DECIMAL = re.compile(r"DECIMAL\(.*\)")
_FRACTION = re.compile(r"DECIMAL\((\d+), ?\1\)")
_FLOAT = ("FLOAT", "DOUBLE")


class ParquetTable:
    """One Parquet file. Raises Stopped, also when it is opened."""

    def __init__(self, path: Path, entity: str) -> None:
        self.file = path.name
        self._path = path
        self._entity = entity
        try:
            import duckdb
        except ImportError as problem:
            purpose = phrase("reading the Parquet file `{file}`", file=self.file)
            raise Stopped(Diagnostic("missing-extra", None, {"purpose": purpose, "extra": "batch"})) from problem
        self._error = duckdb.Error
        self._connection = duckdb.connect(":memory:")
        # A folder's name may hold what DuckDB reads as a pattern over several files.
        self._source = re.sub(r"([*?\[])", r"[\1]", str(path))
        described = self._run("DESCRIBE SELECT * FROM read_parquet(?)").fetchall()
        self.header = tuple(str(row[0]) for row in described)
        self._stored = {str(row[0]): str(row[1]) for row in described}

    def column_findings(self, fields: Sequence[Field]) -> list[Diagnostic]:
        """What is wrong with the stored types of the columns of these fields; columns that are absent are passed."""
        found = []
        for field in fields:
            stored = self._stored.get(field.name)
            name = "" if stored is None else _refused_type(field, stored)
            if name:
                values = {
                    "entity": self._entity, "column": field.name, "stored": str(stored),
                    "kind": kind_words(field.type), "wanted": _wanted_type(field),
                }
                found.append(Diagnostic(name, None, values, place=Place(self.file, None, field.name)))
        return found

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows, a few thousand at a time; the first row is numbered 2, as if there were a header."""
        columns = ", ".join(f"coalesce({self.text_of(self.header[at], _quoted(self.header[at]))}, '')" for at in wanted)
        result = self._run(f"SELECT {columns} FROM read_parquet(?)")
        first = 2
        while rows := self._fetch(result):
            cells = list(zip(*rows, strict=True))
            if any(None in column for column in cells):
                # DuckDB leaves `coalesce` out where the file says of itself that a column is full.
                raise self._unreadable(phrase("a value is missing in a column that the file says is full"))
            yield Batch(range(first, first + len(rows)), cells)
            first += len(rows)

    def stored(self, column: str) -> str:
        """The type of a column, as DuckDB calls it."""
        return self._stored[column]

    @property
    def path(self) -> Path:
        return self._path

    def text_of(self, column: str, expression: str) -> str:
        """SQL for the text of a column's values, which `expression` gives."""
        text = f"CAST({expression} AS VARCHAR)"
        if _FRACTION.fullmatch(self._stored[column]):
            # DuckDB writes the 0.05 of a column without whole digits as .05.
            return rf"regexp_replace({text}, '^(-?)\.', '\10.')"
        return text

    def digest(self) -> str:
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def close(self) -> None:
        self._connection.close()

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(query, [self._source])
        except self._error as problem:
            raise self.stopped(problem) from problem

    def _fetch(self, result: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
        try:
            return result.fetchmany(BATCH_ROWS)
        except self._error as problem:
            raise self.stopped(problem) from problem

    def stopped(self, problem: Exception) -> Stopped:
        """What DuckDB says of a file is English and about its inside; that the file is at fault is all that helps."""
        import duckdb

        if isinstance(problem, duckdb.OutOfMemoryException):
            return self._unreadable(str(problem).partition("\n")[0])
        return self._unreadable(phrase("it is not a Parquet file, or it is damaged"))

    def _unreadable(self, reason: object) -> Stopped:
        values = {"entity": self._entity, "reason": reason}
        return Stopped(Diagnostic("data-file-not-readable", None, values, place=Place(self.file)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refused_type(field: Field, stored: str) -> str:
    """The name of the finding about a stored type that cannot hold the field exactly, or "" where it can."""
    if stored == "VARCHAR" or stored.startswith("ENUM("):
        return ""
    match field.type:
        case Quantity() if in_own_currency(field.type) or is_duration(field.type):
            return "data-column-other-type"
        case Quantity(kind="percent"):
            return "data-column-percent-unsigned"
        case Quantity():
            if _WHOLE.fullmatch(stored) or _DECIMAL.fullmatch(stored):
                return ""
            return "data-column-binary-float" if stored in _FLOAT else "data-column-other-type"
        case Day():
            if stored == "DATE":
                return ""
            return "data-column-with-time" if stored.startswith("TIMESTAMP") else "data-column-other-type"
        case Truth() if stored == "BOOLEAN":
            return ""
    return "data-column-other-type"


def _wanted_type(field: Field) -> str:
    match field.type:
        case Quantity() if not in_own_currency(field.type) and not is_duration(field.type):
            return "DECIMAL"
        case Day():
            return "DATE"
        case Truth():
            return "BOOLEAN"
    return "VARCHAR"
