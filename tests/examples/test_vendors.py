"""The programs of other vendors: no findings, examples that reach every rule, the same bytes from three engines."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from support.workspace import REPOSITORY

PROGRAMS = REPOSITORY / "programs"
# What each is run on. Kaspersky United has tests of its own.
PERIODS = {
    "adobe_partner_connection": ("2025-Q4",),
    "adobe_vip_marketplace": ("2025-06",),
    "canalys_benchmark": ("2020",),
    "hubspot_solutions": ("2025-Q3",),
    "microsoft": ("2026-05",),
}
# The figures that Microsoft publishes run on three engines in `tests/cases`; the SQL of each example takes seconds.
SMALL = [name for name in PERIODS if name != "microsoft"]
OWN_TESTS = {"kaspersky_united"}
RUNS = [(name, period) for name, periods in PERIODS.items() for period in periods]


def test_every_program_is_run() -> None:
    assert {path.name for path in PROGRAMS.iterdir() if path.is_dir()} == {*PERIODS, *OWN_TESTS}


@pytest.mark.parametrize("name", PERIODS)
def test_a_program_has_no_findings_and_its_examples_reach_every_rule(name: str) -> None:
    tested = api.test(api.load(PROGRAMS / name), coverage=True)

    assert api.check(PROGRAMS / name) == ()
    assert [(case.title, case.failures) for case in tested.cases if not case.passed] == []
    assert tested.coverage is not None
    assert tested.coverage.missed == ()


@pytest.mark.engines
@pytest.mark.parametrize("engine", [engine for engine in api.ENGINES if engine != "interpreter"])
@pytest.mark.parametrize("name", SMALL)
def test_examples_come_out_on_the_other_engines(name: str, engine: str) -> None:
    cases = api.test(api.load(PROGRAMS / name), engine=engine).cases

    assert cases != ()
    assert [(case.title, case.failures) for case in cases if not case.passed] == []


@pytest.mark.engines
@pytest.mark.parametrize(("name", "period"), RUNS)
def test_three_engines_give_the_same_bytes(name: str, period: str, tmp_path: Path) -> None:
    program, written = api.load(PROGRAMS / name).program(), {}
    for engine in api.ENGINES:
        run = program.run(PROGRAMS / name / "data", period, engine=engine)
        run.write(tmp_path / f"{engine}.csv")
        written[engine] = (tmp_path / f"{engine}.csv").read_bytes()
        assert run.rejects == ()

    assert written["python"] == written["interpreter"]
    assert written["duckdb"] == written["interpreter"]


@pytest.mark.parametrize(("name", "period"), RUNS)
def test_the_data_tell_partners_apart(name: str, period: str) -> None:
    """Hardly anybody is unknown, and each ladder, and each incentive, comes out in several ways."""
    results = api.load(PROGRAMS / name).program().run(PROGRAMS / name / "data", period, engine="python").results
    rows = [dict(zip(results.outcomes, row, strict=True)) for _, row in results.rows]

    unknown = [outcome for row in rows for outcome in row.values() if outcome.causes]
    assert len(unknown) * 10 < len(rows) * len(results.outcomes)
    assert len({tuple(str(outcome.value) for outcome in row.values()) for row in rows}) * 6 > len(results.outcomes)
