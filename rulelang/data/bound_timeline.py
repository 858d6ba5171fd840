"""Rows with days of their own as tables in order of date: a key has one value on each day, and no hole in between."""
from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise

import attrs

from rulelang.core.nodes import CellKey, CellValue
from rulelang.exact.calendar import ONE_DAY
from rulelang.typecheck.bound import BoundTable

CELLS_MAX = 5_000_000
"""So many cells, those of every stretch of days counted, are taken out of one file."""


@attrs.frozen
class Row:
    """A cell with the number of its row, in force from `start` to `stop`; None where that is open."""

    number: int
    key: CellKey
    value: CellValue
    start: datetime.date | None
    stop: datetime.date | None


Wrong = tuple[str, Row, Row]
"""A finding about a row, and the other row it is about."""


def tables_of(rows: Sequence[Row]) -> tuple[tuple[BoundTable, ...], list[Wrong]]:
    """The tables that the rows make: one for each stretch of days on which nothing changes."""
    by_key: dict[CellKey, list[Row]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    wrong: list[Wrong] = []
    ended: list[Row] = []
    for own in by_key.values():
        own.sort(key=_start)
        wrong += _wrong(own)
        ended += [
            attrs.evolve(row, stop=row.stop or (_start(later) - ONE_DAY if later else None))
            for row, later in zip(own, [*own[1:], None], strict=True)
        ]
    if wrong:
        return (), sorted(wrong, key=lambda each: each[1].number)
    days = sorted({_start(row) for row in ended} | {row.stop + ONE_DAY for row in ended if row.stop is not None})
    if len(days) * len(by_key) > CELLS_MAX:
        return (), [("bound-too-many-days", rows[0], rows[-1])]
    return tuple(_table(ended, day, later) for day, later in zip(days, [*days[1:], None], strict=True)), []


def _start(row: Row) -> datetime.date:
    return row.start or datetime.date.min


def _wrong(own: Sequence[Row]) -> list[Wrong]:
    """Two rows of one key that both hold on a day, or a hole between them."""
    found: list[Wrong] = []
    for row, later in pairwise(own):
        if _start(later) == _start(row) or (row.stop is not None and row.stop >= _start(later)):
            found.append(("bound-cell-twice", later, row))
        elif row.stop is not None and row.stop + ONE_DAY < _start(later):
            found.append(("bound-cell-gap", later, row))
    return found


def _table(rows: Sequence[Row], day: datetime.date, following: datetime.date | None) -> BoundTable:
    cells = {row.key: row.value for row in rows if _start(row) <= day and (row.stop is None or day <= row.stop)}
    return BoundTable(day, following - ONE_DAY if following else None, cells)
