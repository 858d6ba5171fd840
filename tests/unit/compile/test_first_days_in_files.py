"""What first days leave out is left out, counted and told by DuckDB in files as where rows are read one by one."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from support.dirty_folders import parquet_of_csv

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2023-01-01

entity Partner identified by partner_id, valid from joined, bands and caps prorated
  partner_id  text
  joined      date

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on, recorded on booked_on
  deal_id    text
  amount     money
  closed_on  date
  booked_on  date

entity Visit belongs to Partner as visits, dated by noted
  noted  date

incentive welcome of Partner
  paid every quarter
  pays 100 USD
  never less than 90 USD
  rounded half even to cents

incentive rebate of Partner
  paid every quarter
  on total amount of deals
  pays 1%
  rounded half even to cents
"""
PARTNERS = "partner_id,joined\nP-1,2025-03-31\nP-2,2025-04-01\nP-3,2019-05-01\n"
NEW_LINE = "\n"
DEALS = """deal_id,partner_id,amount,closed_on,booked_on
D-5,P-1,100.00,2025-03-30,2025-04-01
D-2,P-1,100.00,2025-03-30,2025-04-01
D-2,P-1,100.00,2025-03-01,2025-03-02
D-1,P-1,100.00,2025-03-31,2025-04-01
D-4,P-2,100.00,2025-03-31,2025-04-01
D-6,P-2,100.00,2025-04-01,2025-04-01
D-7,P-9,100.00,2019-01-01,2025-04-01
D-8,P-1,x,2019-01-01,2025-04-01
D-9,P-1,100.00,2019-01-01,2025-06-01
"""
VISITS = "partner_id,noted\nP-2,2025-03-31\nP-2,2025-03-31\nP-3,2025-03-31\n"


def folders(at: Path, *, deals: str = DEALS, visits: str = VISITS, partners: str = PARTNERS) -> tuple[Path, Path]:
    """The same rows as CSV and as Parquet, beside the program."""
    (at / "program.rule").write_text(PROGRAM, encoding="utf-8")
    rows, files = at / "rows", at / "files"
    for folder in (rows, files):
        folder.mkdir()
    for name, text in (("Partner", partners), ("Deal", deals), ("Visit", visits)):
        (rows / f"{name}.csv").write_text(text, encoding="utf-8")
    parquet_of_csv(rows, files, typed=True)
    return rows, files


def test_who_begins_after_the_period_is_left_out(tmp_path: Path) -> None:
    rows, files = folders(tmp_path)
    program = api.load(tmp_path).program()

    one_by_one = program.run(rows, "2025-Q1", engine="interpreter")
    inside = program.run(files, "2025-Q1", engine="duckdb")

    assert [key for key, _ in inside.results.rows] == [("P-1",), ("P-3",)]
    assert inside.results == one_by_one.results
    assert inside.manifest["not_covered"] == one_by_one.manifest["not_covered"] == 1
    assert inside.manifest["begin_later"] == one_by_one.manifest["begin_later"] == 1


@pytest.mark.parametrize(("period", "as_of"), [("2025-Q1", "2025-05-01"), ("2025", "2025-05-01"), ("2025", None)])
def test_the_same_records_before_the_first_day_are_told(tmp_path: Path, period: str, as_of: str | None) -> None:
    rows, files = folders(tmp_path)
    program = api.load(tmp_path).program()
    day = None if as_of is None else program.period(f"{as_of[:7]}").start

    one_by_one = program.run(rows, period, engine="python", as_of=day)
    inside = program.run(files, period, engine="duckdb", as_of=day)

    assert inside.notes == one_by_one.notes != ()
    assert inside.manifest["before_first_day"] == one_by_one.manifest["before_first_day"]
    assert inside.manifest["before_first_day"] == {"Deal": 3 if as_of else 4, "Visit": 2}
    seen = [(told.values["count"], told.values["key"], told.values["day"], told.values["partner"])
            for told in inside.notes if told.name == "records-before-first-day"]
    assert seen[0] == (("3", "D-2", "2025-03-30", "P-1") if as_of else ("4", "D-9", "2019-01-01", "P-1"))
    assert seen[1] == ("2", "", "2025-03-31", "P-2")


def test_records_of_the_future_are_nothing_to_tell(tmp_path: Path) -> None:
    """What is dated after the period says nothing about it, though its partner begins later still."""
    deals = "deal_id,partner_id,amount,closed_on,booked_on\nD-1,P-2,100.00,2025-03-31,2025-04-01\n"
    rows, files = folders(tmp_path, deals=deals, visits="partner_id,noted\n")
    program = api.load(tmp_path).program()

    for folder in (rows, files):
        manifest = program.run(folder, "2024-Q4").manifest

        assert "before_first_day" not in manifest
        assert manifest["begin_later"] == 2


def test_of_many_who_begin_later_ten_are_named(tmp_path: Path) -> None:
    partners = "partner_id,joined\n" + "".join(f"P-{at:02},2025-04-01\n" for at in range(12))
    deals = f"{DEALS.partition(NEW_LINE)[0]}{NEW_LINE}"
    rows, files = folders(tmp_path, partners=partners, deals=deals, visits="partner_id,noted\n")
    program = api.load(tmp_path).program()

    notes = [program.run(folder, "2025-Q1").notes for folder in (rows, files)]

    assert notes[0] == notes[1]
    assert notes[0][0].values["keys"] == ", ".join(f"`P-{at:02}`" for at in range(10)) + ", ... (12)"


def test_without_first_days_nothing_more_is_asked_of_files(tmp_path: Path) -> None:
    rows, files = folders(tmp_path)
    plain = PROGRAM.replace(", valid from joined, bands and caps prorated", "")
    (tmp_path / "program.rule").write_text(plain, encoding="utf-8")
    program = api.load(tmp_path).program()

    for folder in (rows, files):
        run = program.run(folder, "2025-Q1", accept_rejects=True)

        assert run.notes == ()
        assert not {"begin_later", "before_first_day"}.intersection(run.manifest)


LINE = """
entity Line identified by line_id, belongs to Deal as lines, dated by shipped_on
  line_id     text
  shipped_on  date
"""


def test_records_of_records_begin_with_their_partner_too(tmp_path: Path) -> None:
    deals = f"{DEALS.partition(NEW_LINE)[0]}{NEW_LINE}D-1,P-1,1.00,2025-03-31,2025-04-01\n"
    rows, files = folders(tmp_path, deals=deals)
    head, incentives = PROGRAM.split("\nincentive", 1)
    (tmp_path / "program.rule").write_text(f"{head}{LINE}\nincentive{incentives}", encoding="utf-8")
    lines = "line_id,deal_id,shipped_on\nL-2,D-1,2025-03-01\nL-1,D-1,2025-03-01\nL-3,D-1,2025-03-31\n"
    (rows / "Line.csv").write_text(lines, encoding="utf-8")
    parquet_of_csv(rows, files, typed=True)
    program = api.load(tmp_path).program()

    for folder in (rows, files):
        run = program.run(folder, "2025-Q1")

        assert run.manifest["before_first_day"] == {"Visit": 2, "Line": 2}
        assert [told.values["key"] for told in run.notes if told.values.get("entity") == "Line"] == ["L-1"]
