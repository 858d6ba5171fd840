"""Rows that name other rows: the same rejects and the same population from every format and from plain rows."""
from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from rulelang.core.lower import lower
from rulelang.core.nodes import Core
from rulelang.core.population import Population
from rulelang.data.given import population_from_rows
from rulelang.data.read import read_population
from rulelang.data.reading import Reading
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

from . import workbooks

PROGRAM = """program base
  currency USD
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id text
  manager    Person, optional

entity Person identified by person_id
  person_id text
  city      text
  boss      Person, optional

entity Store identified by store_id, recorded on known_on
  store_id text
  city     text
  known_on date

entity Deal identified by deal_id, belongs to Partner as deals, belongs to Store as sales
  deal_id text
  seller  Person

entity Line belongs to Deal as lines
  units text

measure lines of Partner is count
  count deals.lines where Deal.seller.city is Deal.Store.city and units is "x"

eligibility fine of Partner
  manager.boss.city is "Lima" and lines > 0
"""
FORMATS = ("csv", "json", "jsonl", "xlsx", "parquet", "rows")
Rows = Mapping[str, list[Mapping[str, str]]]
GOOD: Rows = {
    "Partner": [{"partner_id": "P1", "manager": "H1"}, {"partner_id": "P2", "manager": ""}],
    "Person": [{"person_id": "H1", "city": "Cali", "boss": "H2"}, {"person_id": "H2", "city": "Lima", "boss": "H1"}],
    "Store": [
        {"store_id": "S1", "city": "Cali", "known_on": "2024-01-01"},
        {"store_id": "S1", "city": "Lima", "known_on": "2024-02-01"},
    ],
    "Deal": [{"deal_id": "D1", "partner_id": "P1", "store_id": "S1", "seller": "H2"}],
    "Line": [{"deal_id": "D1", "units": "x"}],
}


def core_of(text: str) -> Core:
    module, findings = read(SourceFile("base.rule", text))
    assert findings == ()
    resolved, findings = resolve([module])
    assert resolved is not None
    assert findings == ()
    checked, findings = check(resolved)
    assert checked is not None, findings
    return lower(checked)


CORE = core_of(PROGRAM)


def taken_in(
    kind: str, rows: Rows, folder: Path, as_of: str | None = None, core: Core = CORE
) -> tuple[Population, Reading]:
    """The population of some rows, written in a format or handed in as they are."""
    day = datetime.date.fromisoformat(as_of) if as_of else None
    if kind == "rows":
        others = {name: found for name, found in rows.items() if name != "Partner"}
        return population_from_rows(core, rows["Partner"], others, as_of=day)
    for name, found in rows.items():
        write(folder / f"{name}.{kind}", found)
    population, reading = read_population(core, folder, as_of=day, until=datetime.date(2024, 12, 31))
    assert population is not None, reading.findings
    return population, reading


def write(path: Path, rows: list[Mapping[str, str]]) -> None:
    header, texts = list(rows[0]), [list(row.values()) for row in rows]
    match path.suffix:
        case ".csv":
            path.write_text("".join(",".join(line) + "\n" for line in (header, *texts)))
        case ".json":
            path.write_text(json.dumps(rows))
        case ".jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        case ".xlsx":
            cells = [[workbooks.text(cell) if cell else "" for cell in line] for line in (header, *texts)]
            path.write_bytes(workbooks.workbook({"Sheet1": workbooks.sheet(cells)}))
        case ".parquet":
            duckdb = pytest.importorskip("duckdb")
            values = ", ".join(f"({', '.join(repr(cell) if cell else 'NULL' for cell in line)})" for line in texts)
            named = ", ".join(f"{name}::VARCHAR as {name}" for name in header)
            held = f"(values {values}) as t({', '.join(header)})"
            duckdb.sql(f"copy (select {named} from {held}) to '{path}' (format parquet)")


def changed(name: str, *rows: Mapping[str, str]) -> Rows:
    """The good rows with others of one entity in their place."""
    return {**GOOD, name: list(rows)}


def told(reading: Reading) -> list[tuple[str, str, str]]:
    assert all(str(reject.values["column"]) in str(reject.place) for reject in reading.rejects)
    return [(r.name, str(r.values["column"]), str(r.values["value"])) for r in reading.rejects]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_a_row_names_is_read_with_it(kind: str, tmp_path: Path) -> None:
    population, reading = taken_in(kind, GOOD, tmp_path)

    assert told(reading) == []
    first, second = population.subjects
    assert first.fields["manager.boss.city"] == "Lima"
    assert second.fields["manager.boss.city"] is None
    assert [(row["Deal.seller.city"], row["Deal.Store.city"]) for row in first.records["Line"]] == [("Lima", "Lima")]
    assert second.records["Line"] == ()
    assert [(c.entity, c.accepted, c.superseded) for c in reading.counts] == [
        ("Partner", 2, 0), ("Deal", 1, 0), ("Line", 1, 0), ("Person", 2, 0), ("Store", 1, 1),
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_reference_to_nobody_is_a_reject_and_takes_what_belongs_to_it(kind: str, tmp_path: Path) -> None:
    deal = {"deal_id": "D1", "partner_id": "P1", "store_id": "S1", "seller": "h2"}

    population, reading = taken_in(kind, changed("Deal", deal), tmp_path)

    assert told(reading) == [("row-of-nobody", "seller", "h2")]
    assert reading.rejects[0].values["suggestions"] == "`H2`"
    assert population.subjects[0].rejected == {"Deal", "Line"}
    assert population.subjects[0].records["Line"] == ()
    assert {c.entity: (c.rejected, c.set_aside) for c in reading.counts}["Line"] == (0, 1)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_parent_that_is_not_there_is_a_reject(kind: str, tmp_path: Path) -> None:
    deal = {"deal_id": "D1", "partner_id": "P1", "store_id": "S7", "seller": "H2"}

    population, reading = taken_in(kind, changed("Deal", deal), tmp_path)

    assert told(reading) == [("row-of-nobody", "store_id", "S7")]
    assert population.subjects[0].rejected == {"Deal", "Line"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_record_of_an_unknown_record_is_a_reject_of_nobody(kind: str, tmp_path: Path) -> None:
    population, reading = taken_in(kind, changed("Line", {"deal_id": "D8", "units": "x"}), tmp_path)

    assert told(reading) == [("row-of-nobody", "deal_id", "D8")]
    assert reading.rejects[0].values["subject"] == "Deal"
    assert [subject.rejected for subject in population.subjects] == [frozenset(), frozenset()]


@pytest.mark.parametrize("kind", FORMATS)
def test_rows_that_refer_to_a_reject_are_rejects_however_far_away(kind: str, tmp_path: Path) -> None:
    people = [
        {"person_id": "H1", "city": "Cali", "boss": "H2"}, {"person_id": "H2", "city": "Lima", "boss": "H3"},
        {"person_id": "H3", "city": "Lima", "boss": "H9"},
    ]

    population, reading = taken_in(kind, changed("Person", *people), tmp_path)

    assert sorted(told(reading)) == [
        ("row-of-a-reject", "boss", "H2"), ("row-of-a-reject", "boss", "H3"), ("row-of-a-reject", "manager", "H1"),
        ("row-of-nobody", "boss", "H9"),
    ]
    assert [subject.key for subject in population.subjects] == [("P2",)]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_recorded_later_is_not_there_yet(kind: str, tmp_path: Path) -> None:
    population, reading = taken_in(kind, GOOD, tmp_path, "2024-01-15")
    assert told(reading) == []
    assert population.subjects[0].records["Line"][0]["Deal.Store.city"] == "Cali"

    population, reading = taken_in(kind, GOOD, tmp_path, "2023-12-31")
    assert told(reading) == [("row-of-a-reject", "store_id", "S1")]
    assert population.subjects[0].rejected == {"Deal", "Line"}


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    def turned(rows: Rows) -> Rows:
        return {name: list(reversed(found)) for name, found in rows.items()}

    rows = changed("Deal", *GOOD["Deal"], {"deal_id": "D2", "partner_id": "P2", "store_id": "S9", "seller": "H1"})
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()

    first, second = taken_in("csv", rows, one), taken_in("csv", turned(rows), other)

    assert first[0] == second[0]
    assert told(first[1]) == told(second[1])


def test_rejects_that_are_accepted_leave_no_mark(tmp_path: Path) -> None:
    deal = {"deal_id": "D1", "partner_id": "P1", "store_id": "S1", "seller": "H9"}
    for name, found in changed("Deal", deal).items():
        write(tmp_path / f"{name}.csv", found)

    population, _ = read_population(
        CORE, tmp_path, as_of=None, until=datetime.date(2024, 12, 31), accept_rejects=True
    )

    assert population is not None
    assert population.subjects[0].rejected == frozenset()

