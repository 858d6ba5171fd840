"""From a checked program and a folder of data to results: reads, runs the engine asked for, writes. For `Program`."""
from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.compile.covered_days import outside_calendar
from rulelang.core.growth_bases import bases_of_another_length
from rulelang.core.life import before_life, partly_before_life, those_there
from rulelang.core.nodes import Core
from rulelang.core.paid_in import paid_in_two
from rulelang.core.population import Outcome, Population, Results, Subject
from rulelang.diagnostics.language import in_language
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.periods import looks_outside
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period
from rulelang.results import Explained, Run, Written

if TYPE_CHECKING:
    from rulelang.data.manifest import Summary
    from rulelang.data.proposing.propose import Proposal
    from rulelang.data.reading import Reading
    from rulelang.interpret.resting import Named
    from rulelang.program import Program


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
        from rulelang.compile.duckdb import require_duckdb, run_duckdb

        require_duckdb()
        return run_duckdb(core, population, period, outcomes)
    raise Refused([Diagnostic("no-such-engine", None, {"name": engine, "known": "interpreter, python, duckdb"})])


@attrs.frozen
class Asked:
    """What a run is asked for; `only` names outcomes, none means all."""

    data: Path | Mapping[str, object]
    period: str
    as_of: datetime.date | None
    engine: str
    only: tuple[str, ...]
    partner: str | None
    accept_rejects: bool
    history: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of data, where it is not rows in memory."""
        assert isinstance(self.data, Path), "asked of a folder"
        return self.data


@attrs.frozen
class _Ran:
    """What came of a run: `results` None where they are in a file already, `sql` of an engine that runs any."""

    results: Results | None
    summary: Results | Summary
    reading: Reading
    not_covered: int
    sql: str | None = None
    history: str | None = None


def run(program: Program, asked: Asked) -> Run:
    """What everybody a program covers is paid in a period. See `Program.run`."""
    core = program.ready
    ran = _run(program, asked, None)
    assert ran.results is not None, "results that are not to be written are kept"
    rejects = in_language(ran.reading.rejects, program.language)
    results, notes = _one(core, ran.results, asked.partner), _notes(program, asked, ran.reading)
    return Run(core, results, _described(program, asked, ran), rejects, program.language, notes)


def run_to(program: Program, asked: Asked, path: Path) -> Written:
    """The same, written to a file. See `Program.run_to`."""
    from rulelang.data.over_data import refuse_over_data
    from rulelang.data.write import write_results

    if isinstance(asked.data, Path):
        refuse_over_data(program.ready, asked.data, path)
    ran = _run(program, asked, path)
    if ran.results is not None:
        write_results(_one(program.ready, ran.results, asked.partner), program.ready, path, program.language)
    rejects = in_language(ran.reading.rejects, program.language)
    written = Written(_described(program, asked, ran), rejects, _notes(program, asked, ran.reading))
    write_beside(path, written.manifest, written.rejects)
    return written


def _run(program: Program, asked: Asked, out: Path | None) -> _Ran:
    from rulelang.data.first_days import with_first_days

    core, days = program.ready, program.period(asked.period)
    names = _outcomes(core, asked.only)
    refuse_as_of(core, asked.as_of)
    _fits(core, names, days)
    if asked.history is None and asked.engine == "duckdb" and isinstance(asked.data, Path):
        ran = _run_files(program, asked, asked.data, days, names, out)
        if ran is not None:
            return ran
    population, reading = _read(core, asked.data, days, asked.as_of, accept_rejects=asked.accept_rejects)
    inside = _inside(core, population)
    covered = those_there(core, inside, days)
    left_out = len(population.subjects) - len(covered.subjects)
    reading = with_first_days(reading, core, inside, days)
    if asked.history is not None:
        from rulelang.continuing import run_on

        results, digest = run_on(core, covered, days, asked.engine, names, asked.history)
        return _Ran(results, results, reading, left_out, history=digest)
    sql = None
    if asked.engine == "duckdb":
        from rulelang.compile.duckdb.run import run_population

        shown = run_population(core, covered, days, names)
        results, sql = shown.results, shown.sql
    else:
        results = run_engine(core, covered, days, asked.engine, names)
    return _Ran(results, results, reading, left_out, sql)


def _run_files(
    program: Program, asked: Asked, folder: Path, period: Period, outcomes: Sequence[str], out: Path | None
) -> _Ran | None:
    """A run of a folder of Parquet files inside DuckDB; None for another folder."""
    from rulelang.compile.duckdb import require_duckdb, run_duckdb_files
    from rulelang.data.reading import Reading

    core = program.ready
    require_duckdb()
    found = run_duckdb_files(
        core, folder, period, outcomes, as_of=asked.as_of, accept_rejects=asked.accept_rejects, out=out,
        only=asked.partner, language=program.language,
    )
    if found is None:
        return None
    if isinstance(found, Reading):
        raise Refused(found.findings)
    if found.unmatched is not None:
        raise Refused([no_partner(core, asked.partner or "", found.unmatched)])
    accepted = found.reading.counts[0].accepted
    return _Ran(found.results, found.summary, found.reading, accepted - found.summary.subjects, found.sql)


def _described(program: Program, asked: Asked, ran: _Ran) -> dict[str, Any]:
    """The manifest, with the hash of the statements that ran."""
    from rulelang.data.manifest import manifest

    return manifest(
        program.ready, ran.summary, ran.reading, semantic_hash=program.semantic_hash,
        period=program.period(asked.period), as_of=asked.as_of, engine=asked.engine,
        sql_hash=None if ran.sql is None else hashlib.sha256(ran.sql.encode()).hexdigest(),
        not_covered=ran.not_covered, accept_rejects=asked.accept_rejects,
        settings=program.settings, history_hash=ran.history,
    )


def _outcomes(core: Core, only: tuple[str, ...]) -> tuple[str, ...]:
    refuse_unknown([core], only)
    return tuple(n for n in core.asked_by_name if n in only) if only else core.outcomes


def refuse_unknown(cores: Sequence[Core], only: Iterable[str]) -> None:
    """Refuses to be asked for what none of some programs has a figure of for a subject."""
    asked = dict.fromkeys(name for core in cores for name in core.asked_by_name)
    of = {each.name: each.of for core in cores for each in core.definitions if each.of}
    for name in only:
        if name in asked:
            continue
        known = dict.fromkeys(name for core in cores for name in core.outcomes)
        values = {"name": name, "suggestions": in_backticks(did_you_mean(name, asked)), "known": in_backticks(known)}
        values |= {"entity": of.get(name, ""), "subject": cores[0].subject.name}
        variant = "records" if name in of else ""
        raise Refused([Diagnostic("no-such-outcome", None, values, variant=variant)])


def _fits(core: Core, names: Iterable[str], period: Period) -> None:
    """Refuses a period before the program begins, one that looks at days outside its calendar, to say how much
    something has grown in one of another length than what it is held against, and to add up what is paid in two
    currencies."""
    names = tuple(names)
    found = [*before_life(core, period), *bases_of_another_length(core, names, period)]
    beyond = outside_calendar(core, period, names) if not found else None
    if beyond is not None:
        found.append(looks_outside(beyond, core.calendar.name(period)))
    elif not found:
        found += paid_in_two(core, names, period)
    if found:
        raise Refused(found)


def _read(
    core: Core,
    data: Path | Mapping[str, object],
    period: Period,
    as_of: datetime.date | None,
    *,
    accept_rejects: bool,
) -> tuple[Population, Reading]:
    from rulelang.data.read import read_population

    if not isinstance(data, Path):
        return _read_handed(core, data, period, as_of, accept_rejects=accept_rejects)

    population, reading = read_population(core, data, as_of=as_of, until=period.stop, accept_rejects=accept_rejects)
    if population is None:
        raise Refused(reading.findings)
    return population, reading


def _read_handed(
    core: Core, data: Mapping[str, object], period: Period, as_of: datetime.date | None, *, accept_rejects: bool
) -> tuple[Population, Reading]:
    """The population of rows that are in memory, by the rules of a folder."""
    from rulelang.data.given import population_from_rows
    from rulelang.data.rows import handed

    found = handed(core, data)
    missing = [entity.name for entity in core.entities if entity.name not in found.rows]
    if missing:
        raise Refused([Diagnostic("rows-missing", None, {"entities": in_backticks(missing)})])
    records = {name: rows for name, rows in found.rows.items() if name != core.subject.name}
    population, reading = population_from_rows(
        core, found.rows[core.subject.name], records, as_of=as_of, until=period.stop, accept_rejects=accept_rejects,
        hashes=found.hashes,
    )  # fmt: skip
    return population, reading


def _inside(core: Core, population: Population) -> Population:
    """The subjects that a variant covers, also those who are not there yet."""
    if core.countries is None or core.country_field is None:
        return population
    inside = tuple(s for s in population.subjects if s.fields[core.country_field] in core.countries)
    return attrs.evolve(population, subjects=inside)


def _one(core: Core, results: Results, partner: str | None) -> Results:
    """The results of one partner; its key as it is written in the data."""
    if partner is None:
        return results
    rows = tuple(row for row in results.rows if key_text(row[0]) == partner)
    if not rows:
        raise Refused([no_partner(core, partner, (key_text(row[0]) for row in results.rows))])
    return attrs.evolve(results, rows=rows)


def key_text(key: tuple[object, ...]) -> str:
    """A key as a person writes it."""
    return ", ".join(str(part) for part in key)


def no_partner(core: Core, partner: str, known: Iterable[str]) -> Diagnostic:
    """That there is nobody of this key."""
    near = in_backticks(did_you_mean(partner, known))
    first = core.subject.valid_from
    values = {"partner": partner, "subject": core.subject.name, "suggestions": near, "from": first or ""}
    return Diagnostic("no-such-partner", None, values, variant="first_day" if first else "")


def write(run_: Run, path: Path) -> None:
    """The files of a run: its results, its manifest and, if any, its rejects. See `Run.write`."""
    from rulelang.data.write import write_results

    write_results(run_.results, run_.core, path, run_.language)
    write_beside(path, run_.manifest, run_.rejects)


def write_beside(path: Path, manifest: Mapping[str, Any], rejects: Sequence[Diagnostic]) -> None:
    """The manifest and, if any, the rejects beside a result."""
    from rulelang.data.manifest import write_manifest
    from rulelang.data.write import write_rejects

    write_manifest(manifest, path)
    if rejects:
        write_rejects(path.with_name(f"{path.stem}.rejects.csv"), rejects)


def notes(program: Program, period: str) -> tuple[Diagnostic, ...]:
    """What is to be known of a period. See `Program.notes`."""
    return in_language(partly_before_life(program.ready, program.period(period)), program.language)


def _notes(program: Program, asked: Asked, reading: Reading) -> tuple[Diagnostic, ...]:
    """What is to be known of a run: of its period, and what first days leave out of it."""
    from rulelang.data.first_days import first_days_told

    told = (*first_days_told(program.ready, reading, program.period(asked.period)), *files_told(asked, reading))
    return (*program.notes(asked.period), *in_language(told, program.language))


def files_told(asked: Asked, reading: Reading) -> tuple[Diagnostic, ...]:
    """The files of a folder of data that nobody reads, where there are any."""
    history = asked.history.name if asked.history is not None else ""
    unread = [name for name in reading.unread if name != history]
    if not unread:
        return ()
    values = {"folder": asked.folder.name or str(asked.folder), "files": in_backticks(unread)}
    return (Diagnostic("data-files-unread", None, values),)


def refuse_as_of(core: Core, as_of: datetime.date | None) -> None:
    """Refuses to say what was known on a day where no row says since when it is."""
    if as_of is not None and not any(entity.recorded_on for entity in core.entities):
        raise Refused([Diagnostic("as-of-not-recorded", None, {"day": as_of})])


def explain(
    program: Program, asked: Asked, partner: str, language: str | None = None, *, inputs: bool = False
) -> Explained:
    """Why a partner got what it got. See `Program.explained`."""
    from rulelang.data.explained import explained, resting_on
    from rulelang.data.first_days import with_first_days
    from rulelang.data.reading import Reading
    from rulelang.interpret.explain import story

    population, subject, days = _of_one(program, asked, partner)
    alone = with_first_days(Reading(), program.ready, Population((subject,)), days)
    notes = in_language(_notes(program, asked, alone), language or program.language)
    core, told = program.ready, language or program.language
    found = story(core, population, subject.key, days, asked.only[0] if asked.only else None, told)
    data = explained(
        core, found, semantic_hash=program.semantic_hash, as_of=asked.as_of, settings=program.settings
    )
    if not inputs:
        return Explained(found.text, notes, data)
    from rulelang.interpret.inputs import cells_rested_on, tell_inputs
    from rulelang.interpret.resting import rests_on as resting

    named = resting(core, population, subject.key, days, asked.only or core.outcomes)
    rests = resting_on(core, subject, cells_rested_on(core, subject, named))
    return Explained(found.text + tell_inputs(core, subject, named, told), notes, {**data, "rests_on": rests})


def rests_on(program: Program, asked: Asked, partner: str) -> Mapping[str, tuple[Named, ...]]:
    """The input cells that decide. See `Program.rests_on`."""
    from rulelang.interpret.resting import rests_on as resting

    population, subject, days = _of_one(program, asked, partner)
    return resting(program.ready, population, subject.key, days, asked.only or None)


def _of_one(program: Program, asked: Asked, partner: str) -> tuple[Population, Subject, Period]:
    """The population as it stands for one partner, with the tiers that this one had before where they are given."""
    core, days = program.ready, program.period(asked.period)
    refuse_as_of(core, asked.as_of)
    _fits(core, _outcomes(core, asked.only), days)
    population, _ = _read(core, asked.data, days, asked.as_of, accept_rejects=False)
    covered = those_there(core, _inside(core, population), days)
    subject = _subject(core, covered, partner)
    if asked.history is not None:
        from rulelang.continuing import with_past

        covered = with_past(core, covered, subject, asked.history)
    return covered, subject, days


def _subject(core: Core, population: Population, partner: str) -> Subject:
    for subject in population.subjects:
        if key_text(subject.key) == partner:
            return subject
    raise Refused([no_partner(core, partner, (key_text(s.key) for s in population.subjects))])


def evaluate(
    program: Program,
    subject: object,
    period: str,
    records: Mapping[str, object],
    engine: str,
    cohort: object = None,
) -> Mapping[str, Outcome]:
    """The outcomes of one partner given as plain data. See `Program.evaluate`."""
    from rulelang.data.given import population_from_rows
    from rulelang.data.rows import rows_of

    core, days = program.ready, program.period(period)
    _fits(core, core.outcomes, days)
    rows = {name: rows_of(given) for name, given in records.items()}
    everybody = (*rows_of([subject]), *rows_of(cohort if cohort is not None else ()))
    population, reading = population_from_rows(core, everybody, rows)
    problems = (*reading.findings, *reading.rejects)
    if problems:
        raise Refused(problems)
    wanted = population.subjects[0].key
    results = run_engine(core, attrs.evolve(population, whole=cohort is not None), days, engine)
    outcomes = next(outcomes for key, outcomes in results.rows if key == wanted)
    return dict(zip(results.outcomes, outcomes, strict=True))


def propose_mapping(program: Program, file: Path, entity: str | None) -> Proposal:
    """How an export may be read. See `Program.propose_mapping`."""
    from rulelang.data.proposing.propose import propose
    from rulelang.data.table import Stopped

    core = program.ready
    entities = [each.name for each in core.entities]
    if entity is not None and entity not in entities:
        values = {"name": entity, "entities": in_backticks(entities)}
        near = in_backticks(did_you_mean(entity, entities))
        raise Refused([Diagnostic("map-no-such-entity", None, values | {"suggestions": near})])
    path = {"path": file.as_posix()}
    if file.is_dir() or file.suffix == ".rule":
        raise Refused([Diagnostic("not-an-export", None, path, variant="" if file.is_dir() else "rules")])
    if not file.is_file():
        raise Refused([Diagnostic("file-not-found", None, path)])
    try:
        return propose(core, file, entity)
    except Stopped as stop:
        raise Refused([stop.finding]) from stop
