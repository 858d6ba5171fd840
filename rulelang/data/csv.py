"""CSV files as tables of text: UTF-8 with or without a byte order mark, commas, RFC 4180 quoting, nothing guessed.

A mapping may say another encoding and delimiter, and how many lines stand above the header and below the data.

Knows rows and cells, not what they mean. A row that cannot be taken apart is a reject; what may have swallowed other
rows (a quote left open, bytes that are no UTF-8) stops the reading of the file. Blank lines are counted as rows and
hold nothing.
"""
from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from rulelang.data.mapping import DELIMITERS, EntityMapping
from rulelang.data.table import BATCH_ROWS, BLANK_LINES_MAX, COLUMNS_MAX, Batch, Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.system import system_reason
from rulelang.source import other_than_utf8

BUFFER_BYTES = 1 << 20
# A broken row is shown in the list of rejects up to this many characters.
SHOWN_CHARACTERS = 200


class CsvTable:
    """One CSV file, read once from its first byte to its last. Raises Stopped, also when it is opened."""

    def __init__(self, path: Path, entity: str, mapping: EntityMapping | None = None) -> None:
        self.file = path.name
        self._entity = entity
        self._mapping = mapping or EntityMapping(entity)
        try:
            self._bytes = _HashedFile(path)
            self._buffered = io.BufferedReader(self._bytes, BUFFER_BYTES)
            self._first = self._buffered.peek(len(codecs.BOM_UTF8))
            if self._first.startswith(codecs.BOM_UTF8):
                self._buffered.read(len(codecs.BOM_UTF8))
        except OSError as problem:
            reason = system_reason(problem, phrase("it cannot be opened"))
            raise Stopped(self._finding("data-file-not-readable", reason=reason)) from problem
        self._above = self._mapping.header_row - 1
        self._reader = csv.reader(self._lines(), delimiter=self._mapping.delimiter, strict=True)
        self._rows_done = self._above + 1
        self._blank = 0
        self.header = self._read_header()

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows below the header, a few thousand at a time."""
        more = True
        while more:
            first = self._rows_done + 1
            rows, problem, more = self._next_rows()
            self._rows_done += len(rows)
            self._count_blank(rows)
            broken = []
            if problem is not None:
                self._rows_done += 1
                broken.append(self._not_readable(problem))
            yield self._batch(rows, first, broken, wanted)

    def digest(self) -> str:
        return self._bytes.hash.hexdigest()

    def close(self) -> None:
        self._buffered.close()

    def _lines(self) -> Iterator[str]:
        """The lines from the header on, without those of the footer."""
        encoding = self._mapping.encoding
        lines: Iterator[str]
        if encoding == "utf-8":
            lines = map(bytes.decode, self._buffered)
        elif encoding == "utf-16":  # the only one whose line feeds are not one byte
            lines = io.TextIOWrapper(self._buffered, encoding, newline="\n")
        else:
            lines = map(_decoder(encoding), self._buffered)
        if self._mapping.footer_rows:
            lines = _WithoutLast(lines, self._mapping.footer_rows)
        # What stands above the header is no row of the table and may be written in any way.
        return islice(lines, self._above, None) if self._above else lines

    def _read_header(self) -> tuple[str, ...]:
        try:
            header = tuple(next(self._reader, ()))
        except UnicodeError as problem:
            raise Stopped(self._not_text(1)) from problem
        except csv.Error as problem:
            variant = "line" if "new-line" in str(problem) else ""
            found = self._finding("data-header-not-readable", row=self._above + 1, variant=variant)
            raise Stopped(found) from problem
        if any("\0" in name for name in header):
            raise Stopped(self._not_text(1))
        if len(header) > COLUMNS_MAX:
            raise Stopped(self._finding("data-too-many-columns", found=f"{len(header):_}", limit=f"{COLUMNS_MAX:_}"))
        if len(header) == 1 and (other := _other_delimiter(header[0])):
            raise Stopped(self._finding("data-other-delimiter", row=self._above + 1, delimiter=other, file=self.file))
        return header

    def _not_text(self, line: int) -> Diagnostic:
        """That a line, counted from the header, is not in the encoding."""
        line += self._above
        if self._mapping.encoding == "utf-8":
            return self._finding("data-not-utf8", row=line, variant=other_than_utf8(self._first), line=line)
        return self._finding("data-not-in-encoding", row=line, line=line, encoding=self._mapping.encoding)

    def _next_rows(self) -> tuple[list[list[str]], csv.Error | None, bool]:
        """The next rows, what is wrong with the row after them (if anything), and whether there may be more."""
        rows: list[list[str]] = []
        line = self._reader.line_num
        try:
            for row in islice(self._reader, BATCH_ROWS):
                rows.append(row)
                line = self._reader.line_num
        except UnicodeError as problem:
            raise Stopped(self._not_text(self._reader.line_num + 1)) from problem
        except csv.Error as problem:
            # What goes wrong over several lines is a quote that was opened in the first of them.
            if self._reader.line_num > line + 1 or "unexpected end" in str(problem):
                row_number = self._rows_done + len(rows) + 1
                raise Stopped(self._finding("data-quote-not-closed", row=row_number)) from problem
            return rows, problem, True
        return rows, None, len(rows) == BATCH_ROWS

    def _count_blank(self, rows: list[list[str]]) -> None:
        """Stops where nothing but empty lines has come for very long; batches that hold something end the count."""
        self._blank = 0 if any(rows) else self._blank + len(rows)
        if self._blank > BLANK_LINES_MAX:
            raise Stopped(self._finding("data-blank-lines", self._rows_done, limit=f"{BLANK_LINES_MAX:_}"))

    def _batch(self, rows: list[list[str]], first: int, broken: list[Diagnostic], wanted: Sequence[int]) -> Batch:
        width = len(self.header)
        numbers: Sequence[int] = range(first, first + len(rows))
        if any(len(row) != width for row in rows):
            numbered = list(zip(numbers, rows, strict=True))
            broken += [self._other_width(row, number) for number, row in numbered if row and len(row) != width]
            numbers = [number for number, row in numbered if len(row) == width]
            rows = [row for row in rows if len(row) == width]
        columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * width
        return Batch(numbers, [columns[position] for position in wanted], tuple(broken))

    def _other_width(self, row: list[str], number: int) -> Diagnostic:
        text = ",".join(row)[:SHOWN_CHARACTERS]
        return self._finding("row-other-width", row=number, value=text, found=len(row), wanted=len(self.header))

    def _not_readable(self, problem: csv.Error) -> Diagnostic:
        told = str(problem)
        variant = "long" if "field limit" in told else "line" if "new-line" in told else ""
        return self._finding("row-not-readable", row=self._rows_done, variant=variant, value="")

    def _finding(self, name: str, row: int | None = None, variant: str = "", **values: object) -> Diagnostic:
        return Diagnostic(name, None, {"entity": self._entity, **values}, place=Place(self.file, row), variant=variant)


def _decoder(encoding: str) -> Callable[[bytes], str]:
    return lambda line: line.decode(encoding)


def _other_delimiter(header: str) -> str:
    """What seems to separate the names of a header that was read as one, "" for nothing."""
    others = (sign for sign in DELIMITERS if sign in header)
    found = max(others, key=header.count, default="")
    return "tab" if found == "\t" else found


class _WithoutLast:
    """The lines but the last few. An error in reading them comes through and takes nothing away."""

    def __init__(self, lines: Iterator[str], count: int) -> None:
        self._lines, self._count = lines, count
        self._held: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while len(self._held) <= self._count:
            self._held.append(next(self._lines))
        return self._held.popleft()


class _HashedFile(io.RawIOBase):
    """A file whose bytes are hashed as they are read, so that the hash is of what was read and nothing else."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.hash = hashlib.sha256()
        self._file = path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer) or 0
        self.hash.update(buffer[:count])
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
