"""Figures that are marked as not public: which a run may rest on, and whether one that was read is such a figure."""
from __future__ import annotations

import datetime
from collections.abc import Iterator

from rulelang.core.nodes import CellKey, Core, KeyedParameter, Parameter
from rulelang.exact.calendar import Period


def samples_in(core: Core, days: Period) -> Iterator[tuple[str, int | None]]:
    """The parameters with a figure that is not public and in force on one of some days, by name; of a parameter with
    keys how many cells."""
    for parameter in core.parameters:
        if any(_meets(days, v.start, v.stop) for v in parameter.values if v.unpublished):
            yield parameter.name, None
    for keyed in core.keyed:
        stops = {table.start: table.stop for table in keyed.tables}
        cells = {key for start, key in keyed.unpublished if _meets(days, start, stops[start])}
        if cells:
            yield keyed.name, len(cells)


def _meets(days: Period, start: datetime.date, stop: datetime.date | None) -> bool:
    return start <= days.stop and (stop is None or days.start <= stop)


def is_sample(parameter: Parameter, day: datetime.date) -> bool:
    """Whether the value in force on a day is not public."""
    return any(v.unpublished and v.start <= day and (v.stop is None or day <= v.stop) for v in parameter.values)


def is_sample_cell(keyed: KeyedParameter, key: CellKey, day: datetime.date) -> bool:
    """The same of a cell."""
    begun = [table.start for table in keyed.tables if table.start <= day]
    return bool(begun) and (begun[-1], key) in keyed.unpublished
