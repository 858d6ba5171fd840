"""Fields that are records: columns by their paths, or nested, in files and from hosts; half of one is refused."""
from __future__ import annotations

import csv
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

import rulelang
from rulelang.api import ENGINES, Program
from rulelang.data.nested import Single, around, leaves, names_in, value_at
from rulelang.data.parquet import _parts
from rulelang.diagnostics.catalogue import words

from .workbooks import sheet, text, workbook

PROGRAM = """program acme
  language edition 1
  currency USD
  effective from 2025-01-01

type Service is one of repair, rental

record Desk
  name      text
  services  set of Service

record Address "Address"
  city  text
  fee   money
  note  text, optional
  desk  Desk, optional

entity Partner identified by partner_id
  partner_id  text
  home        Address
  shop        Address, optional

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  closed_on  date
  site       Address

eligibility in_lima of Partner
  home.city is "Lima"

eligibility noted of Partner
  shop.note is "n"

eligibility repairs of Partner
  shop.desk.services includes repair

eligibility near of Partner
  (count deals where site.city is "Lima") >= 1
"""
Rows = Sequence[Mapping[str, Any]]


def address(city: str, **more: object) -> dict[str, object]:
    return {"city": city, "fee": "1.00", "note": "n", "desk": None, **more}


DESK = {"name": "B", "services": ["rental"]}
PARTNERS: Rows = (
    {"partner_id": "P-1", "home": address("Lima"), "shop": None},
    {"partner_id": "P-2", "home": address("Puno", desk=DESK), "shop": address("Lima")},
    {"partner_id": "P-3", "home": address("Puno"),
     "shop": address("Ica", note=None, desk={"name": "A", "services": []})},
    {"partner_id": "P-4", "home": address("Puno"), "shop": address("Ica", desk={"name": "A", "services": ["repair"]})},
)  # fmt: skip
DEALS: Rows = tuple(
    {"deal_id": f"D-{n}", "partner_id": f"P-{n}", "closed_on": "2025-01-10", "site": address(city, desk=DESK)}
    for n, city in ((1, "Lima"), (2, "Ica"))
)
WANTED = {
    "P-1": (True, "missing:Partner.shop", "missing:Partner.shop", True),
    "P-2": (False, True, "missing:Partner.shop.desk", False),
    "P-3": (False, "missing:Partner.shop.note", False, False),
    "P-4": (False, True, True, False),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    home = tmp_path_factory.mktemp("program")
    (home / "program.rule").write_text(PROGRAM)
    return rulelang.load(home).program()


def flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """A row with the parts of its records as columns, as a file without records holds it."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name in ("home", "shop", "site", "desk"):
            empty = {"city": None, "fee": None, "note": None, "desk": None}
            absent = {"name": None, "services": []} if name == "desk" else empty
            found |= flat(value or absent, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = ";".join(value) if isinstance(value, list) else value
    return found


def outcomes(program: Program, data: object, engine: str) -> dict[str, tuple[object, ...]]:
    run = program.run(data, "2025-Q1", engine=engine)  # type: ignore[arg-type]
    assert run.rejects == ()
    return {
        str(key[0]): tuple(each.value if each.value is not None else " ".join(map(str, each.causes)) for each in row)
        for key, row in run.results.rows
    }


# ------------------------------------------------------------------------------------------------ files


def as_csv(path: Path, rows: Rows) -> None:
    with path.with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(flat(rows[0])))
        writer.writeheader()
        writer.writerows(flat(row) for row in rows)


def as_json(path: Path, rows: Rows) -> None:
    path.with_suffix(".json").write_text(json.dumps(rows))


def as_lines(path: Path, rows: Rows) -> None:
    path.with_suffix(".jsonl").write_text("".join(json.dumps(flat(row)) + "\n" for row in rows))


def as_workbook(path: Path, rows: Rows) -> None:
    table = [list(flat(rows[0])), *(list(flat(row).values()) for row in rows)]
    cells = [[text(value) if value else "" for value in row] for row in table]
    path.with_suffix(".xlsx").write_bytes(workbook({"Rows": sheet(cells)}))


def as_parquet(path: Path, rows: Rows) -> None:
    """Columns of parts, as DuckDB stores the objects of JSON."""
    import duckdb

    source = path.with_suffix(".json")
    source.write_text(json.dumps([joined(row) for row in rows]))
    duckdb.connect().execute(f"copy (from read_json('{source}')) to '{path.with_suffix('.parquet')}' (format parquet)")
    source.unlink()


def joined(row: Any) -> Any:
    if isinstance(row, Mapping):
        return {name: joined(value) for name, value in row.items()}
    return ";".join(row) if isinstance(row, list) else row


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("write", [as_csv, as_json, as_lines, as_workbook, as_parquet])
def test_every_format_gives_the_same(
    program: Program, tmp_path: Path, write: Callable[[Path, Rows], None], engine: str
) -> None:
    write(tmp_path / "Partner", PARTNERS)
    write(tmp_path / "Deal", DEALS)

    assert outcomes(program, tmp_path, engine) == WANTED


def test_a_record_that_is_always_there_is_read_wholly_by_duckdb(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(PROGRAM.replace("shop        Address, optional", "shop        Address"))
    data = tmp_path / "data"
    data.mkdir()
    as_parquet(data / "Partner", [row for row in PARTNERS if row["shop"]])
    as_parquet(data / "Deal", DEALS[1:])
    program = rulelang.load(tmp_path).program()

    found = outcomes(program, data, "duckdb")

    assert found == outcomes(program, data, "interpreter")
    assert [row[0] for row in found.values()] == [False, False, False]


# ------------------------------------------------------------------------------------------------ hosts


@attrs.frozen
class Address:
    city: str
    fee: str
    note: str | None
    desk: Mapping[str, Any] | None


def as_objects(rows: Rows) -> object:
    return [{k: Address(**v) if isinstance(v, dict) else v for k, v in row.items()} for row in rows]


def as_frame(package: str) -> Callable[[Rows], object]:
    def frame(rows: Rows) -> object:
        pytest.importorskip(package)
        module = importlib.import_module(package)
        return module.Table.from_pylist(list(rows)) if package == "pyarrow" else module.DataFrame(list(rows))

    return frame


@pytest.mark.parametrize(
    "made",
    [list, lambda rows: [flat(row) for row in rows], as_objects, *map(as_frame, ("polars", "pandas", "pyarrow"))],
    ids=["nested", "flat", "objects", "polars", "pandas", "pyarrow"],
)  # fmt: skip
def test_hosts_hand_in_the_same(program: Program, made: Callable[[Rows], object]) -> None:
    data = {"Partner": made(PARTNERS), "deals": made(DEALS)}

    assert outcomes(program, data, "python") == WANTED


def test_one_partner(program: Program) -> None:
    found = program.evaluate(dict(PARTNERS[3]), "2025-Q1", records={"deals": []})

    assert found["repairs"].value is True


# ------------------------------------------------------------------------------------------------ what is refused


def rejects(program: Program, **partner: object) -> list[str]:
    run = program.run({"Partner": [dict(PARTNERS[0]) | partner], "deals": []}, "2025-Q1", engine="python")
    return [words(each).message for each in run.rejects]


def test_half_a_record(program: Program) -> None:
    half = address("Lima", fee=None)

    assert rejects(program, shop=half) == ["`shop.fee` is empty, and other parts of `shop` are given"]
    assert rejects(program, home=half) == ["`home.fee` is empty, and every Partner has one"]
    assert rejects(program, shop={"desk": {"name": "A"}}) == [
        "`shop.city` is empty, and other parts of `shop` are given",
        "`shop.fee` is empty, and other parts of `shop` are given",
    ]
    assert rejects(program, shop=address("Lima", desk={"services": ["repair"]})) == [
        "`shop.desk.name` is empty, and other parts of `shop.desk` are given"
    ]


def test_a_single_value_in_the_place_of_a_record_is_told_once(program: Program, tmp_path: Path) -> None:
    said = "`shop` is the single value `Lima`, and it has parts, one of them `shop.city`"

    assert rejects(program, shop="Lima") == [said]
    as_json(tmp_path / "Partner", [dict(PARTNERS[0]) | {"shop": "Lima"}])
    as_json(tmp_path / "Deal", DEALS[:1])
    assert words(program.run(tmp_path, "2025-Q1").rejects[0]).message == said


def test_a_part_that_is_given_twice(program: Program, tmp_path: Path) -> None:
    as_json(tmp_path / "Partner", PARTNERS)
    as_json(tmp_path / "Deal", DEALS)
    twice = (tmp_path / "Partner.json").read_text().replace('"city": "Puno"', '"city": "Puno", "city": "Ica"', 1)
    (tmp_path / "Partner.json").write_text(twice)

    rejected = program.run(tmp_path, "2025-Q1").rejects

    assert [(each.name, each.values["value"]) for each in rejected if each.name != "row-of-nobody"] == [
        ("row-name-twice", "home.city")
    ]


def test_a_mapping_names_parts_with_and_without_quotes(program: Program, tmp_path: Path) -> None:
    rows = [flat(row) for row in PARTNERS]
    renamed = [{"Ciudad" if name == "home.city" else name: cell for name, cell in row.items()} for row in rows]
    lacking = [{name: cell for name, cell in row.items() if name != "home.fee"} for row in renamed]
    as_csv(tmp_path / "Partner", lacking)
    as_csv(tmp_path / "Deal", DEALS)
    mapping = """
    [data.Partner.columns]
    Ciudad = "home.city"
    [data.Partner.constants]
    home.fee = "1.00"
    [data.Partner.values."home.city"]
    Puno = "Lima"
    """
    (tmp_path / "rulelang.toml").write_text(mapping)

    assert [row[0] for row in outcomes(program, tmp_path, "python").values()] == [True, True, True, True]


# ------------------------------------------------------------------------------------------------ paths


def test_a_column_is_found_whole_or_part_by_part() -> None:
    row = {"a.b": 1, "a": {"b": 2, "c": {"d": 3}, "e.f": 4}, "g": None, "h": 5}

    assert [value_at(row, path) for path in ("a.b", "a.c.d", "a.e.f", "g.x.y", "z.x")] == [1, 3, 4, None, None]
    assert value_at(row, "h.x") == Single(5, "h")
    assert value_at(row, "a.b.x") == Single(1, "a.b")


def test_the_names_that_a_row_gives() -> None:
    columns = ("a.b", "a.c.d", "g.x")
    row = {"a": {"b": 2, "c": {"d": 3, "e": 4}, "z": {}}, "g": None, "k": {"l": 1}}

    assert set(names_in(row, columns, around(columns))) == {"a.b", "a.c.d", "a.c.e", "a.z", "g.x", "k"}
    assert list(leaves(row)) == ["a.b", "a.c.d", "a.c.e", "a.z", "g", "k.l"]


def test_the_parts_of_a_type() -> None:
    kind = 'STRUCT(city VARCHAR, "the no" DECIMAL(18,2), "a""b, c" STRUCT(x INTEGER))'

    assert _parts(kind) == [("city", "VARCHAR"), ("the no", "DECIMAL(18,2)"), ('a"b, c', "STRUCT(x INTEGER)")]
    assert _parts(f"{kind}[]") == []
