"""A result as a workbook: what is read back is what was written, and no cell can ever be a formula."""
from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rulelang.data.rendered import Column
from rulelang.data.xlsx_write import write_xlsx

COLUMNS = (
    Column("partner_id", "text"),
    Column("paid", "money", 2, "USD", 18),
    Column("units", "number", 0, "", 38),
    Column("may_earn", "yes_no"),
    Column("since", "date"),
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(path: Path) -> list[list[tuple[str, str]]]:
    """Each cell's type and text, row by row."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{_MAIN}c")]
        for row in root.iter(f"{_MAIN}row")
    ]


def test_figures_are_numbers_and_keep_their_decimals(tmp_path: Path) -> None:
    file = tmp_path / "paid.xlsx"
    write_xlsx(file, COLUMNS, [("P1", "1650.10", "12", "yes", "2025-04-01"), ("P2", None, "-3", "no", None)])

    header, first, second = sheet(file)
    assert [text for _, text in header] == [column.name for column in COLUMNS]
    assert first == [("inlineStr", "P1"), ("n", "1650.10"), ("n", "12"), ("b", "1"), ("n", "45748")]
    assert second == [("inlineStr", "P2"), ("n", ""), ("n", "-3"), ("b", "0"), ("n", "")]


def test_a_figure_of_more_digits_than_a_spreadsheet_keeps_is_text(tmp_path: Path) -> None:
    file = tmp_path / "paid.xlsx"
    write_xlsx(file, COLUMNS[1:3], [("99999999999999.99", "123456789012345"), ("1.00", "1234567890123456")])

    assert sheet(file)[1:] == [
        [("inlineStr", "99999999999999.99"), ("n", "123456789012345")],
        [("n", "1.00"), ("inlineStr", "1234567890123456")],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '<f>1</f>&"', "ñ 😀 \x01"])
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    file = tmp_path / "paid.xlsx"
    write_xlsx(file, COLUMNS[:1], [(text,)])

    assert sheet(file)[1] == [("inlineStr", text.replace("\x01", "\N{REPLACEMENT CHARACTER}"))]
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_bytes_depend_on_the_table_alone(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, COLUMNS[:1], [("P1",)])

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_part_is_well_formed(tmp_path: Path) -> None:
    file = tmp_path / "paid.xlsx"
    write_xlsx(file, COLUMNS, [])
    with zipfile.ZipFile(file) as archive:
        assert [ElementTree.fromstring(archive.read(name)).tag for name in archive.namelist()]
        assert archive.testzip() is None
