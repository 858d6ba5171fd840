"""The rows of one entity as they come in: cells read by type, refusals kept with the text they refuse.

Knows one row at a time. Leaves out what was recorded after the as-of date; which of the other rows count is decided in
`admission.py`.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from rulelang.data.layout import Layout
from rulelang.data.numbers_told import how_written
from rulelang.data.own_currency import amount_meant
from rulelang.data.refusal import Cell, Refusal
from rulelang.data.schema import EMPTY
from rulelang.data.toml_key import toml_key, values_table
from rulelang.data.wholes import Whole, settled, wholes_of
from rulelang.data.words_for_nothing import SPREADSHEET_ERRORS, says_nothing, says_total
from rulelang.diagnostics.model import Diagnostic, Place

Row = tuple[Any, ...]
"""One cell for each field of the layout: its value, or the `Refusal` that says why it has none."""


@attrs.frozen
class Share:
    """A part of all partners: those whose country is among some, or, where not `inside`, all others and those whose
    country cannot be read."""

    field: str
    countries: frozenset[str]
    inside: bool = True

    def holds(self, cell: Cell | Refusal) -> bool:
        """Whether a row with this cell for a country is of this share."""
        return (isinstance(cell, str) and cell in self.countries) == self.inside


@attrs.define
class Intake:
    """All rows of one entity up to the as-of date, in the order they came.

    `places` gives for each row the number that `place_of` turns into a place. `refused` gives for a row's
    index its cells that do not fit, as position, text and reason. `broken` are rows without cells. `mappable` says that
    a mapping may tell how the cells are written, as it may for files.
    """

    layout: Layout
    place_of: Callable[[int, str | None], Place]
    rows: list[Row] = attrs.field(factory=list)
    places: list[int] = attrs.field(factory=list)
    refused: dict[int, list[tuple[int, str, Refusal]]] = attrs.field(factory=dict)
    broken: list[Diagnostic] = attrs.field(factory=list)
    left_out: int = 0
    left_out_keys: set[Any] = attrs.field(factory=set)
    latest_recorded: datetime.date | None = None
    ignored_columns: tuple[str, ...] = ()
    mappable: bool = False
    wholes: tuple[Whole, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.wholes = wholes_of(self.layout.fields)

    def add(
        self,
        places: Sequence[int],
        cells: Sequence[Sequence[Any]],
        texts: Sequence[Sequence[str]],
        as_of: datetime.date | None,
    ) -> None:
        """Takes rows column by column: `cells` as read, `texts` as they stood."""
        if self.wholes:
            cells = settled(self.wholes, cells)
        rows: list[Row] = list(zip(*cells, strict=True))
        if self.layout.recorded is not None and as_of is not None:
            keep = [at for at, day in enumerate(cells[self.layout.recorded]) if not _is_after(day, as_of)]
            if len(keep) < len(rows):
                self._leave_out(rows, set(range(len(rows))).difference(keep))
                rows, places = [rows[at] for at in keep], [places[at] for at in keep]
                cells, texts = ([[column[at] for at in keep] for column in table] for table in (cells, texts))
        for position, column in enumerate(cells):
            if Refusal not in set(map(type, column)):
                continue
            for at, cell in enumerate(column):
                if isinstance(cell, Refusal):
                    reason = (position, texts[position][at], cell)
                    self.refused.setdefault(len(self.rows) + at, []).append(reason)
        self._note_recorded(cells)
        self.rows += rows
        self.places += places

    def rejects_of(self, index: int) -> Iterator[Diagnostic]:
        """A finding for each cell of a row that does not fit; one for a row of totals below all others."""
        total = self.total_in(index)
        if total:
            yield self.row_of_totals(index, total)
            return
        told: set[str] = set()
        for position, text, refusal in self.refused.get(index, ()):
            if refusal.name == "cell-not-a-record":
                whole = str(refusal.values["whole"])
                if whole in told:
                    continue  # said of another part of the same record
                told.add(whole)
            field = self.layout.fields[position]
            name, variant, more = _told_as(text, refusal, optional=field.optional)
            values = {
                "entity": self.layout.entity.name, "column": field.name, "value": text, "mapping": self._table,
                "table": values_table(self.layout.entity.name, field.name) if self.mappable else "",
                "example": amount_meant(text, self.layout.currency), **more, **refusal.values,
            }
            place = self.place_of(self.places[index], field.name)
            yield Diagnostic(name, None, values, place=place, variant=variant)

    def total_in(self, index: int) -> str:
        """What a row calls itself that adds up those above it; "" of any other."""
        if index != len(self.rows) - 1 or not index:
            return ""
        return says_total([*self.rows[index], *(text for _, text, _ in self.refused.get(index, ()))])

    def row_of_totals(self, index: int, total: str) -> Diagnostic:
        """What is told of it."""
        values = {"entity": self.layout.entity.name, "value": total, "mapping": self._table}
        return Diagnostic("row-of-totals", None, values, place=self.place_of(self.places[index], None))

    @property
    def _table(self) -> str:
        """The table of a mapping that says how the rows are written; "" where there can be none."""
        return f"data.{toml_key(self.layout.entity.name)}" if self.mappable else ""

    def is_readable(self, index: int, positions: Sequence[int]) -> bool:
        """Whether the cells of a row at these positions have values."""
        return not any(position in positions for position, _, _ in self.refused.get(index, ()))

    def keep(self, share: Share) -> None:
        """Leaves out the rows of another share."""
        position = self.layout.names.index(share.field)
        kept = [index for index, row in enumerate(self.rows) if share.holds(row[position])]
        lost = set(range(len(self.rows))).difference(kept)
        readable = {index for index in lost if self.is_readable(index, self.layout.key)}
        self.left_out += len(lost) - len(readable)
        self._leave_out(self.rows, readable)
        self.broken = [] if share.inside else self.broken
        self.refused = {new: self.refused[old] for new, old in enumerate(kept) if old in self.refused}
        self.rows, self.places = [self.rows[at] for at in kept], [self.places[at] for at in kept]

    def _leave_out(self, rows: Sequence[Row], indices: set[int]) -> None:
        self.left_out += len(indices)
        key_of = self.layout.key_of()
        if key_of is not None:
            self.left_out_keys.update(key_of(rows[at]) for at in indices)

    def _note_recorded(self, cells: Sequence[Sequence[Cell]]) -> None:
        if self.layout.recorded is not None:
            days = [day for day in cells[self.layout.recorded] if isinstance(day, datetime.date)]
            latest = max(days, default=None)
            if latest is not None and (self.latest_recorded is None or latest > self.latest_recorded):
                self.latest_recorded = latest


def _told_as(text: str, refusal: Refusal, *, optional: bool) -> tuple[str, str, dict[str, str]]:
    """The finding that a refused cell is told by, its variant, and what more fills its words."""
    if text in SPREADSHEET_ERRORS:
        return "cell-spreadsheet-error", refusal.variant, {}
    if says_nothing(text):
        return EMPTY.name, "optional" if optional else "said", {}
    if refusal.name == "cell-not-a-number" and not refusal.variant:
        return refusal.name, *how_written(text)
    return refusal.name, refusal.variant, {}


def _is_after(day: Cell, as_of: datetime.date) -> bool:
    return isinstance(day, datetime.date) and day > as_of
