"""Both compiled engines against the interpreter on random cores: values, causes, tiers from and to, due dates."""
from __future__ import annotations

import datetime
import random

import pytest

from rulelang.compile.duckdb import run_duckdb
from rulelang.compile.python_run import run_python
from rulelang.exact.calendar import Calendar
from rulelang.interpret.evaluate import evaluate
from support.random_cores import random_core, random_population


def agree(run, seed: int) -> None:
    core, people = random_core(seed), random_population(seed + 10**6)
    chosen = random.Random(seed)
    day = datetime.date(2025, chosen.randrange(1, 13), 1)
    period = Calendar(core.year_starts).containing(chosen.choice(("month", "quarter", "year")), day)
    names = (*core.outcomes, "first", "second")
    expected, found = evaluate(core, people, period, names), run(core, people, period, names)
    assert found.fold_starts == expected.fold_starts
    for (key, due), (_, got) in zip(expected.rows, found.rows, strict=True):
        for name, meant, given in zip(names, due, got, strict=True):
            assert given == meant, f"{name} of {key} in core {seed}, {period}"


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_generated_python_agrees(seed: int) -> None:
    for each in range(seed, seed + 4):
        agree(run_python, each)


@pytest.mark.engines
@pytest.mark.parametrize("seed", range(100, 140, 4))
def test_duckdb_agrees(seed: int) -> None:
    for each in range(seed, seed + 4):
        agree(run_duckdb, each)
