"""Reads a folder of CSV and Parquet files into a population. The rules it keeps are listed in `rulelang.data`.

Everything that is wrong with the files as such is found first and stops the reading; everything that is wrong with
rows is collected as rejects, and the population is made of the others.
"""
from __future__ import annotations

import contextlib
import datetime
import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from rulelang.core.nodes import Core, Entity
from rulelang.core.population import Population
from rulelang.data.assembly import Assembled, assemble
from rulelang.data.columns import TextColumns
from rulelang.data.csv import CsvTable
from rulelang.data.files import find_file
from rulelang.data.intake import Intake
from rulelang.data.layout import Layout, layout_of
from rulelang.data.parquet import ParquetTable
from rulelang.data.reading import Reading
from rulelang.data.table import Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks


def read_population(
    core: Core,
    folder: Path,
    *,
    as_of: datetime.date | None,
    until: datetime.date,
    accept_rejects: bool = False,
) -> tuple[Population | None, Reading]:
    """The population in a folder as it was known on `as_of` (None: the latest of all), and what reading it gave.

    `until` is the last day of the run: rows dated after it stay, and a dated relation without rows is covered from
    the day after it, that is not at all. With `accept_rejects` a rejected record leaves no mark on its partner. There
    is no population where the reading has findings.
    """
    with _collector_paused():
        return _read(core, folder, as_of, until, accept_rejects)


def _read(
    core: Core, folder: Path, as_of: datetime.date | None, until: datetime.date, accept_rejects: bool
) -> tuple[Population | None, Reading]:
    sources, findings = open_sources(core, folder)
    intakes: dict[str, Intake] = {}
    try:
        for source in sources if not findings else ():
            try:
                intakes[source.layout.entity.name] = _take_in(source, as_of)
            except Stopped as stop:
                findings.append(stop.finding)
            except OSError as problem:
                values = {"entity": source.layout.entity.name, "reason": _reason(problem)}
                findings.append(Diagnostic("data-file-not-readable", None, values, place=Place(source.table.file)))
        if findings:
            return None, Reading(findings=in_order(findings))
        assembled = assemble(core, intakes, until, accept_rejects)
        hashes = {source.table.file: source.table.digest() for source in sources}
        return assembled.population, reading_of(assembled, intakes, hashes)
    finally:
        for source in sources:
            source.table.close()


def open_sources(core: Core, folder: Path) -> tuple[list[Source], list[Diagnostic]]:
    """The files of a core's entities with headers that fit, the subject's first; or what is wrong with the folder or
    with any of them. Whoever asks closes their tables."""
    entities = (core.subject, *core.relations)
    opened = [_open(core, folder, entity) for entity in entities] if folder.is_dir() else []
    sources = [each for each in opened if isinstance(each, Source)]
    findings = [finding for each in opened if not isinstance(each, Source) for finding in each]
    if not opened:
        findings.append(Diagnostic("data-folder-not-found", None, {"folder": folder.name}))
    return sources, findings


def reading_of(
    assembled: Assembled,
    intakes: Mapping[str, Intake],
    hashes: Mapping[str, str],
    findings: tuple[Diagnostic, ...] = (),
) -> Reading:
    """What an assembled population's reading gave."""
    recorded = [each.latest_recorded for each in intakes.values() if each.latest_recorded is not None]
    return Reading(
        rejects=in_order(reject for admitted in assembled.admitted for reject in admitted.rejects),
        findings=findings,
        counts=tuple(admitted.counts for admitted in assembled.admitted),
        covered_from=assembled.population.covered_from,
        latest_recorded=max(recorded, default=None),
        input_hashes=hashes,
    )


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of rows hold no cycles, but looking for some again and again takes half as long as reading them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


# ------------------------------------------------------------------------------------------------ files


@attrs.frozen
class Source:
    """An open file, the layout of its rows, and where in the file's header the layout's columns stand."""

    layout: Layout
    table: CsvTable | ParquetTable
    wanted: tuple[int, ...]

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        return tuple(sorted(name for name in self.table.header if name not in self.layout.names))


def _open(core: Core, folder: Path, entity: Entity) -> Source | list[Diagnostic]:
    """An entity's file with a header that fits, or what is wrong."""
    try:
        path = find_file(folder, entity)
    except OSError as problem:
        return [Diagnostic("data-folder-not-readable", None, {"folder": folder.name, "reason": _reason(problem)})]
    if isinstance(path, Diagnostic):
        return [path]
    table: CsvTable | ParquetTable
    try:
        table = (ParquetTable if path.suffix.lower() == ".parquet" else CsvTable)(path, entity.name)
    except Stopped as stop:
        return [stop.finding]
    layout = layout_of(core, entity)
    findings = list(_header_findings(layout, table.file, table.header))
    if isinstance(table, ParquetTable):
        findings += table.column_findings(layout.fields)
    if findings:
        table.close()
        return findings
    return Source(layout, table, tuple(table.header.index(name) for name in layout.names))


def _reason(problem: OSError) -> Told:
    return problem.strerror or phrase("the system gave no reason")


def _header_findings(layout: Layout, file: str, header: Sequence[str]) -> Iterator[Diagnostic]:
    entity, names = layout.entity.name, layout.names
    place = Place(file)
    if not header:
        yield Diagnostic("data-file-empty", None, {"entity": entity, "columns": f"`{','.join(names)}`"}, place=place)
        return
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        if name in names:
            yield Diagnostic("data-column-given-twice", None, {"column": name}, place=Place(file, 1, name))
    unread = [name for name in header if name not in names]
    for name in names:
        if name not in header:
            values = {
                "entity": entity,
                "column": name,
                "columns": in_backticks(header),
                "suggestions": in_backticks(did_you_mean(name, unread)),
            }
            yield Diagnostic("data-column-not-found", None, values, place=place)


def _take_in(source: Source, as_of: datetime.date | None) -> Intake:
    """Reads all rows of a file. Raises Stopped."""
    file = source.table.file
    intake = Intake(source.layout, lambda row, column: Place(file, row, column))
    intake.ignored_columns = source.ignored_columns
    columns = TextColumns(source.layout)
    for batch in source.table.batches(source.wanted):
        columns.take(intake, batch, as_of)
    return intake

