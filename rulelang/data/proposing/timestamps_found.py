"""Which columns of days hold timestamps: whether their days can be taken as they are written, or depend on a zone.

Guesses no zone of a business: where days depend on one, it proposes UTC and says that it is a doubt.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from rulelang.core.nodes import Day, Field
from rulelang.data.cells import Clocked, TypedCell, shown
from rulelang.data.mapping import EntityMapping
from rulelang.data.timestamps import AS_WRITTEN, timestamp_in
from rulelang.diagnostics.model import Diagnostic

Fed = Mapping[str, tuple[Field, Sequence[TypedCell]]]
"""By column, the field that it is for and the cells of the sample."""


def day_written(text: str) -> str:
    """The day of a timestamp, as it is written; any other text as it is."""
    found = timestamp_in(text)
    return text if found is None else found.day


def with_timestamps(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, list[Diagnostic]]:
    """The mapping with what the timestamps of each column are taken for, and a doubt of each."""
    meant, doubts = {}, []
    for column, (field, cells) in fed.items():
        texts = [shown(cell) for cell in cells if isinstance(cell, str | Clocked)] if field.type == Day() else []
        found = [(text, timestamp) for text in texts if (timestamp := timestamp_in(text)) is not None]
        zoned = [text for text, timestamp in found if timestamp.ahead is not None]
        clocked = [text for text, timestamp in found if timestamp.clock]
        if zoned or clocked:
            meant[field.name] = "UTC" if zoned else AS_WRITTEN
            values = {"column": column, "example": (clocked or zoned)[0], "chosen": meant[field.name]}
            doubts.append(Diagnostic("map-timestamps-not-clear", None, values, variant="zone" if zoned else ""))
    return attrs.evolve(mapping, timestamps=meant), doubts
