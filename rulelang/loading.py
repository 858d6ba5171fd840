"""The files of a program: finds and parses them, those that they use, and what stands beside them. Knows no meaning."""
from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.diagnostics.suggest import in_backticks
from rulelang.frozen import frozen
from rulelang.names.calendars import has_calendar, with_calendars
from rulelang.names.problems import no_such_name
from rulelang.project import files_of, home_of, read_lock, usable_files
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.typecheck.bound import BoundReader, no_project


@frozen
class Files:
    """The files of a program, parsed, and those that they use. `default` is the only variant of a file that was named,
    `beside` what reads the tables that stand in other files, `lock` the text of the lock file."""

    modules: tuple[nodes.Module, ...]
    findings: tuple[Diagnostic, ...]
    default: str | None
    beside: BoundReader
    lock: str | None


def files_at(path: Path) -> Files:
    """The files at a path: of a folder or of one file in it. `Refused` when there is none or it is not text."""
    files, named = files_of(path)
    modules: list[nodes.Module] = []
    findings: list[Diagnostic] = []
    default = None
    for file in files:
        module, found = read(file)
        modules.append(module)
        findings.extend(found)
        if file is named:
            default = _variant_meant(module)
    home = home_of(path)
    modules, not_whole = _with_calendars(modules, home)
    used, missing = _used(modules, home)
    every = (*modules, *used)
    return Files(every, (*findings, *not_whole, *missing), default, _files_beside(home, every), read_lock(home))


def _variant_meant(module: nodes.Module) -> str | None:
    """The variant that a file is about: the only one, where it does not hold the program too."""
    variants = [d.name.text for d in module.declarations if isinstance(d, nodes.Variant)]
    holds_program = any(isinstance(d, nodes.Program) for d in module.declarations)
    return variants[0] if len(variants) == 1 and not holds_program else None


def _with_calendars(
    modules: Sequence[nodes.Module], home: Path
) -> tuple[list[nodes.Module], tuple[Diagnostic, ...]]:
    """The files with the calendar of the program beside the line that names its file, where it has one of its own."""
    if not any(has_calendar(d) for module in modules for d in module.declarations if isinstance(d, nodes.Program)):
        return list(modules), ()
    from rulelang.data.calendar_file import read_calendar

    return with_calendars(modules, functools.partial(read_calendar, home))


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


def _files_beside(home: Path, modules: Sequence[nodes.Module]) -> BoundReader:
    """What reads the tables that stand in files of the project, where a program has any."""
    keyed = (d for module in modules for d in module.declarations if isinstance(d, nodes.KeyedParameter))
    if not any(isinstance(entry, nodes.ReadFrom) for parameter in keyed for entry in parameter.entries):
        return no_project
    from rulelang.data.bound import BoundFiles

    return BoundFiles(home)
