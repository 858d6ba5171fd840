"""From a checked program and a folder of data to results: reads, runs the engine asked for, writes. Part of `api`."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.core.nodes import Core
from rulelang.core.population import Outcome, Population, Results, Subject
from rulelang.diagnostics.language import in_language
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period

if TYPE_CHECKING:
    from rulelang.api import Program, Run
    from rulelang.data.reading import Reading


def run_engine(
    core: Core, population: Population, period: Period, engine: str, outcomes: Sequence[str] | None = None
) -> Results:
    """The results of one engine, and of no other, for a population in memory."""
    if engine == "interpreter":
        from rulelang.interpret.evaluate import evaluate as interpret

        return interpret(core, population, period, outcomes)
    if engine == "python":
        from rulelang.compile.python_run import run_python

        return run_python(core, population, period, outcomes)
    if engine == "duckdb":
        from rulelang.compile.duckdb.run import run_duckdb

        return run_duckdb(core, population, period, outcomes)
    raise Refused([Diagnostic("no-such-engine", None, {"name": engine, "known": "interpreter, python, duckdb"})])


def run(
    program: Program,
    data: Path,
    period: str,
    as_of: datetime.date | None,
    engine: str,
    only: tuple[str, ...],
    partner: str | None,
    accept_rejects: bool,
) -> Run:
    """What everybody a program covers is paid in a period. See `api.Program.run`."""
    from rulelang.api import Run
    from rulelang.data.manifest import manifest

    core, days = program.ready, program.period(period)
    names = _outcomes(core, only)
    population, reading = _read(core, data, days, as_of, accept_rejects=accept_rejects)
    covered, left_out = _covered(core, population)
    results = run_engine(core, covered, days, engine, names)
    described = manifest(
        core, results, reading, semantic_hash=program.semantic_hash, period=days, as_of=as_of, engine=engine,
        sql_hash=_sql_hash(core, covered, days, engine, names), not_covered=left_out, accept_rejects=accept_rejects,
    )
    rejects = in_language(reading.rejects, program.language)
    return Run(core, _one(core, results, partner), described, rejects)


def _outcomes(core: Core, only: tuple[str, ...]) -> tuple[str, ...]:
    for name in only:
        if name not in core.outcomes:
            near = in_backticks(did_you_mean(name, core.outcomes))
            raise Refused([Diagnostic("no-such-outcome", None, {"name": name, "suggestions": near})])
    return tuple(n for n in core.outcomes if n in only) if only else core.outcomes


def _read(
    core: Core, data: Path, period: Period, as_of: datetime.date | None, *, accept_rejects: bool
) -> tuple[Population, Reading]:
    from rulelang.data.read import read_population

    population, reading = read_population(core, data, as_of=as_of, until=period.stop, accept_rejects=accept_rejects)
    if population is None:
        raise Refused(reading.findings)
    return population, reading


def _covered(core: Core, population: Population) -> tuple[Population, int]:
    """The subjects a variant covers, and how many it does not."""
    if core.countries is None or core.country_field is None:
        return population, 0
    subjects = tuple(s for s in population.subjects if s.fields[core.country_field] in core.countries)
    return attrs.evolve(population, subjects=subjects), len(population.subjects) - len(subjects)


def _one(core: Core, results: Results, partner: str | None) -> Results:
    """The results of one partner; its key as it is written in the data."""
    if partner is None:
        return results
    rows = tuple(row for row in results.rows if _key_text(row[0]) == partner)
    if not rows:
        raise Refused([_no_partner(core, partner, (_key_text(row[0]) for row in results.rows))])
    return attrs.evolve(results, rows=rows)


def _key_text(key: tuple[object, ...]) -> str:
    return ", ".join(str(part) for part in key)


def _no_partner(core: Core, partner: str, known: Iterable[str]) -> Diagnostic:
    near = in_backticks(did_you_mean(partner, known))
    return Diagnostic("no-such-partner", None, {"partner": partner, "subject": core.subject.name, "suggestions": near})


def _sql_hash(
    core: Core, population: Population, period: Period, engine: str, outcomes: Sequence[str]
) -> str | None:
    if engine != "duckdb":
        return None
    import hashlib

    from rulelang.compile.duckdb import sql_of

    return hashlib.sha256(sql_of(core, population, period, outcomes).encode()).hexdigest()


def write(run_: Run, path: Path) -> None:
    """The files of a run: its results, its manifest and, if any, its rejects. See `api.Run.write`."""
    from rulelang.data.manifest import write_manifest
    from rulelang.data.write import write_rejects, write_results

    write_results(run_.results, run_.core, path)
    write_manifest(run_.manifest, path)
    if run_.rejects:
        write_rejects(path.with_name(f"{path.stem}.rejects.csv"), run_.rejects)


def explain(
    program: Program,
    data: Path,
    period: str,
    partner: str,
    outcome: str | None,
    as_of: datetime.date | None,
    language: str | None,
) -> str:
    """Why a partner got what it got. See `api.Program.explain`."""
    from rulelang.interpret.explain import explain as story

    core, days = program.ready, program.period(period)
    if outcome is not None:
        _outcomes(core, (outcome,))
    population, _ = _read(core, data, days, as_of, accept_rejects=False)
    covered, _ = _covered(core, population)
    subject = _subject(core, covered, partner)
    return story(core, covered, subject.key, days, outcome, language or program.language)


def _subject(core: Core, population: Population, partner: str) -> Subject:
    for subject in population.subjects:
        if _key_text(subject.key) == partner:
            return subject
    raise Refused([_no_partner(core, partner, (_key_text(s.key) for s in population.subjects))])


def evaluate(
    program: Program,
    subject: Mapping[str, Any],
    period: str,
    records: Mapping[str, Iterable[Mapping[str, Any]]],
    engine: str,
) -> Mapping[str, Outcome]:
    """The outcomes of one partner given as plain data. See `api.Program.evaluate`."""
    from rulelang.data.given import population_from_rows

    core, days = program.ready, program.period(period)
    population, reading = population_from_rows(core, [subject], records)
    problems = (*reading.findings, *reading.rejects)
    if problems:
        raise Refused(problems)
    results = run_engine(core, population, days, engine)
    return dict(zip(results.outcomes, results.rows[0][1], strict=True))
