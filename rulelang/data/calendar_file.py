"""A calendar of a program's own, read from a file of the project: one row a unit, with its name and its first day.

The first day of a unit is the day after the one before it of its kind; a row `end` says the day after the last. What is
not whole is told with file, row and column. Knows rows, nothing of what a program asks a calendar for.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from rulelang.core.nodes import Day, Field, Words
from rulelang.data.bound import COLUMNS_SHOWN_MAX, file_inside, opened, reader_of
from rulelang.data.cells import shown
from rulelang.data.refusal import Refusal
from rulelang.data.table import Stopped, Table
from rulelang.data.xlsx import XlsxTable
from rulelang.diagnostics.language import in_language, language_of
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.diagnostics.system import system_reason
from rulelang.exact.calendar import FIRST_YEAR, LAST_YEAR, Period
from rulelang.exact.own_calendar import ALWAYS, NAMED_UNITS, OwnCalendar, own_calendar, unit_name, unit_named
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.bound import Wanted

UNIT, NAME, FIRST_DAY, END = "unit", "name", "first_day", "end"
ROWS_MAX = 10_000
"""A century of weeks, months, quarters, halves and years."""
FINDINGS_MAX = 50
"""So many rows that do not fit are told."""
INSIDE = (("half", "year"), ("quarter", "half"), ("quarter", "year"), ("month", "quarter"), ("week", "year"))
"""Each larger unit of a pair begins where a smaller one does."""
IN_A_YEAR = {"half": 2, "quarter": 4, "month": 12}
DAYS_OF_A_WEEK = 7
BEGINS_WITH = {"half": ("quarter", 2), "quarter": ("month", 3)}
"""So many of a smaller unit a larger one has: the second quarter begins with the fourth month."""
Starts = dict[str, dict[str, datetime.date]]


@attrs.frozen
class _Row:
    number: int
    unit: str
    name: str
    day: datetime.date


def read_calendar(home: Path, clause: nodes.CalendarReadFrom) -> tuple[OwnCalendar | None, tuple[Diagnostic, ...]]:
    """The calendar of a file beside a program; None with what is wrong in the file, told as the program is written."""
    calendar, findings = _read(home, clause)
    return calendar, in_language(findings, language_of(clause.span.file))


def _read(home: Path, clause: nodes.CalendarReadFrom) -> tuple[OwnCalendar | None, tuple[Diagnostic, ...]]:
    wanted = Wanted(FIRST_DAY, clause.path, ((UNIT, Words()), (NAME, Words())), Day(), clause.span)
    path = file_inside(home, wanted)
    if isinstance(path, Diagnostic):
        return None, (path,)
    try:
        table = opened(path, wanted)
        try:
            reading = _Reading(table, clause.span)
            return reading.calendar(clause.path), tuple(reading.findings[:FINDINGS_MAX])
        finally:
            table.close()
    except Stopped as stop:
        return None, (stop.finding,)
    except OSError as problem:
        values = {"entity": clause.path, "reason": system_reason(problem)}
        return None, (Diagnostic("data-file-not-readable", None, values, place=Place(path.name)),)


@attrs.define
class _Reading:
    """One file being read, then held against what a calendar is."""

    table: Table
    span: Span
    findings: list[Diagnostic] = attrs.field(factory=list)

    def calendar(self, path: str) -> OwnCalendar | None:
        """The calendar, where nothing is wrong."""
        rows = self._rows()
        ends = [row for row in rows if row.unit == END]
        units = [row for row in rows if row.unit != END]
        if self.findings or not self._has_its_rows(units, ends):
            return None
        starts, after = self._in_order(units, ends[0]), ends[0].day
        if self.findings:
            return None
        self._check_inside(starts, units)
        self._check_weeks(units, after)
        if not self.findings:
            self._check_names(starts, units)
        if not self.findings:
            self._check_places(starts, units)
        return None if self.findings else own_calendar(starts, after, path)

    def _add(self, finding: str, row: int | None, column: str, variant: str = "", **values: object) -> None:
        place = Place(self.table.file, row, column or None)
        self.findings.append(Diagnostic(finding, None, {"column": column, **values}, place=place, variant=variant))

    # -------------------------------------------------------------------------------------------- cells

    def _rows(self) -> list[_Row]:
        """The rows whose cells fit."""
        header = self.table.header
        for name in (UNIT, NAME, FIRST_DAY):
            if header.count(name) != 1:
                finding = "data-column-given-twice" if name in header else "data-column-not-found"
                near, columns = in_backticks(did_you_mean(name, header)), in_backticks(header[:COLUMNS_SHOWN_MAX])
                self._add(finding, 1, name, entity="calendar", suggestions=near, columns=columns)
        if self.findings:
            return []
        fields = [
            Field(name, kind, optional=name == NAME, question="", span=self.span)
            for name, kind in ((UNIT, Words()), (NAME, Words()), (FIRST_DAY, Day()))
        ]
        readers = [reader_of(field, typed=isinstance(self.table, XlsxTable)) for field in fields]
        found: list[_Row] = []
        for batch in self.table.batches([header.index(field.name) for field in fields]):
            self.findings += batch.broken
            for number, *cells in zip(batch.numbers, *batch.cells, strict=True):
                values = [read(cell) for read, cell in zip(readers, cells, strict=True)]
                if self._fits(number, fields, cells, values):
                    found.append(_Row(number, values[0], values[1] or "", values[2]))
            if len(found) + len(self.findings) > ROWS_MAX:
                self._add("calendar-too-long", None, "", limit=f"{ROWS_MAX:_}")
                return []
        return found

    def _fits(self, row: int, fields: Sequence[Field], cells: Sequence[Any], values: Sequence[Any]) -> bool:
        """Whether a row names a unit as it is called, with a day that can be counted from."""
        before = len(self.findings)
        for field, cell, value in zip(fields, cells, values, strict=True):
            if isinstance(value, Refusal):
                advice = "bound" if value.name == "cell-not-a-percent" else value.variant
                given = {"entity": "calendar", "value": shown(cell), **value.values}
                self._add(value.name, row, field.name, advice, **given)
        if len(self.findings) > before:
            return False
        unit, name, day = values
        if unit not in (*NAMED_UNITS, END):
            near = in_backticks(did_you_mean(unit, (*NAMED_UNITS, END)))
            self._add("calendar-cell", row, UNIT, "unit", value=unit, suggestions=near)
        elif (unit == END and name) or (unit != END and unit_named(name or "") != unit):
            example = "" if unit == END else unit_name(unit, day.year, 1)
            self._add("calendar-cell", row, NAME, "end" if unit == END else "", value=name or "", example=example)
        elif not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._add("calendar-cell", row, FIRST_DAY, "year", value=str(day), first=FIRST_YEAR, last=LAST_YEAR)
        return len(self.findings) == before

    # -------------------------------------------------------------------------------------------- the whole

    def _has_its_rows(self, units: Sequence[_Row], ends: Sequence[_Row]) -> bool:
        for unit in ALWAYS:
            if not any(row.unit == unit for row in units):
                self._add("calendar-without", None, "", unit=unit)
        if len(ends) != 1:
            row = ends[1].number if ends else None
            self._add("calendar-end", row, "", "twice" if ends else "", last=max((r.day for r in units), default=""))
        return not self.findings

    def _in_order(self, units: Sequence[_Row], end: _Row) -> Starts:
        """The first days of each unit, each after the one before it and all before the end."""
        found: Starts = {}
        last: dict[str, _Row] = {}
        for row in units:
            before = last.get(row.unit)
            if before is not None and row.day <= before.day:
                self._add("calendar-order", row.number, FIRST_DAY, name=row.name, value=str(row.day), day=before.day,
                          before=before.name)  # fmt: skip
            elif row.day >= end.day:
                value = str(row.day)
                self._add("calendar-order", row.number, FIRST_DAY, "end", name=row.name, value=value, day=end.day)
            elif row.name in found.get(row.unit, {}):
                self._add("calendar-order", row.number, NAME, "twice", value=row.name, name=row.name)
            last[row.unit] = row
            found.setdefault(row.unit, {})[row.name] = row.day
        return found

    def _check_inside(self, starts: Starts, units: Sequence[_Row]) -> None:
        """Every unit covers the same days, and lies inside the larger ones."""
        first = min(starts["year"].values())
        for unit, named in starts.items():
            name, day = next(iter(named.items()))
            if day != first:
                row = next(row for row in units if row.unit == unit)
                self._add("calendar-inside", row.number, FIRST_DAY, "first", name=name, value=str(day), day=first)
        for small, large in INSIDE:
            known = set(starts.get(small, {}).values())
            for row in units:
                if known and row.unit == large and row.day not in known:
                    self._add("calendar-inside", row.number, FIRST_DAY, name=row.name, value=str(row.day), unit=small)

    def _check_weeks(self, units: Sequence[_Row], after: datetime.date) -> None:
        weeks = [row for row in units if row.unit == "week"]
        for row, later in zip(weeks, [*(row.day for row in weeks[1:]), after], strict=True) if weeks else ():
            if (later - row.day).days != DAYS_OF_A_WEEK:
                self._add("calendar-inside", row.number, FIRST_DAY, "week", name=row.name, count=(later - row.day).days)

    def _check_names(self, starts: Starts, units: Sequence[_Row]) -> None:
        """Years are counted one by one, and their parts from 1 in each of them."""
        rows = {(row.unit, row.name): row for row in units}
        called = dict(_expected(starts))
        for key, expected in called.items():
            if key[1] != expected:
                self._add("calendar-named", rows[key].number, NAME, value=key[1], day=rows[key].day, name=expected)
        for unit, count in IN_A_YEAR.items():
            for year, held in _by_year(starts, unit) if not self.findings else ():
                if len(held) != count:
                    counts = {"unit": unit, "count": len(held), "needed": count}
                    self._add("calendar-named", rows["year", year].number, NAME, "count", value=year, **counts)


    def _check_places(self, starts: Starts, units: Sequence[_Row]) -> None:
        """Each quarter holds three months, and each half two quarters."""
        for large, (small, count) in BEGINS_WITH.items():
            for year, held in _by_year(starts, large) if small in starts else ():
                for place, name in enumerate(held):
                    other, day = unit_name(small, int(year[2:]), place * count + 1), starts[large][name]
                    if starts[small][other] != day:
                        row = next(row.number for row in units if row.name == name)
                        self._add("calendar-inside", row, FIRST_DAY, "place", name=name, value=str(day), other=other)


def _by_year(starts: Starts, unit: str) -> Iterator[tuple[str, list[str]]]:
    """The names of a unit, year by year."""
    if unit not in starts:
        return
    years = list(starts["year"].items())
    for (year, start), after in zip(years, [*(day for _, day in years[1:]), datetime.date.max], strict=True):
        days = Period(start, after)
        yield year, [name for name, day in starts[unit].items() if days.start <= day < days.stop]


def _expected(starts: Starts) -> Iterator[tuple[tuple[str, str], str]]:
    """Each unit by its name, with the name that is due where it stands."""
    years = list(starts["year"])
    first = int(years[0][2:])
    for unit in starts:
        for place, (_, held) in enumerate(_by_year(starts, unit)):
            for number, name in enumerate(held, 1):
                yield (unit, name), unit_name(unit, first + place, number)
