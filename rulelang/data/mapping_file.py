"""Reads `rulelang.toml`: the mappings of a folder's exports, or every key and value that does not fit. The file stands
in the folder of data, or in a folder above it, as a project's own does: the nearest that has a table `data`.

Knows the program's entities and fields and no export: whether a file has the columns that are named is found out when
it is opened.
"""
from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from rulelang.core.nodes import Core, Day, Entity, Field, Quantity, Words
from rulelang.data.layout import Layout, layout_of
from rulelang.data.mapping import (
    DATE_ORDERS,
    DECIMAL_MARKS,
    DELIMITERS,
    ENCODINGS,
    MAPPING_FILE,
    PERCENTS,
    THOUSANDS_MARKS,
    EntityMapping,
    Mappings,
)
from rulelang.data.refusal import Refusal
from rulelang.data.schema import text_reader
from rulelang.data.timestamps import AS_WRITTEN, zone_named
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.diagnostics.system import system_reason
from rulelang.exact.currencies import is_currency

MAPPING_BYTES_MAX = 200_000
"""A mapping is text that people write; a larger file is something else."""
FINDINGS_MAX = 20
"""Whoever has more slips in a mapping mends these first; finding where each stands takes time."""
SHOWN_CHARACTERS = 200
"""A name or value of the file is shown up to this many characters."""
ROWS_AROUND_MAX = 1000
"""More lines than this above a header or below the data are no title and no footer."""

_KEYS = tuple(field.name for field in attrs.fields(EntityMapping) if field.name != "entity")
_NO_SIGN = re.compile(r"[\d\s+,.%'-]")
_LINE = re.compile(r"at line ([0-9]+)")


def mapping_path(folder: Path) -> Path | None:
    """The file that says how a folder's exports are read: the nearest that says anything of data, or cannot be read."""
    start = Path(os.path.realpath(folder))
    for each in (start, *start.parents):
        path = each / MAPPING_FILE
        if (path.is_file() or path.is_dir() or path.is_symlink()) and _is_of_data(path):
            return folder / MAPPING_FILE if each == start else path
    return None


def _is_of_data(path: Path) -> bool:
    content = _content(path)
    document = _document(content) if isinstance(content, bytes) else content
    return isinstance(document, Diagnostic) or "data" in document or "project" not in document


def _content(path: Path) -> bytes | Diagnostic:
    try:
        with path.open("rb") as file:
            return file.read(MAPPING_BYTES_MAX + 1)
    except OSError as problem:
        return _finding("mapping-not-opened", reason=system_reason(problem))


def read_mappings(core: Core, folder: Path) -> tuple[Mappings, tuple[Diagnostic, ...]]:
    """The mappings of a folder of data, none where no file says any; and what is wrong with the file."""
    path = mapping_path(folder)
    if path is None:
        return Mappings(), ()
    content = _content(path)
    found, findings = (Mappings(), (content,)) if isinstance(content, Diagnostic) else mappings_of(core, content)
    return found, tuple(_placed(finding, shown_mapping(path, folder)) for finding in findings)


def shown_mapping(path: Path, folder: Path) -> str:
    """The file as the readers of a message know it: by its name in the folder of data, else from where they stand."""
    here = Path.cwd()
    if path.parent == folder or not path.is_relative_to(here):
        return path.name if path.parent == folder else path.as_posix()
    return path.relative_to(here).as_posix()


def _placed(finding: Diagnostic, file: str) -> Diagnostic:
    assert isinstance(finding.place, Place)
    return attrs.evolve(finding, place=attrs.evolve(finding.place, file=file))


def mappings_of(core: Core, content: bytes) -> tuple[Mappings, tuple[Diagnostic, ...]]:
    """The mappings that a file's bytes hold."""
    document = _document(content)
    if isinstance(document, Diagnostic):
        return Mappings(), (document,)
    reader = _Reader(content.decode().split("\n"))
    found: dict[str, EntityMapping] = {}
    with contextlib.suppress(_Enough):
        _read_document(document, core, reader, found)
    return Mappings(found, hashlib.sha256(content).hexdigest()), tuple(reader.findings)


def _read_document(
    document: Mapping[str, Any], core: Core, reader: _Reader, found: dict[str, EntityMapping]
) -> None:
    """Puts the mapping of each entity into `found`. Raises _Enough."""
    entities = {each.name: each for each in core.entities}
    for key in document:
        if key not in ("data", "project"):  # what a project says of itself is read elsewhere
            reader.not_known(key, ["data", "project"], "")
    tables = reader.table(document.get("data", {}), "data")
    for name, table in tables.items():
        if name in entities:
            found[name] = reader.entity(table, layout_of(core, entities[name]), entities[name])
        else:
            reader.not_known(name, entities, "data", variant="entity")


def _document(content: bytes) -> dict[str, Any] | Diagnostic:
    if len(content) > MAPPING_BYTES_MAX:
        return _finding("mapping-not-readable", variant="large", limit=f"{MAPPING_BYTES_MAX:_}")
    try:
        return tomllib.loads(content.decode(), parse_float=Decimal)
    except UnicodeDecodeError as problem:
        return _finding("mapping-not-readable", content[: problem.start].count(b"\n") + 1, variant="utf8")
    except tomllib.TOMLDecodeError as problem:
        line = _LINE.search(str(problem))
        return _finding("mapping-not-readable", int(line[1]) if line else content.count(b"\n") + 1)
    except (RecursionError, ValueError):
        return _finding("mapping-not-readable", variant="deep")


def _finding(name: str, line: int | None = None, variant: str = "", **values: object) -> Diagnostic:
    return Diagnostic(name, None, values, place=Place(MAPPING_FILE, line), variant=variant)


def _by_path(table: Mapping[str, Any], fields: Collection[str], before: str = "") -> Iterator[tuple[str, Any]]:
    """What a table says of each field. Of a part of a record it may say so under `"address.city"` or, as TOML reads
    `address.city` without quotes, in a table of the record's own."""
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and name not in fields and any(field.startswith(f"{name}.") for field in fields):
            yield from _by_path(value, fields, f"{name}.")
        else:
            yield name, value


class _Enough(Exception):
    """There are as many findings as anybody wants to read."""


class _Reader:
    """Reads the tables of one file and collects what does not fit. `within` is the dotted name of a table."""

    def __init__(self, lines: list[str]) -> None:
        self.findings: list[Diagnostic] = []
        self._lines = [_unquoted(line) for line in lines]

    def not_known(self, key: str, known: Collection[str], within: str, variant: str = "") -> None:
        near = in_backticks(did_you_mean(key, known))
        self._add("mapping-key-not-known", key, within, variant, known=in_backticks(known), suggestions=near)

    def table(self, value: object, within: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._add("mapping-value-does-not-fit", within.rpartition(".")[2], "", value=value, wanted=phrase("a table"))
        return {}

    def entity(self, value: object, layout: Layout, entity: Entity) -> EntityMapping:
        """The mapping of one entity; what does not fit is left at what it is without a mapping."""
        within = f"data.{entity.name}"
        table = self.table(value, within)
        for key in table:
            if key not in _KEYS:
                self.not_known(key, _KEYS, within)
        given: dict[str, Any] = {"entity": entity.name}
        for key, (fits, wanted) in _SINGLE.items():
            if key in table:
                if fits(table[key]):
                    given[key] = table[key]
                else:
                    self._add("mapping-value-does-not-fit", key, within, value=table[key], wanted=wanted)
        fields = {field.name: field for field in layout.fields if not field.column}
        given["columns"] = self._columns(table.get("columns", {}), fields, f"{within}.columns")
        given["constants"] = self._constants(table.get("constants", {}), fields, f"{within}.constants")
        given["values"] = self._values(table.get("values", {}), fields, f"{within}.values")
        given["percents"] = self._percents(table.get("percents", {}), fields, f"{within}.percents")
        given["timestamps"] = self._timestamps(table.get("timestamps", {}), fields, f"{within}.timestamps")
        given["currency_signs"] = self._signs(table.get("currency_signs", {}), f"{within}.currency_signs")
        given["numbers_as_text"] = self._texts(table.get("numbers_as_text", []), fields, within)
        mapping = EntityMapping(**given)
        self._together(mapping, layout, within)
        # A key that was misspelled, or a mark that there is not, may have been the other mark.
        marks = [mark for mark in ("decimal_mark", "thousands_mark") if mark in table]
        as_given = all(key in _KEYS for key in table) and all(given.get(mark) == table[mark] for mark in marks)
        if mapping.decimal_mark == mapping.thousands_mark and as_given:
            self._add("mapping-marks-alike", "thousands_mark", within, mark=mapping.decimal_mark)
        return mapping

    # -------------------------------------------------------------------------------------------- tables of fields

    def _columns(self, value: object, fields: Mapping[str, Field], within: str) -> dict[str, str]:
        columns: dict[str, str] = {}
        for column, name in self.table(value, within).items():
            if not isinstance(name, str):
                wanted = phrase("the name of a field")
                self._add("mapping-value-does-not-fit", column, within, value=name, wanted=wanted)
            elif name not in fields:
                self._no_field(name, fields, within, line_of=column)
            elif name in columns:
                self._add("mapping-field-given-twice", column, within, field=name, first=columns[name], second=column)
            else:
                columns[name] = column
        return columns

    def _constants(self, value: object, fields: Mapping[str, Field], within: str) -> dict[str, str]:
        constants: dict[str, str] = {}
        for name, constant in _by_path(self.table(value, within), fields):
            if name in fields:
                text = self._text(constant, name, within)
                if text is not None and self._can_hold(fields[name], text, name, within):
                    constants[name] = text
            else:
                self._no_field(name, fields, within)
        return constants

    def _values(self, value: object, fields: Mapping[str, Field], within: str) -> dict[str, dict[str, str]]:
        values: dict[str, dict[str, str]] = {}
        for name, table in _by_path(self.table(value, within), fields):
            if name not in fields:
                self._no_field(name, fields, within)
                continue
            names: dict[str, str] = {}
            for written, meant in self.table(table, f"{within}.{name}").items():
                text = self._text(meant, written, f"{within}.{name}")
                if text is not None and self._can_hold(fields[name], text, written, f"{within}.{name}"):
                    names[unicodedata.normalize("NFC", written)] = text
            values[name] = names
        return values

    def _percents(self, value: object, fields: Mapping[str, Field], within: str) -> dict[str, str]:
        percents = [n for n, f in fields.items() if isinstance(f.type, Quantity) and f.type.kind == "percent"]
        if not isinstance(value, dict):
            value = dict.fromkeys(percents, value) or {"percents": value}
        found: dict[str, str] = {}
        for name, meaning in _by_path(value, fields):
            if meaning not in PERCENTS:
                self._add("mapping-value-does-not-fit", name, within, value=meaning, wanted=_among(PERCENTS))
            elif name in percents:
                found[name] = meaning
            elif name != "percents":
                self._no_field(name, percents, within)
        return found

    def _timestamps(self, value: object, fields: Mapping[str, Field], within: str) -> dict[str, str]:
        """For each field of days which day a timestamp is of: one text for all of them, or a table."""
        days = [name for name, field in fields.items() if field.type == Day()]
        if not isinstance(value, dict):
            said = self._is_of_timestamps(value, "timestamps", within.removesuffix(".timestamps"))
            return dict.fromkeys(days, str(value)) if said else {}
        found: dict[str, str] = {}
        for name, meant in _by_path(value, fields):
            if name not in days:
                self._no_field(name, days, within)
            elif self._is_of_timestamps(meant, name, within):
                found[name] = meant
        return found

    def _is_of_timestamps(self, value: object, key: str, within: str) -> bool:
        if isinstance(value, str) and (value == AS_WRITTEN or zone_named(value) is not None):
            return True
        wanted = phrase("`date as written` or a time zone, as `UTC`, `-05:00` or `America/Bogota`")
        self._add("mapping-value-does-not-fit", key, within, value=value, wanted=wanted)
        return False

    def _signs(self, value: object, within: str) -> dict[str, str]:
        """Currencies by the sign that stands for each: no blank, no digit, and no sign of a number's own."""
        signs: dict[str, str] = {}
        for sign, code in self.table(value, within).items():
            if not isinstance(code, str) or not is_currency(code):
                wanted = phrase("the code of a currency, as `EUR`")
                self._add("mapping-value-does-not-fit", sign, within, value=code, wanted=wanted)
            elif not sign or _NO_SIGN.search(sign):
                wanted = phrase("a sign as `€` before it")
                self._add("mapping-value-does-not-fit", sign, within, value=code, wanted=wanted)
            else:
                signs[unicodedata.normalize("NFC", sign)] = code
        return signs

    def _texts(self, value: object, fields: Mapping[str, Field], within: str) -> tuple[str, ...]:
        """Fields of text, as a list of their names."""
        texts = [n for n, f in fields.items() if f.type == Words()]
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            wanted = phrase("a list of fields of text")
            self._add("mapping-value-does-not-fit", "numbers_as_text", within, value=value, wanted=wanted)
            return ()
        for name in value:
            if name not in texts:
                self._no_field(name, texts, within, line_of="numbers_as_text")
        return tuple(name for name in value if name in texts)

    # -------------------------------------------------------------------------------------------- what fits together

    def _together(self, mapping: EntityMapping, layout: Layout, within: str) -> None:
        for name in mapping.constants:
            if name in mapping.columns:
                column = mapping.columns[name]
                self._add("mapping-field-given-twice", name, within, field=name, first=column, second="constants")
        if mapping.covered_from is not None and layout.dated is None:
            self._add("mapping-entity-without-dates", "covered_from", within, entity=mapping.entity)
        if mapping.file and not _is_plain_name(mapping.file):
            self._add("mapping-file-elsewhere", "file", within, file=mapping.file)

    def _text(self, value: object, key: str, within: str) -> str | None:
        """A value of TOML as the text of a cell."""
        match value:
            case bool():
                return "yes" if value else "no"
            case str():
                return value
            case Decimal():
                return format(value, "f") if value.is_finite() and abs(value.adjusted()) < 100 else str(value)
            case int():
                return str(value) if abs(value) < 10**38 else "…"
            case datetime.date() if not isinstance(value, datetime.datetime):
                return value.isoformat()
        wanted = phrase("one text, number, date, or yes or no")
        self._add("mapping-value-does-not-fit", key, within, value=value, wanted=wanted)
        return None

    def _can_hold(self, field: Field, text: str, key: str, within: str) -> bool:
        """Whether a text, written in the strict way, is a value of the field."""
        refused = text_reader(field)(text)
        if isinstance(refused, Refusal):
            told = {"members": "", "suggestions": "", **refused.values}
            near = {key: str(told[key]) for key in ("members", "suggestions")}
            self._add("mapping-value-not-of-field", key, within, field=field.name, value=text, **near)
        return not isinstance(refused, Refusal)

    def _no_field(self, name: str, fields: Collection[str], within: str, line_of: str = "") -> None:
        near = in_backticks(did_you_mean(name, fields))
        self._add(
            "mapping-field-not-known", line_of or name, within, field=name, fields=in_backticks(fields),
            entity=within.split(".")[1], suggestions=near,
        )  # fmt: skip

    def _add(self, name: str, key: str, within: str, variant: str = "", **values: object) -> None:
        """Raises _Enough when there are many."""
        told: dict[str, object] = {"key": key, "table": within or "data", "value": "", **values}
        for part in ("key", "table", "value", "field", "first", "second", "file"):
            if part in told:
                told[part] = str(told[part])[:SHOWN_CHARACTERS]
        self.findings.append(_finding(name, self._line(key, within), variant, **told))
        if len(self.findings) == FINDINGS_MAX:
            raise _Enough

    def _line(self, key: str, within: str) -> int | None:
        """The line on which a key of a table stands; the table's own where the key cannot be told from others."""
        header = next((at for at, line in enumerate(self._lines) if line == f"[{within}]"), -1)
        last = within.rpartition(".")[2]
        in_one_line = re.compile(rf"{re.escape(last)} *= *\{{")
        inline = next((at + 1 for at, line in enumerate(self._lines) if in_one_line.match(line)), 0)
        if header < 0 and inline and within.count(".") > 1:
            return inline
        for at in range(header + 1, len(self._lines)):
            line = self._lines[at]
            name = line.partition("=")[0].strip()
            if name == key or name.endswith(f".{key}") or line.startswith((f"[{within}.{key}]", f"[{key}]")):
                return at + 1
        return header + 1 or None


def _unquoted(line: str) -> str:
    return line.strip().replace('"', "").replace("'", "")


def _is_plain_name(name: str) -> bool:
    return not any(sign in name for sign in "/\\\0:") and name not in (".", "..")


def _one_of(known: Collection[str]) -> tuple[Callable[[object], bool], Told]:
    return (lambda value: isinstance(value, str) and value in known), _among(known)


def _among(known: Collection[str]) -> Told:
    return phrase("one of {names}", names=in_backticks(name.replace("\t", r"\t") for name in known))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _counts(low: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= ROWS_AROUND_MAX


def _is_day(value: object) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


# The keys with one value each: whether it fits, and what is wanted in words.
_SINGLE: Mapping[str, tuple[Callable[[object], bool], Told]] = {
    "file": (_is_text, phrase("the name of a file in the folder")),
    "sheet": (_is_text, phrase("the name of a sheet")),
    "header_row": (_counts(1), phrase("the number of the header's row, 1 or more")),
    "footer_rows": (_counts(0), phrase("how many lines at the end are no data")),
    "delimiter": _one_of(DELIMITERS),
    "encoding": _one_of(ENCODINGS),
    "decimal_mark": _one_of(DECIMAL_MARKS),
    "thousands_mark": _one_of(("", *THOUSANDS_MARKS)),
    "date_order": _one_of(DATE_ORDERS),
    "member_separator": (_is_text, phrase("the text between members of a set")),
    "currency_column": (_is_text, phrase("the name of a column")),
    "covered_from": (_is_day, phrase("a date without quotes, as in 2023-10-01")),
}
