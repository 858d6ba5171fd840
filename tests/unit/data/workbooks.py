"""Workbooks written part by part, as spreadsheets write them and as nobody should."""
from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Styles by number: 0 plain, 1 a date, 2 a percent, 3 a date of another format, 4 a date with a time.
STYLES = f"""<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/>
<numFmt numFmtId="165" formatCode="[$-409]d/m/yy h:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
</styleSheet>"""

Cell = str
"""XML of one cell without its reference: see `text`, `number`, `day`."""


def text(value: str) -> Cell:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def number(value: object, style: int = 0) -> Cell:
    return f'<c s="{style}"><v>{value}</v></c>'


def day(serial: int) -> Cell:
    return number(serial, 1)


def formula(value: str = "") -> Cell:
    return f"<c><f>A1+1</f>{f'<v>{value}</v>' if value else ''}</c>"


def sheet(rows: Iterable[Sequence[Cell]], after: str = "") -> str:
    body = "".join(f"<row>{''.join(cell or '<c/>' for cell in row)}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def workbook(sheets: Mapping[str, str], *, shared: Sequence[str] = (), parts: Mapping[str, str | bytes] | None = None,
             properties: str = "", hidden: Collection[str] = ()) -> bytes:
    """A workbook of sheets by name; `parts` are put in the place of others or beside them."""
    numbered = list(enumerate(sheets, 1))
    state = {name: ' state="hidden"' if name in hidden else "" for name in sheets}
    listed = "".join(f'<sheet name="{name}" sheetId="{n}"{state[name]} r:id="s{n}"/>' for n, name in numbered)
    files: dict[str, str | bytes] = {
        "_rels/.rels": _relations([("w", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}<sheets>{listed}</sheets>'
                           "</workbook>",
        "xl/_rels/workbook.xml.rels": _relations([
            *((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered),
            ("x", "styles", "styles.xml"), ("y", "sharedStrings", "/xl/sharedStrings.xml"),
        ]),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(f"<si>{each}</si>" for each in shared)}</sst>',
        **{f"xl/worksheets/sheet{n}.xml": sheets[name] for n, name in numbered},
        **(parts or {}),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    return content.getvalue()


def _relations(listed: Iterable[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in listed)
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'
