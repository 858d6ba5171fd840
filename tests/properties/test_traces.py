"""What an explanation is told from: each value follows from the values that its trace holds inside."""
from __future__ import annotations

import os

import pytest

from rulelang.interpret.evaluate import HANDLERS, reasoned
from rulelang.interpret.trace import Reasoned
from rulelang.interpret.working import Setting
from support.random_programs.people import people
from support.random_programs.periods import a_period
from support.random_programs.program import core_of, generate
from support.replaying import Replay

SEEDS = range(9_001, 9_001 + (40 if os.environ.get("CI") else 12))
PARTNERS, ROWS = 10, 6
REPLAYED_MIN = 300
"""Values worked out again, of one program."""


@pytest.mark.parametrize("seed", SEEDS)
def test_the_trace_replays_to_the_value(seed: int) -> None:
    core = core_of(generate(seed))
    period = a_period(core, seed)
    setting = Setting.of(core, people(core, period, seed, PARTNERS, ROWS))
    found: list[Reasoned] = []
    replay = Replay()
    for subject in setting.population.subjects:
        work = setting.working(subject, HANDLERS)
        found.extend(reasoned(work, name, period) for name in core.outcomes)

    assert [line for outcome in found for line in replay.outcome(outcome)] == []
    assert replay.again >= REPLAYED_MIN
