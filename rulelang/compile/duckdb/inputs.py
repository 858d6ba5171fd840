"""The Parquet files of a run as views: their columns under plain names, each with the reading of its cells.

Knows single files and single rows. Which rows count is decided in `census.py`.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from rulelang.compile.dialects.duckdb import RESERVED, DuckDB
from rulelang.compile.duckdb.cells import ALWAYS, Cell, cell
from rulelang.compile.duckdb.session import Session, pattern_of
from rulelang.compile.naming import Names
from rulelang.core.nodes import Entity, Quantity
from rulelang.data.layout import Layout
from rulelang.data.parquet import ParquetTable
from rulelang.data.read import Source

SQL = DuckDB()
ROW = "row_number"
"""The column of a view that numbers rows as `ParquetTable` does: the first is row 2."""
FILE_ROW = "file_row_number"
OWN_NAMES = frozenset(
    (ROW, "fits", "left_out", "fate", "is_known", "is_aside", "is_superseded", "is_shared", "cells", "known", "aside",
     "repeated", "troubled", "versions", "gone", "marked", "subjects", "records", "first_day")
)
"""What the statements of a census, and those about first days, call things of their own."""


@attrs.frozen
class Input:
    """One entity's file: `rows` is its view, `names` and `cells` stand for the fields of the layout."""

    layout: Layout
    table: ParquetTable
    rows: str
    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    ignored_columns: tuple[str, ...]

    @property
    def entity(self) -> Entity:
        return self.layout.entity

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the entity's own key."""
        return tuple(self.names[at] for at in self.layout.key)

    @property
    def is_numbered(self) -> bool:
        """Whether the key is one whole number, and every row has one."""
        if len(self.key) != 1:
            return False
        type_ = self.entity.field(self.layout.names[self.layout.key[0]]).type
        fits = self.cells[self.layout.key[0]].fits == ALWAYS
        return isinstance(type_, Quantity) and type_.denominator == 1 and fits

    @property
    def owner(self) -> tuple[str, ...]:
        """The columns of the key of the partner that a record belongs to; they have the names of the partner's own."""
        return tuple(self.names[at] for at in self.layout.parent)

    @property
    def recorded(self) -> str | None:
        return None if self.layout.recorded is None else self.names[self.layout.recorded]

    @property
    def dated(self) -> str | None:
        return None if self.layout.dated is None else self.names[self.layout.dated]

    @property
    def fits(self) -> str:
        """Whether all cells of a row fit."""
        tests = [each.fits for each in self.cells if each.fits != ALWAYS]
        return " and ".join(tests) or ALWAYS

    def name_of(self, field: str) -> str:
        return self.names[self.layout.names.index(field)]

    def values(self, names: Iterable[str], *, guarded: bool) -> list[str]:
        """The values of some columns under their own names; guarded, NULL stands for a cell that does not fit."""
        return [f"{self.value_of(name, guarded=guarded)} as {name}" for name in dict.fromkeys(names)]

    def value_of(self, name: str, *, guarded: bool) -> str:
        read = self.cells[self.names.index(name)]
        return read.guarded if guarded else read.value

    @property
    def trusted(self) -> tuple[str, ...]:
        """The columns of the partner's key that need not be looked into: text that equals the key of an accepted
        subject is as good as that."""
        return tuple(name for name in self.owner if self.cells[self.names.index(name)].plain == name)

    def plainly(self, session: Session, names: Iterable[str]) -> Input:
        """The same with those of some columns read plainly that are plain."""
        positions = [self.names.index(name) for name in dict.fromkeys(names)]
        if not positions:
            return self
        cells = list(self.cells)
        shown = session.row(f"select {', '.join(cells[at].shown for at in positions)} from {self.rows}")
        for at, is_shown in zip(positions, shown, strict=True):
            doubts = cells[at].doubts
            if is_shown and not (doubts and session.row(f"select count(*) from {self.rows} where {doubts}")[0]):
                cells[at] = cells[at].as_plain()
        return attrs.evolve(self, cells=tuple(cells))

    def trusting(self) -> Input:
        """The same with the trusted columns read plainly."""
        plain = [each.as_plain() if n in self.trusted else each for n, each in zip(self.names, self.cells, strict=True)]
        return attrs.evolve(self, cells=tuple(plain))

    def view(self, session: Session) -> None:
        """Makes the view. A file with a column of that name itself is numbered by counting."""
        has_own = any(name.lower() == FILE_ROW for name in self.table.header)
        number = f"row_number() over () + 1 as {ROW}" if has_own else f"{FILE_ROW} + 2 as {ROW}"
        option = "" if has_own else f", {FILE_ROW} = true"
        fields = zip(self.layout.fields, self.names, strict=True)
        columns = [f"{self.table.found_at(field.held_in)} as {name}" for field, name in fields]
        file = SQL.text(pattern_of(self.table.path.resolve()))
        session.view(self.rows, f"select {', '.join([*columns, number])} from read_parquet({file}{option})")


def inputs_of(sources: Sequence[Source]) -> tuple[Input, ...]:
    """The inputs of opened Parquet files, the subject's first."""
    tables = Names({*RESERVED, *OWN_NAMES})
    subject = sources[0].layout
    keys: dict[str, str] = {}
    found: list[Input] = []
    for source in sources:
        columns = Names({*RESERVED, *OWN_NAMES, *keys.values()})
        owned = {subject.names[at] for at in subject.key} if found else set()
        names = tuple(
            keys[field.name] if field.name in owned else columns.free(field.name) for field in source.layout.fields
        )
        found.append(_input(source, tables.free(f"{source.layout.entity.name}_rows"), names))
        keys = keys or {subject.names[at]: names[at] for at in subject.key}
    return tuple(found)


def _input(source: Source, rows: str, names: tuple[str, ...]) -> Input:
    table = source.table
    assert isinstance(table, ParquetTable), "only folders of Parquet files come this way"
    fields = source.layout.fields
    cells = tuple(cell(f, name, table.stored(f.held_in)) for f, name in zip(fields, names, strict=True))
    return Input(source.layout, table, rows, names, cells, source.ignored_columns)
