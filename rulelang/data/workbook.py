"""The parts of an XLSX workbook: its sheets, the texts they share, and which styles show dates or percents.

A workbook is a ZIP archive of XML. Whoever made it may mean harm: every limit here has a name, and a document type
(the way to make a few bytes expand into billions) is refused unread. Knows nothing of rows; `sheet.py` reads those.
"""
from __future__ import annotations

import hashlib
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat

import attrs

from rulelang.data.cells import CELL_CHARACTERS_MAX
from rulelang.data.table import Stopped
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.system import system_reason

WORKBOOK_BYTES_MAX = 100_000_000
"""A workbook is read as a whole."""
ENTRIES_MAX = 10_000
"""Files inside the archive."""
PART_BYTES_MAX = 500_000_000
"""Of one file inside the archive, unpacked: a full sheet of some hundred thousand rows."""
PACKED_RATIO_MAX = 100
"""Sheets pack to a tenth or a thirtieth of their size; what packs better than this is made to fill memory..."""
RATIO_BYTES_MIN = 4_000_000
"""...unless it is small anyway."""
BALLAST_MAX = 1_000_000
"""Elements of a workbook that bring no value: empty cells, formats, extensions. Data is not made of these."""
CHUNK_BYTES = 1 << 16

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENTRY = b"PK\x01\x02"
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, expat.ExpatError)
# What opening an archive or a file in it may raise besides, where its directory says what cannot be.
_REFUSED = (OSError, RuntimeError, ValueError, OverflowError)
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS = frozenset({9, 10})
_FORMAT_TEXT = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)

Attributes = Mapping[str, str]


def _ignored(what: str) -> None:
    """Takes what a part has and nobody asked for."""


@attrs.frozen
class Handlers:
    """What is called while a part is read, with names and attributes without their namespaces."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None] = _ignored
    text: Callable[[str], None] = _ignored


class Ballast:
    """Counts the elements of a workbook that bring no value, and stops the reading when there are too many."""

    def __init__(self, stop: Callable[[], Stopped]) -> None:
        self._stop = stop
        self._count = 0

    def add(self) -> None:
        """Counts one more. Raises Stopped."""
        self._count += 1
        if self._count > BALLAST_MAX:
            raise self._stop()


class Workbook:
    """One workbook, open for reading. Raises Stopped, also when it is opened. `entity` is who asks."""

    def __init__(self, path: Path, entity: str) -> None:
        self.file = path.name
        self._entity = entity
        content = self._content(path)
        self.digest = hashlib.sha256(content).hexdigest()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (*_DAMAGED, *_REFUSED) as problem:
            raise self.stop("data-workbook-not-readable") from problem
        self.ballast = Ballast(lambda: self.stop("data-workbook-too-large", part=self.file))
        self._relations = _Relations()
        self._parts: dict[str, str] = {}
        self._hidden: set[str] = set()
        self.counts_from_1904 = False
        self._find_sheets()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets in their order, of hidden ones too."""
        return tuple(self._parts)

    @property
    def visible(self) -> tuple[str, ...]:
        """Those that somebody who opens the workbook sees; all where none is."""
        return tuple(name for name in self._parts if name not in self._hidden) or self.sheets

    def read_sheet(self, name: str, handlers: Handlers) -> None:
        self._read(self._parts[name], handlers)

    def texts(self) -> list[str]:
        """The texts that cells share, by their number. One that is too long for a cell is cut just beyond that."""
        part = self._relations.of_kind("sharedStrings")
        shared = _SharedTexts(self.ballast)
        if part is not None:
            self._read(part, Handlers(shared.start, shared.end, shared.text))
        return shared.texts

    def styles(self) -> list[str]:
        """For each style of cells by number: `date`, `percent` or ""."""
        part = self._relations.of_kind("styles")
        styles = _Styles(self.ballast)
        if part is not None:
            self._read(part, Handlers(styles.start, styles.end))
        return styles.kinds

    def stop(self, name: str, row: int | None = None, column: str | None = None, variant: str = "",
             **values: object) -> Stopped:
        """What ends the reading of this workbook, to be raised."""
        place = Place(self.file, row, column)
        return Stopped(Diagnostic(name, None, {"entity": self._entity, **values}, place=place, variant=variant))

    # -------------------------------------------------------------------------------------------- the archive

    def _content(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                content = file.read(WORKBOOK_BYTES_MAX + 1)
        except OSError as problem:
            reason = system_reason(problem, phrase("it cannot be opened"))
            raise self.stop("data-file-not-readable", reason=reason) from problem
        if len(content) > WORKBOOK_BYTES_MAX:
            raise self.stop("data-too-large", limit=f"{WORKBOOK_BYTES_MAX:_}")
        if content.startswith(_OLD_FORMAT):
            raise self.stop("data-workbook-not-readable", variant="old")
        if content.count(_ENTRY) > ENTRIES_MAX:
            raise self.stop("data-workbook-too-large", part=self.file)
        return content

    def _read(self, part: str, handlers: Handlers) -> None:
        """Reads a part piece by piece."""
        try:
            with self._open(part) as stream:
                parser = _parser(handlers, lambda: self.stop("data-workbook-not-readable", variant="document_type"))
                is_last = False
                while not is_last:
                    chunk = stream.read(CHUNK_BYTES)
                    is_last = not chunk
                    parser.Parse(chunk, is_last)
        except _DAMAGED as problem:
            raise self.stop("data-workbook-not-readable") from problem

    def _open(self, part: str) -> IO[bytes]:
        try:
            entry = self._archive.getinfo(part)
        except KeyError as problem:
            raise self.stop("data-workbook-not-readable") from problem
        ratio = entry.file_size // max(entry.compress_size, 1)
        if entry.file_size > PART_BYTES_MAX or (entry.file_size > RATIO_BYTES_MIN and ratio > PACKED_RATIO_MAX):
            raise self.stop("data-workbook-too-large", part=part)
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.stop("data-workbook-not-readable")
        try:
            return self._archive.open(entry)
        except (*_DAMAGED, *_REFUSED) as problem:
            raise self.stop("data-workbook-not-readable") from problem

    def _find_sheets(self) -> None:
        top = _Relations()
        self._read("_rels/.rels", Handlers(top.start))
        book = top.of_kind("officeDocument") or "xl/workbook.xml"
        folder, name = posixpath.split(book)
        self._relations = _Relations(folder)
        self._read(f"{folder}/_rels/{name}.rels".lstrip("/"), Handlers(self._relations.start))
        self._read(book, Handlers(self._start))

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            part = self._relations.sheets.get(attributes.get("id", ""))
            if part is not None:
                self._parts[attributes.get("name", "")] = part
                if attributes.get("state", "visible") != "visible":
                    self._hidden.add(attributes.get("name", ""))


class _LocalNames(dict[str, str]):
    """Names without their namespaces, each cut once: a sheet has a million elements of a few names."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, name.rpartition(" ")[2])


def _parser(handlers: Handlers, refused: Callable[[], Stopped]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    local, begin, end = _LocalNames(), handlers.start, handlers.end

    def start(name: str, attributes: dict[str, str]) -> None:
        begin(local[name], {local[key]: value for key, value in attributes.items()})

    def document_type(*_: object) -> None:
        raise refused()

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: end(local[name])
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = document_type
    return parser


# ------------------------------------------------------------------------------------------------ small parts


class _Relations:
    """Which part of the archive plays which part in the workbook; targets are relative to a folder."""

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self._kinds: dict[str, str] = {}
        self.sheets: dict[str, str] = {}

    def of_kind(self, kind: str) -> str | None:
        return self._kinds.get(kind)

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._kinds.setdefault(kind, target)
        if kind == "worksheet":
            self.sheets[attributes.get("Id", "")] = target


class _SharedTexts:
    """Collects shared texts: each the runs of an `si`, without the readings that stand above Asian letters."""

    def __init__(self, ballast: Ballast) -> None:
        self.texts: list[str] = []
        self._ballast = ballast
        self._parts: list[str] = []
        self._length = 0
        self._depth_of_reading = 0
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._parts, self._length = [], 0
        elif name == "rPh":
            self._depth_of_reading += 1
        elif name == "t":
            self._inside = not self._depth_of_reading
        else:
            self._ballast.add()

    def text(self, text: str) -> None:
        if self._inside and self._length <= CELL_CHARACTERS_MAX:
            self._parts.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._depth_of_reading -= 1
        elif name == "si":
            self.texts.append("".join(self._parts))
            if not self._parts:
                self._ballast.add()


class _Styles:
    """What each style of cells shows a number as."""

    def __init__(self, ballast: Ballast) -> None:
        self.kinds: list[str] = []
        self._ballast = ballast
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.kinds.append(self._kind(attributes.get("numFmtId", "0")))
        else:
            self._ballast.add()

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def _kind(self, number: str) -> str:
        if number in self._formats:
            return format_kind(self._formats[number])
        builtin = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        return "date" if builtin in _DATES else "percent" if builtin in _PERCENTS else ""


def format_kind(code: str) -> str:
    """What a format such as `dd/mm/yyyy` or `0.0%` shows a number as: `date`, `percent` or ""."""
    shown = _FORMAT_TEXT.sub("", code).partition(";")[0].lower()
    if "general" in shown:
        return ""
    if re.search(r"[dmyhs]", shown):
        return "date"
    return "percent" if "%" in shown else ""
