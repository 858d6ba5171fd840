"""One trial: a program, a population, a period, and the engines' results side by side. Many of them on all cores."""
from __future__ import annotations

import gc
import multiprocessing
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import attrs

from rulelang.core.population import Results

from .comparing import ENGINES, Failure, differences, run_all
from .people import people
from .periods import a_period
from .program import core_of, generate
from .shrinking import Case, smallest
from .tally import tally_program, tally_results, tally_variants


@attrs.frozen
class Trial:
    """What one seed showed. `disagreement` is empty, or the smallest case found in which engines still differ;
    `refused` is empty, or why no engine could be asked: a program that does not check. `processor` counts the seconds
    of work, whatever else the machine did meanwhile."""

    seed: int
    disagreement: str
    tally: Counter[str]
    seconds: Counter[str]
    processor: float
    refused: str = ""

    @property
    def wrong(self) -> str:
        return self.disagreement or self.refused


def trial(seed: int, subjects: int = 200, rows_max: int = 12, engines: Sequence[str] = ENGINES) -> Trial:
    """The seed's program over its population and period in every engine."""
    seconds: Counter[str] = Counter()
    began, started = time.process_time(), time.perf_counter()
    program = generate(seed)
    core = core_of(program)
    period = a_period(core, seed)
    population = people(core, period, seed, subjects, rows_max)
    seconds["making"] = time.perf_counter() - started
    results: dict[str, Results | Failure] = {}
    for engine in engines:
        started = time.perf_counter()
        results |= run_all(core, population, period, engines=(engine,))
        seconds[engine] = time.perf_counter() - started
    tally = tally_program(core, period)
    tally += tally_variants([text for _, text in (*program.variant, *program.below)], below=bool(program.below))
    first = results[engines[0]]
    if isinstance(first, Results):
        tally += tally_results(core, first)
    found = next(differences(results), None)
    text = "" if found is None else str(smallest(Case(program, population, period, tuple(engines)), found))
    return Trial(seed, text, tally, seconds, time.process_time() - began)


def _trial(arguments: tuple[int, int, int]) -> Trial:
    """A seed of many: one whose program is refused keeps no other from being looked at."""
    began = time.process_time()
    try:
        return trial(*arguments)
    except Exception:  # noqa: BLE001 - any failure is a finding of the seed
        seconds = time.process_time() - began
        return Trial(arguments[0], "", Counter(), Counter(), seconds, refused=traceback.format_exc())


def _collect_seldom() -> None:
    """Of a million traces at a time none is to be collected; looking through them took a sixth of the time."""
    gc.set_threshold(200_000, 20, 20)


def trials(seeds: Iterable[int], subjects: int = 200, rows_max: int = 12, workers: int = 2) -> Iterator[Trial]:
    """Trials in the order of their seeds, worked out by other processes: these hold little, so that looking for what
    may be forgotten costs them little. In this process where none is asked for."""
    wanted = [(seed, subjects, rows_max) for seed in seeds]
    if workers < 1:
        yield from map(_trial, wanted)
        return
    # Fresh processes: a copy of one that has threads, as DuckDB's have, may hang.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _collect_seldom) as pool:
        yield from pool.map(_trial, wanted)
