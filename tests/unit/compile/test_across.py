"""What looks across subjects: Parquet inside DuckDB as the interpreter, one partner alone, plans that do not."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulelang import api
from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.run import sources_of
from rulelang.compile.plan import Facts
from rulelang.compile.planning import make_plan
from rulelang.compile.sql import print_sql
from support.dirty_folders import parquet_of_csv
from support.workspace import REPOSITORY

pytestmark = pytest.mark.engines
PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

region andes is (CO, PE)

entity Partner identified by partner_id
  partner_id  text
  country     country
  csat        number between 0 and 5, optional

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

measure sales of Partner is money
  total amount of deals

measure place of Partner is count
  rank of sales among Partner

measure csat_place of Partner is count
  rank of csat among Partner where sales > 0 USD

measure concentration of Partner is percent
  share of the top 50% of sales among Partner

measure volume of program by country is money
  total sales among Partner

measure mean of program is money
  average sales among Partner

eligibility leads of Partner
  any of
    place <= 1
    csat_place <= 1

incentive bonus of Partner
  paid every quarter
  when place <= 2 and concentration > 10%
  on sales
  each part at its own rate
    from 0 USD: 10%
  rounded half even to cents
"""
VARIANT = """variant acme_andes of acme
  for region andes
  effective from 2025-04-01, closing open periods, edges as written
"""
PARTNERS = "partner_id,country,csat\nP-1,CO,4\nP-2,CO,\nP-3,BR,5\nP-4,PE,4.5\nP-5,PE,1\n"
DEALS = """deal_id,partner_id,amount,closed_on
D-1,P-1,600,2025-04-02
D-2,P-2,900,2025-05-02
D-3,P-3,900,2025-06-02
D-4,P-4,10.5,2025-06-03
D-5,P-5,wrong,2025-06-03
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules" / "variants").mkdir(parents=True)
    (tmp_path / "rules" / "program.rule").write_text(PROGRAM)
    (tmp_path / "rules" / "variants" / "acme_andes.rule").write_text(VARIANT)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "Partner.csv").write_text(PARTNERS)
    (tmp_path / "data" / "Deal.csv").write_text(DEALS)
    return tmp_path


def columnar(folder: Path) -> Path:
    made = folder / "columnar"
    made.mkdir()
    parquet_of_csv(folder / "data", made, typed=False)
    return made


@pytest.mark.parametrize("name", ["acme", "acme_andes"])
def test_columnar_files_give_what_the_interpreter_gives(folder: Path, name: str) -> None:
    program = api.load(folder / "rules").program(name)
    inside = program.run(columnar(folder), "2025-Q2", engine="duckdb")
    others = [program.run(folder / "data", "2025-Q2", engine=engine) for engine in api.ENGINES]

    for other in others:
        assert inside.results == other.results
        assert inside.manifest["cohorts"] == other.manifest["cohorts"]
        assert inside.manifest["program_measures"] == other.manifest["program_measures"]
    assert all(size["left_out"] == 1 for size in inside.manifest["cohorts"] if size["definition"] == "place")


def test_a_filter_on_a_partner_leaves_its_rank(folder: Path) -> None:
    program = api.load(folder / "rules").program("acme")
    everybody = program.run(folder / "data", "2025-Q2")
    one = program.run(columnar(folder), "2025-Q2", partner="P-1")

    assert one.results.rows == tuple(row for row in everybody.results.rows if row[0] == ("P-1",))
    assert one.manifest["cohorts"] == everybody.manifest["cohorts"]


def test_no_figure_takes_a_pass_over_all_for_each_subject(folder: Path) -> None:
    """DuckDB works `count(*) filter (...) over ()` out anew for every row: 200,000 partners take minutes."""
    program = api.load(folder / "rules").program("acme")
    plan = make_plan(program.ready, program.period("2025-Q2"), Facts())
    sql = print_sql(plan, DuckDB(), sources_of(plan))

    assert " over (" in sql
    assert not re.search(r"count\(\*\)[^,]* over ", sql)


def test_the_manifest_shows_the_program_group_by_group(folder: Path) -> None:
    run = api.load(folder / "rules").program("acme").run(folder / "data", "2025-Q2")

    assert run.manifest["program_measures"] == [
        {"measure": "mean", "group": {}, "value": "602.625"},
        {"measure": "volume", "group": {"country": "BR"}, "value": "900.00"},
        {"measure": "volume", "group": {"country": "CO"}, "value": "1500.00"},
        {"measure": "volume", "group": {"country": "PE"}, "value": "10.50"},
    ]


@pytest.mark.parametrize("engine", api.ENGINES)
def test_one_partner_alone_needs_the_others(folder: Path, engine: str) -> None:
    program = api.load(folder / "rules").program("acme")
    own, others = {"partner_id": "P-1", "country": "CO", "csat": 4}, [{"partner_id": "P-2", "country": "CO"}]
    deals = [{"deal_id": "D-1", "partner_id": "P-1", "amount": 600, "closed_on": "2025-04-02"},
             {"deal_id": "D-2", "partner_id": "P-2", "amount": 900, "closed_on": "2025-04-02"}]

    alone = program.evaluate(own, "2025-Q2", records={"deals": deals[:1]}, engine=engine)
    among = program.evaluate(own, "2025-Q2", records={"deals": deals}, engine=engine, cohort=others)
    first = program.evaluate(own, "2025-Q2", records={"deals": deals[:1]}, engine=engine, cohort=())

    assert [str(cause) for cause in alone["leads"].causes] == ["cohort:Partner"]
    assert (among["bonus"].value, among["leads"].value) == (6_000, True)
    assert first["leads"].value is True


@pytest.mark.parametrize("engine", api.ENGINES)
def test_nobody_at_all(folder: Path, engine: str) -> None:
    (folder / "data" / "Partner.csv").write_text(PARTNERS.split("\n")[0] + "\n")
    (folder / "data" / "Deal.csv").write_text(DEALS.split("\n")[0] + "\n")
    run = api.load(folder / "rules").program("acme").run(folder / "data", "2025-Q2", engine=engine)

    assert run.results.rows == ()
    assert [(size.definition, size.members, size.left_out) for size in run.results.cohorts] == [
        ("concentration", 0, 0), ("csat_place", 0, 0), ("mean", 0, 0), ("place", 0, 0), ("volume", 0, 0)
    ]
    assert run.results.program == ()


def test_a_program_that_compares_nobody_has_nothing_of_it_in_its_plan() -> None:
    program = api.load(REPOSITORY / "programs" / "kaspersky_united").program()
    plan = make_plan(program.ready, program.period("2025-Q2"), Facts())

    assert plan.across == plan.asides == plan.cohorts == ()
