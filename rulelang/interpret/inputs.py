"""Telling which input cells outcomes rest on: for each outcome the partner's own fields, then its records by row."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from rulelang.core.nodes import Core, Entity, Quantity
from rulelang.core.population import Subject, Value
from rulelang.core.story import Rest
from rulelang.interpret.naming import field_called
from rulelang.interpret.resting import Named, cells_of, held
from rulelang.interpret.telling import Telling
from rulelang.interpret.wording import Wording


def tell_inputs(core: Core, subject: Subject, found: Mapping[str, Sequence[Named]], language: str) -> str:
    """A list for each outcome: each cell stands with what it holds, the cells of a row in one line."""
    telling = Telling(core, Wording(language, core.labels))
    every = len(cells_of(core, subject))
    for outcome, named in found.items():
        telling.gap()
        name = telling.wording.named(outcome)
        telling.add(0, "rests_on" if named else "rests_on_none", name=name, count=len(named), every=every)
        rows: dict[tuple[str, int | None], list[Named]] = {}
        for each in named:
            rows.setdefault((each.cell.entity, each.cell.row), []).append(each)
        for (entity, row), cells in rows.items():
            cells_told = _cells(telling, subject, cells)
            if row is None:
                telling.lines.append((1, cells_told))
            else:
                telling.add(1, "of_row", row=_row(telling, core.entity(entity), subject, row), cells=cells_told)
    return telling.text()


def cells_rested_on(
    core: Core, subject: Subject, found: Mapping[str, Sequence[Named]]
) -> dict[str, list[Rest]]:
    """The same as values."""
    return {
        outcome: [
            Rest(each.cell.entity, each.cell.field, each.cell.row, held(core, subject, each.cell), each.instead)
            for each in named
        ]
        for outcome, named in found.items()
    }  # fmt: skip


def _row(telling: Telling, entity: Entity, subject: Subject, number: int) -> str:
    """A record by its key, or by its place among those of the partner where it has none."""
    row = subject.records[entity.name][number]
    keys = [str(row[key]) for key in entity.keys if key in row]
    if keys:
        return f"{telling.wording.records(entity)} {', '.join(keys)}"
    return telling.say("row_number", relation=telling.wording.records(entity), number=number + 1)


def _cells(telling: Telling, subject: Subject, cells: Iterable[Named]) -> str:
    core = telling.core
    return ", ".join(
        f"{field_called(telling.wording, each.cell.entity, each.cell.field)} "
        f"{_written(telling, core.entity(each.cell.entity), each, held(core, subject, each.cell))}"
        for each in cells
    )


def _written(telling: Telling, entity: Entity, named: Named, value: Value) -> str:
    kind = entity.field(named.cell.field).type
    if value is None:
        return telling.say("not_given")
    if isinstance(kind, Quantity) and isinstance(value, int):
        return telling.wording.value(Fraction(value, kind.denominator), kind)
    assert not isinstance(value, int) or isinstance(value, bool), "only a quantity is a number"
    return telling.wording.value(value, kind)
