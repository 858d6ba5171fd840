"""Mistakes in data and in the mapping of an export, each planted alone into a small folder that the program reads.

The folder (`tests/mistakes/data`) holds CSV as rulelang writes it, an export from a system in Spanish with its mapping,
JSON and JSON lines. The program is Kaspersky United as it ships, so that both keep together.
"""
from __future__ import annotations

import functools
import shutil
from pathlib import Path

import attrs

from rulelang import api
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from support.mistakes import FOLDER, PROGRAM, Mistake

DATA = FOLDER / "data"
PERIOD = "2025-Q2"
_ENCODINGS = {"operaciones.csv": "cp1252"}


@attrs.frozen
class PlantedInData:
    """A mistake in a file of data: the line of the slip and everything that a run says about the folder."""

    mistake: Mistake
    line: int
    findings: tuple[Diagnostic, ...]

    @property
    def wanted(self) -> list[tuple[str, str, int | None]]:
        """The finding and where it is told, once for each of its rows."""
        rows = (self.line,) if self.mistake.rows is None else self.mistake.rows or (None,)
        return [(self.mistake.finding, self.mistake.place or self.mistake.file, row) for row in rows]


def planted_in_data(mistake: Mistake, folder: Path) -> PlantedInData:
    """The mistake in a copy of the folder of data, which is made in `folder`."""
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    line = plant(mistake, copy)
    return PlantedInData(mistake, line, said_of(copy))


def plant(mistake: Mistake, folder: Path) -> int:
    """Puts a mistake into a folder of data and gives the line of the slip."""
    file = folder / mistake.file
    encoding = _ENCODINGS.get(mistake.file, "utf-8")
    changed, line = mistake.planted_in(file.read_bytes().decode(encoding).replace("\r\n", "\n"))
    file.write_bytes(changed.encode(encoding))
    return line


def said_of(folder: Path) -> tuple[Diagnostic, ...]:
    """What a run says about a folder of data: why it is refused, or which rows are left out."""
    try:
        return program().run(folder, PERIOD, engine="interpreter").rejects
    except Refused as refused:
        return refused.findings


def outcomes_of(folder: Path) -> object:
    """What everybody in a folder of data is paid, and why not where that is not known."""
    return program().run(folder, PERIOD, engine="interpreter").results.rows


@functools.cache
def program() -> api.Program:
    """Kaspersky United as it ships."""
    return api.load(PROGRAM).program()
