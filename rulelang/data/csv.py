"""CSV files as tables of text: UTF-8 with or without a byte order mark, commas, RFC 4180 quoting, nothing guessed.

Knows rows and cells, not what they mean. A row that cannot be taken apart is a reject; what may have swallowed other
rows (a quote left open, bytes that are no UTF-8) stops the reading of the file. Blank lines are counted as rows and
hold nothing.
"""
from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from rulelang.data.table import BATCH_ROWS, Batch, Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import phrase

BUFFER_BYTES = 1 << 20
# A broken row is shown in the list of rejects up to this many characters.
SHOWN_CHARACTERS = 200


class CsvTable:
    """One CSV file, read once from its first byte to its last. Raises Stopped, also when it is opened."""

    def __init__(self, path: Path, entity: str) -> None:
        self.file = path.name
        self._entity = entity
        try:
            self._bytes = _HashedFile(path)
            self._buffered = io.BufferedReader(self._bytes, BUFFER_BYTES)
            if self._buffered.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8):
                self._buffered.read(len(codecs.BOM_UTF8))
        except OSError as problem:
            reason = problem.strerror or phrase("it cannot be opened")
            raise Stopped(self._finding("data-file-not-readable", reason=reason)) from problem
        self._reader = csv.reader(map(bytes.decode, self._buffered), strict=True)
        self._rows_done = 1
        self.header = self._read_header()

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows below the header, a few thousand at a time."""
        more = True
        while more:
            first = self._rows_done + 1
            rows, problem, more = self._next_rows()
            self._rows_done += len(rows)
            broken = []
            if problem is not None:
                self._rows_done += 1
                broken.append(self._not_readable(problem))
            yield self._batch(rows, first, broken, wanted)

    def digest(self) -> str:
        return self._bytes.hash.hexdigest()

    def close(self) -> None:
        self._buffered.close()

    def _read_header(self) -> tuple[str, ...]:
        try:
            header = tuple(next(self._reader, ()))
        except UnicodeDecodeError as problem:
            raise Stopped(self._finding("data-not-utf8", line=1)) from problem
        except csv.Error as problem:
            raise Stopped(self._finding("data-header-not-readable", row=1, reason=problem)) from problem
        if any("\0" in name for name in header):
            raise Stopped(self._finding("data-not-utf8", line=1))
        return header

    def _next_rows(self) -> tuple[list[list[str]], csv.Error | None, bool]:
        """The next rows, what is wrong with the row after them (if anything), and whether there may be more."""
        rows: list[list[str]] = []
        line = self._reader.line_num
        try:
            for row in islice(self._reader, BATCH_ROWS):
                rows.append(row)
                line = self._reader.line_num
        except UnicodeDecodeError as problem:
            raise Stopped(self._finding("data-not-utf8", line=self._reader.line_num + 1)) from problem
        except csv.Error as problem:
            # What goes wrong over several lines is a quote that was opened in the first of them.
            if self._reader.line_num > line + 1 or "unexpected end" in str(problem):
                row_number = self._rows_done + len(rows) + 1
                raise Stopped(self._finding("data-quote-not-closed", row=row_number)) from problem
            return rows, problem, True
        return rows, None, len(rows) == BATCH_ROWS

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
