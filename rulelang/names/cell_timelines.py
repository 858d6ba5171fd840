"""What one cell of a parameter with keys says from a day on, with what variants set in its place.

For a cell whose keys are written: a member, or the member that a declaration is made for. Knows no types: whether a
table has the columns and rows that it needs is proved by `typecheck.keyed`.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.resolved import NewCell, Resolved
from rulelang.names.timelines import in_force
from rulelang.source import Span
from rulelang.syntax import nodes

Key = tuple[str, ...]


@frozen
class Line:
    """A value and the days on which it holds; `value` None where the cell is as it is above."""

    start: datetime.date
    stop: datetime.date | None
    value: nodes.Expression | None
    span: Span


def key_written(call: nodes.Call, known: frozenset[str]) -> Key | None:
    """The key of a reading, where each part of it is written and none is one of the names that are `known`."""
    found: list[str] = []
    for argument in call.arguments:
        match argument:
            case nodes.TheMember(member=member):
                found.append(member)
            case nodes.Text(value=value):
                found.append(value)
            case nodes.Reading(path=(name,), window=None, day=None) if name.text not in known:
                found.append(name.text)
            case _:
                return None
    return tuple(found)


def timeline_of_cell(resolved: Resolved, parameter: nodes.KeyedParameter, key: Key) -> tuple[Line, ...]:
    """The values of a cell in order of date; none where it is read from a file, or is in no table."""
    if any(isinstance(entry, nodes.ReadFrom) for entry in parameter.entries):
        return ()
    base = list(_of_tables(parameter, key))
    edits = [*_of_edits(resolved, parameter, key)]
    edits += [Line(datetime.date.min, None, e.values[0].value, e.span) for e in parameter.asked if _cell(e) == key]
    if not base:
        return ()
    days = sorted({base[0].start, *_starts(base, base), *_starts(edits, base)})
    found: list[Line] = []
    for day in days:
        line = _on(edits, day) or _on(base, day)
        if line is not None and line.value is None:
            line = _on(base, day)
        if line is not None:
            found.append(Line(day, None, line.value, line.span))
    return tuple(found)


def _starts(lines: Sequence[Line], base: Sequence[Line]) -> Iterator[datetime.date]:
    """The days on which a line begins, and those after its last, where the table is there."""
    for line in lines:
        for day in (line.start, line.stop + ONE_DAY if line.stop else None):
            if day is not None and day > base[0].start:
                yield day


def _on(lines: Sequence[Line], day: datetime.date) -> Line | None:
    """Of the lines in force the last, which is of the level farthest down."""
    held = [line for line in lines if line.start <= day and (line.stop is None or day <= line.stop)]
    return held[-1] if held else None


def _of_edits(resolved: Resolved, parameter: nodes.KeyedParameter, key: Key) -> Iterator[Line]:
    for override in resolved.overrides:
        if isinstance(override, NewCell) and override.base.name == parameter.name and _cell(override.edit) == key:
            for dated in in_force(override.edit.values):
                value = None if isinstance(dated.value, nodes.AsGlobal) else dated.value
                yield Line(dated.start, dated.stop, value, dated.span)


def _cell(edit: nodes.Set) -> Key:
    return tuple(name.text for name in edit.cell)


def _of_tables(parameter: nodes.KeyedParameter, key: Key) -> Iterator[Line]:
    """The cell in each table, until the next table begins."""
    tables = [entry for entry in parameter.entries if isinstance(entry, nodes.DatedTable)]
    for table, following in zip(tables, (*tables[1:], None), strict=True):
        cell = _in_table(table, key)
        if cell is not None:
            stop = table.stop or (following.start - ONE_DAY if following else None)
            yield Line(table.start, stop, cell.value, cell.span)


def _in_table(table: nodes.DatedTable, key: Key) -> nodes.TableCell | None:
    """A row a cell; with two keys also the second one above the columns."""
    heading, *rows = table.rows
    if len(heading.cells) == len(key) + 1:
        for row in rows:
            if tuple(map(_name, row.cells[:-1])) == key:
                return row.cells[-1]
    if len(key) == 2:
        across = [_name(cell) for cell in heading.cells]
        for row in rows:
            if _name(row.cells[0]) == key[0] and key[1] in across[1 : len(row.cells)]:
                return row.cells[across.index(key[1], 1)]
    return None


def _name(cell: nodes.TableCell | None) -> str:
    match cell:
        case nodes.TableCell(value=nodes.Reading(path=(name,))):
            return name.text
        case nodes.TableCell(value=nodes.Text(value=value)):
            return value
    return ""
