"""What reading data gives beside the population: rejects, what stopped it, counts, dates and hashes. Holds, decides
nothing."""
from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from rulelang.core.population import Value
from rulelang.diagnostics.model import Diagnostic


@attrs.frozen
class Counts:
    """What became of the rows of one entity: `read` is the sum of all the others.

    `left_out` rows were recorded after the as-of date, `superseded` ones have a later version, and those of
    `set_aside` belong to a subject that was rejected or left out itself. `ignored_columns` are columns that the
    program does not read.
    """

    entity: str
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    left_out: int = 0
    superseded: int = 0
    set_aside: int = 0
    ignored_columns: tuple[str, ...] = ()


@attrs.frozen
class EarlyRecords:
    """The accepted rows of one entity that count nowhere, being dated before the first day of their subject. One of
    them is told, the least by its date, its own key (of several columns or of none) and the key of its subject."""

    entity: str
    rows: int
    day: datetime.date
    key: tuple[Value, ...]
    subject: tuple[Value, ...]
    first_day: datetime.date


@attrs.frozen
class BeginLater:
    """How many subjects begin after the run's period, with the least of their keys."""

    subjects: int = 0
    keys: tuple[tuple[Value, ...], ...] = ()


@attrs.frozen
class Reading:
    """`rejects` are rows that were not used, each cell of them that does not fit; `findings` say why nothing was read.

    `covered_from` is that of the population. `latest_recorded` is the latest recording date among the rows up to the
    as-of date, over all entities. `input_hashes` gives the SHA-256 of each file, in hexadecimal, by the file's name;
    `mapping_hash` is that of the file of mappings, "" where there is none. `early` are the rows up to the end of the
    run that count nowhere, entity by entity; `later` are the subjects who are not there yet.
    `unread` are the files of the folder that look like tables and that nobody reads.
    """

    rejects: tuple[Diagnostic, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    counts: tuple[Counts, ...] = ()
    covered_from: Mapping[str, datetime.date] = attrs.field(factory=dict)
    latest_recorded: datetime.date | None = None
    input_hashes: Mapping[str, str] = attrs.field(factory=dict)
    mapping_hash: str = ""
    early: tuple[EarlyRecords, ...] = ()
    later: BeginLater = BeginLater()
    unread: tuple[str, ...] = ()
