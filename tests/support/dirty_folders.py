"""Folders of Parquet files: those of a folder of CSV files, and small random ones with everything that may be wrong."""
from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import duckdb

from rulelang.core.nodes import Core, Day, Entity, Field, Words
from support.cores import kaspersky_core

TYPED = {
    "csat": "DECIMAL(5, 3)", "joined": "DATE", "amount": "DECIMAL(12, 3)", "closed_on": "DATE", "booked_on": "DATE",
    "issued_on": "DATE", "expires_on": "DATE", "new_product": "BOOLEAN", "noted": "DATE",
}
DAYS = ("2025-04-02", "2025-05-01", "2025-06-01", "2025-06-30", "", "2025-13-01")
CELLS: Mapping[str, tuple[int, Sequence[str]]] = {
    # For each column how many of its cells are good, the good ones first.
    "partner_id": (3, ("P1", "P2", "P3", "p2", "#N/A", " P1", "0P1", "\u00e9", "e\u0301", "")),
    "country": (2, ("BR", "NO", "br", "ZZ", "")),
    "category": (2, ("reseller", "integrator", "x", "")),
    "pillars": (3, ("sell;deploy", "deploy", "", "sell;;deploy", "nope")),
    "csat": (3, ("4.6", "", "4.0", "9", "x", "3.99")),
    "joined": (3, ("2018-03-01", "2020-02-29", "2025-05-02", "2019-02-29", "")),
    "deal_id": (2, ("D1", "D2", "D3", "D4", "")),
    "pillar": (2, ("deploy", "sell", "deploi", "")),
    "amount": (3, ("1250.00", "10.5", "60000", "-3", "12.345", "", "x", "12.500", "1e5")),
    "status": (2, ("won", "returned", "open", "won ", "")),
    "closed_on": (3, (
        "2025-04-01", "2025-05-01", "2024-02-10", "2023-01-01", "2025-06-31", "", "2025-04-09 13:45:00",
        "2025-05-01T00:00:00", "2025-05-01T00:00:00Z",
    )),
    "holder": (2, ("Ana", "Jo\u00e3o", "", "a\0b")),
    "track": (2, ("KES", "KATA", "")),
    "issued_on": (3, ("2024-08-15", "2024-11-30", "2025-05-05", "", "bad")),
    "expires_on": (2, ("", "2026-01-01", "2025-06-30", "never")),
    "booked_on": (3, DAYS),
    "noted": (3, DAYS),
    "plan": (4, ("2025-Q2", "2025", "FY2026-H1", "2025-04", "FY2025", "2025-Q5", "2025-04-01", "9999", "fy2025", "")),
}


def random_core(draw: random.Random) -> Core:
    """The hand-made program with other keys, recording dates and countries."""
    core = kaspersky_core()
    relations = tuple(_varied(draw, entity) for entity in core.relations)
    subject = core.subject
    if draw.random() < 0.4:
        noted = Field("noted", Day(), draw.random() < 0.5, "", subject.span)
        subject = attrs.evolve(subject, fields=(*subject.fields, noted), recorded_on="noted")
    if draw.random() < 0.4:
        plan = Field("plan", Words(year_starts=draw.choice((1, 7))), draw.random() < 0.5, "", subject.span)
        subject = attrs.evolve(subject, fields=(*subject.fields, plan))
    if draw.random() < 0.4:
        subject = attrs.evolve(subject, valid_from="joined")
    core = attrs.evolve(core, subject=subject, relations=relations)
    return attrs.evolve(core, countries=("BR",), country_field="country") if draw.random() < 0.3 else core


def _varied(draw: random.Random, entity: Entity) -> Entity:
    return attrs.evolve(
        entity,
        recorded_on=None if draw.random() < 0.3 else entity.recorded_on,
        keys=() if draw.random() < 0.2 else entity.keys,
    )


def random_folder(draw: random.Random, core: Core, folder: Path) -> None:
    """A few rows for each entity, some columns typed and some text; how many cells are bad differs by folder."""
    dirt = draw.choice((0.0, 0.03, 0.15, 0.5))
    for entity in (core.subject, *core.relations):
        names = [field.name for field in entity.fields]
        if entity.parent:
            names += [key for key in core.subject.keys if key not in names]
        count = draw.choice((0, 1, 3, 8, 25)) if entity.parent else draw.choice((0, 1, 2, 4, 6))
        rows = [[_cell(draw, entity, name, at, dirt) for name in names] for at in range(count)]
        types = {name: TYPED[name] if name in TYPED and draw.random() < 0.6 else "VARCHAR" for name in names}
        types |= {name: "TIMESTAMP" for name, kind in types.items() if kind == "DATE" and draw.random() < 0.3}
        if "category" in types and draw.random() < 0.2:
            types["category"] = "ENUM('reseller', 'integrator', 'x')"
        write_parquet(folder / f"{entity.name}.parquet", rows, types, keep_empty=draw.random() < 0.5)


def _cell(draw: random.Random, entity: Entity, name: str, at: int, dirt: float) -> str:
    if name in entity.keys and draw.random() > (0.4 if entity.parent else 0) + dirt:
        return f"{'E' if entity.parent else 'P'}{at + 1}"
    good, cells = CELLS[name]
    return draw.choice(cells if draw.random() < dirt else cells[:good])


def write_parquet(file: Path, rows: Sequence[Sequence[str]], types: Mapping[str, str], *, keep_empty: bool) -> None:
    """Cells of text as a Parquet file with the types given; a text that is none of its type is left empty, and an empty
    text is nothing, but where it may be kept as text. One more column is nobody's."""
    columns = [f"unnest(cells[{at}]) as c{at}" for at in range(1, len(types) + 1)]
    casts = [
        f"{_cast(f'c{at}', kind, keep_empty=keep_empty)} as {name}" for at, (name, kind) in enumerate(types.items(), 1)
    ]
    cells = [[row[at] for row in rows] for at in range(len(types))]
    with duckdb.connect(":memory:") as connection:
        table = f"select {', '.join(columns)} from (select cast($cells as VARCHAR[][]) as cells)"
        connection.execute(f"create table texts as {table}", {"cells": cells})
        query = f"select {', '.join(casts)}, 1 as extra from texts"
        connection.execute(f"copy ({query}) to {quoted(file)} (format parquet)")


def _cast(column: str, kind: str, *, keep_empty: bool) -> str:
    if kind == "VARCHAR":
        return column if keep_empty else f"nullif({column}, '')"
    if kind == "BOOLEAN":
        column = f"case {column} when 'yes' then 'true' when 'no' then 'false' else {column} end"
    return f"try_cast({column} as {kind})"


def parquet_of_csv(source: Path, folder: Path, *, typed: bool) -> None:
    """The CSV files of a folder as Parquet: columns of text, or of the type of what they hold."""
    with duckdb.connect(":memory:") as connection:
        for file in sorted(source.glob("*.csv")):
            header = file.read_text(encoding="utf-8").partition("\n")[0].split(",")
            casts = [f"{_cast(name, TYPED.get(name, 'VARCHAR') if typed else 'VARCHAR', keep_empty=False)} as {name}"
                     for name in header]
            read = f"read_csv({quoted(file)}, all_varchar = true, header = true)"
            target = folder / f"{file.stem}.parquet"
            connection.execute(f"copy (select {', '.join(casts)} from {read}) to {quoted(target)} (format parquet)")


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
