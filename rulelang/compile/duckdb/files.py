"""Runs a core over a folder of Parquet files wholly inside DuckDB: reading, validation, versions, coverage, results.

A census of the rows says which of them count and what a plan may rely on; then one statement reads the files again and
gives the figures. Other folders are left to the reader in Python; both give the same results, rejects and counts.
"""
from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from rulelang.compile.dialects.duckdb import GUARD, DuckDB
from rulelang.compile.duckdb.census import Census, take_census
from rulelang.compile.duckdb.figures import TABLE, Figures
from rulelang.compile.duckdb.first_days import FirstDays
from rulelang.compile.duckdb.inputs import Input, inputs_of
from rulelang.compile.duckdb.rejects import rejects_of
from rulelang.compile.duckdb.rendering import Rendering
from rulelang.compile.duckdb.session import MEMORY, Session, locked_session
from rulelang.compile.plan import LIKELY_TOTAL, Facts, Plan
from rulelang.compile.plan_ladders import dated_ladders
from rulelang.compile.planning import make_plan
from rulelang.compile.scalars import REJECTED, SUBJECT, Column
from rulelang.compile.sql import Sources, print_sql
from rulelang.core.nodes import Core
from rulelang.core.population import Results
from rulelang.core.walk import expressions_of
from rulelang.data.atomic import replacing
from rulelang.data.files import files_unread
from rulelang.data.manifest import Summary
from rulelang.data.read import Source, is_plain_parquet, open_sources
from rulelang.data.reading import Reading
from rulelang.data.table import Stopped
from rulelang.diagnostics.order import in_order
from rulelang.exact.calendar import ONE_DAY, Period
from rulelang.languages import ENGLISH

SQL = DuckDB()


@attrs.frozen
class FilesRun:
    """`results` is None where they were written. `sql` are the statements that ran over the files, the last of which
    gives the figures; none names a folder. `unmatched` are the keys of all subjects, as text, where the one wanted is
    not among them: then nothing was written."""

    reading: Reading
    summary: Summary
    sql: str
    results: Results | None = None
    unmatched: tuple[str, ...] | None = None


def run_duckdb_files(
    core: Core,
    folder: Path,
    period: Period,
    outcomes: Sequence[str] | None = None,
    *,
    as_of: datetime.date | None = None,
    accept_rejects: bool = False,
    out: Path | None = None,
    only: str | None = None,
    language: str = ENGLISH,
) -> FilesRun | Reading | None:
    """The run of a folder of Parquet files. Its results are written to `out`, those of the subject with the key `only`
    or of all, where DuckDB can write them as `write_results` would; otherwise they are all returned.

    A Reading where its findings stop the run; None where some file is not Parquet or a mapping says how to read them.
    Subjects that a variant does not cover are counted and left out.
    """
    if core.is_linked or _has_wholes(core) or not is_plain_parquet(core, folder):
        return None
    sources, findings = open_sources(core, folder)
    try:
        if findings:
            return Reading(findings=in_order(findings))
        unread = files_unread(folder, [source.table.file for source in sources])
        order = _Order(core, period, tuple(outcomes or core.outcomes), as_of, accept_rejects)
        # The files are hashed while they are worked on: neither waits for the other.
        with ThreadPoolExecutor(max_workers=1) as hashing:
            digests = {source.table.file: hashing.submit(source.table.digest) for source in sources}
            found = _run(order, sources, out, only, language)
        hashes = {file: digest.result() for file, digest in digests.items()}
        reading = attrs.evolve(found.reading, input_hashes=hashes, unread=unread)
        return attrs.evolve(found, reading=reading)
    except Stopped as stop:
        return Reading(findings=(stop.finding,))
    finally:
        for source in sources:
            source.table.close()


def _has_wholes(core: Core) -> bool:
    """Whether cells of a row depend on one another: a record that may be absent is absent as a whole."""
    return any(field.wholes for entity in core.entities for field in entity.fields)


def _run(
    order: _Order, sources: Sequence[Source], out: Path | None, only: str | None, language: str
) -> FilesRun:
    """In little memory, and where that is not enough for what has to be held at once, in all there is."""
    import duckdb

    try:
        return _run_within(MEMORY, order, inputs_of(sources), out, only, language)
    except duckdb.OutOfMemoryException:
        return _run_within("", order, inputs_of(sources), out, only, language)


def _run_within(
    memory: str, order: _Order, inputs: Sequence[Input], out: Path | None, only: str | None, language: str
) -> FilesRun:
    import duckdb

    with tempfile.TemporaryDirectory() as spill, duckdb.connect(":memory:") as connection:
        written = Path(spill, f"result{out.suffix.lower()}") if out else None
        files = [one.table.path.resolve() for one in inputs]
        session = locked_session(connection, [*files, *([written] if written else [])], Path(spill), memory)
        for one in inputs:
            one.view(session)
        censuses = order.censuses(session, inputs)
        reading = order.first_days(session, censuses).added_to(order.reading(session, censuses))
        figures = order.figures(session, censuses, reading)
        found = FilesRun(reading, figures.summary(), session.text)
        rendering = Rendering(figures, only, language)
        if out is None or written is None or not rendering.can_write(out):
            return attrs.evolve(found, results=figures.results())
        if only is not None and not rendering.matches():
            return attrs.evolve(found, unmatched=rendering.keys())
        rendering.write(written)
        with replacing(out) as temporary:
            shutil.copyfile(written, temporary)
        return found


@attrs.frozen
class _Order:
    """What is asked for: everything about a run but its files."""

    core: Core
    period: Period
    outcomes: tuple[str, ...]
    as_of: datetime.date | None
    accept_rejects: bool

    def censuses(self, session: Session, inputs: Sequence[Input]) -> tuple[Census, ...]:
        days: dict[str, list[str]] = {}
        for entity, field in sorted(dated_ladders(expressions_of(self.core))):
            days.setdefault(entity, []).append(field)
        return take_census(session, inputs, self.as_of, days)

    def reading(self, session: Session, censuses: Sequence[Census]) -> Reading:
        recorded = [census.latest_recorded for census in censuses if census.latest_recorded is not None]
        return Reading(
            rejects=in_order(r for census in censuses for r in rejects_of(session, census, censuses[0])),
            counts=tuple(census.counts for census in censuses),
            covered_from=self._covered_from(censuses),
            latest_recorded=max(recorded, default=None),
        )

    def first_days(self, session: Session, censuses: Sequence[Census]) -> FirstDays:
        return FirstDays(self.core, session, censuses, of_country(self.core, censuses[0]), self.period.stop)

    def _covered_from(self, censuses: Sequence[Census]) -> dict[str, datetime.date]:
        """The first day of the quarter of each dated relation's earliest row; without any, the day after the run's
        last."""
        calendar, found = self.core.calendar, {}
        for census in censuses[1:]:
            if census.input.dated is not None:
                day = census.earliest
                start = self.period.stop + ONE_DAY if day is None else calendar.holding_row("quarter", day).start
                found[census.input.entity.name] = start
        return found

    # -------------------------------------------------------------------------------------------- figures

    def figures(self, session: Session, censuses: Sequence[Census], reading: Reading) -> Figures:
        """The table of figures; made once more by a plan that promises less where a total is larger than promised."""
        import duckdb

        marked = () if self.accept_rejects else (c.input.entity.name for c in censuses[1:] if c.marks)
        days = {(c.input.entity.name, field): span for c in censuses for field, span in c.days.items()}
        facts = Facts(reading.covered_from, {}, frozenset(marked), LIKELY_TOTAL, days)
        for limited in (facts, attrs.evolve(facts, total_limit=None)):
            plan = make_plan(self.core, self.period, limited, self.outcomes)
            sources = _Sources(self.core, self.period, plan, censuses).sources()
            try:
                session.make(TABLE, print_sql(plan, SQL, sources))
            except duckdb.InvalidInputException as error:
                if GUARD not in str(error):
                    raise
                continue
            return Figures(session, plan, sources.key)
        raise AssertionError("a plan that promises nothing about totals holds for all of them")


@attrs.frozen
class _Sources:
    """Where a plan finds the rows that count: selects over the files' views, in the form that plans read."""

    core: Core
    period: Period
    plan: Plan
    censuses: Sequence[Census]

    def sources(self) -> Sources:
        subject = self.censuses[0]
        columns = {c: self._name(subject, c) for c in self.plan.columns}
        subjects, before = self._subjects(f"{subject.input.rows}_accepted")
        relations = {}
        for census in self.censuses[1:]:
            passes = [one for one in self.plan.passes if one.relation == census.input.entity.name]
            if passes:
                found = {c: census.input.name_of(c.name) for one in passes for c in one.fields}
                name = f"{census.input.rows}_accepted"
                before.append((name, census.accepted(census.values([*census.input.owner, *found.values()]))))
                relations[census.input.entity.name] = name
                columns |= found
        return Sources(subjects, subject.input.key, relations, columns, tuple(before))

    def _name(self, subject: Census, column: Column) -> str:
        if column.source != REJECTED:
            return subject.input.name_of(column.name)
        return f"{self._census(column.name).input.rows}_rejected"

    def _census(self, entity: str) -> Census:
        return next(census for census in self.censuses if census.input.entity.name == entity)

    def _subjects(self, name: str) -> tuple[str, list[tuple[str, str]]]:
        """The key and the fields that are read of the subjects a variant covers, and whether records were rejected: the
        name to read them by, and what has to stand before."""
        subject = self.censuses[0]
        fields = [self._name(subject, c) for c in self.plan.columns if c.source == SUBJECT]
        flags = [self._flag(name, c) for c in self.plan.columns if c.source == REJECTED]
        before = [(name, subject.accepted(subject.values([*subject.input.key, *fields]), *self._covered(subject)))]
        if not flags:
            return name, before
        return f"{name}_marked", [*before, (f"{name}_marked", f"select *, {', '.join(flags)} from {name}")]

    def _covered(self, subject: Census) -> list[str]:
        """The tests that a subject is there by the end of the period and that a variant covers it."""
        return [*self._there(subject), *of_country(self.core, subject)]

    def _there(self, subject: Census) -> list[str]:
        first = self.core.subject.valid_from
        if first is None:
            return []
        day = subject.input.value_of(subject.input.name_of(first), guarded=not subject.fits)
        return [f"{day} <= {SQL.day(self.period.stop)}"]

    def _flag(self, subjects: str, column: Column) -> str:
        """Whether a subject has a rejected row of a relation."""
        subject, census = self.censuses[0], self._census(column.name)
        same = " and ".join(
            f"marked.{name} = {subjects}.{key}"
            for name, key in zip(census.input.owner, subject.input.key, strict=True)
        )
        test = f"select 1 from {census.fates} as marked where marked.fate = 'rejected' and {same}"
        return f"exists ({test}) as {self._name(subject, column)}"


def of_country(core: Core, subject: Census) -> list[str]:
    """The test that a variant covers a subject."""
    if core.countries is None or core.country_field is None:
        return []
    country = subject.input.value_of(subject.input.name_of(core.country_field), guarded=not subject.fits)
    return [f"{country} in ({', '.join(map(SQL.text, core.countries))})"]
