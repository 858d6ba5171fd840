"""How long something lasts, in every kind of file and on every engine: with its unit, or not at all."""
from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from rulelang import api

RULES = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text
  term        duration
  notice      duration between 0 days and 90 days, optional

eligibility lasts of Partner
  term >= 1 year

eligibility fair of Partner
  notice >= 2 weeks
"""
CELLS = (("P-1", "12 months", "14 days"), ("P-2", "3 trimestres", "1 semana"), ("P-3", "P2Y", "P2W"),
         ("P-4", "1 ano", None), ("P-5", "2 half years", "13 dias"))  # fmt: skip
WANTED = [(True, True), (False, False), (True, True), (True, None), (True, False)]
ENGINES = ("interpreter", "python", "duckdb")


@pytest.fixture
def program(tmp_path: Path) -> api.Program:
    (tmp_path / "program.rule").write_text(RULES, encoding="utf-8")
    return api.load(tmp_path / "program.rule").program()


def _answers(run: api.Run) -> list[tuple[object, ...]]:
    return [tuple(outcome.value for outcome in outcomes) for _, outcomes in run.results.rows]


def _as_parquet(folder: Path, types: str = "VARCHAR") -> None:
    rows = ", ".join(f"({', '.join('NULL' if cell is None else repr(cell) for cell in row)})" for row in CELLS)
    columns = "cast(c2 as VARCHAR) as term, cast(c3 as VARCHAR) as notice"
    if types != "VARCHAR":
        columns = f"cast(12 as {types}) as term, cast(c3 as VARCHAR) as notice"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT c1 as partner_id, {columns} FROM (VALUES {rows}) AS t(c1, c2, c3)) "
            f"TO '{folder / 'Partner.parquet'}' (FORMAT parquet)"
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_in_parquet(program: api.Program, tmp_path: Path, engine: str) -> None:
    _as_parquet(tmp_path)

    run = program.run(tmp_path, "2025", engine=engine)

    assert run.rejects == ()
    assert _answers(run) == WANTED


@pytest.mark.parametrize("engine", ENGINES)
def test_in_json(program: api.Program, tmp_path: Path, engine: str) -> None:
    rows = [dict(zip(("partner_id", "term", "notice"), row, strict=True)) for row in CELLS]
    (tmp_path / "Partner.json").write_text(json.dumps(rows), encoding="utf-8")

    assert _answers(program.run(tmp_path, "2025", engine=engine)) == WANTED


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", ["json", "parquet"])
def test_a_bare_number_says_no_unit(program: api.Program, tmp_path: Path, engine: str, file: str) -> None:
    if file == "json":
        rows = [{"partner_id": "P-1", "term": 12, "notice": None}, {"partner_id": "P-2", "term": "1 year"}]
        (tmp_path / "Partner.json").write_text(json.dumps(rows), encoding="utf-8")
        [reject] = program.run(tmp_path, "2025", engine=engine).rejects
        assert (reject.name, reject.variant, reject.place and reject.place.column) == (
            "cell-not-a-number", "duration", "term"
        )
    else:
        _as_parquet(tmp_path, "INTEGER")
        with pytest.raises(api.Refused) as refused:
            program.run(tmp_path, "2025", engine=engine)
        assert [finding.name for finding in refused.value.findings] == ["data-column-other-type"]


def test_from_python(program: api.Program) -> None:
    rows = [dict(zip(("partner_id", "term", "notice"), row, strict=True)) for row in CELLS]

    assert _answers(program.run({"Partner": rows}, "2025")) == WANTED
    [reject] = program.run({"Partner": [*rows, {"partner_id": "P-6", "term": 12}]}, "2025").rejects
    assert (reject.name, reject.variant) == ("cell-not-a-number", "duration")


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_other_kind_or_too_long(program: api.Program, tmp_path: Path, engine: str) -> None:
    text = "partner_id,term,notice\nP-1,12 weeks,1 day\nP-2,1 year,1 month\nP-3,101 years,1 day\nP-4,1 year,91 days\n"
    (tmp_path / "Partner.csv").write_text(text, encoding="utf-8")

    found = [(each.name, each.variant) for each in program.run(tmp_path, "2025", engine=engine).rejects]

    assert sorted(found) == [
        ("cell-not-a-number", "not-days"), ("cell-not-a-number", "not-months"), ("cell-out-of-range", ""),
        ("cell-out-of-range", ""),
    ]


def test_a_proposed_mapping_finds_its_column(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(RULES, encoding="utf-8")
    text = "Partner ID;Term (contract);Notice\nP-1;1.5;1 week\nP-2;1.5;30 days\n"
    (tmp_path / "export.csv").write_text(text.replace("1.5", "2 años"), encoding="utf-8")

    proposed = api.load(tmp_path / "program.rule").program().propose_mapping(tmp_path / "export.csv")

    assert proposed.mapping.columns == {"partner_id": "Partner ID", "term": "Term (contract)", "notice": "Notice"}
    assert proposed.mapping.decimal_mark == "."
