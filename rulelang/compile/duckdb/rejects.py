"""The findings about rejected rows, in the words of the reader in Python: SQL finds the rows, that reader says why.

Asks for the cells of rejected rows only, and for nothing where a census counted none.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from rulelang.compile.duckdb.census import TOLD, Census
from rulelang.compile.duckdb.inputs import ROW, Input
from rulelang.compile.duckdb.session import Session
from rulelang.core.nodes import Choice, Words
from rulelang.data.admission import rejects_of_nobody, rejects_of_row
from rulelang.data.columns import TextColumns
from rulelang.data.intake import Intake
from rulelang.data.table import BATCH_ROWS, Batch
from rulelang.diagnostics.model import Diagnostic, Place

AT_FATE, AT_SHARED, AT_CELLS = 1, 2, 3
"""Where in a fetched row its fate, whether it shares its key, and its first cell stand; before them is its number."""


def rejects_of(session: Session, census: Census, subject: Census) -> Iterator[Diagnostic]:
    """A finding for each thing that is wrong with the rejected rows of an entity."""
    if not census.counts.rejected:
        return
    rows = session.rows(_query(census))
    intake = _intake(census.input, rows)
    shared = _shared(intake, rows)
    for index, row in enumerate(rows):
        if row[AT_FATE] == "rejected":
            found = list(rejects_of_row(intake, index, shared))
            assert found, f"row {row[0]} of {census.input.table.file} was rejected without a reason"
            yield from found
    strangers = [index for index, row in enumerate(rows) if row[AT_FATE] == "stranger"]
    yield from rejects_of_nobody(intake, strangers, _near(session, subject) if strangers else ())


def _query(census: Census) -> str:
    """Numbers, fates and cells as text of the rejected rows, and of those they share a key with."""
    one = census.input
    told = ", ".join(f"'{fate}'" for fate in TOLD)
    wanted = f"fate in ({told}) or (is_shared and fate = 'aside')"
    fates = f"select {ROW}, fate, is_shared from {census.fates} where {wanted}"
    cells = [
        f"coalesce({one.table.text_of(field.name, name)}, '')"
        for field, name in zip(one.layout.fields, one.names, strict=True)
        if not field.column
    ]
    items = ", ".join([ROW, "fate", "is_shared", *cells])
    return f"select {items} from {one.rows} inner join ({fates}) as told using ({ROW}) order by {ROW}"


def _intake(one: Input, rows: Sequence[tuple[Any, ...]]) -> Intake:
    """The rows as the reader in Python takes them in."""
    intake = Intake(one.layout, lambda row, column: Place(one.table.file, row, column), mappable=True)
    reader = TextColumns(one.layout)
    for start in range(0, len(rows), BATCH_ROWS):
        some = rows[start : start + BATCH_ROWS]
        cells = list(zip(*(row[AT_CELLS:] for row in some), strict=True))
        reader.take(intake, Batch([row[0] for row in some], cells), None)
    return intake


def _shared(intake: Intake, rows: Sequence[tuple[Any, ...]]) -> dict[int, list[int]]:
    """For each row that shares its key, all rows that do, by index."""
    key_of = intake.layout.key_of()
    groups: dict[Any, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row[AT_SHARED] and key_of is not None:
            groups[key_of(intake.rows[index])].append(index)
    return {index: group for group in groups.values() for index in group}


def _near(session: Session, subject: Census) -> list[str]:
    """The keys that may be suggested in place of one that nobody has: texts, where the subject's key is one text."""
    one = subject.input
    if len(one.key) != 1 or not isinstance(one.layout.fields[one.layout.key[0]].type, Choice | Words):
        return []
    return [row[0] for row in session.rows(subject.accepted(subject.values(one.key)))]

