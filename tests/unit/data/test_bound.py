"""Tables of parameters that stand in files: only inside the project, every cell held to its kind, told by its place."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.diagnostics.catalogue import words

PROGRAM = """program p
  language edition 1
  currency USD
  effective from 2024-01-01

type Kind is one of basic, full

entity Partner identified by partner_id
  partner_id text
  country    country
  kind       Kind
  sku        text

parameter price money by sku, Kind
  read from "{path}"

measure own_price of Partner is money
  price(sku, kind)

eligibility pays of Partner
  own_price >= 3 USD
"""
FINE = "sku,Kind,price\nA,basic,1.50\nA,full,2.50\nB,basic,3\nB,full,4 USD\n"


def project(folder: Path, rows: str, path: str = "prices.csv") -> Path:
    (folder / "program.rule").write_text(PROGRAM.format(path=path), encoding="utf-8")
    (folder / "prices.csv").write_text(rows, encoding="utf-8")
    return folder


def told(folder: Path) -> list[tuple[str, int | None, str | None]]:
    findings = api.check(folder)
    return [(f.name, f.place.row, f.place.column) if f.place else (f.name, None, None) for f in findings]


def test_a_table_is_read_from_its_file(tmp_path: Path) -> None:
    project(tmp_path, FINE)
    program = api.load(tmp_path).program()

    assert program.findings == ()
    for engine in api.ENGINES:
        for sku, kind, outcome in (("A", "full", False), ("B", "basic", True)):
            found = program.evaluate(
                {"partner_id": "P", "country": "CO", "kind": kind, "sku": sku}, "2024-Q1", engine=engine
            )
            assert found["pays"].value is outcome, (engine, sku)


def test_what_stands_in_a_file_is_in_the_hash_and_its_order_is_not(tmp_path: Path) -> None:
    first = api.load(project(tmp_path, FINE)).program().semantic_hash
    head, *rows = FINE.strip().split("\n")
    turned = api.load(project(tmp_path, "\n".join([head, *reversed(rows)]))).program().semantic_hash
    other = api.load(project(tmp_path, FINE.replace("2.50", "2.51"))).program().semantic_hash

    assert (turned == first, other == first) == (True, False)


def test_a_file_and_a_table_of_the_same_cells_mean_the_same(tmp_path: Path) -> None:
    one = api.load(project(tmp_path, FINE.replace("price\n", "price,from\n").replace("0\n", "0,2024-01-01\n").replace(
        "basic,3\n", "basic,3,2024-01-01\n").replace("USD\n", "USD,2024-01-01\n"))).program()
    table = (
        '  from 2024-01-01\n    | sku | basic    | full     |\n    | "A" | 1.50 USD | 2.50 USD |\n'
        '    | "B" | 3 USD    | 4 USD    |\n'
    )
    written = PROGRAM.replace('  read from "{path}"\n', table)
    (tmp_path / "program.rule").write_text(written, encoding="utf-8")

    assert one.findings == ()
    assert api.load(tmp_path).program().semantic_hash == one.semantic_hash


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (FINE + "A,full,9\n", ("bound-cell-twice", 6, None)),
        (FINE.replace("B,full,4 USD\n", ""), ("missing-cell", None, None)),
        (FINE.replace("B,full", "B,ful"), ("cell-not-a-member", 5, "Kind")),
        (FINE.replace("2.50", "2.505"), ("cell-too-many-decimals", 3, "price")),
        (FINE.replace("2.50", "2.50 EUR"), ("cell-wrong-currency", 3, "price")),
        (FINE.replace("2.50", ""), ("cell-empty", 3, "price")),
        (FINE.replace("sku,", "article,"), ("data-column-not-found", None, "sku")),
        (FINE.replace("Kind,price", "Kind,Kind"), ("data-column-given-twice", None, "Kind")),
        (FINE + "A,full\n", ("row-other-width", 6, None)),
        ("sku,Kind,price\n", ("bound-empty", None, None)),
    ],
)
def test_what_does_not_fit_is_told_by_its_place(
    tmp_path: Path, rows: str, finding: tuple[str, int | None, str | None]
) -> None:
    assert finding in told(project(tmp_path, rows))


def test_a_table_with_other_marks_is_to_be_saved_anew_as_no_mapping_says_how_to_read_it(tmp_path: Path) -> None:
    (finding,) = api.check(project(tmp_path, FINE.replace(",", ";")))

    assert finding.name == "data-other-delimiter"
    assert words(finding).help == (
        "save the table with commas between its columns, a point in its numbers and percents as `12.5%`, in UTF-8",
    )


def test_rows_may_have_days_of_their_own(tmp_path: Path) -> None:
    rows = "sku,Kind,price,from,to\nA,basic,1,2024-01-01,\nA,basic,5,2024-07-01,\nA,full,2,2024-01-01,\n"
    program = api.load(project(tmp_path, rows)).program()

    partner = {"partner_id": "P", "country": "CO", "kind": "basic", "sku": "A"}
    assert program.findings == ()
    for engine in api.ENGINES:
        paid = [program.evaluate(partner, period, engine=engine)["pays"].value for period in ("2024-Q2", "2024-Q3")]
        assert paid == [False, True]


@pytest.mark.parametrize(
    ("later", "finding"),
    [
        ("A,basic,5,2024-01-01,\n", "bound-cell-twice"),
        ("A,basic,5,2024-03-31,\n", "bound-cell-twice"),
        ("A,basic,5,2024-05-01,\n", "bound-cell-gap"),
    ],
)
def test_days_that_overlap_or_leave_a_hole(tmp_path: Path, later: str, finding: str) -> None:
    rows = "sku,Kind,price,from,to\nA,basic,1,2024-01-01,2024-03-31\nA,full,2,2024-01-01,\n" + later

    assert (finding, 4, None) in told(project(tmp_path, rows))


@pytest.mark.parametrize("path", ["../prices.csv", "/etc/prices.csv", "a/../../prices.csv", "C:/prices.csv", ""])
def test_a_file_outside_the_project_is_not_read(tmp_path: Path, path: str) -> None:
    assert told(project(tmp_path, FINE, path)) == [("bound-outside", None, None)]


def test_nor_one_that_a_link_leads_to(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "prices.csv").write_text(FINE, encoding="utf-8")
    (inside / "linked").symlink_to(outside, target_is_directory=True)
    project(inside, FINE, "linked/prices.csv")

    assert told(inside) == [("bound-outside", None, None)]


@pytest.mark.parametrize(
    ("path", "finding"), [("price.csv", "bound-not-found"), ("program.rule", "bound-other-kind")]
)
def test_a_file_that_is_not_there_or_no_table(tmp_path: Path, path: str, finding: str) -> None:
    assert told(project(tmp_path, FINE, path)) == [(finding, None, None)]


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rulelang.data.bound.BYTES_MAX", 10)

    assert told(project(tmp_path, FINE)) == [("bound-too-large", None, None)]


def test_a_table_that_changes_on_too_many_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rulelang.data.bound_timeline.CELLS_MAX", 3)
    rows = "sku,Kind,price,from\nA,basic,1,2024-01-01\nA,basic,5,2024-07-01\nA,full,2,2024-01-01\n"

    assert [name for name, _, _ in told(project(tmp_path, rows))] == ["bound-too-many-days"]


@pytest.mark.engines
def test_parquet_holds_the_same_table(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    project(tmp_path, FINE.replace(" USD", ""))
    same = api.load(tmp_path).program().semantic_hash
    source, target = tmp_path / "prices.csv", tmp_path / "prices.parquet"
    duckdb.sql(
        f"copy (select sku, \"Kind\", cast(price as decimal(9, 2)) as price from read_csv('{source}')) to '{target}'"
    )

    assert api.load(project(tmp_path, FINE, "prices.parquet")).program().semantic_hash == same


def test_amounts_in_their_own_currency_are_in_that_of_their_row(tmp_path: Path) -> None:
    program = PROGRAM.replace("price money by sku, Kind", "price money in its own currency by currency").replace(
        "  price(sku, kind)", "  price(USD)"
    )
    (tmp_path / "program.rule").write_text(program.format(path="prices.csv"), encoding="utf-8")
    (tmp_path / "prices.csv").write_text("currency,price\nUSD,3.50 USD\nJPY,100 JPY\n", encoding="utf-8")
    given = {"partner_id": "P", "country": "CO", "kind": "full", "sku": "A"}

    assert api.load(tmp_path).program().evaluate(given, "2024-Q1")["pays"].value is True
    (tmp_path / "prices.csv").write_text("currency,price\nUSD,3.50 EUR\nJPY,100.5 JPY\nEUR,5\n", encoding="utf-8")
    assert sorted(told(tmp_path)) == [
        ("bound-cell-in-another-currency", 2, "price"), ("cell-too-many-decimals", 3, "price"),
        ("cell-without-currency", 4, "price"),
    ]
