"""What a host hands in as rows, as plain rows: dicts, attrs objects, and frames of pandas, polars or Arrow.

A frame is asked for its rows in its own way, so that no frame's package is imported here. One that offers only an
Arrow stream is read with pyarrow. Nothing is read, rounded or guessed: what a cell means is the reader's business,
which refuses binary fractions whoever hands them in.
"""
from __future__ import annotations

import dataclasses
import datetime
import enum
import hashlib
import importlib
import importlib.util
import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from rulelang.core.nodes import Core
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks

Row = Mapping[str, Any]
_MIDNIGHT = datetime.time()
_MISSING = ("NAType", "NaTType")


@attrs.frozen
class Handed:
    """Rows by the entity's name, and a digest of each entity's, in place of that of a file."""

    rows: Mapping[str, tuple[Row, ...]]
    hashes: Mapping[str, str]


def handed(core: Core, data: Mapping[str, object]) -> Handed:
    """The rows of each entity, by its own name or the name its records have; `Refused` for a name of neither."""
    names = {entity.relation: entity.name for entity in core.entities if entity.relation}
    names |= {entity.name: entity.name for entity in core.entities}
    rows: dict[str, tuple[Row, ...]] = {}
    for name, given in data.items():
        if name not in names:
            values = {"relation": name, "relations": in_backticks(names)}
            near = in_backticks(did_you_mean(name, names))
            raise Refused([Diagnostic("data-relation-not-known", None, values | {"suggestions": near})])
        rows[names[name]] = rows_of(given)
    return Handed(rows, {name: _digest(found) for name, found in sorted(rows.items())})


def rows_of(given: object) -> tuple[Row, ...]:
    """The rows of a frame or of an iterable of dicts or attrs objects."""
    listed = _frame_rows(given)
    if listed is None:
        if isinstance(given, (str, bytes, Mapping)) or not isinstance(given, Iterable):
            raise Refused([Diagnostic("rows-not-rows", None, {"kind": type(given).__name__})])
        listed = given
    return tuple({str(name): plain(cell) for name, cell in row_of(each).items()} for each in listed)


def row_of(given: object) -> Row:
    """One row: a mapping as it is, an attrs object or a dataclass by the names of its fields."""
    if isinstance(given, Mapping):
        return given
    kind = type(given)
    if attrs.has(kind):
        return {field.name: getattr(given, field.name) for field in attrs.fields(kind)}
    if dataclasses.is_dataclass(given):
        return {field.name: getattr(given, field.name) for field in dataclasses.fields(given)}
    raise Refused([Diagnostic("rows-not-rows", None, {"kind": type(given).__name__})])


def _frame_rows(given: Any) -> Iterable[Any] | None:  # noqa: ANN401 - whatever a host hands in
    """The rows of a frame; None of what is none."""
    if hasattr(given, "collect") and hasattr(given, "collect_schema"):
        given = given.collect()  # a lazy frame of polars
    for method, arguments in (("to_dicts", ()), ("to_pylist", ())):
        if hasattr(given, method):
            return list(getattr(given, method)(*arguments))
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        return list(given.to_dict("records"))
    if hasattr(given, "__arrow_c_stream__"):
        if importlib.util.find_spec("pyarrow") is None:
            purpose = phrase("reading a frame that offers only an Arrow stream")
            raise Refused([Diagnostic("missing-extra", None, {"purpose": purpose, "extra": "arrow"})])
        pyarrow: Any = importlib.import_module("pyarrow")
        return list(pyarrow.RecordBatchReader.from_stream(given).read_all().to_pylist())
    return None


def plain(cell: object) -> object:
    """A cell of a frame as Python's own value: no missing value but None, a day for a moment at midnight, what a
    member of an enumeration stands for; a record in a row is one of such cells."""
    if cell is None or type(cell).__name__ in _MISSING or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, datetime.datetime) and cell.tzinfo is None and cell.time() == _MIDNIGHT:
        return cell.date()
    if isinstance(cell, enum.Enum):
        return cell.value
    if isinstance(cell, (list, tuple, set, frozenset)):
        return [plain(part) for part in cell]
    if isinstance(cell, Mapping) or attrs.has(type(cell)) or dataclasses.is_dataclass(cell):
        return {str(name): plain(part) for name, part in row_of(cell).items()}
    if type(cell).__module__ == "numpy":
        return cell.tolist()  # type: ignore[attr-defined]
    return cell


def _digest(rows: tuple[Row, ...]) -> str:
    text = json.dumps(rows, default=_told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _told(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
