"""What every file of rows looks like to the rest: a header, batches of text cells, and a hash of its bytes."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import attrs

from rulelang.diagnostics.model import Diagnostic

BATCH_ROWS = 8192
COLUMNS_MAX = 16_384
"""No more columns than a sheet of Excel has; a program reads a few dozen."""

BLANK_LINES_MAX = 1_000_000
"""No table has as many empty lines one after the other; whoever writes millions of them wants the reader to wait."""


@attrs.frozen
class Batch:
    """Some rows, column by column: `cells[c][i]` is the cell of wanted column c in the row numbered `numbers[i]`.

    Row numbers count the header as row 1; in JSON, which has none, the first record is row 1. Cells of CSV and Parquet
    are texts, "" where empty; those of JSON and XLSX are of `cells.py`. `broken` are rejects of rows that have no
    cells.
    """

    numbers: Sequence[int]
    cells: Sequence[Sequence[Any]]
    broken: tuple[Diagnostic, ...] = ()


class Stopped(Exception):
    """A file that cannot be read to its end: the finding says why."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(finding.name)


class Table(Protocol):
    """A file that is open for one reading. `header` is empty for a file without one."""

    file: str
    header: tuple[str, ...]

    def batches(self, wanted: Sequence[int]) -> Iterator[Batch]:
        """All rows once, with the columns at the positions `wanted`. Raises Stopped."""

    def digest(self) -> str:
        """SHA-256 of the file's bytes in hexadecimal; to be asked for after the last batch."""

    def close(self) -> None: ...
