"""Who begins after a period is left out by DuckDB in files as it is where rows are read one by one."""
from __future__ import annotations

from pathlib import Path

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

incentive welcome of Partner
  paid every quarter
  pays 100 USD
  never less than 90 USD
  rounded half even to cents
"""
PARTNERS = "partner_id,joined\nP-1,2025-03-31\nP-2,2025-04-01\nP-3,2019-05-01\n"


def test_who_begins_after_the_period_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    rows, files = tmp_path / "rows", tmp_path / "files"
    for folder in (rows, files):
        folder.mkdir()
    (rows / "Partner.csv").write_text(PARTNERS, encoding="utf-8")
    parquet_of_csv(rows, files, typed=True)
    program = api.load(tmp_path).program()

    one_by_one = program.run(rows, "2025-Q1", engine="interpreter")
    inside = program.run(files, "2025-Q1", engine="duckdb")

    assert [key for key, _ in inside.results.rows] == [("P-1",), ("P-3",)]
    assert inside.results == one_by_one.results
    assert inside.manifest["not_covered"] == one_by_one.manifest["not_covered"] == 1
