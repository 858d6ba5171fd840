"""A population from plain mappings, for hosts and examples: the same rules as for files, complete for all dates."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Union

from rulelang.core.nodes import Core, Entity
from rulelang.core.population import Population
from rulelang.data.assembly import assemble
from rulelang.data.intake import Intake
from rulelang.data.layout import Layout, layout_of
from rulelang.data.nested import Single, around, value_at
from rulelang.data.read import reading_of
from rulelang.data.reading import Reading
from rulelang.data.schema import read_given
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.suggest import did_you_mean, in_backticks

GivenCell = Union[str, int, Decimal, datetime.date, bool, Iterable[str], None]
GivenRow = Mapping[str, Union[GivenCell, Mapping[str, Any]]]
"""One cell for each column; the parts of a record under their paths, or as a mapping of their own."""


def population_from_rows(
    core: Core,
    subject_rows: Iterable[GivenRow],
    records: Mapping[str, Iterable[GivenRow]],
    *,
    as_of: datetime.date | None = None,
    until: datetime.date | None = None,
    accept_rejects: bool = False,
    hashes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Population, Reading]:
    """The population of rows handed in, and what reading them gave; `records` by the relation's or entity's name.

    A cell is text as in a CSV file, or a Python value of the field's kind; None, or a column that is not there, is an
    empty cell. Rows recorded after `as_of` are left out, as they are from files. Where one subject is given, its
    records need not repeat its key. A reject's place is a path such as `$.deals[3].amount`. Findings, if any, say which
    records were given for a relation that does not exist.

    Records are complete for all dates, or with `until` as far as their own dates say, as they are from files; `hashes`
    then stand for the rows in a manifest.
    """
    subjects = list(subject_rows)
    intakes = {core.subject.name: _take_in(layout_of(core, core.subject), core.subject.name, subjects, {}, as_of)}
    only = subjects[0] if len(subjects) == 1 else {}
    owner = {name: only[name] for name in core.subject.keys if name in only}
    for entity in core.entities[1:]:
        name = _given_name(entity, records)
        intakes[entity.name] = _take_in(layout_of(core, entity), name, list(records.get(name, ())), owner, as_of)
    assembled = assemble(core, intakes, until, accept_rejects=accept_rejects)
    reading = reading_of(assembled, intakes, hashes, findings=_unknown_relations(core, records))
    return assembled.population, reading


def _given_name(entity: Entity, records: Mapping[str, object]) -> str:
    return entity.name if entity.name in records else entity.relation or entity.name


def _take_in(
    layout: Layout, name: str, rows: Sequence[GivenRow], owner: GivenRow, as_of: datetime.date | None
) -> Intake:
    """The rows of one entity; `owner` fills in the partner's key where a record does not give it."""
    intake = Intake(layout, lambda index, column: Place(f"$.{name}[{index}]{f'.{column}' if column else ''}"))
    parents = {layout.fields[at].name for at in layout.parent}
    texts: list[list[Any]] = []
    for field in layout.fields:
        stands_in = owner.get(field.name) if field.name in parents else None
        texts.append([_cell(row, field.held_in, stands_in) for row in rows])
    cells = [[read_given(field, cell) for cell in column] for field, column in zip(layout.fields, texts, strict=True)]
    shown = [[_shown(cell) for cell in column] for column in texts]
    intake.add(range(len(rows)), cells, shown, as_of)
    known = {*layout.columns, *around(layout.columns)}
    intake.ignored_columns = tuple(sorted({key for row in rows for key in row}.difference(known)))
    return intake


def _cell(row: GivenRow, column: str, stands_in: object) -> object:
    if column in row or "." not in column:
        return row.get(column, stands_in)
    return value_at(row, column)


def _shown(cell: object) -> str:
    """A cell as a finding shows it."""
    try:
        return "" if cell is None else str(cell.value if isinstance(cell, Single) else cell)
    except ValueError:  # Python writes no integer of more than some thousand digits.
        return "a number of thousands of digits"


def _unknown_relations(core: Core, records: Mapping[str, object]) -> tuple[Diagnostic, ...]:
    known = [name for entity in core.entities[1:] for name in (entity.relation, entity.name) if name]
    relations = in_backticks(entity.relation or entity.name for entity in core.entities[1:])
    return tuple(
        Diagnostic(
            "data-relation-not-known",
            None,
            {
                "relation": name,
                "relations": relations,
                "suggestions": in_backticks(did_you_mean(name, known)),
            },
        )
        for name in sorted(records)
        if name not in known
    )
