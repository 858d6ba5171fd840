"""Fields that hold a period, in workbooks and JSON: names, years as numbers, and the dates that spreadsheets make."""
from __future__ import annotations

from pathlib import Path

import pytest

import rulelang
from rulelang.api import ENGINES
from rulelang.diagnostics.catalogue import words

from .workbooks import Cell, day, number, sheet, text, workbook

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts {month}
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text
  covers      period

eligibility planned of Partner
  covers is {asked}
"""
APRIL = 45748


def told(folder: Path, cell: Cell, month: str, asked: str, engine: str = "interpreter") -> list[object]:
    """Whether the period of one row is the one asked for, or why the row is rejected."""
    (folder / "program.rule").write_text(PROGRAM.format(month=month, asked=asked))
    data = folder / "data"
    data.mkdir(exist_ok=True)
    rows = [[text("partner_id"), text("covers")], [text("P-1"), cell]]
    (data / "Partner.xlsx").write_bytes(workbook({"Partners": sheet(rows)}))
    run = rulelang.load(folder).program().run(data, "2025-Q1" if month == "january" else "FY2026-Q1", engine=engine)
    if run.rejects:
        found = words(run.rejects[0])
        return [run.rejects[0].name, found.message, found.help[0]]
    return [row[0].value for _, row in run.results.rows]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("cell", "month", "asked"),
    [
        (text("2025-Q1"), "january", "2025-Q1"), (number("2025"), "january", "2025"),
        (text("2025-04"), "april", "2025-04"), (text("FY2026"), "april", "FY2026"),
    ],
)  # fmt: skip
def test_a_workbook_holds_periods_by_their_names(
    tmp_path: Path, cell: Cell, month: str, asked: str, engine: str
) -> None:
    assert told(tmp_path, cell, month, asked, engine) == [True]


def test_a_date_that_a_spreadsheet_made_of_a_month_is_told_as_that(tmp_path: Path) -> None:
    wanted = "a month, a quarter, a half or a year of the program's calendar is wanted"
    advice = "a spreadsheet makes a date of `2025-04`: format the column as text and enter it again, as in `{}`"

    for month, asked, example in (("january", "2025-Q2", "2025-Q2"), ("april", "FY2026-Q1", "FY2026-Q2")):
        assert told(tmp_path, day(APRIL), month, asked) == [
            "cell-not-a-period", f"`covers` holds the date `2025-04-01`, and {wanted}", advice.format(example),
        ]  # fmt: skip


def test_a_number_that_names_no_year_of_the_calendar(tmp_path: Path) -> None:
    assert told(tmp_path, number("2026"), "april", "FY2026")[0] == "cell-not-a-period"
    assert told(tmp_path, number("2026.5"), "january", "2026")[0] == "cell-not-a-period"


def test_a_mapping_says_what_a_year_as_a_number_means(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    mapping = '[data.Partner.values.covers]\n2026 = "FY2026"\n2025-04-01 = "2025-04"\n'
    (tmp_path / "data" / "rulelang.toml").write_text(mapping)

    assert told(tmp_path, number("2026"), "april", "FY2026") == [True]
    assert told(tmp_path, day(APRIL), "april", "2025-04") == [True]
