"""Kaspersky United and its variants over 2025: three engines, the same bytes; some partners worked by hand."""
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
NORTH_AMERICA, COLOMBIA, BRAZIL = "kaspersky_north_america", "kaspersky_colombia", "kaspersky_brazil"
FAMILY = (BASE, AMERICAS, BRAZIL, COLOMBIA, NORTH_AMERICA)
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
    # 30,000 of Sell: 400 as everywhere until March; then 2%, as advanced by 30,000 where 20,000 are asked for.
    (AMERICAS, "P001", "sell_rebate"): ("400.00", "600.00", "600.00", "600.00", "2_200.00"),
    (AMERICAS, "P001", "total_payout"): ("2_050.00", "2_500.00", "3_000.00", "3_600.00", "11_150.00"),
    # From July 2.5% on a year of its own: 1,250 + 400, then 120,000: 1,250 + 2,800 less that. A goal of 60,000: 1%.
    (COLOMBIA, "P001", "deploy_rebate"): ("1_650.00", "1_900.00", "1_650.00", "2_400.00", "7_600.00"),
    (COLOMBIA, "P001", "goal_bonus"): (None, "0.00", None, "600.00", "600.00"),
    (COLOMBIA, "P001", "total_payout"): ("2_050.00", "2_500.00", "2_250.00", "3_600.00", "10_400.00"),
    # 25,000 a quarter, silver for certain, gold if the survey says so: 1,250 + 50,000 at 4%.
    (BASE, "P003", "deploy_rebate"): (None, None, None, "3_250.00", "3_250.00"),
    # 25,000 at 2.5%; from April at 3% up to 50,000, then 25,000 at 4%.
    (AMERICAS, "P003", "deploy_rebate"): ("625.00", "750.00", "750.00", "1_000.00", "3_125.00"),
    # Every cap: Sell 25,000 a quarter, Deploy 100,000 a year, everything 150,000 a year.
    (BASE, "P004", "total_payout"): ("25_000.00", "25_000.00", "25_000.00", "75_000.00", "150_000.00"),
    # Deploy 50,250 in the closed quarter, then 50,500, 49,500 up to its cap, 0; all from April up to 150,000.
    (AMERICAS, "P004", "deploy_rebate"): ("50_250.00", "50_500.00", "49_500.00", "0.00", "150_250.00"),
    # Sell 25,000, then 2% of 900,000 = 18,000 a quarter; 1% of 900,000 and of 1,800,000 beyond the goal; 150,000.
    (AMERICAS, "P004", "sell_rebate"): ("25_000.00", "18_000.00", "18_000.00", "18_000.00", "79_000.00"),
    (AMERICAS, "P004", "goal_bonus"): (None, "9_000.00", None, "18_000.00", "27_000.00"),
    (AMERICAS, "P004", "total_payout"): ("75_250.00", "77_500.00", "67_500.00", "5_000.00", "225_250.00"),
    # Manage 20,000 a quarter at 3%, from April at 4%; Build 30,000 a quarter, by the half year: 40,000 at 5%, 20,000
    # at 8%, and 1,500 on each side of 1 April.
    (BASE, "P005", "manage_rebate"): ("600.00", "600.00", "600.00", "600.00", "2_400.00"),
    (BASE, "P005", "build_rebate"): (None, "3_600.00", None, "3_600.00", "7_200.00"),
    (BASE, "P005", "total_payout"): ("600.00", "4_200.00", "600.00", "4_200.00", "9_600.00"),
    (NORTH_AMERICA, "P005", "manage_rebate"): ("600.00", "800.00", "800.00", "800.00", "3_000.00"),
    (NORTH_AMERICA, "P005", "build_rebate"): ("1_500.00", "1_500.00", None, "3_600.00", "6_600.00"),
    # 18,000 a quarter: 180, then 3% as premier by 72,000 in four quarters of a long cycle and by selling alone.
    (AMERICAS, "P006", "sell_rebate"): ("180.00", "540.00", "540.00", "540.00", "1_800.00"),
    (AMERICAS, "P006", "goal_bonus"): (None, "0.00", None, "0.00", "0.00"),
    # Sell 200 + 1,200 + 3,600 a quarter; at platinum 1.5% of 800,000 for specialists, at most 10,000.
    (BASE, "P007", "specialist_rebate"): (None, None, None, "10_000.00", "10_000.00"),
    (BASE, "P007", "total_payout"): ("5_000.00", "5_000.00", "5_000.00", "15_000.00", "30_000.00"),
}


@pytest.fixture(scope="module")
def loaded() -> api.Loaded:
    return api.load(FOLDER)


@functools.cache
def paid(name: str, period: str) -> dict[str, dict[str, Outcome]]:
    """Every outcome of every partner by name, from the generated Python."""
    results = api.load(FOLDER).program(name).run(DATA, period, engine="python").results
    return {str(key): dict(zip(results.outcomes, row, strict=True)) for (key,), row in results.rows}


def test_the_program_and_its_variants_have_no_findings() -> None:
    assert api.check(FOLDER) == ()
    assert api.load(FOLDER).programs == FAMILY


@pytest.mark.parametrize("engine", api.ENGINES)
def test_every_example_comes_out_as_written(loaded: api.Loaded, engine: str) -> None:
    cases = api.test(loaded, engine=engine).cases

    assert {Path(case.place.rsplit(":", 1)[0]).name for case in cases} == {path.name for path in FOLDER.rglob("*.rule")}
    assert [(case.title, case.failures) for case in cases if not case.passed] == []


@pytest.mark.engines
@pytest.mark.parametrize(
    ("name", "period"), [(name, period) for name in FAMILY for period in (PERIODS if name == BASE else PERIODS[:4])]
)
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


@pytest.mark.engines
@pytest.mark.parametrize("period", PERIODS[:4])
def test_the_whole_family_comes_out_the_same(loaded: api.Loaded, period: str, tmp_path: Path) -> None:
    written = []
    for engine in api.ENGINES:
        run = loaded.run_family(DATA, period, engine=engine)
        run.write(tmp_path / f"{engine}.csv")
        written.append((tmp_path / f"{engine}.csv").read_bytes())
        assert run.rejects == ()

    assert written[0] == written[1] == written[2]
    begun = {"2025-Q1": FAMILY[:1], "2025-Q2": FAMILY[:2]}.get(period, FAMILY)
    assert {name for name in FAMILY if f",{name},".encode() in written[0]} == set(begun)


@pytest.mark.parametrize(("name", "partner", "outcome"), BY_HAND)
def test_partners_worked_by_hand(name: str, partner: str, outcome: str) -> None:
    expected = [None if text is None else Decimal(text) for text in BY_HAND[name, partner, outcome]]

    found = [paid(name, period)[partner][outcome] for period in PERIODS]
    assert [Decimal(each.value) / 100 if each.due else None for each in found] == expected


@pytest.mark.parametrize("name", FAMILY)
def test_more_than_half_of_the_partners_are_paid_and_few_are_unknown(name: str) -> None:
    """Unknown is only who has no survey where gold and silver earn different rates."""
    totals = [outcomes["total_payout"] for outcomes in paid(name, "2025").values()]
    unknown = [total for total in totals if total.causes]

    assert len(unknown) * 20 < len(totals)
    assert {cause.thing for total in unknown for cause in total.causes} <= {"Partner.csat"}
    assert sum(total.value > 0 for total in totals if not total.causes) * 2 > len(totals)


@pytest.mark.parametrize("name", FAMILY)
def test_quarters_add_up_to_the_year(name: str) -> None:
    """A run over a longer period is the sum of its rounded payments, for everybody."""
    *quarters, year = [paid(name, period) for period in PERIODS]

    for partner, outcomes in year.items():
        if outcomes["total_payout"].causes:
            continue
        parts = [quarter[partner]["total_payout"].value for quarter in quarters]
        assert sum(parts) == outcomes["total_payout"].value


def test_the_examples_reach_every_rule(loaded: api.Loaded) -> None:
    coverage = api.test(loaded, coverage=True).coverage

    assert coverage is not None
    assert coverage.missed == ()


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

    # The variant of that region is not among these files.
    assert [(f.name, f.values["name"]) for f in api.check(tmp_path)] == [("read-by-nothing", "north_america")]
    assert spanish.program(AMERICAS).semantic_hash == loaded.program(AMERICAS).semantic_hash
    assert [case.failures for case in api.test(spanish, matching="Bogotá").cases] == [()]
