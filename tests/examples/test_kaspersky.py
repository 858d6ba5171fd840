"""Kaspersky United and its Americas variant over 2025: three engines, the same bytes; some partners worked by hand."""
from __future__ import annotations

import functools
from decimal import Decimal
from pathlib import Path

import pytest

from rulelang import api
from rulelang.core.population import Outcome
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "programs" / "kaspersky_united"
DATA = FOLDER / "data"
SPANISH = REPOSITORY / "tests" / "spec" / "fixtures" / "americas.es.rule"
BASE, AMERICAS = "kaspersky_united", "kaspersky_americas"
PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025")
# What the manifest says of the engine itself; all the rest is the same.
OF_THE_ENGINE = ("engine", "sql_hash")

# Worked by hand from what `tests/support/kaspersky_population.py` writes down for these partners: the columns are the
# four quarters of 2025 and the year. P001 and P002 sell 60,000 of Deploy and 30,000 of Sell a quarter at silver.
BY_HAND = {
    # 30,000 of Sell: 20,000 at 1%, 10,000 at 2% = 400 a quarter; Deploy at the end of the year: 10,650.
    (BASE, "P002", "total_payout"): ("400.00", "400.00", "400.00", "11_050.00", "12_250.00"),
    (BASE, "P002", "deploy_rebate"): (None, None, None, "10_650.00", "10_650.00"),
    # Deploy in January to March, closed by the variant: 1,250 + 400. From April to date: 1,900, 4,300, 7,300.
    (AMERICAS, "P001", "deploy_rebate"): ("1_650.00", "1_900.00", "2_400.00", "3_000.00", "8_950.00"),
    (AMERICAS, "P001", "total_payout"): ("2_050.00", "2_300.00", "2_800.00", "3_400.00", "10_550.00"),
    # 25,000 a quarter, silver for certain, gold if the survey says so: 1,250 + 50,000 at 4%.
    (BASE, "P003", "deploy_rebate"): (None, None, None, "3_250.00", "3_250.00"),
    # 25,000 at 2.5%; from April at 3% up to 50,000, then 25,000 at 4%.
    (AMERICAS, "P003", "deploy_rebate"): ("625.00", "750.00", "750.00", "1_000.00", "3_125.00"),
    # Every cap: Sell 25,000 a quarter, Deploy 100,000 a year, everything 150,000 a year.
    (BASE, "P004", "total_payout"): ("25_000.00", "25_000.00", "25_000.00", "75_000.00", "150_000.00"),
    # Deploy 50,250 in the closed quarter, then 50,500, 49,500 up to its cap, 0; all from April up to 150,000.
    (AMERICAS, "P004", "deploy_rebate"): ("50_250.00", "50_500.00", "49_500.00", "0.00", "150_250.00"),
    (AMERICAS, "P004", "total_payout"): ("75_250.00", "75_500.00", "74_500.00", "0.00", "225_250.00"),
}


@pytest.fixture(scope="module")
def loaded() -> api.Loaded:
    return api.load(FOLDER)


@functools.cache
def paid(name: str, period: str) -> dict[str, dict[str, Outcome]]:
    """Every outcome of every partner by name, from the generated Python."""
    results = api.load(FOLDER).program(name).run(DATA, period, engine="python").results
    return {str(key): dict(zip(results.outcomes, row, strict=True)) for (key,), row in results.rows}


def test_the_program_and_its_variant_have_no_findings() -> None:
    assert api.check(FOLDER) == ()


@pytest.mark.parametrize("engine", api.ENGINES)
def test_every_example_comes_out_as_written(loaded: api.Loaded, engine: str) -> None:
    cases = api.test(loaded, engine=engine).cases

    assert len(cases) >= 8
    assert [(case.title, case.failures) for case in cases if not case.passed] == []


@pytest.mark.engines
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("name", [BASE, AMERICAS])
def test_three_engines_give_the_same_bytes(loaded: api.Loaded, name: str, period: str, tmp_path: Path) -> None:
    written, manifests = {}, {}
    for engine in api.ENGINES:
        run = loaded.program(name).run(DATA, period, engine=engine)
        run.write(tmp_path / f"{engine}.csv")
        written[engine] = (tmp_path / f"{engine}.csv").read_bytes()
        manifests[engine] = {key: value for key, value in run.manifest.items() if key not in OF_THE_ENGINE}
        assert run.rejects == ()
        assert run.manifest["engine"] == engine

    assert written["python"] == written["interpreter"]
    assert written["duckdb"] == written["interpreter"]
    assert manifests["python"] == manifests["interpreter"]
    assert manifests["duckdb"] == manifests["interpreter"]


@pytest.mark.parametrize(("name", "partner", "outcome"), BY_HAND)
def test_partners_worked_by_hand(name: str, partner: str, outcome: str) -> None:
    expected = [None if text is None else Decimal(text) for text in BY_HAND[name, partner, outcome]]

    found = [paid(name, period)[partner][outcome] for period in PERIODS]
    assert [Decimal(each.value) / 100 if each.due else None for each in found] == expected


@pytest.mark.parametrize("name", [BASE, AMERICAS])
def test_more_than_half_of_the_partners_are_paid_and_nobody_is_unknown(name: str) -> None:
    totals = [outcomes["total_payout"] for outcomes in paid(name, "2025").values()]

    assert [total for total in totals if total.causes] == []
    assert sum(total.value > 0 for total in totals) * 2 > len(totals)


@pytest.mark.parametrize("name", [BASE, AMERICAS])
def test_quarters_add_up_to_the_year(name: str) -> None:
    """A run over a longer period is the sum of its rounded payments, for everybody."""
    *quarters, year = [paid(name, period) for period in PERIODS]

    for partner, outcomes in year.items():
        parts = [quarter[partner]["total_payout"].value for quarter in quarters]
        assert sum(parts) == outcomes["total_payout"].value


@pytest.mark.parametrize("unit", ["quarter", "half year", "year"])
def test_paying_at_another_time_pays_everybody_the_same(unit: str, tmp_path: Path) -> None:
    """A variant that changes only `paid every` changes nothing over the measured period."""
    clauses = f"  for region americas\n  effective from 2025-01-01\n\nset deploy_rebate: paid every {unit}\n"
    (tmp_path / "variants").mkdir()
    (tmp_path / "program.rule").write_bytes((FOLDER / "program.rule").read_bytes())
    (tmp_path / "variants" / "paid.rule").write_text(f"variant paid_often of {BASE}\n{clauses}", encoding="utf-8")

    run = api.load(tmp_path).program("paid_often").run(DATA, "2025", engine="python", only=["deploy_rebate"])
    everybody = paid(BASE, "2025")
    assert [key for (key,), (found,) in run.results.rows if found != everybody[key]["deploy_rebate"]] == []
    assert any(found.value for _, (found,) in run.results.rows)


def test_the_variant_in_spanish_means_the_same(loaded: api.Loaded, tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    (tmp_path / "program.rule").write_bytes((FOLDER / "program.rule").read_bytes())
    (tmp_path / "variants" / SPANISH.name).write_bytes(SPANISH.read_bytes())
    spanish = api.load(tmp_path)

    assert api.check(tmp_path) == ()
    assert spanish.program(AMERICAS).semantic_hash == loaded.program(AMERICAS).semantic_hash
    assert [case.failures for case in api.test(spanish, matching="Bogotá").cases] == [()]
