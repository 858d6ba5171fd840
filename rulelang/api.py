"""rulelang for host applications: load, check, run, explain, evaluate, test. The only place where passes are chained.

Everything returned is frozen and safe to share between threads; nothing prints. A wrong call raises `Refused` with
findings in words; findings about rules and data are values.
"""
from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.family import told_once
from rulelang.diagnostics.model import Diagnostic, Report, Severity
from rulelang.diagnostics.periods import no_such_period
from rulelang.diagnostics.refused import Refused, refusing_in
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen
from rulelang.languages import ENGLISH
from rulelang.names.alone import with_program
from rulelang.names.beside_broken import beside_broken, can_be_left_out
from rulelang.names.calendars import has_calendar, with_calendars
from rulelang.names.problems import no_such_name
from rulelang.names.resolve import names_of, resolve
from rulelang.names.unused import unused
from rulelang.project import files_of, home_of, read_lock, usable_files
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.typecheck.bound import BoundReader, no_project
from rulelang.typecheck.check import check as check_types

if TYPE_CHECKING:
    from rulelang.core.nodes import Core, Unchosen
    from rulelang.core.population import Outcome, Results
    from rulelang.data.proposing.propose import Proposal
    from rulelang.interpret.resting import Named
    from rulelang.running import Asked
    from rulelang.tools.coverage import Coverage
    from rulelang.tools.family import Member
    from rulelang.typecheck.facts import Checked

ENGINES = ("interpreter", "python", "duckdb")
__all__ = [
    "CaseResult", "FamilyRun", "Loaded", "Program", "Refused", "Run", "TestResult", "Written", "check", "load", "test",
]  # fmt: skip


def load(path: str | Path) -> Loaded:
    """The program at a path: a folder with `program.rule` and `variants/*.rule`, or one of these files.

    Raises `Refused` when there is no such file or it is not text.
    """
    files, named = files_of(Path(path))
    modules: list[nodes.Module] = []
    findings: list[Diagnostic] = []
    default = None
    for file in files:
        module, found = read(file)
        modules.append(module)
        findings.extend(found)
        if file is named:
            default = _variant_meant(module)
    home = home_of(Path(path))
    modules, not_whole = _with_calendars(modules, home)
    findings.extend(not_whole)
    used, missing = _used(modules, home)
    every = (*modules, *used)
    beside = _files_beside(Path(path), every)
    return Loaded(every, (*findings, *missing), default, files=beside, lock=read_lock(home))


def _with_calendars(
    modules: Sequence[nodes.Module], home: Path
) -> tuple[list[nodes.Module], tuple[Diagnostic, ...]]:
    """The files with the calendar of the program beside the line that names its file, where it has one of its own."""
    if not any(has_calendar(d) for module in modules for d in module.declarations if isinstance(d, nodes.Program)):
        return list(modules), ()
    from rulelang.data.calendar_file import read_calendar

    return with_calendars(modules, functools.partial(read_calendar, home))


def _variant_meant(module: nodes.Module) -> str | None:
    """The variant that a file is about: the only one, where it does not hold the program too."""
    variants = [d.name.text for d in module.declarations if isinstance(d, nodes.Variant)]
    holds_program = any(isinstance(d, nodes.Program) for d in module.declarations)
    return variants[0] if len(variants) == 1 and not holds_program else None


def _used(modules: Sequence[nodes.Module], home: Path) -> tuple[list[nodes.Module], list[Diagnostic]]:
    """The files that some files use, those that they use in turn, and what is wrong with finding them."""
    used: dict[str, nodes.Module] = {}
    report = Report()
    waiting = list(modules)
    usable: dict[str, Callable[[], SourceFile | None]] = {}
    while waiting:
        for use in (d for d in waiting.pop(0).declarations if isinstance(d, nodes.Use)):
            if use.module in used:
                continue
            usable = usable or usable_files(home)
            file = usable.get(use.module, lambda: None)()
            if file is None:
                known = tuple(usable)
                no_such_name(report, "no-such-module", use.span, use.module, known, known=in_backticks(known))
                continue
            module, found = read(file)
            report.findings.extend(found)
            used[use.module] = attrs.evolve(module, used_as=use.module)
            waiting.append(used[use.module])
    return list(used.values()), report.findings


def check(path: str | Path) -> tuple[Diagnostic, ...]:
    """Every finding about the program at a path and its variants, each once."""
    return load(path).check()


def test(
    loaded: Loaded,
    *,
    matching: str | None = None,
    engine: str = "interpreter",
    cases: str | Path | None = None,
    coverage: bool = False,
) -> TestResult:
    """Runs the examples that stand in a program and its variants, or those whose title contains `matching`.

    `cases` is a JSON file of more of them (`rulelang.cases.v1`). `coverage` asks which rules they reach.
    """
    from rulelang.tools.testing import run_tests

    return run_tests(loaded, matching, engine, None if cases is None else Path(cases), coverage=coverage)


@frozen
class CaseResult:
    """One example: `place` is `file:line`; `failures` are sentences, empty when it came out as written."""

    title: str
    place: str
    failures: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


@frozen
class TestResult:
    """Every example that ran, in the order of the files, and what they reach where that was asked for."""

    cases: tuple[CaseResult, ...]
    coverage: Coverage | None = None


@frozen
class Loaded:
    """The files of a program, parsed. `default` is the only variant of a file that was named, `lock` the text of its
    lock file."""

    modules: tuple[nodes.Module, ...]
    findings: tuple[Diagnostic, ...]
    default: str | None = None
    settings: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    files: BoundReader = attrs.field(default=no_project, eq=False, repr=False)
    lock: str | None = None

    @property
    def has_errors(self) -> bool:
        """Whether a finding about the files keeps their programs from being run."""
        return any(catalogue.severity(f) is Severity.ERROR for f in self.findings)

    @property
    def programs(self) -> tuple[str, ...]:
        """The name of the program, then those of its variants."""
        return names_of(self.modules)

    @property
    def language(self) -> str:
        """The language of the program's own file, by its code."""
        return self.modules[0].language if self.modules else ENGLISH

    def check(self) -> tuple[Diagnostic, ...]:
        """Every finding about the program and its variants, each once."""
        if self.has_errors:
            return (*self.findings, *self._beside_broken())
        if not self.programs:
            resolved, findings = resolve(with_program(self.modules))
            more = check_types(resolved, self.files)[1] if resolved is not None else ()
            return (*self.findings, *findings, *more)
        chosen = self.programs if self.default is None else (self.default,)
        checked = {name: self.proved(name) for name in chosen}
        found = told_once([findings for _, findings, _ in checked.values()])
        if not any(catalogue.severity(f) is Severity.ERROR for f in found):
            found.extend(unused(self.modules))
        if any(isinstance(d, nodes.Example) for module in self.modules for d in module.declarations):
            from rulelang.tools.example_checks import check_all_examples

            found.extend(check_all_examples(self, {name: one for name, (one, _, _) in checked.items()}))
        return tuple(dict.fromkeys([*self.findings, *found, *self.moved(chosen)]))

    def _beside_broken(self) -> tuple[Diagnostic, ...]:
        """Errors beside declarations that could not be read, where they do not follow from that."""
        errors = [finding for finding in self.findings if catalogue.severity(finding) is Severity.ERROR]
        if not self.programs or not can_be_left_out(self.modules, errors):
            return ()
        chosen = self.programs if self.default is None else (self.default,)
        found = told_once([self.proved(name)[1] for name in chosen])
        more = beside_broken(self.modules, errors, (f for f in found if catalogue.severity(f) is Severity.ERROR))
        return tuple(finding for finding in more if finding not in self.findings)

    def moved(self, names: Sequence[str] | None = None) -> tuple[Diagnostic, ...]:
        """What says something else in the base of each variant than when the lock file was written; nothing without
        one."""
        if self.lock is None or self.settings:
            return ()
        from rulelang.tools.lock import what_moved

        chosen = self.programs if names is None else names
        return tuple(finding for name in chosen for finding in what_moved(self, self.lock, name))

    def lock_text(self) -> str:
        """The lock file of the program: what each variant is checked against. `Refused` where a base has errors."""
        from rulelang.tools.lock import lock_text

        return lock_text(self)

    def variants(self) -> Member | None:
        """The program with its variants as a tree of what each changes; None where the program cannot be made out."""
        from rulelang.tools.family import family

        return family(self.modules)

    def run_family(
        self,
        data: str | Path,
        period: str,
        *,
        name: str | None = None,
        as_of: datetime.date | None = None,
        engine: str = "duckdb",
        only: Sequence[str] = (),
        partner: str | None = None,
        accept_rejects: bool = False,
        history: str | Path | None = None,
    ) -> FamilyRun:
        """What every partner is paid by the most specific variant that covers it on the last day of a period, of the
        program or variant called `name` and those below it. Two equally specific ones for a country are `Refused`."""
        from rulelang.running import Asked
        from rulelang.running_family import run_family

        past = None if history is None else Path(history)
        asked = Asked(Path(data), period, as_of, engine, tuple(only), partner, accept_rejects, past)
        chosen = name or self.default
        with refusing_in(self.program(chosen).language):
            return run_family(self, chosen, asked)

    def program(self, name: str | None = None) -> Program:
        """The program or variant of that name, resolved, checked and lowered; `Refused` when there is none."""
        from rulelang.core.lower import lower

        chosen = name or self.default
        if chosen is not None and chosen not in self.programs:
            near = in_backticks(did_you_mean(chosen, self.programs))
            raise Refused([Diagnostic("program-not-found", None, {"name": chosen, "suggestions": near})])
        checked, findings, language = self.proved(chosen)
        if self.has_errors:
            # What could not be read is missing from the rest, which would pay without it.
            checked, findings = None, self.findings
        core = lower(checked) if checked is not None else None
        title = chosen or (self.programs[0] if self.programs else "")
        return Program(title, core, findings, language, self.settings)

    def with_values(self, values: Mapping[str, str]) -> Loaded:
        """The same with parameters at other values, written as in a program: `{"deploy_rate": "3%"}`; to ask what if.

        Whether a value fits is found out as if it stood in the file. `Refused` where there is no such parameter.
        """
        from rulelang.tools.what_if import with_values

        return attrs.evolve(self, modules=with_values(self.modules, values), settings={**self.settings, **values})

    def proved(self, name: str | None) -> tuple[Checked | None, tuple[Diagnostic, ...], str]:
        """A program or variant as the checker leaves it, None where there are errors; findings; and its language."""
        resolved, findings = resolve(self.modules, name)
        if resolved is None:
            return None, findings, ENGLISH
        checked, more = check_types(resolved, self.files)
        findings = (*findings, *more)
        if any(catalogue.severity(f) is Severity.ERROR for f in findings):
            checked = None
        return checked, findings, resolved.language


@frozen
class Program:
    """A program or variant. `core` is None when `findings` hold an error; then it cannot be run.

    `settings` are parameters that were given other values, as they were written.
    """

    name: str
    core: Core | None
    findings: tuple[Diagnostic, ...]
    language: str = ENGLISH
    settings: Mapping[str, str] = attrs.field(factory=dict, hash=False)

    @property
    def ready(self) -> Core:
        """What engines run; `Refused` with the errors where there are any, or with the figures still to be chosen."""
        if self.core is None:
            raise Refused([f for f in self.findings if catalogue.severity(f) is Severity.ERROR])
        if self.core.unchosen:
            raise Refused(self.not_chosen)
        return self.core

    @property
    def not_chosen(self) -> tuple[Diagnostic, ...]:
        """A finding for each figure that is still to be chosen before the program runs."""
        return tuple(_not_chosen(choice) for choice in self.core.unchosen) if self.core is not None else ()

    @property
    def semantic_hash(self) -> str:
        """64 hexadecimal digits; programs that have the same pay the same."""
        return _hash(self.ready)

    @property
    def subject(self) -> str:
        """The entity that results are about, such as `Partner`."""
        return self.ready.subject.name

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of what a run reports, in its order."""
        return self.ready.outcomes

    def period(self, text: str) -> Period:
        """A period of the program's calendar, such as `2025-Q2`; `Refused` when there is none of that name."""
        found = self.ready.calendar.parse(text)
        if found is None:
            raise Refused([no_such_period(self.ready.calendar, text, None, self.language)])
        return found

    def notes(self, period: str) -> tuple[Diagnostic, ...]:
        """What is to be known of a period before anything is computed for it: that the program begins inside it."""
        from rulelang.running import notes

        return notes(self, period)

    def run(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        *,
        as_of: datetime.date | None = None,
        engine: str = "duckdb",
        only: Sequence[str] = (),
        partner: str | None = None,
        accept_rejects: bool = False,
        history: str | Path | None = None,
    ) -> Run:
        """What every partner in the data is paid in a period. `partner` filters the result, never the data.

        `data` is a folder, or rows by the name of each entity: dicts, attrs objects, a frame of pandas, polars, Arrow.

        `history` is a file of the tiers that partners had before: the key, `ladder`, `tier`, `since`.
        """
        from rulelang.running import Asked, run

        with refusing_in(self.language):
            asked = Asked(_data(data), period, as_of, engine, tuple(only), partner, accept_rejects, _path(history))
            return run(self, asked)

    def run_to(
        self,
        out: str | Path,
        data: str | Path | Mapping[str, object],
        period: str,
        *,
        as_of: datetime.date | None = None,
        engine: str = "duckdb",
        only: Sequence[str] = (),
        partner: str | None = None,
        accept_rejects: bool = False,
        history: str | Path | None = None,
    ) -> Written:
        """The same files as `run(...).write(out)`; DuckDB writes them from Parquet without holding them in memory."""
        from rulelang.running import Asked, run_to

        asked = Asked(_data(data), period, as_of, engine, tuple(only), partner, accept_rejects, _path(history))
        with refusing_in(self.language):
            return run_to(self, asked, Path(out))

    def explain(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        language: str | None = None,
        history: str | Path | None = None,
        inputs: bool = False,
    ) -> str:
        """Why a partner got what it got: a story with the amounts, dates and rules that decided.

        `inputs` adds the values of the data that it rests on, as `rests_on` finds them. `history` is as in `run`.
        """
        from rulelang.running import explain

        only = () if outcome is None else (outcome,)
        with refusing_in(language or self.language):
            asked = _asked_of_one(data, period, partner, only, as_of, history)
            return explain(self, asked, partner, language, inputs=inputs)

    def rests_on(
        self,
        data: str | Path | Mapping[str, object],
        period: str,
        partner: str,
        *,
        outcome: str | None = None,
        as_of: datetime.date | None = None,
        history: str | Path | None = None,
    ) -> Mapping[str, tuple[Named, ...]]:
        """For each outcome the cells of a partner's data that it rests on: each alone, at another value, changes it.

        Each is named with such a value. Where several reasons hold at once, no cell of them alone changes anything.
        """
        from rulelang.running import rests_on

        only = () if outcome is None else (outcome,)
        with refusing_in(self.language):
            asked = _asked_of_one(data, period, partner, only, as_of, history)
            return rests_on(self, asked, partner)

    def evaluate(
        self,
        subject: object,
        period: str,
        *,
        records: Mapping[str, object] | None = None,
        engine: str = "python",
        cohort: object = None,
    ) -> Mapping[str, Outcome]:
        """The outcomes of one partner given as a dict or attrs object, with rows for each name its records have.

        The records given are complete: what is not there did not happen. `cohort` are the fields of all other partners,
        whose records stand among the others with the key of their partner; without it what compares partners is
        unknown. Raises `Refused` where a value does not fit.
        """
        from rulelang.running import evaluate

        with refusing_in(self.language):
            return evaluate(self, subject, period, records or {}, engine, cohort)

    def schema(self, *, outputs: bool = False) -> dict[str, Any]:
        """A JSON Schema of one partner with its records, as `evaluate` takes them; or of a result in JSON."""
        from rulelang.data.schemas import input_schema, output_schema

        return output_schema(self.ready) if outputs else input_schema(self.ready)

    def headers(self, *, outputs: bool = False) -> Mapping[str, Sequence[str]]:
        """The columns of each file of data by the file's name, or those of a result."""
        from rulelang.data.schemas import headers, output_header

        if outputs:
            return {"result.csv": output_header(self.ready)}
        return {f"{name}.csv": columns for name, columns in headers(self.ready).items()}

    def propose_mapping(self, file: str | Path, *, entity: str | None = None) -> Proposal:
        """A mapping that an export may be read by, of the entity named or of the one that fits best, with its doubts.

        Nothing reads it until somebody has kept its text (`rulelang.data.proposing.text`) beside the data.
        """
        from rulelang.running import propose_mapping

        with refusing_in(self.language):
            return propose_mapping(self, Path(file), entity)


def _asked_of_one(
    data: str | Path | Mapping[str, object],
    period: str,
    partner: str,
    only: tuple[str, ...],
    as_of: datetime.date | None,
    history: str | Path | None,
) -> Asked:
    from rulelang.running import Asked

    return Asked(_data(data), period, as_of, "interpreter", only, partner, accept_rejects=False, history=_path(history))


def _data(given: str | Path | Mapping[str, object]) -> Path | Mapping[str, object]:
    return given if isinstance(given, Mapping) else Path(given)


def _files_beside(path: Path, modules: Sequence[nodes.Module]) -> BoundReader:
    """What reads the tables that stand in files of the project, where a program has any."""
    keyed = (d for module in modules for d in module.declarations if isinstance(d, nodes.KeyedParameter))
    if not any(isinstance(entry, nodes.ReadFrom) for parameter in keyed for entry in parameter.entries):
        return no_project
    from rulelang.data.bound import BoundFiles

    return BoundFiles(home_of(path))


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _not_chosen(choice: Unchosen) -> Diagnostic:
    """The finding about a figure that nobody has chosen yet."""
    cell = f" ({', '.join(choice.cell)})" if choice.cell else ""
    values = {"name": f"{choice.parameter}{cell}", "low": choice.low, "high": choice.high, "date": str(choice.start)}
    return Diagnostic("not-chosen", choice.span, values)


@functools.lru_cache(maxsize=64)
def _hash(core: Core) -> str:
    from rulelang.core.hash import semantic_hash

    return semantic_hash(core)


@frozen
class FamilyRun:
    """Runs of several variants, each with its name and its own partners. `not_covered` are the keys of those that no
    variant asked for pays; `manifest` holds the manifests of the parts."""

    parts: tuple[tuple[str, Run], ...]
    not_covered: tuple[str, ...]
    manifest: Mapping[str, Any]

    @property
    def rejects(self) -> tuple[Diagnostic, ...]:
        """Every row of data that was left out, once."""
        found = {(r.name, r.place): r for _, run in self.parts for r in run.rejects}
        return tuple(found.values())

    def write(self, path: str | Path) -> None:
        """Writes one table with a column that names the variant, as `Run.write` does."""
        from rulelang.running_family import write_family

        write_family(self, Path(path))


@frozen
class Written:
    """A run whose results are in a file, with its manifest and, if any, its rejects beside it."""

    manifest: Mapping[str, Any]
    rejects: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()


@frozen
class Run:
    """The result of a run. `rejects` are rows of data that were left out, `manifest` says what was run on what, `notes`
    are those of `Program.notes`."""

    core: Core
    results: Results
    manifest: Mapping[str, Any]
    rejects: tuple[Diagnostic, ...] = ()
    language: str = ENGLISH
    notes: tuple[Diagnostic, ...] = ()

    def write(self, path: str | Path) -> None:
        """Writes the result (.csv, .json, .jsonl, .parquet, .xlsx), beside it its manifest and, if any, its rejects."""
        from rulelang.running import write

        write(self, Path(path))
