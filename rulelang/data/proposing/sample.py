"""The first rows of an export, and how its file as such is written: encoding, delimiter, where the header stands.

Knows nothing of programs. What it cannot tell for certain it says as a doubt.
"""
from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from rulelang.data.cells import TypedCell, shown
from rulelang.data.json import JsonTable
from rulelang.data.mapping import DELIMITERS, EntityMapping
from rulelang.data.parquet import ParquetTable
from rulelang.data.sheet import SheetReader, Stored, stored_in
from rulelang.data.table import Stopped, Table
from rulelang.data.workbook import Handlers, Workbook
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.diagnostics.system import system_reason

SAMPLE_BYTES_MAX = 20_000_000
"""Of a CSV file so much is looked at; what comes after it may be written in another way."""
SIGNS_LOOKED_AT = 10_000
"""Among so many at the beginning a zero byte shows that a file is no text, or UTF-16 that does not say so."""
SAMPLE_ROWS_MAX = 5_000
LINES_COMPARED = 200

_FOREIGN_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")


@attrs.frozen
class Sample:
    """`columns` are the cells of each column below the header, empty ones left out; `mapping` says how the file is
    written and nothing of its columns."""

    mapping: EntityMapping
    columns: Mapping[str, Sequence[TypedCell]]
    doubts: tuple[Diagnostic, ...] = ()


Rows = Sequence[tuple[int, Sequence[TypedCell]]]
"""Rows with the number of the line on which each ends."""


def samples_of(path: Path) -> tuple[Sample, ...]:
    """A sample of a file; one for each sheet of a workbook. Raises Stopped for a file that cannot be read."""
    plain = EntityMapping("", path.name)
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            return tuple(_sheets(path, plain))
        case ".json" | ".jsonl":
            names = JsonTable(path, path.name, plain, ()).header
            return (_of_table(JsonTable(path, path.name, plain, names), plain),)
        case ".parquet":
            return (_of_table(ParquetTable(path, path.name), plain),)
    return (_of_text(path, plain),)


def _of_table(table: Table, mapping: EntityMapping) -> Sample:
    columns: dict[str, list[TypedCell]] = {name: [] for name in table.header}
    wanted = [table.header.index(name) for name in columns]
    try:
        for batch in table.batches(wanted):
            for name, cells in zip(columns, batch.cells, strict=True):
                columns[name] += [cell for cell in cells if cell not in (None, "")]
            if any(len(cells) >= SAMPLE_ROWS_MAX for cells in columns.values()):
                break
    finally:
        table.close()
    return Sample(mapping, columns)


# ------------------------------------------------------------------------------------------------ text


def _of_text(path: Path, mapping: EntityMapping) -> Sample:
    try:
        with path.open("rb") as file:
            content = file.read(SAMPLE_BYTES_MAX + 1)
    except OSError as problem:
        values = {"entity": path.name, "reason": system_reason(problem)}
        raise Stopped(Diagnostic("data-file-not-readable", None, values, place=Place(path.name))) from problem
    is_whole = len(content) <= SAMPLE_BYTES_MAX
    if not is_whole:
        content = content[: content.rfind(b"\n") + 1]
    encoding, text = _decoded(content)
    delimiter = _delimiter(text)
    rows, line_count = _text_rows(text, delimiter)
    if "\0" in text[:SIGNS_LOOKED_AT] or (text.strip() and not rows):
        reason = phrase("it is not text, or its encoding is not known")
        told: dict[str, Told] = {"entity": path.name, "reason": reason}
        raise Stopped(Diagnostic("data-file-not-readable", None, told, place=Place(path.name)))
    if not rows:
        values = {"entity": path.name, "columns": "`...`"}
        raise Stopped(Diagnostic("data-file-empty", None, values, place=Place(path.name)))
    made = attrs.evolve(mapping, encoding=encoding, delimiter=delimiter)
    return _framed(made, rows, line_count if is_whole else 0, _encoding_doubts(path.name, encoding, text))


def _decoded(content: bytes) -> tuple[str, str]:
    """The encoding that fits, and the text; every byte is a letter in the last one that is tried."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", content.decode("utf-16", errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return encoding, content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError:
            continue
    return "iso-8859-1", content.decode("iso-8859-1")


def _encoding_doubts(file: str, encoding: str, text: str) -> tuple[Diagnostic, ...]:
    if encoding in ("utf-8", "utf-16"):
        return ()
    words = (match[0] for match in _FOREIGN_WORD.finditer(text))
    example = next((word for word in words if 2 < len(word) < 40), "")
    return (Diagnostic("map-encoding-guessed", None, {"file": file, "encoding": encoding, "example": example}),)


def _delimiter(text: str) -> str:
    """The sign that takes the lines apart into most cells, alike in most of them."""
    lines = text.split("\n", LINES_COMPARED)[:LINES_COMPARED]

    def parts(sign: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        except csv.Error:
            return 0
        width, times = max(widths.items(), key=lambda each: each[0] * each[1], default=(0, 0))
        return width * times

    return max(DELIMITERS, key=parts)


def _text_rows(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], int]:
    """The rows that have cells, and the number of lines."""
    lines = text.split("\n")
    if lines[-1] == "":
        del lines[-1]
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error:
        # A cell that is too long ends the sample; reading the file tells what is wrong.
        return rows, 0
    return rows, len(lines)


# ------------------------------------------------------------------------------------------------ sheets


def _sheets(path: Path, mapping: EntityMapping) -> list[Sample]:
    book = Workbook(path, path.name)
    stored = stored_in(book)
    found = []
    for name in book.visible:
        rows = _sheet_rows(book, stored, name)
        if rows:
            named = attrs.evolve(mapping, sheet=name if len(book.visible) > 1 else "")
            found.append(_framed(named, rows, rows[-1][0], ()))
    if not found:
        raise book.stop("data-file-empty", variant="other", columns="`...`")
    return found


def _sheet_rows(book: Workbook, stored: Stored, name: str) -> Rows:
    """The rows of a sheet that have values, all of one width."""
    rows: list[tuple[int, Mapping[int, TypedCell]]] = []

    def take(number: int, cells: Mapping[int, TypedCell]) -> None:
        if cells:
            rows.append((number, cells))

    def broken(what: str) -> None:
        raise book.stop("data-workbook-not-readable")

    reader = SheetReader(stored, take, broken)
    book.read_sheet(name, Handlers(reader.start, reader.end, reader.text))
    width = max((max(cells) for _, cells in rows), default=0)
    return [(number, [cells.get(at) for at in range(1, width + 1)]) for number, cells in rows]


# ------------------------------------------------------------------------------------------------ header and footer


def _framed(mapping: EntityMapping, rows: Rows, line_count: int, doubts: tuple[Diagnostic, ...]) -> Sample:
    """The sample between what stands above the header and what stands below the data. A row of the table is one that
    has as many cells as most have, and at least half as many filled."""
    usual = _most_common(len(cells) for _, cells in rows)
    least = max(_most_common(_filled(cells) for _, cells in rows) // 2, min(usual, 2))
    inside = [at for at, (_, cells) in enumerate(rows) if len(cells) >= usual and _filled(cells) >= least] or [0]
    first, last = inside[0], inside[-1]
    header = [shown(cell) for cell in rows[first][1]]
    made = attrs.evolve(
        mapping,
        header_row=max(rows[first][0] - sum(name.count("\n") for name in header), 1),
        footer_rows=line_count - rows[last][0] if last + 1 < len(rows) and line_count else 0,
    )
    body = [cells for _, cells in rows[first + 1 : last + 1]][:SAMPLE_ROWS_MAX]
    columns = {
        name: [cells[at] for cells in body if at < len(cells) and cells[at] not in (None, "")]
        for at, name in enumerate(header)
        if name
    }
    return Sample(made, columns, doubts)


def _most_common(counts: Iterable[int]) -> int:
    """The count that most rows of more than one cell have."""
    found = Counter(count for count in counts if count > 1).most_common(1)
    return found[0][0] if found else 1


def _filled(cells: Sequence[TypedCell]) -> int:
    return sum(cell not in (None, "") for cell in cells)
