"""One small folder of data in each format that is read, to be damaged."""
from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from support.dirty_folders import parquet_of_csv

PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
MAPPING = """\
[data.Deal]
encoding = "utf-8"
delimiter = ","
decimal_mark = "."
date_order = "year month day"

[data.Deal.values.status]
"Closed Won" = "won"
"""


def folders(texts: Mapping[str, str], place: Path) -> list[Path]:
    """CSV texts by file name, written as CSV with a mapping, JSON, JSON Lines, workbooks and Parquet, a folder each."""
    made = [place / kind for kind in ("csv", "json", "jsonl", "xlsx", "parquet")]
    for folder in made:
        folder.mkdir()
    for name, text in texts.items():
        stem = Path(name).stem
        rows = list(csv.DictReader(io.StringIO(text)))
        (made[0] / name).write_text(text, "utf-8")
        (made[1] / f"{stem}.json").write_text(json.dumps(rows, indent=1), "utf-8")
        (made[2] / f"{stem}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        (made[3] / f"{stem}.xlsx").write_bytes(_workbook(list(csv.reader(io.StringIO(text)))))
    (made[0] / "rulelang.toml").write_text(MAPPING, "utf-8")
    parquet_of_csv(made[0], made[4], typed=True)
    return made


def _workbook(rows: list[list[str]]) -> bytes:
    cells = ("".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in rows)
    body = "".join(f"<row>{row}</row>" for row in cells)
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as packed:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": f"{sheet}</worksheet>"}.items():
            packed.writestr(name, part)
    return written.getvalue()
