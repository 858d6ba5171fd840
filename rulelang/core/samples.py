"""Figures that are marked as not public: which an outcome may rest on, and whether one that was read is one."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from rulelang.core.nodes import CellKey, CellValue, Core, KeyedParameter, KeyedValue, Parameter, ParameterValue, Type
from rulelang.core.reached import reached, roots_of_outcome
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen


@frozen
class Sample:
    """One figure that is not public: in force from `start`, in units of `type` as it stands in its parameter. `cell` is
    empty for a parameter without keys."""

    parameter: str
    cell: CellKey
    start: datetime.date
    value: object
    type: Type


def samples_of(core: Core, outcomes: Iterable[str], days: Period | None = None) -> Iterator[tuple[str, list[Sample]]]:
    """The figures that are not public among those that outcomes read, by parameter: those in force on one of some days,
    or on any day."""
    read = parameters_read(core, outcomes)
    for parameter in sorted(core.parameters, key=lambda p: p.name):
        found = [
            Sample(parameter.name, (), v.start, v.value, parameter.type)
            for v in parameter.values
            if v.unpublished and _meets(days, v.start, v.stop)
        ]
        if found and parameter.name in read:
            yield parameter.name, found
    for keyed in sorted(core.keyed, key=lambda p: p.name):
        found = list(_cells(keyed, days)) if keyed.name in read and keyed.unpublished else []
        if found:
            yield keyed.name, found


def parameters_read(core: Core, outcomes: Iterable[str]) -> frozenset[str]:
    """The parameters that outcomes may read, however far."""
    roots = [root for name in outcomes for root in roots_of_outcome(core, name)]
    return frozenset(n.parameter for n in reached(core, roots) if isinstance(n, ParameterValue | KeyedValue))


def _cells(keyed: KeyedParameter, days: Period | None) -> Iterator[Sample]:
    """In the order of their table; a figure that a later table leaves as it is once."""
    seen: dict[CellKey, CellValue] = {}
    for table in keyed.tables:
        for key, value in table.cells.items():
            is_private = (table.start, key) in keyed.unpublished and _meets(days, table.start, table.stop)
            if is_private and seen.get(key) != value:
                seen[key] = value
                yield Sample(keyed.name, key, table.start, value, keyed.type)


def _meets(days: Period | None, start: datetime.date, stop: datetime.date | None) -> bool:
    return days is None or (start <= days.stop and (stop is None or days.start <= stop))


def is_sample(parameter: Parameter, day: datetime.date) -> bool:
    """Whether the value in force on a day is not public."""
    return any(v.unpublished and v.start <= day and (v.stop is None or day <= v.stop) for v in parameter.values)


def is_sample_cell(keyed: KeyedParameter, key: CellKey, day: datetime.date) -> bool:
    """The same of a cell."""
    begun = [table.start for table in keyed.tables if table.start <= day]
    return bool(begun) and (begun[-1], key) in keyed.unpublished
