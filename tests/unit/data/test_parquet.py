"""Parquet files give the same population as CSV files, and columns that cannot be exact are refused as a whole."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rulelang.core.nodes import Field, Quantity
from rulelang.data.parquet import ParquetTable
from rulelang.data.read import read_population
from rulelang.data.table import Stopped
from rulelang.diagnostics.catalogue import words

from .conftest import CORE, UNTIL, Folder

duckdb = pytest.importorskip("duckdb")

COLUMNS = {
    "deal_id": "VARCHAR", "partner_id": "VARCHAR", "pillar": "VARCHAR", "amount": "DECIMAL(18, 2)", "status": "VARCHAR",
    "closed_on": "DATE", "booked_on": "DATE",
}


def as_parquet(folder: Folder, name: str, **types: str) -> Folder:
    """Turns a CSV file into a Parquet file with the types given; other columns are text, empty cells nothing."""
    source, target = folder.path / f"{name}.csv", folder.path / f"{name}.parquet"
    with duckdb.connect(":memory:") as connection:
        header = source.read_text().splitlines()[0].split(",")
        stored = {column: types.get(column, "VARCHAR") for column in header}
        casts = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in stored.items())
        connection.execute(
            f"COPY (SELECT {casts} FROM read_csv('{source}', all_varchar = true, header = true)) TO '{target}'"
        )
    return folder.remove(f"{name}.csv")


def test_parquet_gives_what_csv_gives(folder: Folder) -> None:
    expected = folder.write("Deal.csv", (folder.path / "Deal.csv").read_bytes().replace(b"-3 USD", b"-3")).population()

    as_parquet(folder, "Deal", **COLUMNS)
    as_parquet(folder, "Partner", csat="DECIMAL(9, 4)", joined="DATE")
    as_parquet(folder, "Certificate", expires_on="DATE")

    assert folder.population() == expected


@pytest.mark.parametrize("stored", ["DECIMAL(38, 10)", "VARCHAR", "DECIMAL(6, 1)"])
def test_amounts_are_exact_at_the_scale_they_are_stored_with(folder: Folder, stored: str) -> None:
    folder.deals("D1,0042,deploy,12.5,won,2025-04-01,2025-04-02")
    as_parquet(folder, "Deal", **(COLUMNS | {"amount": stored}))

    assert folder.subject("0042").records["Deal"][0]["amount"] == 1250


@pytest.mark.parametrize("stored", ["TINYINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "USMALLINT"])
def test_whole_amounts_are_read(folder: Folder, stored: str) -> None:
    folder.deals("D1,0042,deploy,12,won,2025-04-01,2025-04-02")
    as_parquet(folder, "Deal", **(COLUMNS | {"amount": "BIGINT" if stored == "HUGEINT" else stored}))

    assert folder.subject("0042").records["Deal"][0]["amount"] == 1200


@pytest.mark.parametrize("stored", ["DECIMAL(2, 2)", "DECIMAL(18, 18)", "DECIMAL(38, 38)"])
def test_amounts_below_one_in_a_column_without_whole_digits(folder: Folder, stored: str) -> None:
    folder.deals("D1,0042,deploy,0.05,won,2025-04-01,2025-04-02", "D2,0042,deploy,-0.05,won,2025-04-01,2025-04-02")
    as_parquet(folder, "Deal", **(COLUMNS | {"amount": stored}))

    assert folder.rejects() == []
    assert [row["amount"] for row in folder.subject("0042").records["Deal"]] == [5, -5]


def test_rows_are_rejected_with_the_number_they_have_below_a_header(folder: Folder) -> None:
    folder.deals(
        "D1,0042,deploy,12.5,won,2025-04-01,2025-04-02", "D2,0042,deploy,12.345,won,2025-04-01,2025-04-02",
        "D3,0042,deploy,,won,2025-04-01,2025-04-02",
    )
    as_parquet(folder, "Deal", **(COLUMNS | {"amount": "DECIMAL(18, 3)"}))

    assert folder.rejects() == [("cell-too-many-decimals", 3, "amount"), ("cell-empty", 4, "amount")]


@pytest.mark.parametrize(
    ("column", "stored", "name"),
    [
        ("amount", "DOUBLE", "data-column-binary-float"),
        ("amount", "FLOAT", "data-column-binary-float"),
        ("closed_on", "TIMESTAMPTZ", "data-column-with-time"),
        ("closed_on", "TIME", "data-column-other-type"),
        ("amount", "BLOB", "data-column-other-type"),
        ("partner_id", "INTEGER", "data-column-other-type"),
    ],
)
def test_columns_that_cannot_be_exact_are_refused(folder: Folder, column: str, stored: str, name: str) -> None:
    if stored == "TIME":
        folder.deals("D1,0042,deploy,1,won,10:00,2025-04-02")
    else:
        folder.deals("D1,0042,deploy,1,won,2025-04-01,2025-04-02")
    as_parquet(folder, "Deal", **(COLUMNS | {column: stored}))

    _, reading = folder.read()

    assert [(each.name, each.place.file, each.place.column) for each in reading.findings] == [
        (name, "Deal.parquet", column)
    ]


def test_a_percent_in_a_column_of_numbers_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "Rate.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY (SELECT CAST(12.5 AS DECIMAL(9, 4)) AS rate) TO '{file}'")
    percent = Field("rate", Quantity("percent", 10**6, 0, 10**6), optional=False, question="", span=CORE.subject.span)

    found = ParquetTable(file, "Rate").column_findings([percent])

    assert [each.name for each in found] == ["data-column-percent-unsigned"]


def test_a_file_that_is_no_parquet(folder: Folder) -> None:
    folder.remove("Deal.csv")
    for content in (b"PAR1 and nothing else", b"PAR1" * 50, bytes(range(256)) * 9):
        folder.write("Deal.parquet", content)

        (found,) = folder.read()[1].findings
        assert found.name == "data-file-not-readable"
        assert words(found, "pt").message.endswith("não é um arquivo Parquet ou está danificado")


def test_a_column_that_is_missing_and_an_empty_table(folder: Folder) -> None:
    as_parquet(folder.deals(), "Deal", **COLUMNS)
    assert folder.counts().read == 0

    folder.remove("Deal.parquet").write("Deal.csv", "deal_id,partner_id\n")
    as_parquet(folder, "Deal")
    assert set(folder.findings()) == {"data-column-not-found"}


def test_a_folder_whose_name_looks_like_a_pattern(folder: Folder) -> None:
    expected = folder.population()
    odd = folder.path / "data[1]*?"
    odd.mkdir()
    as_parquet(folder.deals(), "Deal", **COLUMNS)
    for file in folder.path.glob("*.*"):
        if file.is_file():
            file.rename(odd / file.name)

    population, reading = read_population(CORE, odd, as_of=None, until=UNTIL)

    assert reading.findings == ()
    assert population is not None
    assert [each.key for each in population.subjects] == [each.key for each in expected.subjects]


def test_without_the_extra_the_finding_says_how_to_get_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    as_parquet(folder, "Deal", amount="VARCHAR")
    monkeypatch.setitem(sys.modules, "duckdb", None)

    assert folder.findings() == ["missing-extra"]


# The count of empty cells in the statistics of a column, after its largest value.
ONE_EMPTY, NONE_EMPTY = b"0042\x16\x02(", b"0042\x16\x00("


def test_a_column_that_is_not_as_full_as_the_file_says(tmp_path: Path) -> None:
    """A damaged file: its pages hold an empty cell, its statistics say that there is none."""
    file = tmp_path / "Partner.parquet"
    with duckdb.connect(":memory:") as connection:
        rows = "select * from (values ('0042', 'NO'), (null, 'BR')) as t(partner_id, country)"
        connection.execute(f"copy ({rows}) to '{file}' (format parquet)")
    content = file.read_bytes()
    assert content.count(ONE_EMPTY) == 1
    file.write_bytes(content.replace(ONE_EMPTY, NONE_EMPTY))
    table = ParquetTable(file, "Partner")

    with pytest.raises(Stopped) as stopped:
        list(table.batches([0, 1]))

    assert "the file says is full" in words(stopped.value.finding).message
