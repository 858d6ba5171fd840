"""The quarter run against SQL written by hand: ratios of wall and CPU time in alternating runs, and who is paid else.

    python tests/bench/quarter_run.py FOLDER --partners 1000000 --runs 5

makes the data in FOLDER where it is not there yet (partners known by a number, or by text: `--keys text`), runs
`bare.sql`, `with_reasons.sql` and the generated SQL in turn, each from Parquet to Parquet, and prints a table. Seconds
depend on the machine and on what else it does: read ratios.
"""
from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
import timeit
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import attrs
import duckdb

HERE = Path(__file__).parent
RULES = HERE / "quarter_run.rule"
PERIOD = "2025-Q1"
GENERATED = "generated"
TYPES = {"text": "text", "number": "count"}
NAMED = {"text": "partner_id <> ''", "number": "partner_id is not null"}
"""The type of a partner's key, and how SQL by hand asks whether there is one."""
BY_HAND = {"by hand, bare": "bare.sql", "by hand, with reasons": "with_reasons.sql"}


Run = Callable[[Path, Path], None]
"""Reads a folder and writes a result."""


@attrs.frozen
class Timing:
    """One run, in seconds."""

    wall: float
    cpu: float


def by_hand(name: str, keys: str) -> Run:
    """A run of a statement written by hand."""

    def run(folder: Path, out: Path) -> None:
        place = str(folder).replace("'", "''")
        query = (HERE / name).read_text("utf-8").replace("{folder}", place).replace("{named}", NAMED[keys])
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"copy ({query}) to '{out}' (format parquet)")

    return run


def generated(keys: str) -> Run:
    """A run of the program: checked, planned, read, validated and paid."""

    def run(folder: Path, out: Path) -> None:
        from rulelang.api import load
        from rulelang.compile.duckdb.files import run_duckdb_files

        program = load(rules_in(folder, keys)).program()
        run_duckdb_files(program.ready, folder, program.period(PERIOD), out=out)

    return run


def rules_in(folder: Path, keys: str) -> Path:
    """The program, with partners known by what the data knows them by."""
    made = folder / RULES.name
    made.write_text(RULES.read_text("utf-8").replace("partner_id  text", f"partner_id  {TYPES[keys]}"), "utf-8")
    return made


def contenders(keys: str) -> dict[str, Run]:
    return {**{name: by_hand(file, keys) for name, file in BY_HAND.items()}, GENERATED: generated(keys)}


def timed(run: Run, folder: Path, out: Path) -> Timing:
    wall, cpu = time.perf_counter(), time.process_time()
    run(folder, out)
    return Timing(time.perf_counter() - wall, time.process_time() - cpu)


def alternating(folder: Path, runs: int, keys: str) -> dict[str, list[Timing]]:
    """Timings of every contender, in turn; the first round warms the files up and does not count."""
    found: dict[str, list[Timing]] = {name: [] for name in (*BY_HAND, GENERATED)}
    for number in range(runs + 1):
        for name, run in contenders(keys).items():
            timing = timed(run, folder, result_of(folder, name))
            if number:
                found[name].append(timing)
    return found


def result_of(folder: Path, name: str) -> Path:
    return folder / f"result of {name}.parquet"


def paid_otherwise(folder: Path, name: str) -> int:
    """How many partners a contender pays another amount than the generated SQL does; nothing paid is nothing."""
    mine, theirs = (str(result_of(folder, each)).replace("'", "''") for each in (GENERATED, name))
    query = f"""
        select count(*) from '{mine}' as mine full join '{theirs}' as theirs using (partner_id)
        where mine.total_payout is distinct from theirs.total_payout or mine.rebate is distinct from theirs.rebate
    """
    with duckdb.connect(":memory:") as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def decision_microseconds() -> Iterator[tuple[str, float]]:
    """One decision in generated Python on figures that are at hand: of a gold, a silver and an unknown partner."""
    from rulelang.api import load
    from rulelang.compile.plan import Facts
    from rulelang.compile.planning import make_plan
    from rulelang.compile.python import compile_python

    program = load(RULES).program()
    decide = compile_python(make_plan(program.ready, program.period(PERIOD), Facts())).decide
    csat = int(Fraction("4.2") * 10**6)
    for name, figures in (
        ("gold", (csat, 30_000_000, 5)), ("silver", (csat, 3_000_000, 2)), ("no survey", (None, 30_000_000, 5))
    ):
        count = 100_000
        best = min(timeit.repeat(lambda given=figures: decide(*given), number=count, repeat=7))
        yield name, best / count * 1e6


def report(found: dict[str, list[Timing]], folder: Path) -> Iterator[str]:
    yield f"{'':24}{'wall':>8}{'cpu':>8}   {'wall x':>7}{'cpu x':>7}   paid otherwise"
    ours = found[GENERATED]
    for name, timings in found.items():
        wall, cpu = (statistics.median(getattr(t, kind) for t in timings) for kind in ("wall", "cpu"))
        ratios = [_ratio(ours, timings, kind) for kind in ("wall", "cpu")]
        shown = "" if name == GENERATED else f"{ratios[0]:7.2f}{ratios[1]:7.2f}   {paid_otherwise(folder, name)}"
        yield f"{name:24}{wall:8.2f}{cpu:8.2f}   {shown}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield f"peak memory of all together: {peak} MB"
    for name, microseconds in decision_microseconds():
        yield f"one decision, {name}: {microseconds:.2f} microseconds"


def _ratio(ours: Sequence[Timing], theirs: Sequence[Timing], kind: str) -> float:
    """The median of the ratios of runs that stood beside each other."""
    return statistics.median(getattr(a, kind) / getattr(b, kind) for a, b in zip(ours, theirs, strict=True))


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partners", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keys", choices=tuple(TYPES), default="number")
    given = parser.parse_args(arguments)
    if not (given.folder / "Certificate.parquet").exists():
        sys.path.insert(0, str(HERE.parent))
        from bench.generate import generate

        generate(given.folder, given.partners, given.seed, given.keys)
    for line in report(alternating(given.folder, given.runs, given.keys), given.folder):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
