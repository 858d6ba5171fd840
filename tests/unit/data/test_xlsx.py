"""XLSX: the values that cells show, exact or refused; what a table cannot have stops the reading."""
from __future__ import annotations

import datetime
import random
import time
import zipfile
from collections.abc import Callable, Sequence

import pytest

from rulelang.data.binary64 import shortest_decimal
from rulelang.data.sheet import column_letters, column_number, serial_day
from rulelang.data.workbook import format_kind
from rulelang.diagnostics.catalogue import words

from .conftest import DEALS, Folder
from .workbooks import Cell, day, formula, number, sheet, text, workbook

HEADER = [text(name) for name in DEALS.splitlines()[0].split(",")]
APRIL = 45748
DEAL = (text("D1"), text("0042"), text("deploy"), number("1250"), text("won"), day(APRIL), day(APRIL + 1))


def row(**cells: Cell) -> list[Cell]:
    names = DEALS.splitlines()[0].split(",")
    return [cells.get(name, cell) for name, cell in zip(names, DEAL, strict=True)]


def deals(folder: Folder, *rows: Sequence[Cell], after: str = "") -> Folder:
    folder.remove("Deal.csv")
    return folder.write("Deal.xlsx", workbook({"Deals": sheet([HEADER, *rows], after)}))


def test_a_sheet_is_read_as_its_cells_show(folder: Folder) -> None:
    subject = deals(folder, DEAL, [], row(deal_id=text("D2"), amount=number("33.299999999999997"))).subject("0042")

    assert [(each["deal_id"], each["amount"], each["closed_on"]) for each in subject.records["Deal"]] == [
        ("D1", 125_000, datetime.date(2025, 4, 1)), ("D2", 3330, datetime.date(2025, 4, 1)),
    ]
    assert folder.counts().read == 2


@pytest.mark.parametrize(
    ("stored", "reject"),
    [
        ("0.30000000000000004", "cell-too-many-decimals"),
        ("12.345", "cell-too-many-decimals"),
        ("1E+20", "cell-out-of-range"),
        ("1E+300", "cell-not-a-number"),
        ("INF", "cell-not-a-number"),
    ],
)
def test_a_number_is_accepted_only_when_it_is_exact(folder: Folder, stored: str, reject: str) -> None:
    assert deals(folder, row(amount=number(stored))).rejects() == [(reject, 2, "amount")]


@pytest.mark.parametrize(
    ("name", "cell", "reject"),
    [
        ("deal_id", number("7"), "cell-number-for-text"),
        ("partner_id", number("42"), "cell-number-for-text"),
        ("amount", number("0.5", style=2), "cell-wrong-kind"),
        ("amount", day(APRIL), "cell-wrong-kind"),
        ("amount", '<c t="e"><v>#DIV/0!</v></c>', "cell-spreadsheet-error"),
        ("amount", '<c t="b"><v>1</v></c>', "cell-wrong-kind"),
        ("closed_on", number(APRIL), "cell-wrong-kind"),
        ("closed_on", number("45748.5", style=4), "cell-with-time"),
        ("closed_on", number("60", style=1), "cell-not-a-date"),
        ("closed_on", '<c t="d"><v>2025-04-01T10:00:00</v></c>', "cell-with-time"),
        ("closed_on", text("01/04/2025"), "cell-not-a-date"),
        ("status", text("wom"), "cell-not-a-member"),
        ("amount", "", "cell-empty"),
    ],
)
def test_cells_that_do_not_fit_are_rejects(folder: Folder, name: str, cell: Cell, reject: str) -> None:
    assert deals(folder, row(**{name: cell})).rejects() == [(reject, 2, name)]


def test_a_number_in_a_key_is_refused_with_advice(folder: Folder) -> None:
    _, reading = deals(folder, row(deal_id=number("7"))).read()

    told = words(reading.rejects[0])
    assert told.message == "`7` in `deal_id` is stored as a number, and `deal_id` is text"
    assert "zeros in front" in told.help[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (number(APRIL, style=3), datetime.date(2025, 4, 1)),
        ('<c t="d"><v>2025-04-01</v></c>', datetime.date(2025, 4, 1)),
        ('<c t="d"><v>2025-04-01T00:00:00</v></c>', datetime.date(2025, 4, 1)),
        (text("2025-04-01"), datetime.date(2025, 4, 1)),
        (f'<c s="1"><f>TODAY()</f><v>{APRIL}</v></c>', datetime.date(2025, 4, 1)),
    ],
)
def test_ways_of_storing_a_date(folder: Folder, cell: Cell, expected: datetime.date) -> None:
    assert deals(folder, row(closed_on=cell)).subject("0042").records["Deal"][0]["closed_on"] == expected


def test_days_may_count_from_1904(folder: Folder) -> None:
    folder.remove("Deal.csv")
    rows = [HEADER, row(closed_on=day(APRIL - 1462), booked_on=day(APRIL - 1462))]
    folder.write("Deal.xlsx", workbook({"Deals": sheet(rows)}, properties='<workbookPr date1904="1"/>'))

    assert folder.subject("0042").records["Deal"][0]["closed_on"] == datetime.date(2025, 4, 1)


def test_texts_are_shared_and_made_of_runs(folder: Folder) -> None:
    folder.remove("Deal.csv")
    shared = ["<r><t>D</t></r><r><t>_x0041_</t></r><rPh><t>no</t></rPh>", "<t>0042</t>"]
    rows = [HEADER, row(deal_id='<c t="s"><v>0</v></c>', partner_id='<c t="s"><v>1</v></c>')]
    folder.write("Deal.xlsx", workbook({"Deals": sheet(rows)}, shared=shared))

    assert folder.subject("0042").records["Deal"][0]["deal_id"] == "DA"


@pytest.mark.parametrize(
    ("rows", "after", "expected"),
    [
        ([], "", ["data-file-empty"]),
        ([[*HEADER, text("amount")], [*DEAL, number(1)]], "", ["data-column-given-twice"]),
        ([HEADER[1:], DEAL[1:]], "", ["data-column-not-found"]),
        ([HEADER, DEAL], '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>', ["data-cells-merged"]),
        ([HEADER, DEAL], '<mergeCells><mergeCell ref="D2:D9"/></mergeCells>', ["data-cells-merged"]),
        ([HEADER, DEAL], '<mergeCells><mergeCell ref="Z2:Z9"/></mergeCells>', []),
        ([HEADER, row(amount=formula())], "", ["data-formula-without-value"]),
        ([HEADER, row(amount="<c><f>A1</f><v></v></c>")], "", ["data-formula-without-value"]),
        ([HEADER, row(amount=formula("5"))], "", []),
        ([HEADER, [*DEAL, formula()]], "", []),
        ([[formula(), *HEADER], [text(""), *DEAL]], "", ["data-formula-without-value"]),
        ([HEADER, [*DEAL, '<c r="XFE2"/>']], "", ["data-workbook-too-large"]),
        ([HEADER, row(amount='<c t="s"><v>7</v></c>')], "", ["data-workbook-not-readable"]),
    ],
)
def test_what_a_table_cannot_have(folder: Folder, rows: list[list[Cell]], after: str, expected: list[str]) -> None:
    folder.remove("Deal.csv").write("Deal.xlsx", workbook({"Deals": sheet(rows, after)}))

    assert [each.name for each in folder.read()[1].findings] == expected


def test_one_sheet_of_several_has_to_be_named(folder: Folder) -> None:
    folder.remove("Deal.csv").write("Deal.xlsx", workbook({"Q1": sheet([HEADER]), "Q2": sheet([HEADER, DEAL])}))

    assert folder.findings() == ["data-sheet-not-found"]
    folder.write("rulelang.toml", '[data.Deal]\nsheet = "Q3"\n')
    _, reading = folder.read()
    assert words(reading.findings[0]).help[0] == "did you mean `Q1`, `Q2`?"
    folder.write("rulelang.toml", '[data.Deal]\nsheet = "Q2"\n')
    assert len(folder.subject("0042").records["Deal"]) == 1


def test_a_hidden_sheet_is_none_of_several(folder: Folder) -> None:
    sheets = {"Lists": sheet([[text("won")]]), "Q": sheet([HEADER, DEAL]), "Old": sheet([HEADER])}

    folder.remove("Deal.csv").write("Deal.xlsx", workbook(sheets, hidden={"Lists", "Old"}))
    assert len(folder.subject("0042").records["Deal"]) == 1
    folder.write("rulelang.toml", '[data.Deal]\nsheet = "Old"\n')
    assert folder.subject("0042").records["Deal"] == ()


def test_title_and_footer_rows(folder: Folder) -> None:
    rows = [[text("Deals 2025")], [], HEADER, DEAL, [], [text("Confidential")]]
    folder.remove("Deal.csv").write(
        "Deal.xlsx", workbook({"Q": sheet(rows, '<mergeCells><mergeCell ref="A1:G1"/></mergeCells>')})
    )
    folder.write("rulelang.toml", "[data.Deal]\nheader_row = 3\nfooter_rows = 2\n")

    assert len(folder.subject("0042").records["Deal"]) == 1
    assert folder.counts().read == 1


NOISE = random.Random(1)


def ballast(element: str, count: int) -> str:
    """Elements that differ, so that they pack no better than data does."""
    return "".join(element.format(NOISE.randrange(10**6)) for _ in range(count))


LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{}]><sst><si><t>&z;</t></si></sst>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(25))
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(lambda: b"", "data-workbook-not-readable", id="nothing"),
        pytest.param(lambda: b"PK\x03\x04 and no more", "data-workbook-not-readable", id="cut short"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "data-workbook-not-readable", id="old or locked"),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER])}, parts={"xl/sharedStrings.xml": LAUGHS}),
            "data-workbook-not-readable", id="billion laughs",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER, ["<c><v>" + "0" * 300_000_000 + "</v></c>"]])}),
            "data-workbook-too-large", id="zip bomb",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER])}, parts={"xl/styles.xml": "<a>" * 2_000_000}),
            "data-workbook-too-large", id="zip bomb in the styles",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([["<c/>"] * 1_000_000])}), "data-workbook-too-large", id="a million columns",
        ),
        pytest.param(
            lambda: workbook({"Q": "<worksheet><sheetData>" + "<row/>" * 500_000 + "</sheetData></worksheet>"}),
            "data-file-empty", id="half a million empty rows",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER], ballast('<x a="{}"/>', 1_100_000))}),
            "data-workbook-too-large", id="elements that bring nothing, packed as badly as data",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER, *[[ballast('<c s="{}"/>', 11_000)] for _ in range(100)]])}),
            "data-workbook-too-large", id="empty cells",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER])}, shared=[ballast('<x a="{}"/>', 1_100_000)]),
            "data-workbook-too-large", id="shared texts that are none",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER])}, parts={f"x{n}": "" for n in range(10_001)}),
            "data-workbook-too-large", id="ten thousand files",
        ),
        pytest.param(
            lambda: workbook({"Q": sheet([HEADER])}, parts={"xl/workbook.xml": "<workbook><sheets></workbook>"}),
            "data-workbook-not-readable", id="broken XML",
        ),
    ],
)  # fmt: skip
def test_hostile_workbooks_end_in_a_finding_soon(
    folder: Folder, content: Callable[[], bytes], expected: str
) -> None:
    folder.remove("Deal.csv").write("Deal.xlsx", content())
    start = time.process_time()

    found = folder.findings()

    assert time.process_time() - start < 2
    assert found == [expected]


def test_a_cell_of_50_mb_is_a_reject(folder: Folder) -> None:
    unpacked = random.Random(1).randbytes(25_000_000).hex()
    deals(folder, row(deal_id=text(unpacked)))
    start = time.process_time()

    rejects = folder.rejects()

    assert time.process_time() - start < 2
    assert rejects == [("cell-too-long", 2, "deal_id")]


@pytest.mark.parametrize("damage", range(40))
def test_damaged_workbooks_give_findings(folder: Folder, damage: int) -> None:
    content = bytearray(workbook({"Q": sheet([HEADER, DEAL])}))
    source = random.Random(damage)
    for _ in range(source.randint(1, 20)):
        content[source.randrange(len(content))] = source.randrange(256)
    folder.remove("Deal.csv").write("Deal.xlsx", bytes(content))

    population, reading = folder.read()

    assert (population is None) == bool(reading.findings)


def test_a_part_without_compression_is_read_too(folder: Folder) -> None:
    folder.remove("Deal.csv").write("Deal.xlsx", workbook({"Q": sheet([HEADER, DEAL])}))
    path = folder.path / "Deal.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert len(folder.subject("0042").records["Deal"]) == 1


@pytest.mark.parametrize("seed", range(20))
def test_the_shortest_decimal_is_the_number_that_was_stored(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(200):
        amount = source.randint(-(10**14), 10**14)
        typed = f"{amount / 100:.2f}"
        stored = source.choice([repr(float(typed)), f"{float(typed):.17g}", f"{float(typed):.16e}"])

        shortest = shortest_decimal(stored)

        assert shortest is not None
        assert round(float(shortest) * 100) == round(float(typed) * 100)
        assert float(shortest) == float(typed)
        assert len(shortest.partition(".")[2]) <= 2


@pytest.mark.parametrize(
    ("stored", "expected"),
    [("5", "5"), ("5.0", "5"), ("-0.10", "-0.1"), ("1.2E-3", "0.0012"), ("0", "0"), ("1e5", "100000"), ("", None),
     ("x", None), ("1e999", None), ("nan", None), ("1" * 500, None)],
)  # fmt: skip
def test_numbers_as_spreadsheets_store_them(stored: str, expected: str | None) -> None:
    assert shortest_decimal(stored) == expected


@pytest.mark.parametrize(
    ("code", "kind"),
    [("General", ""), ("0.00", ""), ("dd/mm/yyyy", "date"), ("0.0%", "percent"), ('0.00 "days"', ""), ("[Red]0.00", ""),
     ('#,##0.00\\ [$€-C0A]', ""), ("[h]:mm", "date"), ("0;[Red]-0%", ""), ("_(* #,##0.00_)", "")],
)  # fmt: skip
def test_formats_say_what_a_number_is_shown_as(code: str, kind: str) -> None:
    assert format_kind(code) == kind


def test_columns_have_letters() -> None:
    for number_ in (1, 26, 27, 702, 703, 16_384):
        assert column_number(column_letters(number_)) == number_
    assert column_number("XFD1048576") == 16_384
    assert column_number("a1") == 0


def test_the_first_days_of_the_count() -> None:
    assert serial_day("1", counts_from_1904=False) == datetime.date(1900, 1, 1)
    assert serial_day("59", counts_from_1904=False) == datetime.date(1900, 2, 28)
    assert serial_day("61", counts_from_1904=False) == datetime.date(1900, 3, 1)
