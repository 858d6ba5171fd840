"""Writes a table of results as an XLSX workbook. The bytes depend on the table alone; no cell can be a formula.

Text is written as text and never as something to calculate. An amount is written with all its decimals; a figure of
more digits than a spreadsheet keeps is text as well, so that none is ever shown rounded.
"""
from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from rulelang.data.rendered import Column, Row

DIGITS_KEPT = 15
"""Significant digits that a spreadsheet keeps of a number."""
CHARACTERS_MAX = 32_767
"""Of one cell."""
_FIRST_DAY = datetime.date(1899, 12, 30)
_FIRST_SAFE_DAY = datetime.date(1900, 3, 1)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WHEN = (1980, 1, 1, 0, 0, 0)


def write_xlsx(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """One sheet called `result`: the names of the columns, then the rows."""
    formats = list(dict.fromkeys(_format(column) for column in columns))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(formats):
            archive.writestr(_entry(name), _HEAD + text)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as file:
            _write_sheet(file, columns, rows, formats)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _parts(formats: Sequence[str]) -> Iterator[tuple[str, str]]:
    overrides = (
        f'<Override PartName="/xl/{part}" ContentType="{_TYPES}.{kind}+xml"/>'
        for part, kind in (
            ("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"), ("styles.xml", "styles")
        )
    )  # fmt: skip
    yield "[Content_Types].xml", (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    yield "xl/_rels/workbook.xml.rels", _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
    yield "xl/workbook.xml", (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="result" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    yield "xl/styles.xml", _styles(formats)


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _styles(formats: Sequence[str]) -> str:
    own = "".join(
        f'<numFmt numFmtId="{164 + number}" formatCode={quoteattr(text)}/>' for number, text in enumerate(formats)
    )
    used = "".join(
        f'<xf numFmtId="{164 + number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(len(formats))
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{own}</numFmts>'
        "<fonts><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
        '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{used}</cellXfs></styleSheet>'
    )


def _format(column: Column) -> str:
    if column.kind == "date":
        return "yyyy-mm-dd"
    if column.kind in ("money", "number"):
        return f"0.{'0' * column.digits}" if column.digits else "0"
    return "@"


def _write_sheet(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], formats: Sequence[str]) -> None:
    file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    header = "".join(_text(column.name, 0) for column in columns)
    file.write(f"<row>{header}</row>".encode())
    styles = [formats.index(_format(column)) + 1 for column in columns]
    for row in rows:
        cells = (_cell(cell, column, style) for cell, column, style in zip(row, columns, styles, strict=True))
        file.write(f"<row>{''.join(cells)}</row>".encode())
    file.write(b"</sheetData></worksheet>")


def _cell(cell: str | None, column: Column, style: int) -> str:
    if cell is None:
        return "<c/>"
    if column.kind == "yes_no":
        return f'<c t="b"><v>{1 if cell == "yes" else 0}</v></c>'
    if column.kind in ("money", "number") and sum(map(str.isdigit, cell)) <= DIGITS_KEPT:
        return f'<c s="{style}"><v>{cell}</v></c>'
    if column.kind == "date" and (day := datetime.date.fromisoformat(cell)) >= _FIRST_SAFE_DAY:
        return f'<c s="{style}"><v>{(day - _FIRST_DAY).days}</v></c>'
    return _text(cell, style)


def _text(text: str, style: int) -> str:
    """A text cell, without the control characters that no workbook can hold."""
    shown = "".join(c if c >= " " or c in "\t\n" else "\N{REPLACEMENT CHARACTER}" for c in text[:CHARACTERS_MAX])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'
