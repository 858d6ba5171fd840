"""Mistakes in spreadsheets and Parquet files, planted into a text from which the file is made.

A text has a line a row, its cells apart by `|`. Of a sheet (`Deal.sheet`) a cell is what a spreadsheet would make of
it: a number, a percent, a day, `true` or `false`, an error, a formula with what it was worked out as behind `->`; after
`'` it is text. `45808.75 day` is a number shown as a day. Lines that begin with `----` say more of the workbook. Of a
table (`Deal.columns`) the first line has the names of the columns, each with its type.
"""
from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import attrs
import duckdb
from unit.data import workbooks

from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.refused import Refused
from support.mistakes import FOLDER, Mistake
from support.mistakes_in_data import DATA, PERIOD, PlantedInData, program

TEXTS = FOLDER / "workbooks"
FILES = {"Deal.sheet": "Deal.xlsx", "Deal.columns": "Deal.parquet"}
"""The file that is made of a text."""
ENGINES = {"Deal.sheet": ("interpreter",), "Deal.columns": ("interpreter", "duckdb")}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def planted_in_workbook(mistake: Mistake, folder: Path, engine: str) -> PlantedInData:
    """The mistake in a file that is made of its text, beside the other data."""
    text = (TEXTS / mistake.file).read_text(encoding="utf-8")
    changed, line = mistake.planted_in(text)
    mistake = attrs.evolve(mistake, place=FILES[mistake.file])
    return PlantedInData(mistake, line, said_of_text(mistake.file, changed, folder, engine))


def said_of_text(name: str, text: str, folder: Path, engine: str) -> tuple[Diagnostic, ...]:
    """What a run says about the data with a file that is made of a text."""
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    (copy / "operaciones.csv").unlink()
    (copy / "rulelang.toml").unlink()
    if name == "Deal.sheet":
        (copy / FILES[name]).write_bytes(workbook_of(text))
    else:
        _write_parquet(text, copy / FILES[name])
    try:
        return program().run(copy, PERIOD, engine=engine).rejects
    except Refused as refused:
        return refused.findings


# ------------------------------------------------------------------------------------------------ sheets


def workbook_of(text: str) -> bytes:
    """The workbook that a text stands for."""
    sheets: dict[str, list[list[str]]] = {"Deals": []}
    hidden, merged, rows = set[str](), "", sheets["Deals"]
    for line in text.splitlines():
        if line.startswith("---- merged "):
            merged += f'<mergeCell ref="{line.removeprefix("---- merged ")}"/>'
        elif line.startswith("----"):
            name = line.rpartition(" ")[2]
            rows = sheets[name] = []
            hidden |= {name} if "hidden" in line else set()
        else:
            rows.append([_cell(cell.strip()) for cell in line.split("|")])
    after = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    made = {name: workbooks.sheet(rows, after if name == "Deals" else "") for name, rows in sheets.items()}
    return workbooks.workbook(made, hidden=hidden)


def _cell(written: str) -> workbooks.Cell:
    if not written:
        return ""
    if written.endswith(" day"):
        return workbooks.number(written.removesuffix(" day"), 1)
    if written in ("true", "false"):
        return f'<c t="b"><v>{int(written == "true")}</v></c>'
    if written.startswith("="):
        return workbooks.formula(written.partition("-> ")[2])
    if written.startswith("#"):
        return f'<c t="e"><v>{written}</v></c>'
    if _NUMBER.fullmatch(written):
        return workbooks.number(written)
    if written.endswith("%") and _NUMBER.fullmatch(written[:-1]):
        return workbooks.number(f"0.{written[:-1].zfill(2)}", 2)
    try:
        days = datetime.date.fromisoformat(written) - datetime.date(1899, 12, 30)
    except ValueError:
        return workbooks.text(written.removeprefix("'"))
    return workbooks.day(days.days)


# ------------------------------------------------------------------------------------------------ Parquet


def _write_parquet(text: str, file: Path) -> None:
    head, *lines = text.splitlines()
    rows = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    columns = [column.strip().rsplit(" ", 1) for column in head.split("|")]
    typed = ", ".join(f'{_cast(f"column{n}", kind)} as "{name}"' for n, (name, kind) in enumerate(columns))
    values = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
    names = ", ".join(f"column{n}" for n in range(len(columns)))
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE t AS SELECT {typed} FROM (VALUES {values}) AS t({names})",
            [cell for row in rows for cell in row],
        )
        connection.execute(f"COPY t TO '{file}' (FORMAT parquet)")


def _cast(column: str, kind: str) -> str:
    """A column of a type; of integers, what stands for yes and no is 1 and 0."""
    written = f"{column} = 'true'" if kind == "INTEGER" else column
    return f"cast({written} as {kind})"
