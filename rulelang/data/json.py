"""JSON and JSON Lines as tables: records with one value for each name, or with a record under it whose parts have
names such as `address.city`. A number keeps its digits; nothing is a float.

JSON is a list of records, JSON Lines one record a line. Knows rows and cells, not what they mean. A record that cannot
be taken apart is a reject; a JSON file that cannot is a finding, since nothing says where its next record starts.
"""
from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rulelang.data.cells import SHOWN_CHARACTERS, Listed, Misfit, Number, TypedCell, text_cell
from rulelang.data.mapping import EntityMapping
from rulelang.data.nested import Single, around, leaves, names_in, value_at
from rulelang.data.refusal import Refusal
from rulelang.data.table import BATCH_ROWS, BLANK_LINES_MAX, COLUMNS_MAX, Batch, Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import Phrase, phrase
from rulelang.diagnostics.system import system_reason
from rulelang.exact.decimals import DIGITS_MAX
from rulelang.source import other_than_utf8

JSON_BYTES_MAX = 200_000_000
"""A JSON file is read as a whole; beyond this, JSON Lines or Parquet are read piece by piece."""
LINE_BYTES_MAX = 16_000_000
"""A line of JSON Lines is one record; a longer one is something else."""
BLANK_LINES = (b"\n", b"\r\n")
LINES_SUFFIX = ".jsonl"


class JsonTable:
    """One file of records, read at once for the columns that are wanted. Raises Stopped, also when it is opened.

    `header` holds the names that its records give, in the order of their first use; where there are no records, those
    that are wanted.
    """

    def __init__(self, path: Path, entity: str, mapping: EntityMapping, wanted: Sequence[str]) -> None:
        self.file = path.name
        self._path, self._entity, self._encoding = path, entity, mapping.encoding
        self._hash = hashlib.sha256()
        self._columns: dict[str, list[TypedCell]] = {name: [] for name in wanted}
        self._numbers: list[int] = []
        self._broken: list[Diagnostic] = []
        self._names: dict[str, None] = {}
        self._records = around(wanted)
        try:
            if path.suffix.lower() == LINES_SUFFIX:
                self._read_lines()
            else:
                self._read_whole()
        except OSError as problem:
            reason = system_reason(problem, phrase("it cannot be opened"))
            raise Stopped(self._finding("data-file-not-readable", reason=reason)) from problem
        self.header = tuple(self._names) or (() if self._is_empty else tuple(wanted))

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All records, a few thousand at a time. A name that a record does not give is empty there."""
        broken = tuple(self._broken)
        columns = [self._columns[self.header[at]] for at in wanted]
        for start in range(0, max(len(self._numbers), 1), BATCH_ROWS):
            stop = start + BATCH_ROWS
            yield Batch(self._numbers[start:stop], [column[start:stop] for column in columns], broken)
            broken = ()

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        """Nothing is left open."""

    # -------------------------------------------------------------------------------------------- files

    @property
    def _is_empty(self) -> bool:
        return self._hash.digest() == hashlib.sha256().digest()

    def _read_whole(self) -> None:
        with self._path.open("rb") as file:
            content = file.read(JSON_BYTES_MAX + 1)
        if len(content) > JSON_BYTES_MAX:
            raise Stopped(self._finding("data-too-large", limit=f"{JSON_BYTES_MAX:_}"))
        self._hash.update(content)
        if not content:
            return
        text = self._decoded(content, 1)
        try:
            document = _DECODER.decode(text)
        except json.JSONDecodeError as problem:
            variant = "end" if not text[problem.pos :].strip() else ""
            found = self._finding("data-json-not-readable", problem.lineno, variant, column=problem.colno)
            raise Stopped(found) from problem
        except RecursionError as problem:
            raise Stopped(self._finding("data-json-not-readable", variant="deep")) from problem
        if not isinstance(document, list):
            raise Stopped(self._finding("data-json-not-records", kind=_kind(document)))
        for number, record in enumerate(document, 1):
            self._take(number, record, f"$[{number - 1}]")

    def _read_lines(self) -> None:
        with self._path.open("rb") as file:
            number = blank = 0
            while line := file.readline(LINE_BYTES_MAX + 1):
                number += 1
                self._hash.update(line)
                if len(line) > LINE_BYTES_MAX:
                    raise Stopped(self._finding("data-line-too-long", number, limit=f"{LINE_BYTES_MAX:_}"))
                blank = blank + 1 if line in BLANK_LINES else 0
                if blank > BLANK_LINES_MAX:
                    raise Stopped(self._finding("data-blank-lines", number, limit=f"{BLANK_LINES_MAX:_}"))
                text = "" if blank else self._decoded(line, number)
                if text.strip():
                    self._take_line(number, text)

    def _take_line(self, number: int, text: str) -> None:
        try:
            record = _DECODER.decode(text.strip("\ufeff") if number == 1 else text)
        except (json.JSONDecodeError, RecursionError):
            shown = text.strip()[:SHOWN_CHARACTERS]
            self._broken.append(self._finding("row-not-json", number, value=shown))
        else:
            self._take(number, record, "$")

    def _decoded(self, content: bytes, line: int) -> str:
        try:
            text = content.decode("utf-8-sig" if self._encoding == "utf-8" else self._encoding)
        except UnicodeError as problem:
            line += content[: getattr(problem, "start", 0)].count(b"\n")
            if self._encoding == "utf-8":
                raise Stopped(self._finding("data-not-utf8", line, other_than_utf8(content), line=line)) from problem
            found = self._finding("data-not-in-encoding", line, line=line, encoding=self._encoding)
            raise Stopped(found) from problem
        return text

    # -------------------------------------------------------------------------------------------- records

    def _take(self, number: int, record: object, path: str) -> None:
        if not isinstance(record, _Record):
            self._broken.append(self._finding("row-not-a-record", number, value=_text(record), kind=_kind(record)))
            return
        self._names.update(dict.fromkeys(self._given_by(record)))
        width = max(len(self._names), record.width)
        if width > COLUMNS_MAX:
            raise Stopped(self._finding("data-too-many-columns", found=f"{width:_}", limit=f"{COLUMNS_MAX:_}"))
        twice = sorted(self._twice_in(record))
        if twice:
            self._broken.append(self._finding("row-name-twice", number, value=twice[0]))
            return
        self._numbers.append(number)
        for name, column in self._columns.items():
            column.append(_cell(value_at(record, name) if self._records else record.get(name), f"{path}.{name}"))

    def _given_by(self, record: _Record) -> Iterable[str]:
        """The names of a record; where no columns are wanted yet, those of the values of records in it."""
        if not self._columns:
            return leaves(record) if any(isinstance(value, _Record) for value in record.values()) else record
        return names_in(record, self._columns, self._records) if self._records else record

    def _twice_in(self, record: _Record, before: str = "") -> Iterator[str]:
        """The names that are wanted and given more than once, also of a record in it."""
        wanted = self._records.union(self._columns)
        yield from (f"{before}{name}" for name in record.twice if f"{before}{name}" in wanted)
        for name in self._records:
            inner = record.get(name.removeprefix(before)) if name.startswith(before) else None
            if isinstance(inner, _Record):
                if inner.width > COLUMNS_MAX:
                    found, most = f"{inner.width:_}", f"{COLUMNS_MAX:_}"
                    raise Stopped(self._finding("data-too-many-columns", found=found, limit=most))
                yield from self._twice_in(inner, f"{name}.")

    def _finding(self, name: str, row: int | None = None, variant: str = "", **values: object) -> Diagnostic:
        return Diagnostic(name, None, {"entity": self._entity, **values}, place=Place(self.file, row), variant=variant)


class _Record(dict[str, Any]):
    """An object of a file; `twice` are the names that it gives more than once. One of too many names is left empty and
    has their number as its `width`."""

    twice: frozenset[str] = frozenset()
    width: int = 0


def _record(pairs: list[tuple[str, Any]]) -> _Record:
    record = _Record()
    record.width = len(pairs)
    if record.width > COLUMNS_MAX:
        return record
    record.update(pairs)
    if len(record) < len(pairs):
        record.twice = frozenset(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return record


_DECODER = json.JSONDecoder(object_pairs_hook=_record, parse_float=Number, parse_int=Number, parse_constant=Number)


def _cell(value: object, path: str) -> TypedCell:
    match value:
        case None | bool():
            return value
        case str():
            return text_cell(value)
        case Number():
            return _plain(value)
        case Single(value=value, path=whole):
            return Misfit(Refusal("cell-not-a-record", {"whole": whole}), _text(value))
        case list() if all(item is None or isinstance(item, str) for item in value):
            return Listed(tuple(value), path)
    return Misfit(Refusal("cell-nested", {"path": path, "kind": _kind(value)}), _text(value))


def _plain(number: Number) -> Number:
    """A number without an exponent, where that takes no more digits than a number can have."""
    if len(number.text) > DIGITS_MAX:
        return Number(number.text[:SHOWN_CHARACTERS] + "…")
    if "e" not in number.text.lower():
        return number
    try:
        value = Decimal(number.text)
    except InvalidOperation:
        return number
    return Number(format(value, "f")) if value.is_finite() and abs(value.adjusted()) <= DIGITS_MAX else number


def _kind(value: object) -> Phrase:
    match value:
        case dict():
            return phrase("an object")
        case list():
            return phrase("a list")
    return phrase("a single value")


def _text(value: object) -> str:
    """Some of a value as it may be shown; the depth of the rest does not matter."""
    match value:
        case dict():
            return "{" + ", ".join(list(value)[:5])[:SHOWN_CHARACTERS] + "}"
        case list():
            return f"[{len(value)}]"
        case Number():
            return value.text[:SHOWN_CHARACTERS]
    return str(value)[:SHOWN_CHARACTERS]
