"""Tables of parameters with keys as the columns of a statement: a text for each key, and the value of its own type."""
from __future__ import annotations

import datetime
from collections.abc import Sequence

from rulelang.compile.scalars import DAY, INTEGER, TRUTH, Cells
from rulelang.compile.sql_text import VALUE, Dialect, held_set, is_wide


def columns_of(cells: Cells, dialect: Dialect) -> list[tuple[str, str, Sequence[str]]]:
    """Of each column its name, its type ("" for text) and its values, in order of key."""
    keys = sorted(cells.cells)
    columns: list[tuple[str, str, Sequence[str]]] = []
    for n, part in enumerate(keys[0]):
        typed = dialect.narrow if isinstance(part, int) else ""
        columns.append((f'"key {n + 1}"', typed, [str(key[n]) for key in keys]))
    columns.append((VALUE, _type_of(cells, dialect), [_shown(cells.cells[key]) for key in keys]))
    return columns


def _type_of(cells: Cells, dialect: Dialect) -> str:
    if cells.kind == INTEGER:
        return dialect.wide if is_wide(cells.low, cells.high) else dialect.narrow
    return {TRUTH: "BOOLEAN", DAY: "DATE"}.get(cells.kind, "")


def _shown(value: int | bool | str | datetime.date | frozenset[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return held_set(value) if isinstance(value, frozenset) else str(value)
