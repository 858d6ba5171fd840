"""Every rounding that changed something on the way to what is told stands in the explanation."""
from __future__ import annotations

from collections.abc import Iterator

import pytest

from rulelang.core.nodes import Core, Round
from rulelang.core.population import Population, Subject
from rulelang.exact.calendar import Period
from rulelang.interpret.evaluate import reasoned, working
from rulelang.interpret.explain import explain
from rulelang.interpret.trace import Reasoned, Standing, Trace
from rulelang.interpret.unknown import Unknown
from rulelang.interpret.wording import Wording
from support.random_programs.people import people
from support.random_programs.periods import a_period
from support.random_programs.program import core_of, generate

SEEDS = (5, 9, 14, 23, 27, 31)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rounding_is_told(seed: int) -> None:
    core = core_of(generate(seed))
    period = a_period(core, seed)
    population = people(core, period, seed, 1, 2)

    for subject in population.subjects:
        story = explain(core, population, subject.key, period)
        assert " more\n" not in story, "nothing is left out of a place"
        assert [line for line in _rounded(core, population, subject, period) if line not in story] == []


def _rounded(core: Core, population: Population, subject: Subject, period: Period) -> Iterator[str]:
    """What the lines that tell of roundings end with."""
    wording, work, seen = Wording("en", core.labels), working(core, population, subject.key), set[int]()
    waiting = [trace for name in core.outcomes for trace in _told(reasoned(work, name, period))]
    while waiting:
        trace = waiting.pop()
        if id(trace) in seen:
            continue
        seen.add(id(trace))
        waiting.extend((*trace.inside, *(each for _, each in (*trace.below, *trace.tested)), *_asked(trace.standing)))
        lost = isinstance(trace.node, Round) and not isinstance(trace.value, Unknown)
        if lost and trace.value != trace.inside[0].value:
            yield f"-> {wording.value(trace.value, trace.node.type)}\n"


def _told(found: Reasoned) -> Iterator[Trace]:
    """Where the story of an outcome begins: of a payment with what fell due since the one before."""
    yield from _asked(found.standing)
    yield from [found.trace] if found.trace is not None else []
    yield from (earned.trace for paid in found.incentive_payments for earned in paid.plus)
    for moved in found.payout_payments:
        earlier = moved.payment.before
        for term in moved.now.terms:
            if earlier is None or term.due > earlier.stop:
                yield from (earned.trace for group in term.plus for earned in group)


def _asked(standing: Standing | None) -> list[Trace]:
    """The requirements of the tiers that are told, from the one held upwards."""
    if standing is None or standing.assessment is None:
        return []
    tested = [each for each in standing.assessment.tested if each.tier >= standing.lowest]
    return [each.trace for each in tested if each.trace is not None]
