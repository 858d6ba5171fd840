"""The cells of one worksheet, row by row: what its XML says, read piece by piece.

Knows how cells are stored, not which of them matter: that is the business of `xlsx.py`.
"""
from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping

import attrs

from rulelang.data.binary64 import shortest_decimal
from rulelang.data.cells import (
    CELL_CHARACTERS_MAX,
    SHOWN_CHARACTERS,
    Clocked,
    Misfit,
    Number,
    TypedCell,
    text_cell,
    too_long,
)
from rulelang.data.refusal import Refusal
from rulelang.data.table import COLUMNS_MAX
from rulelang.data.timestamps import timestamp_in
from rulelang.data.workbook import Attributes, Ballast, Workbook

SHEET_ROWS_MAX = 1_048_576
SECONDS_A_DAY = 86_400
MERGES_MAX = 100_000
"""Merged ranges that are looked at; a sheet of data has none."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T00:00(:00(\.0+)?)?Z?)?")
_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,9})?")


@attrs.frozen
class Stored:
    """What a workbook says of all its sheets."""

    texts: list[str]
    styles: list[str]
    counts_from_1904: bool
    ballast: Ballast


def stored_in(book: Workbook) -> Stored:
    """Reads what the sheets of a workbook share. Raises Stopped."""
    return Stored(book.texts(), book.styles(), book.counts_from_1904, book.ballast)


class SheetReader:
    """Takes the events of a sheet's XML and hands on its rows: number, then cells by column, both counted from 1.

    `broken` is called with no more than a word about what is wrong with the sheet as such and does not come back.
    """

    def __init__(
        self, stored: Stored, row: Callable[[int, Mapping[int, TypedCell]], None], broken: Callable[[str], None]
    ) -> None:
        self._stored, self._hand_on, self._broken = stored, row, broken
        self.merges: list[str] = []
        self.uncalculated: list[tuple[int, int]] = []
        self._row = self._column = 0
        self._cells: dict[int, TypedCell] = {}
        self._kind = self._style = ""
        self._has_formula = self._inside = self._in_reading = False
        self._parts: list[str] = []
        self._length = 0

    # -------------------------------------------------------------------------------------------- events

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._inside = not self._in_reading
        elif name == "row":
            self._start_row(attributes.get("r"))
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_reading = True
        else:
            self._stored.ballast.add()
            if name == "mergeCell" and len(self.merges) < MERGES_MAX:
                self.merges.append(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self._inside and self._length <= CELL_CHARACTERS_MAX:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._inside = False
        elif name == "row":
            self._hand_on(self._row, self._cells)
        elif name == "rPh":
            self._in_reading = False

    def _start_row(self, reference: str | None) -> None:
        number = _count(reference) if reference is not None else self._row + 1
        if number <= self._row:
            self._broken("order")
        if number > SHEET_ROWS_MAX:
            self._broken("rows")
        self._row, self._column, self._cells = number, 0, {}

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else column_number(reference)
        if not 0 < self._column <= COLUMNS_MAX:
            self._broken("columns")
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._has_formula, self._parts, self._length = False, [], 0

    def _end_cell(self) -> None:
        if not self._parts:
            if self._has_formula and self._kind != "str":
                self.uncalculated.append((self._row, self._column))
            self._stored.ballast.add()
            return
        cell = self._cell("".join(self._parts))
        if cell is None or cell == "":
            self._stored.ballast.add()
        else:
            self._cells[self._column] = cell

    # -------------------------------------------------------------------------------------------- cells

    def _cell(self, text: str) -> TypedCell:
        if self._kind in ("inlineStr", "str"):
            return text_cell(_unescaped(text))
        if not text:
            return None
        match self._kind:
            case "s":
                return self._shared(text)
            case "b":
                return text == "1"
            case "e":
                return Misfit(Refusal("cell-spreadsheet-error"), text[:SHOWN_CHARACTERS])
            case "d":
                return _iso_day(text)
        number = shortest_decimal(text)
        if number is None:
            return too_long(text) if len(text) > CELL_CHARACTERS_MAX else Number(text[:SHOWN_CHARACTERS])
        style = _count(self._style)
        shown_as = self._stored.styles[style] if style < len(self._stored.styles) else ""
        if shown_as == "date":
            return serial_day(number, counts_from_1904=self._stored.counts_from_1904)
        return Number(number, is_percent=shown_as == "percent", is_binary=True)

    def _shared(self, text: str) -> TypedCell:
        index = _count(text)
        if index >= len(self._stored.texts):
            self._broken("texts")
            return None
        return text_cell(_unescaped(self._stored.texts[index]))


def column_number(reference: str) -> int:
    """`C` and `C7` are column 3; 0 for what is no reference."""
    match = _REFERENCE.fullmatch(reference)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """3 is `C`, 27 is `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def serial_day(number: str, *, counts_from_1904: bool) -> TypedCell:
    """The day that a spreadsheet stores as a count of days, with the time of day that it may have."""
    whole, _, part = number.partition(".")
    days = int(whole) if len(whole) < 8 else -1
    if counts_from_1904:
        first = datetime.date(1904, 1, 1)
    elif days == 60 or days < 1:  # 29 February 1900, which never was, and days before the count
        return Misfit(Refusal("cell-not-a-date"), number)
    else:
        first = datetime.date(1899, 12, 30 if days > 60 else 31)
    try:
        day = first + datetime.timedelta(days=days)
    except OverflowError:
        return Misfit(Refusal("cell-not-a-date"), number)
    return Clocked(f"{day} {_clock(part)}") if part else day


def _clock(part: str) -> str:
    """The time of day that the decimals of a count of days mean, to the second, never that of the next day."""
    seconds = (int(part) * SECONDS_A_DAY + 10 ** len(part) // 2) // 10 ** len(part)
    seconds = min(max(seconds, 1), SECONDS_A_DAY - 1)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _iso_day(text: str) -> TypedCell:
    match = _MIDNIGHT.fullmatch(text)
    if match is None:
        shown_ = text[:SHOWN_CHARACTERS]
        return Clocked(shown_) if timestamp_in(shown_) else Misfit(Refusal("cell-not-a-date"), shown_)
    try:
        return datetime.date.fromisoformat(match[1])
    except ValueError:
        return Misfit(Refusal("cell-not-a-date"), text)


def _count(text: str) -> int:
    """A whole number of XML; one that is none is larger than any that fits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 10**9


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as `_x000D_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
