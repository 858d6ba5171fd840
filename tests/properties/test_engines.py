"""Random programs over random partners: the interpreter, generated Python and DuckDB say the same of everybody.

`RULELANG_PROGRAMS` says how many programs (300 in CI); `python -m tests.support.random_programs` runs any number. What
is compared: values, the causes of what is unknown, the tiers that are possible, due dates and first assessments.
"""
from __future__ import annotations

import functools
import itertools
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.random_programs.comparing import differences, run_all
from support.random_programs.kept import read_case
from support.random_programs.tally import EXPECTED, LEAST
from support.random_programs.trial import Trial, trials

CASES = sorted((Path(__file__).parent.parent / "cases").glob("*.json"))
PROGRAMS = int(os.environ.get("RULELANG_PROGRAMS", "300" if os.environ.get("CI") else "60"))
ENOUGH = 300
CHUNK = 60
FIRST_SEED = 1
SUBJECTS, ROWS_MAX = 200, 8
UNKNOWN_MAX, PAID_MIN = 30, 50
"""In a hundred outcomes, in a hundred partners."""

pytestmark = pytest.mark.engines


@functools.cache
def started() -> Iterator[Trial]:
    """All trials in order, worked out ahead while those that are done are looked at."""
    seeds = range(FIRST_SEED, FIRST_SEED + PROGRAMS)
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    return trials(seeds, SUBJECTS, ROWS_MAX, workers=min(os.cpu_count() or 1, 4) if alone else 1)


@functools.cache
def chunk(first: int) -> tuple[Trial, ...]:
    if first > FIRST_SEED:
        chunk(first - CHUNK)
    return tuple(itertools.islice(started(), CHUNK))


@functools.cache
def tallied() -> Counter[str]:
    total: Counter[str] = Counter()
    for first in range(FIRST_SEED, FIRST_SEED + PROGRAMS, CHUNK):
        for trial in chunk(first):
            total += trial.tally
    return total


@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + PROGRAMS, CHUNK))
def test_three_engines_agree_on_random_programs(first: int, record_property: Callable[[str, object], None]) -> None:
    record_property("processor seconds", sum(trial.processor for trial in chunk(first)))
    found = [f"seed {trial.seed}\n{trial.wrong}" for trial in chunk(first) if trial.wrong]

    assert not found, "\n\n".join(found)


@pytest.mark.skipif(PROGRAMS < ENOUGH, reason="too few programs to have seen everything")
def test_the_programs_exercise_the_whole_language() -> None:
    found = tallied()

    assert {name: found[name] for name in EXPECTED if found[name] < LEAST} == {}


def test_most_partners_are_known_and_many_are_paid() -> None:
    found = tallied()

    assert found["unknown"] * 100 <= found["outcomes"] * UNKNOWN_MAX
    assert found["partners paid"] * 100 >= PROGRAMS * SUBJECTS * PAID_MIN


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cases_that_were_wrong_once(path: Path) -> None:
    """Small cases kept from what random programs found; the outcome expected was worked out by hand."""
    case = read_case(json.loads(path.read_text(encoding="utf-8")))
    results = run_all(case.core, case.population, case.period)

    assert [str(found) for found in differences(results)] == []
    assert case.said(results["interpreter"]) == case.expected
