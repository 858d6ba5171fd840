"""Measures of the program: each as any subject of its group reads it."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.core.population import Subject, Value
from rulelang.interpret.working import Setting


def groups(setting: Setting, by: tuple[str, ...]) -> Mapping[tuple[Value, ...], Subject]:
    """One subject of each group, in order; who has no value of one of the fields is in none."""
    found: dict[tuple[Value, ...], Subject] = {}
    for subject in setting.population.subjects:
        values = tuple(subject.fields[field] for field in by)
        if None not in values:
            found.setdefault(values, subject)
    return {values: found[values] for values in sorted(found, key=str)}
