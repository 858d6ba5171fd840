"""Reads a folder of files of rows into a population. The rules it keeps are listed in `rulelang.data`.

Everything that is wrong with the files as such is found first and stops the reading; everything that is wrong with
rows is collected as rejects, and the population is made of the others.
"""
from __future__ import annotations

import contextlib
import datetime
import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from rulelang.core.nodes import Core, Entity
from rulelang.core.population import Population
from rulelang.data.assembly import Assembled, assemble
from rulelang.data.columns import TextColumns
from rulelang.data.csv import CsvTable
from rulelang.data.feeds import MappedColumns, columns_wanted
from rulelang.data.files import files_unread, find_file
from rulelang.data.intake import Intake, Share
from rulelang.data.json import JsonTable
from rulelang.data.layout import Layout, layout_of
from rulelang.data.mapping import EntityMapping, Mappings
from rulelang.data.mapping_file import mapping_path, read_mappings
from rulelang.data.parquet import ParquetTable
from rulelang.data.reading import Reading
from rulelang.data.table import Stopped, Table
from rulelang.data.timestamps import AS_WRITTEN
from rulelang.data.xlsx import XlsxTable
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.phrase import Told
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.diagnostics.system import system_reason

COLUMNS_SHOWN_MAX = 40
"""A file with more columns is not listed in a finding; its header is at hand."""
COLUMNS_COMPARED_MAX = 1000
"""As many columns are compared with one that is missing, to find what may be meant."""

def read_population(
    core: Core,
    folder: Path,
    *,
    as_of: datetime.date | None,
    until: datetime.date,
    accept_rejects: bool = False,
    share: Share | None = None,
) -> tuple[Population | None, Reading]:
    """The population in a folder as it was known on `as_of` (None: the latest of all), and what reading it gave.

    `until` is the last day of the run: rows dated after it stay, and a dated relation without rows is covered from
    the day after it, that is not at all. With `accept_rejects` a rejected record leaves no mark on its partner. There
    is no population where the reading has findings. With a `share` the partners are those of it, and the rejects
    theirs; which dates are covered is still told by the rows of all.
    """
    with _collector_paused():
        return _read(core, folder, as_of, until, accept_rejects, share)


def _read(
    core: Core, folder: Path, as_of: datetime.date | None, until: datetime.date, accept_rejects: bool,
    share: Share | None,
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
        mappings = sources[0].mappings
        assembled = assemble(core, intakes, until, accept_rejects, mappings.covered_from)
        if share is not None:
            assembled = _of_share(core, intakes, until, accept_rejects, assembled, share)
        hashes = {source.table.file: source.table.digest() for source in sources}
        reading = attrs.evolve(
            reading_of(assembled, intakes, hashes), mapping_hash=mappings.hash, unread=files_unread(folder, hashes),
        )
        return assembled.population, reading
    finally:
        for source in sources:
            source.table.close()


def _of_share(
    core: Core, intakes: Mapping[str, Intake], until: datetime.date, accept_rejects: bool, everybody: Assembled,
    share: Share,
) -> Assembled:
    """Only the partners of a share, over the dates that the rows of all cover."""
    intakes[core.subject.name].keep(share)
    covered = everybody.population.covered_from
    found = assemble(core, intakes, until, accept_rejects, covered)
    return attrs.evolve(found, population=attrs.evolve(found.population, covered_from=covered))


def is_plain_parquet(core: Core, folder: Path) -> bool:
    """Whether every entity's file is Parquet and no mapping says how to read any: nothing is opened for this."""
    try:
        found = [find_file(folder, entity, entities=core.entities) for entity in core.entities]
    except OSError:
        return False
    plain = all(isinstance(each, Path) and each.suffix.lower() == ".parquet" for each in found)
    return plain and mapping_path(folder) is None


def open_sources(core: Core, folder: Path) -> tuple[list[Source], list[Diagnostic]]:
    """The files of a core's entities with headers that fit, the subject's first; or what is wrong with the folder, its
    mappings or any file. Whoever asks closes their tables."""
    if not folder.is_dir():
        holder = folder.parent.name if folder.is_file() else ""
        return [], [Diagnostic("data-folder-not-found", None, {"folder": folder.name, "holder": holder})]
    mappings, wrong = read_mappings(core, folder)
    if wrong:
        return [], list(wrong)
    opened = [_open(core, folder, entity, mappings) for entity in core.entities]
    sources = [each for each in opened if isinstance(each, Source)]
    return sources, [finding for each in opened if not isinstance(each, Source) for finding in each]


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
    """An open file, the layout of its rows, and where in the file's header the columns stand that are wanted.

    Where the mapping is plain and the cells are texts, these are the columns of the layout in their order.
    """

    layout: Layout
    table: Table
    wanted: tuple[int, ...]
    mappings: Mappings

    @property
    def mapping(self) -> EntityMapping:
        return self.mappings.of(self.layout.entity.name)

    @property
    def ignored_columns(self) -> tuple[str, ...]:
        names = columns_wanted(self.layout, self.mapping)
        return tuple(sorted(name for name in self.table.header if name not in names))

    def columns(self) -> TextColumns | MappedColumns:
        """Reads the batches of the table into rows."""
        if self.mapping.is_plain and isinstance(self.table, CsvTable | ParquetTable):
            return TextColumns(self.layout)
        return MappedColumns(self.layout, self.mapping, columns_wanted(self.layout, self.mapping))


def _open(core: Core, folder: Path, entity: Entity, mappings: Mappings) -> Source | list[Diagnostic]:
    """An entity's file with a header that fits, or what is wrong."""
    mapping, layout = mappings.of(entity.name), layout_of(core, entity)
    try:
        path = find_file(folder, entity, mapping.file, core.entities)
    except OSError as problem:
        return [Diagnostic("data-folder-not-readable", None, {"folder": folder.name, "reason": _reason(problem)})]
    if isinstance(path, Diagnostic):
        return [path]
    wanted = columns_wanted(layout, mapping)
    try:
        table = open_table(path, mapping, wanted)
    except Stopped as stop:
        return [stop.finding]
    findings = list(_header_findings(layout, mapping, table.file, table.header))
    if isinstance(table, ParquetTable) and not findings:
        findings += _stored_findings(table, layout, mapping)
    if findings:
        table.close()
        return findings
    return Source(layout, table, tuple(table.header.index(name) for name in wanted), mappings)


def open_table(path: Path, mapping: EntityMapping, wanted: Sequence[str]) -> Table:
    """A file by its suffix; any that is not of another format is CSV. `wanted` are the columns that will be read.
    Raises Stopped."""
    match path.suffix.lower():
        case ".parquet":
            return ParquetTable(path, mapping.entity)
        case ".json" | ".jsonl":
            return JsonTable(path, mapping.entity, mapping, wanted)
        case ".xlsx" | ".xlsm":
            return XlsxTable(path, mapping.entity, mapping, wanted)
    return CsvTable(path, mapping.entity, mapping)


def _stored_findings(table: ParquetTable, layout: Layout, mapping: EntityMapping) -> list[Diagnostic]:
    """What is wrong with the types of a Parquet file's columns, under the names that the file gives them."""
    fields = [
        attrs.evolve(field, name=mapping.column_of(field.name))
        for field in layout.fields
        if field.name not in mapping.constants and not field.column
    ]
    named = {mapping.column_of(name) for name in mapping.percents}
    signed = {column for column in named if column in table.header and "DECIMAL" in table.stored(column)}
    zoned = {mapping.column_of(name) for name, meant in mapping.timestamps.items() if meant != AS_WRITTEN}
    settled = {("data-column-percent-unsigned", name) for name in signed}
    settled |= {("data-column-with-time", name) for name in zoned}
    return [each for each in table.column_findings(fields) if (each.name, each.values["column"]) not in settled]


def _reason(problem: OSError) -> Told:
    return system_reason(problem)


def _header_findings(
    layout: Layout, mapping: EntityMapping, file: str, header: Sequence[str]
) -> Iterator[Diagnostic]:
    entity, names = layout.entity.name, columns_wanted(layout, mapping)
    place = Place(file)
    if not header:
        # Records with dates that are nowhere are not taken for records that are not: see `assembly._coverage`.
        kinds = ("" if file.lower().endswith(".csv") else "other", "dated" if layout.dated is not None else "")
        variant = "-".join(filter(None, kinds))
        values = {"entity": entity, "columns": f"`{','.join(names)}`", "mapping": f"data.{entity}"}
        yield Diagnostic("data-file-empty", None, values, place=place, variant=variant)
        return
    times = Counter(header)
    for name in dict.fromkeys(name for name in header if times[name] > 1):
        if name in names:
            values = {"column": name}
            yield Diagnostic("data-column-given-twice", None, values, place=Place(file, mapping.header_row, name))
    has_rows = file.lower().endswith((".csv", ".xlsx"))
    if has_rows and len(names) > 1 and not any(name in times for name in names):
        shown_ = in_backticks(names) if len(names) <= COLUMNS_SHOWN_MAX else ""
        values = {"entity": entity, "row": str(mapping.header_row), "columns": shown_, "mapping": f"data.{entity}"}
        yield Diagnostic("data-column-not-found", None, values, place=Place(file, mapping.header_row), variant="none")
        return
    unread = [name for name in header if name not in names][:COLUMNS_COMPARED_MAX]
    mapped = {*mapping.columns.values(), mapping.currency_column}
    for name in names:
        if name not in times:
            values = {
                "entity": entity,
                "column": name,
                "columns": in_backticks(header) if len(header) <= COLUMNS_SHOWN_MAX else "",
                "suggestions": in_backticks(did_you_mean(name, unread)),
                "unread": in_backticks(unread) if len(unread) <= COLUMNS_SHOWN_MAX else "",
                "mapping": f"data.{entity}.columns",
            }
            variant = "mapped" if name in mapped else ""
            where = Place(file, mapping.header_row if has_rows else None)
            yield Diagnostic("data-column-not-found", None, values, place=where, variant=variant)


def _take_in(source: Source, as_of: datetime.date | None) -> Intake:
    """Reads all rows of a file. Raises Stopped."""
    file, mapping = source.table.file, source.mapping
    intake = Intake(source.layout, lambda row, column: Place(file, row, mapping.column_of(column) if column else None))
    intake.mappable = True
    intake.ignored_columns = source.ignored_columns
    columns = source.columns()
    for batch in source.table.batches(source.wanted):
        columns.take(intake, batch, as_of)
    return intake
