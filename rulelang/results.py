"""What comes back from running and testing programs. Knows no rules and computes nothing."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.diagnostics.model import Diagnostic
from rulelang.frozen import frozen
from rulelang.languages import ENGLISH

if TYPE_CHECKING:
    from rulelang.core.nodes import Core
    from rulelang.core.population import Results
    from rulelang.tools.coverage import Coverage


@frozen
class Run:
    """The result of a run. `rejects` are rows of data that were left out, `manifest` says what was run on what, `notes`
    are those of `Program.notes` and of what first days leave out: records dated before them, partners who begin
    later."""

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


@frozen
class Written:
    """A run whose results are in a file, with its manifest and, if any, its rejects beside it."""

    manifest: Mapping[str, Any]
    rejects: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()


@frozen
class Explained:
    """Why a partner got what it got. `notes` are those of `Program.notes` and of the partner's own records. `data` says
    the same as `text`, as `Program.explanation` gives it."""

    text: str
    notes: tuple[Diagnostic, ...] = ()
    data: Mapping[str, Any] = attrs.field(factory=dict, hash=False)


@frozen
class FamilyRun:
    """Runs of several variants, each with its name and its own partners. `not_covered` are the keys of those that no
    variant asked for pays, `begin_later` of those whose first day comes after the period; `manifest` holds the
    manifests of the parts, `notes` are as those of a run of them all."""

    parts: tuple[tuple[str, Run], ...]
    not_covered: tuple[str, ...]
    manifest: Mapping[str, Any]
    begin_later: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

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
