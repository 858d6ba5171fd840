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
from rulelang.data.toml_key import toml_key
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import phrase

if TYPE_CHECKING:
    import duckdb

_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_DECIMAL = re.compile(r"DECIMAL\(.*\)")
_FRACTION = re.compile(r"DECIMAL\((\d+), ?\1\)")
_FLOAT = ("FLOAT", "DOUBLE")
MOMENTS = "TIMESTAMP WITH TIME ZONE"
"""A stored type that keeps moments and no days: which day a moment is of depends on where."""


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
        self._connection.execute("SET enable_progress_bar = false")
        # A folder's name may hold what DuckDB reads as a pattern over several files.
        self._source = re.sub(r"([*?\[])", r"[\1]", str(path))
        described = self._run("DESCRIBE SELECT * FROM read_parquet(?)").fetchall()
        columns = [each for name, kind, *_ in described for each in _flat(str(name), _quoted(str(name)), str(kind))]
        self.header = tuple(name for name, _, _ in columns)
        self._stored = {name: kind for name, _, kind in columns}
        self._found_at = {name: at for name, at, _ in columns}

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
                    "mapping": f"data.{toml_key(self._entity)}",
                }
                found.append(Diagnostic(name, None, values, place=Place(self.file, None, field.name)))
        return found

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows, a few thousand at a time; the first row is numbered 2, as if there were a header."""
        names = [self.header[at] for at in wanted]
        columns = ", ".join(f"coalesce({self.text_of(name, self.found_at(name))}, '')" for name in names)
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

    def found_at(self, column: str) -> str:
        """SQL for the values of a column; a part of a record is taken out of it."""
        return self._found_at[column]

    @property
    def path(self) -> Path:
        return self._path

    def text_of(self, column: str, expression: str) -> str:
        """SQL for the text of a column's values, which `expression` gives."""
        text = f"CAST({expression} AS VARCHAR)"
        if self._stored[column] == MOMENTS:
            # As text, DuckDB would write them in the time zone of the machine.
            moment = f"CAST(make_timestamp(epoch_us({expression})) AS VARCHAR) || '+00:00'"
            return f"CASE WHEN isfinite({expression}) THEN {moment} ELSE {text} END"
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


def _flat(name: str, at: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """A column with where it is found and its type; in the place of a record its parts, by their paths."""
    inner = _parts(kind)
    if not inner:
        yield name, at, kind
    for part, kind_of_part in inner:
        yield from _flat(f"{name}.{part}", f"struct_extract({at}, {_text(part)})", kind_of_part)


def _parts(kind: str) -> list[tuple[str, str]]:
    """The names and types of the parts of a record's type, as DuckDB writes it: `STRUCT(city VARCHAR, "no" BIGINT)`."""
    if not (kind.startswith("STRUCT(") and kind.endswith(")")):
        return []
    pieces, depth, quoted, start, inside = list[str](), 0, False, 0, kind[len("STRUCT(") : -1]
    for at, sign in enumerate(f"{inside},"):
        quoted ^= sign == '"'
        depth += 0 if quoted else (sign == "(") - (sign == ")")
        if sign == "," and depth == 0 and not quoted:
            pieces.append(inside[start:at].strip())
            start = at + 1
    return [_named(piece) for piece in pieces]


def _named(piece: str) -> tuple[str, str]:
    """A part of a record's type as its name and its own type."""
    if piece.startswith('"'):
        stop = re.match(r'"(?:[^"]|"")*"', piece)
        assert stop is not None, "DuckDB closes what it quotes"
        return stop[0][1:-1].replace('""', '"'), piece[stop.end() :].strip()
    name, _, kind = piece.partition(" ")
    return name, kind


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


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
            if stored == MOMENTS:
                return "data-column-with-time"
            return "" if stored.startswith("TIMESTAMP") else "data-column-other-type"
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
