"""A calendar read from a file of the project: what is wrong is told alone, with the row and column it stands in."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from rulelang import api
from rulelang.data import calendar_file
from rulelang.data.calendar_file import read_calendar
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.own_calendar import OwnCalendar
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from support.fiscal import fiscal_calendar, fiscal_text

PROGRAM = """program acme
  language edition 1
  currency USD
  calendar read from "fiscal.csv"
  effective from 2024-02-04

entity Partner identified by partner_id
  partner_id  text

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

measure sales of Partner is money
  total amount of deals

eligibility grown of Partner
  growth of sales against same quarter last year zero base gives 0% >= 1%
"""


def clause(text: str = PROGRAM) -> nodes.CalendarReadFrom:
    module, _ = read(SourceFile("program.rule", text))
    program = next(d for d in module.declarations if isinstance(d, nodes.Program))
    return next(c for c in program.clauses if isinstance(c, nodes.CalendarReadFrom))


def read_text(folder: Path, text: str) -> tuple[OwnCalendar | None, tuple[Diagnostic, ...]]:
    (folder / "fiscal.csv").write_text(text, encoding="utf-8")
    return read_calendar(folder, clause())


def test_a_whole_table(tmp_path: Path) -> None:
    assert read_text(tmp_path, fiscal_text()) == (fiscal_calendar(), ())


def test_the_order_of_the_kinds_of_units_means_nothing(tmp_path: Path) -> None:
    header, *rows = fiscal_text().splitlines()

    found, _ = read_text(tmp_path, "\n".join([header, *sorted(rows)]))

    assert found == fiscal_calendar()


@attrs.frozen
class Wrong:
    """A line of the table, what stands in its place, and what is told of it: name, variant, row, column."""

    old: str
    new: str
    told: tuple[str, str, int | None, str]


def row_of(line: str) -> int:
    return fiscal_text().splitlines().index(line) + 1


def wrongs() -> Iterator[Wrong]:
    line = "quarter,FY2024-Q2,2023-04-30"
    year, end, week = "year,FY2025,2024-02-04", "end,,2027-01-31", "week,FY2024-W53,2024-01-28"
    row = row_of(line)
    yield Wrong(line, "trimester,FY2024-Q2,2023-04-30", ("calendar-cell", "unit", row, "unit"))
    yield Wrong(line, "quarter,Q2 of 2024,2023-04-30", ("calendar-cell", "", row, "name"))
    yield Wrong(line, "quarter,,2023-04-30", ("calendar-cell", "", row, "name"))
    yield Wrong(line, "quarter,FY2024-M02,2023-04-30", ("calendar-cell", "", row, "name"))
    yield Wrong(line, "quarter,FY2024-Q2,0023-04-30", ("calendar-cell", "year", row, "first_day"))
    yield Wrong(line, "quarter,FY2024-Q2,30/04/2023", ("cell-not-a-date", "", row, "first_day"))
    yield Wrong(end, "end,FY2028,2027-01-31", ("calendar-cell", "end", row_of(end), "name"))
    yield Wrong(f"{end}\n", "", ("calendar-end", "", None, ""))
    yield Wrong(end, f"{end}\nend,,2028-01-30", ("calendar-end", "twice", row_of(end) + 1, ""))
    yield Wrong(line, "quarter,FY2024-Q2,2023-01-29", ("calendar-order", "", row, "first_day"))
    yield Wrong(end, "end,,2026-12-27", ("calendar-order", "end", row_of("month,FY2027-M12,2026-12-27"), "first_day"))
    yield Wrong(line, "quarter,FY2024-Q1,2023-04-30", ("calendar-order", "twice", row, "name"))
    yield Wrong(year, "year,FY2025,2024-02-05", ("calendar-inside", "", row_of(year), "first_day"))
    yield Wrong("week,FY2021-W01,2020-02-02", "week,FY2021-W01,2020-02-03", (
        "calendar-inside", "first", row_of("week,FY2021-W01,2020-02-02"), "first_day"))  # fmt: skip
    yield Wrong(f"{week}\n", "", ("calendar-inside", "week", row_of(week) - 1, "first_day"))
    count = ("calendar-named", "count", row_of("year,FY2024,2023-01-29"), "name")
    yield Wrong("month,FY2024-M12,2023-12-24\n", "", count)
    yield Wrong(line, "quarter,FY2024-Q3,2023-04-30", ("calendar-order", "twice", row_of(
        "quarter,FY2024-Q3,2023-07-30"), "name"))  # fmt: skip
    yield Wrong(line, "quarter,FY2024-Q4,2023-04-30", ("calendar-order", "twice", row_of(
        "quarter,FY2024-Q4,2023-10-29"), "name"))  # fmt: skip
    yield Wrong(year, "year,FY2035,2024-02-04", ("calendar-named", "", row_of(year), "name"))


@pytest.mark.parametrize("wrong", tuple(wrongs()), ids=lambda wrong: wrong.new or wrong.old)
def test_what_is_wrong_is_told_alone(tmp_path: Path, wrong: Wrong) -> None:
    text = fiscal_text()
    assert text.count(wrong.old) == 1

    found, findings = read_text(tmp_path, text.replace(wrong.old, wrong.new))

    told = [(f.name, f.variant, f.place and f.place.row, (f.place and f.place.column) or "") for f in findings]
    assert found is None
    assert told[0] == wrong.told
    assert len(told) == 1 or {name for name, *_ in told} == {wrong.told[0]}


def test_a_quarter_that_begins_with_another_month(tmp_path: Path) -> None:
    fourth, fifth = "month,FY2024-M04,2023-04-30\n", "month,FY2024-M05,2023-05-28\n"
    text = fiscal_text().replace(fifth, "")
    text = text.replace(fourth, "month,FY2024-M04,2023-04-23\nmonth,FY2024-M05,2023-04-30\n")

    _, findings = read_text(tmp_path, text)

    assert [(f.name, f.variant, f.values["name"]) for f in findings] == [("calendar-inside", "place", "FY2024-Q2")]


@pytest.mark.parametrize("unit", ["year", "quarter"])
def test_years_and_quarters_are_always_there(tmp_path: Path, unit: str) -> None:
    lines = [line for line in fiscal_text().splitlines() if not line.startswith(f"{unit},")]

    _, findings = read_text(tmp_path, "\n".join(lines))

    assert [(f.name, f.values["unit"]) for f in findings] == [("calendar-without", unit)]


def test_a_table_that_goes_on_and_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_file, "ROWS_MAX", 20)

    _, findings = read_text(tmp_path, fiscal_text())

    assert [f.name for f in findings] == ["calendar-too-long"]


@pytest.mark.parametrize(
    ("header", "told"),
    [("unit,name,first day", "data-column-not-found"), ("unit,name,name", "data-column-given-twice")],
)
def test_columns_that_are_not_there(tmp_path: Path, header: str, told: str) -> None:
    _, findings = read_text(tmp_path, fiscal_text().replace("unit,name,first_day", header))

    assert findings[0].name == told


@pytest.mark.parametrize(
    ("path", "told"),
    [("../fiscal.csv", "bound-outside"), ("other.csv", "bound-not-found"), ("fiscal.txt", "bound-other-kind")],
)
def test_a_file_that_is_not_read(tmp_path: Path, path: str, told: str) -> None:
    found, findings = read_calendar(tmp_path, clause(PROGRAM.replace("fiscal.csv", path)))

    assert (found, [f.name for f in findings]) == (None, [told])


def test_a_broken_calendar_is_told_by_a_check_and_nothing_that_follows_from_it(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM)
    (tmp_path / "fiscal.csv").write_text(fiscal_text().replace("end,,2027-01-31", ""))

    assert [f.name for f in api.check(tmp_path)] == ["calendar-end"]


PLANTED = (
    ("same quarter last year", "the previous week", "unit-not-in-calendar"),
    ("2024-02-04", "2019-01-01", "date-outside-calendar"),
    ("2024-02-04", "2031-01-01", "date-outside-calendar"),
    ("  effective", "  year starts april\n  effective", "calendar-and-year-starts"),
)


@pytest.mark.parametrize(("old", "new", "finding"), PLANTED, ids=[new for _, new, _ in PLANTED])
def test_what_a_program_asks_of_it_is_told_alone(tmp_path: Path, old: str, new: str, finding: str) -> None:
    weeks = [line for line in fiscal_text().splitlines() if not line.startswith("week,")]
    (tmp_path / "program.rule").write_text(PROGRAM.replace(old, new))
    (tmp_path / "fiscal.csv").write_text("\n".join(weeks))

    assert [f.name for f in api.check(tmp_path)] == [finding]


def test_a_53rd_week_has_no_counterpart(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM.replace("same quarter last year", "same week last year"))
    (tmp_path / "fiscal.csv").write_text(fiscal_text())

    assert "same-unit-not-in-every-year" in [f.name for f in api.check(tmp_path)]


def test_the_hash_is_of_the_rows(tmp_path: Path) -> None:
    """In another order and another file it is the same program; with a week more in a year it is another."""
    header, *rows = fiscal_text().splitlines()
    longer = [line.replace("2027-01-31", "2027-02-07") for line in rows if not line.startswith("week,")]
    tables = {"a": rows, "b": sorted(rows), "c": longer}
    hashes = {}
    for name, lines in tables.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "program.rule").write_text(PROGRAM.replace("fiscal.csv", f"{name}.csv"))
        (folder / f"{name}.csv").write_text("\n".join([header, *lines]))
        hashes[name] = api.load(folder).program().semantic_hash

    assert hashes["a"] == hashes["b"] != hashes["c"]


VARIANT = """variant andes of acme
  for country PE
  effective from 2024-05-05
"""


def test_a_lock_tells_that_the_calendar_has_moved(tmp_path: Path) -> None:
    program = PROGRAM.replace("  partner_id  text\n", "  partner_id  text\n  country  country\n")
    (tmp_path / "program.rule").write_text(program)
    (tmp_path / "variants").mkdir()
    (tmp_path / "variants" / "andes.rule").write_text(VARIANT)
    weeks = [line for line in fiscal_text().splitlines() if not line.startswith("week,")]
    (tmp_path / "fiscal.csv").write_text("\n".join(weeks))
    (tmp_path / "rulelang.lock").write_text(api.load(tmp_path).lock_text())
    assert [f.name for f in api.check(tmp_path)] == []

    (tmp_path / "fiscal.csv").write_text("\n".join(weeks).replace("2027-01-31", "2027-02-07"))

    found = [(f.name, f.values.get("thing")) for f in api.check(tmp_path)]
    assert found == [("base-moved", phrase("calendar"))]
