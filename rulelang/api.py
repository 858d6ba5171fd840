"""rulelang for host applications: load, check, run, explain, evaluate, test. The only place where passes are chained.

Everything returned is frozen and safe to share between threads; nothing prints. A wrong call raises `Refused` with
findings in words; findings about rules and data are values.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from rulelang.diagnostics import catalogue
from rulelang.diagnostics.family import told_once
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.refused import Refused, refusing_in
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.frozen import frozen
from rulelang.languages import ENGLISH
from rulelang.loading import files_at
from rulelang.names.alone import with_program
from rulelang.names.beside_broken import beside_broken, can_be_left_out
from rulelang.names.resolve import names_of, resolve
from rulelang.names.unused import unused
from rulelang.program import Program
from rulelang.results import CaseResult, Explained, FamilyRun, Run, TestResult, Written
from rulelang.syntax import nodes
from rulelang.typecheck.bound import BoundReader, no_project
from rulelang.typecheck.check import check as check_types

if TYPE_CHECKING:
    from rulelang.tools.family import Member
    from rulelang.typecheck.facts import Checked

ENGINES = ("interpreter", "python", "duckdb")
__all__ = [
    "CaseResult", "Explained", "FamilyRun", "Loaded", "Program", "Refused", "Run", "TestResult", "Written", "check",
    "load", "test",
]  # fmt: skip


def load(path: str | Path) -> Loaded:
    """The program at a path: a folder with `program.rule` or `program.es.rule`, and `variants/*.rule`, or one of these.

    Raises `Refused` when there is no such file or it is not text.
    """
    found = files_at(Path(path))
    return Loaded(found.modules, found.findings, found.default, files=found.beside, lock=found.lock)


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
