"""What explanations name of the data: little, each of it matters, and nothing else does. The whole population:
`python -m bench.rests_on` in tests/."""
from __future__ import annotations

import os
import random
from fractions import Fraction

import pytest
from bench import rests_on

from support.random_programs.people import people
from support.random_programs.periods import a_period
from support.random_programs.program import core_of, generate

SEEDS = [9_010, 9_030, *range(9_021, 9_030 if os.environ.get("CI") else 9_024)]
PARTNERS = 4
MEAN_AT_MOST = Fraction(40, 100)


@pytest.mark.parametrize(("program", "period"), [("kaspersky_united", "2025-Q2"), ("kaspersky_americas", "2025-Q4")])
def test_explanations_name_what_decides_and_nothing_else(program: str, period: str) -> None:
    found = rests_on.sampled(program, period, PARTNERS)

    assert [line for each in found for line in each.wrong] == []
    assert sum(each.tried for each in found) > 100 * PARTNERS, "other values are tried in most cells"
    assert sum(Fraction(each.all, each.cells) for each in found) / PARTNERS <= MEAN_AT_MOST
    assert sum(each.all for each in found) > 0, "something decides"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_an_explanation_does_not_name_changes_nothing(seed: int) -> None:
    core = core_of(generate(seed))
    period = a_period(core, seed)
    population = people(core, period, seed, 1, 2)

    found = rests_on.examined(core, population, population.subjects[0], period, random.Random(seed))

    assert found.wrong == ()
    assert found.tried > 0
