"""Which figures that are not public, and which chosen between two, results rest on: as plain data for a manifest."""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rulelang.core.nodes import Core, Quantity
from rulelang.core.samples import Sample, parameters_read, samples_of
from rulelang.data.written import with_unit, written
from rulelang.exact.calendar import Period

VALUES_MAX = 20
"""How many values of one parameter are listed; how many there are is said beside them."""


def samples_in(core: Core, outcomes: Sequence[str], period: Period) -> list[dict[str, Any]]:
    """The parameters with figures that are not public, among those that outcomes or measures of the program read, in
    force in the year of a period up to its end."""
    year = core.calendar.containing("year", period.start)
    names = (*outcomes, *(measure.name for measure in core.program_measures))
    found = dict(samples_of(core, names, Period(year.start, period.stop)))
    return [_of_parameter(name, found[name]) for name in sorted(found)]


def _of_parameter(name: str, samples: Sequence[Sample]) -> dict[str, Any]:
    cells = len({sample.cell for sample in samples}) if samples[0].cell else 0
    return {
        "parameter": name,
        **({"cells": cells} if cells else {}),
        "values": [listed(sample) for sample in samples[:VALUES_MAX]],
    }


def listed(sample: Sample) -> dict[str, Any]:
    """A figure with its cell, if it stands in one, and the day it begins."""
    cell = {"cell": list(sample.cell)} if sample.cell else {}
    return {**cell, "value": value_text(sample), "from": str(sample.start)}


def value_text(sample: Sample) -> str:
    """A figure with what it is counted in."""
    value: Any = sample.value
    if isinstance(sample.type, Quantity) and not isinstance(value, bool):
        units = value * sample.type.denominator if isinstance(value, Fraction) else Fraction(value)
        if units.denominator == 1:
            return with_unit(units.numerator, sample.type)
    return written(value, sample.type)


def chosen_in(core: Core, outcomes: Sequence[str]) -> list[dict[str, Any]]:
    """The figures that a variant has chosen between two, of the parameters that outcomes or measures of the program
    read."""
    read = parameters_read(core, (*outcomes, *(measure.name for measure in core.program_measures)))
    return [
        {
            "parameter": each.parameter,
            **({"cell": list(each.cell)} if each.cell else {}),
            "value": each.value,
            "between": [each.low, each.high],
            "from": str(each.start),
        }
        for each in core.chosen
        if each.parameter in read
    ]
