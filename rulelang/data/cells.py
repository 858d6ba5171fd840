"""Cells of files whose cells are more than text: numbers, lists and days of JSON and of spreadsheets.

Besides the classes here a cell is a text, a bool, a date, or None where it is empty. Knows no fields and no files.
"""
from __future__ import annotations

import datetime
from typing import Union

import attrs

from rulelang.data.refusal import Refusal
from rulelang.data.schema import MEMBER_SEPARATOR

CELL_CHARACTERS_MAX = 131_072
"""A longer text is no cell of a table; it is also what the reader of CSV takes at most."""
BINARY_DIGITS_MAX = 15
"""As many digits a spreadsheet keeps of a number; what was typed after them is gone."""
SHOWN_CHARACTERS = 200
"""A cell that is too long is shown up to this many characters."""


@attrs.frozen
class Number:
    """A number by its digits as they were written, or the shortest ones; `is_percent`: shown with a percent sign.

    `is_binary`: stored as binary floating point, which has lost digits beyond the first few.
    """

    text: str
    is_percent: bool = False
    is_binary: bool = False


@attrs.frozen
class Clocked:
    """A day with a time of day, as `2025-04-01 13:45:00`."""

    text: str


@attrs.frozen
class Listed:
    """A list inside a record, and its path in the file."""

    items: tuple[str | None, ...]
    path: str


@attrs.frozen
class Misfit:
    """A cell that fits no field: why, and how it is shown."""

    refusal: Refusal
    text: str = ""


TypedCell = Union[None, str, bool, datetime.date, Number, Clocked, Listed, Misfit]


def shown(cell: object) -> str:
    """A cell as a finding shows it."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Number() | Clocked() | Misfit():
            return cell.text
        case Listed():
            return MEMBER_SEPARATOR.join(item or "" for item in cell.items)
        case tuple():
            return " ".join(filter(None, map(shown, cell)))
    return str(cell)


def text_cell(text: str) -> TypedCell:
    """A text of a file, unless it is too long to be a cell."""
    return text if len(text) <= CELL_CHARACTERS_MAX else too_long(text)


def too_long(text: str) -> Misfit:
    return Misfit(Refusal("cell-too-long", {"limit": f"{CELL_CHARACTERS_MAX:_}"}), text[:SHOWN_CHARACTERS] + "…")
