"""Folders of CSV files: what is read from them, what is rejected row by row, and what stops the reading."""
from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

from rulelang.data import csv as csv_module
from rulelang.data import json as json_module
from rulelang.data import table
from rulelang.data.files import find_file
from rulelang.data.read import read_population
from rulelang.data.reading import Reading
from rulelang.exact.calendar import ONE_DAY

from .conftest import CERTIFICATES, CORE, DEALS, PARTNERS, UNTIL, Folder


def test_a_folder_becomes_a_population(folder: Folder) -> None:
    population, reading = folder.read()

    assert population is not None
    assert [subject.key for subject in population.subjects] == [("0007",), ("0042",)]
    brazil, norway = population.subjects
    assert norway.fields == {
        "partner_id": "0042", "country": "NO", "category": "reseller", "pillars": frozenset({"sell", "deploy"}),
        "csat": 4_600_000, "joined": date(2018, 3, 1),
    }
    assert brazil.fields["csat"] is None
    assert brazil.fields["pillars"] == frozenset()
    assert norway.records["Deal"][0] == {
        "deal_id": "D1", "pillar": "deploy", "amount": 125000, "status": "won", "closed_on": date(2025, 4, 1),
        "booked_on": date(2025, 4, 2),
    }
    assert [row["amount"] for row in brazil.records["Deal"]] == [-300]
    assert brazil.records["Certificate"][0]["holder"] == "Lima, João"
    assert len(norway.records["Certificate"]) == 2, "rows without a key have no identity"
    assert norway.rejected == brazil.rejected == frozenset()
    assert reading.rejects == reading.findings == ()
    assert reading.latest_recorded == date(2025, 6, 1)
    assert reading.input_hashes["Deal.csv"] == hashlib.sha256(DEALS.encode()).hexdigest()
    assert (folder.counts().read, folder.counts().accepted) == (3, 3)


def test_coverage_starts_with_the_quarter_of_the_earliest_row(folder: Folder) -> None:
    population, reading = folder.read()

    assert population is not None
    assert population.covered_from == {"Deal": date(2025, 1, 1), "Certificate": date(2024, 7, 1)}
    assert reading.covered_from == population.covered_from


@pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
def test_a_day_at_an_end_of_the_calendar_stands_for_its_quarter(folder: Folder, day: datetime.date) -> None:
    folder.deals(f"D1,0042,deploy,1.00,won,{day},2025-06-01")

    assert folder.population().covered_from["Deal"] == day


def test_a_relation_without_rows_is_not_covered(folder: Folder) -> None:
    population = folder.deals().population()

    assert population.covered_from["Deal"] == UNTIL + ONE_DAY
    assert all(subject.records["Deal"] == () for subject in population.subjects)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_columns_and_files_changes_nothing(folder: Folder, seed: int, tmp_path: Path) -> None:
    expected, expected_reading = folder.read()
    shuffle = random.Random(seed).shuffle
    for name, text in {"Partner.csv": PARTNERS, "deals.csv": DEALS, "CERTIFICATE.CSV": CERTIFICATES}.items():
        header, *rows = text.splitlines()
        shuffle(rows)
        folder.write(name, "\n".join([header, *rows, ""]))
    folder.remove("Deal.csv").remove("Certificate.csv")

    population, reading = folder.read()

    assert population == expected
    assert reading.counts == expected_reading.counts


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace("\n", "\r\n").rstrip(),
        lambda text: text + "\n\n",
        lambda text: "\n".join(",".join(f'"{c}"' for c in line.split(",")) for line in text.splitlines()),
        lambda text: "\n".join(line + ",x" for line in text.splitlines()).replace(",x", ",note", 1),
    ],
    ids=["crlf", "bom", "both and no last line end", "blank lines", "quoted", "another column"],
)
def test_ways_of_writing_the_same_file(folder: Folder, change: Callable[[str], str]) -> None:
    expected = folder.population()

    assert folder.write("Deal.csv", change(DEALS)).population() == expected


def test_columns_that_are_not_read_are_listed(folder: Folder) -> None:
    folder.write("Deal.csv", "\n".join(line + ",a,b" for line in DEALS.splitlines()).replace(",a,b", ",notes,city", 1))

    assert folder.counts().ignored_columns == ("city", "notes")


def test_cells_over_several_lines_keep_the_numbers_of_rows(folder: Folder) -> None:
    folder.write("Certificate.csv", 'partner_id,holder,track,issued_on,expires_on\n0042,"Ana\nSouza",KES,2024-08-15,\n'
                 "\n0042,Ana,KES,yesterday,\n")

    assert folder.rejects() == [("cell-not-a-date", 4, "issued_on")]


# ------------------------------------------------------------------------------------------------ rejects


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("D9,0042,deploy,1e5,won,2025-04-01,2025-04-02", [("cell-not-a-number", 2, "amount")]),
        ('D9,0042,deploy,"1,250.00",won,2025-04-01,2025-04-02', [("cell-not-a-number", 2, "amount")]),
        ("D9,0042,deploy, 5,won,2025-04-01,2025-04-02", [("cell-not-a-number", 2, "amount")]),
        ("D9,0042,deploy,12.345,won,2025-04-01,2025-04-02", [("cell-too-many-decimals", 2, "amount")]),
        ("D9,0042,deploy,5 EUR,won,2025-04-01,2025-04-02", [("cell-wrong-currency", 2, "amount")]),
        ("D9,0042,deploy,,won,2025-04-01,2025-04-02", [("cell-empty", 2, "amount")]),
        ("D9,0042,Deploy,5,won,2025-04-01,2025-04-02", [("cell-not-a-member", 2, "pillar")]),
        ("D9,0042,deploy,5,won,2025-02-30,2025-04-02", [("cell-not-a-date", 2, "closed_on")]),
        ("D9,0042,deploy,5,won,2025-04-01,", [("cell-empty", 2, "booked_on")]),
        (",0042,deploy,5,won,2025-04-01,2025-04-02", [("cell-empty", 2, "deal_id")]),
        ("D9,,deploy,5,won,2025-04-01,2025-04-02", [("cell-empty", 2, "partner_id")]),
        ("D9,42,deploy,5,won,2025-04-01,2025-04-02", [("row-of-nobody", 2, "partner_id")]),
        ("D9,0042,deploy,5,won,2025-04-01", [("row-other-width", 2, None)]),
        ("D9,0042,deploy,5,won,2025-04-01,2025-04-02,", [("row-other-width", 2, None)]),
        ('D9,0042,"deploy"x,5,won,2025-04-01,2025-04-02', [("row-not-readable", 2, None)]),
        ("D\0,0042,deploy,5,won,2025-04-01,2025-04-02", [("cell-nul-character", 2, "deal_id")]),
        ("D9,0042,deploy,x,gone,2025-04-01,2025-04-02",
         [("cell-not-a-number", 2, "amount"), ("cell-not-a-member", 2, "status")]),
    ],
)
def test_a_row_that_does_not_fit_is_rejected_and_the_others_stay(
    folder: Folder, row: str, expected: list[tuple[str, int, str | None]]
) -> None:
    folder.deals(row, "D1,0042,deploy,7,won,2025-04-01,2025-04-02")

    assert folder.rejects() == expected
    assert [deal["amount"] for deal in folder.subject("0042").records["Deal"]] == [700]
    assert (folder.counts().read, folder.counts().accepted, folder.counts().rejected) == (2, 1, 1)


def test_a_rejected_record_marks_its_partner_and_nobody_else(folder: Folder) -> None:
    folder.deals("D9,0042,deploy,x,won,2025-04-01,2025-04-02", "D1,0007,deploy,7,won,2025-04-01,2025-04-02")

    assert folder.subject("0042").rejected == {"Deal"}
    assert folder.subject("0007").rejected == frozenset()
    population, reading = folder.read(accept_rejects=True)
    assert population is not None
    assert [subject.rejected for subject in population.subjects] == [frozenset(), frozenset()]
    assert len(reading.rejects) == 1


def test_a_row_that_names_no_partner_marks_nobody(folder: Folder) -> None:
    folder.deals("D9,0042,deploy", "D8,unknown,deploy,7,won,2025-04-01,2025-04-02")

    assert [subject.rejected for subject in folder.population().subjects] == [frozenset(), frozenset()]


def test_rows_that_share_a_key_are_all_rejected(folder: Folder, worded: Callable[[Reading], list[str]]) -> None:
    folder.deals(
        "D1,0042,deploy,1,won,2025-04-01,2025-04-02",
        "D2,0042,deploy,2,won,2025-04-01,2025-04-02",
        "D1,0007,deploy,3,won,2025-04-01,2025-04-02",
    )

    assert folder.rejects() == [("row-key-shared", 2, None), ("row-key-shared", 4, None)]
    assert worded(folder.read()[1])[0] == "rows 2 and 4 have the same key `D1`"
    assert [subject.rejected for subject in folder.population().subjects] == [{"Deal"}, {"Deal"}]
    assert [deal["deal_id"] for deal in folder.subject("0042").records["Deal"]] == ["D2"]


def test_partners_that_share_a_key_are_rejected_with_what_belongs_to_them(folder: Folder) -> None:
    folder.write("Partner.csv", PARTNERS + "0042,BR,reseller,sell,,2020-01-01\n")

    assert folder.rejects() == [("row-key-shared", 2, None), ("row-key-shared", 4, None)]
    assert [subject.key for subject in folder.population().subjects] == [("0007",)]
    assert folder.counts().set_aside == 2
    assert folder.counts("Certificate").set_aside == 2


def test_records_of_a_rejected_partner_are_counted_and_not_reported(folder: Folder) -> None:
    folder.write("Partner.csv", PARTNERS.replace("NO,", "Norway,"))
    folder.deals("D1,0042,deploy,x,won,2025-04-01,2025-04-02", "D2,0007,deploy,2,won,2025-04-01,2025-04-02")

    assert folder.rejects() == [("cell-not-a-country", 2, "country")]
    assert (folder.counts().set_aside, folder.counts().rejected, folder.counts().accepted) == (1, 0, 1)


def test_an_unknown_partner_is_named_with_the_key_it_may_be(folder: Folder) -> None:
    folder.deals("D1,42,deploy,1,won,2025-04-01,2025-04-02", "D2,P9,deploy,1,won,2025-04-01,2025-04-02")

    _, reading = folder.read()

    assert [each.values["suggestions"] for each in reading.rejects] == ["`0042`", ""]


# ------------------------------------------------------------------------------------------------ versions


VERSIONS = (
    "D1,0042,deploy,1,open,2025-04-01,2025-04-01",
    "D1,0042,deploy,3,won,2025-05-20,2025-05-20",
    "D1,0042,deploy,2,open,2025-05-01,2025-05-01",
)


@pytest.mark.parametrize(
    ("as_of", "amounts"),
    [(None, [300]), ("2025-05-20", [300]), ("2025-05-19", [200]), ("2025-04-01", [100]), ("2025-03-31", [])],
)
def test_the_latest_version_up_to_the_as_of_date_counts(folder: Folder, as_of: str | None, amounts: list[int]) -> None:
    folder.deals(*VERSIONS)

    assert [deal["amount"] for deal in folder.subject("0042", as_of).records["Deal"]] == amounts
    counts = folder.counts(as_of=as_of)
    assert counts.read == counts.accepted + counts.left_out + counts.superseded == 3


def test_nothing_is_said_of_rows_recorded_later(folder: Folder) -> None:
    folder.deals(*VERSIONS, "D9,nobody,x,y,z,never,2025-06-01")

    assert folder.rejects("2025-05-31") == []
    assert folder.counts(as_of="2025-05-31").left_out == 1
    assert folder.read("2025-05-31")[1].latest_recorded == date(2025, 5, 20)


def test_a_version_that_was_put_right_is_not_held_against_anybody(folder: Folder) -> None:
    folder.deals("D1,0042,deploy,x,won,2025-04-01,2025-04-01", "D1,0042,deploy,1,won,2025-04-01,2025-04-02")

    assert folder.rejects() == []
    assert folder.subject("0042").rejected == frozenset()
    assert folder.rejects("2025-04-01") == [("cell-not-a-number", 2, "amount")]


def test_a_version_that_went_wrong_does_not_bring_the_earlier_one_back(folder: Folder) -> None:
    folder.deals("D1,0042,deploy,1,won,2025-04-01,2025-04-01", "D1,0042,deploy,x,won,2025-04-01,2025-04-02")

    assert folder.rejects() == [("cell-not-a-number", 3, "amount")]
    assert folder.subject("0042").records["Deal"] == ()
    assert folder.subject("0042").rejected == {"Deal"}


def test_a_deal_that_moves_to_another_partner_moves(folder: Folder) -> None:
    folder.deals("D1,0042,deploy,1,won,2025-04-01,2025-04-01", "D1,0007,deploy,1,won,2025-04-01,2025-04-02")

    assert folder.subject("0042").records["Deal"] == ()
    assert len(folder.subject("0007").records["Deal"]) == 1
    assert len(folder.subject("0042", "2025-04-01").records["Deal"]) == 1


def test_the_latest_version_twice_is_rejected(folder: Folder) -> None:
    folder.deals(*VERSIONS, VERSIONS[1], VERSIONS[0])

    assert folder.rejects() == [("row-key-shared", 3, None), ("row-key-shared", 5, None)]
    assert folder.counts().superseded == 3


# ------------------------------------------------------------------------------------------------ findings


def test_a_missing_file_suggests_one_that_is_there(folder: Folder) -> None:
    folder.write("Dael.csv", DEALS).remove("Deal.csv")

    assert folder.findings() == ["data-file-not-found"]
    assert folder.read()[1].findings[0].values["suggestions"] == "`Dael.csv`"


def test_a_missing_folder(tmp_path: Path) -> None:
    population, reading = read_population(CORE, tmp_path / "none", as_of=None, until=UNTIL)

    assert population is None
    assert [each.name for each in reading.findings] == ["data-folder-not-found"]


@pytest.mark.parametrize("second", ["Deal.parquet", "deals.csv", "DEALS.json", "deal.xlsx"])
def test_one_entity_in_two_files(folder: Folder, second: str) -> None:
    """Nobody knows which of them counts, whatever they are called."""
    assert folder.write(second, b"").findings() == ["data-file-given-twice"]
    (found,) = folder.read()[1].findings
    assert {"`Deal.csv`", f"`{second}`"} == set(str(found.values["files"]).split(", "))

    folder.write("rulelang.toml", '[data.Deal]\nfile = "Deal.csv"\n')
    assert folder.read()[1].unread == (second,)


def test_files_that_nobody_reads_are_told(folder: Folder) -> None:
    """But not what runs wrote, nor what is no table."""
    written = ("paid.csv", "paid.csv.manifest.json", "paid.rejects.csv")
    for name in (*written, "notes.md", "deal2.csv", "old.csv.gz", "a.xls"):
        folder.write(name, "x")

    assert folder.read()[1].unread == ("a.xls", "deal2.csv", "old.csv.gz")


def test_a_file_of_the_name_of_another_entity_is_that_ones(folder: Folder) -> None:
    other = attrs.evolve(CORE.entity("Deal"), name="Deals", relation="all")
    folder.write("Deals.csv", DEALS)

    found = find_file(folder.path, CORE.entity("Deal"), entities=[*CORE.entities, other])

    assert found == folder.path / "Deal.csv"


@pytest.mark.parametrize("left", ["#N/A", "#REF!", "#\u00a1VALOR!"])
def test_a_failed_formula_is_no_key(folder: Folder, left: str) -> None:
    folder.deals(f"{left},0042,deploy,5,won,2025-04-01,2025-04-02", "#1,0042,deploy,7,won,2025-04-01,2025-04-02")

    assert folder.rejects() == [("cell-spreadsheet-error", 2, "deal_id")]
    assert [row["deal_id"] for row in folder.subject("0042").records["Deal"]] == ["#1"]


def test_a_disk_that_fails(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(csv_module.CsvTable, "_next_rows", fail)
        assert set(folder.findings()) == {"data-file-not-readable"}
    with monkeypatch.context() as broken:
        broken.setattr(csv_module._HashedFile, "readinto", fail)
        assert set(folder.findings()) == {"data-file-not-readable"}
    with monkeypatch.context() as broken:
        broken.setattr(Path, "iterdir", fail)
        assert set(folder.findings()) == {"data-folder-not-readable"}


@pytest.mark.parametrize("file", ["Deal.csv", "Deal.jsonl"])
def test_empty_lines_without_end_are_no_table(folder: Folder, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    for module in (csv_module, json_module):
        monkeypatch.setattr(module, "BLANK_LINES_MAX", 3)
        monkeypatch.setattr(module, "BATCH_ROWS", 2)
    start = DEALS if file == "Deal.csv" else ""
    folder.remove("Deal.csv").write(file, start + "\n" * 3 + start)
    assert folder.population()
    folder.write(file, start + "\n" * 40)
    assert folder.findings() == ["data-blank-lines"]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("", ["data-file-empty"]),
        ("\n", ["data-file-empty"]),
        (DEALS.replace("amount", "amuont"), ["data-column-not-found"]),
        (DEALS.replace("deal_id", "id"), ["data-column-not-found"]),
        (DEALS.replace("partner_id", "Partner_ID"), ["data-column-not-found"]),
        (DEALS.replace("status", "amount"), ["data-column-given-twice", "data-column-not-found"]),
        (DEALS.replace("sell", "s\u00e9ll").encode("cp1252"), ["data-not-utf8"]),
        (DEALS.encode("utf-16"), ["data-not-utf8"]),
        (DEALS.encode("utf-16-le"), ["data-not-utf8"]),
        (DEALS.replace("D2", '"D2'), ["data-quote-not-closed"]),
        (DEALS.replace("2025-06-01", '"2025-06-01'), ["data-quote-not-closed"]),
        (DEALS.replace("D2", '"D2').replace("D3,0007", 'D3,"0007"'), ["data-quote-not-closed"]),
        (DEALS.replace("\n", "\r"), ["data-header-not-readable"]),
    ],
)
def test_what_stops_the_reading(folder: Folder, content: str | bytes, names: list[str]) -> None:
    assert sorted(folder.write("Deal.csv", content).findings()) == names


def test_a_misspelt_column_is_suggested(folder: Folder) -> None:
    _, reading = folder.write("Deal.csv", DEALS.replace("amount", "amuont")).read()

    assert reading.findings[0].values["suggestions"] == "`amuont`"
    assert reading.findings[0].values["column"] == "amount"


def test_what_stops_the_reading_is_found_in_all_files_at_once(folder: Folder) -> None:
    folder.write("Deal.csv", "").write("Certificate.csv", "x\n").remove("Partner.csv")

    assert set(folder.findings()) == {"data-file-empty", "data-column-not-found", "data-file-not-found"}


def test_where_the_reading_stopped(folder: Folder) -> None:
    _, cut = folder.write("Deal.csv", DEALS.replace("D3", '"D3')).read()
    _, foreign = folder.write("Deal.csv", DEALS.replace("returned", "retourn\u00e9").encode("cp1252")).read()

    assert (cut.findings[0].place.file, cut.findings[0].place.row) == ("Deal.csv", 4)
    assert foreign.findings[0].values["line"] == "4"


def test_a_cell_that_is_too_long_for_a_cell(folder: Folder) -> None:
    folder.deals("D" * 200_000 + ",0042,deploy,1,won,2025-04-01,2025-04-02", VERSIONS[0])

    assert folder.rejects() == [("row-not-readable", 2, None)]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_size_of_batches_changes_nothing(folder: Folder, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.deals(*VERSIONS, "D7", "D8,0042,deploy,x,won,2025-04-01,2025-04-02", 'D9,"a"b', VERSIONS[0])
    expected = folder.read(), folder.read("2025-05-02")
    monkeypatch.setattr(csv_module, "BATCH_ROWS", size)

    assert (folder.read(), folder.read("2025-05-02")) == expected
    assert size < table.BATCH_ROWS


def test_every_finding_has_words(folder: Folder, worded: Callable[[Reading], list[str]]) -> None:
    folder.deals("D9,42,Deploy,1e5,gone,never,2025-04-02", "D1", "D2,P9,sell,1,won,2025-04-01,2025-04-02")

    texts = worded(folder.read()[1])

    assert texts[0] == "`1e5` in `amount` is not a plain number"
    assert not any("{" in text for text in texts)


def test_a_year_that_starts_in_february(folder: Folder) -> None:
    import attrs

    population, _ = read_population(attrs.evolve(CORE, year_starts=2), folder.path, as_of=None, until=UNTIL)

    assert population is not None
    assert population.covered_from["Deal"] == datetime.date(2025, 2, 1)
