"""Mappings in `rulelang.toml`: what they say is done, what they do not say is strict, and nothing in them is passed."""
from __future__ import annotations

import datetime
import hashlib
import time
from pathlib import Path

import pytest

from rulelang.core.population import Results
from rulelang.data.manifest import manifest
from rulelang.data.mapping_file import FINDINGS_MAX
from rulelang.data.notation import date_of, hundredfold, plain_number
from rulelang.diagnostics.catalogue import words
from rulelang.exact.calendar import Period

from .conftest import CORE, DEALS, UNTIL, Folder
from .workbooks import day, number, sheet, text, workbook

SPANISH = """\
[data.Deal]
file = "Operaciones 2T.csv"
encoding = "cp1252"
delimiter = ";"
decimal_mark = ","
thousands_mark = "."
date_order = "day month year"

[data.Deal.columns]
"Nº operación" = "deal_id"
"Socio" = "partner_id"
"Línea" = "pillar"
"Importe" = "amount"
"Situación" = "status"
"Fecha de cierre" = "closed_on"
"Fecha de registro" = "booked_on"

[data.Deal.values.status]
"Ganada" = "won"
"Devuelta" = "returned"
"""
SPANISH_ROWS = """\
Nº operación;Socio;Línea;Importe;Situación;Fecha de cierre;Fecha de registro
D1;0042;deploy;1.250,00;Ganada;01/04/2025;2/4/2025
D2;0042;sell;10,5;open;01/05/2025;01/05/2025
D3;0007;deploy;-3 USD;Devuelta;10/02/2025;01/06/2025
"""


def spanish(folder: Folder, rows: str = SPANISH_ROWS, mapping: str = SPANISH) -> Folder:
    if (folder.path / "Deal.csv").exists():
        folder.remove("Deal.csv")
    return folder.write("Operaciones 2T.csv", rows.encode("cp1252")).write("rulelang.toml", mapping)


def test_a_spanish_export_is_read_as_the_mapping_says(folder: Folder) -> None:
    expected = folder.population()

    assert spanish(folder).population() == expected
    assert folder.counts().ignored_columns == ()


def below(folder: Folder) -> Folder:
    """The same files in a folder `exports` of a project."""
    inner = Folder(folder.path / "exports")
    files = list(folder.path.iterdir())
    inner.path.mkdir()
    for file in files:
        file.rename(inner.path / file.name)
    return inner


def test_the_project_above_the_folder_says_how_its_exports_are_read(folder: Folder) -> None:
    expected = folder.population()
    inner = below(spanish(folder).remove("rulelang.toml"))
    folder.write("rulelang.toml", "[project]\nexclude = []\n" + SPANISH)

    assert inner.population() == expected


def test_the_mapping_beside_the_data_hides_that_of_the_project(folder: Folder) -> None:
    inner = below(spanish(folder))
    expected = inner.population()
    folder.write("rulelang.toml", '[data.Deal]\nfile = "elsewhere.csv"\n')

    assert inner.population() == expected


def test_a_slip_in_the_project_above_names_that_file(folder: Folder) -> None:
    inner = below(folder)
    folder.write("rulelang.toml", "[data.Deal]\ndecimal_mrak = ','\n")

    _, reading = inner.read()

    assert [(each.name, each.place.file) for each in reading.findings if each.place] == [
        ("mapping-key-not-known", (folder.path / "rulelang.toml").as_posix())
    ]


def test_the_manifest_names_the_mapping(folder: Folder) -> None:
    _, reading = spanish(folder).read()
    described = manifest(
        CORE, Results((), ()), reading, semantic_hash="h", period=Period(UNTIL, UNTIL), as_of=None, engine="python"
    )

    assert reading.mapping_hash == hashlib.sha256(SPANISH.encode()).hexdigest()
    assert "Operaciones 2T.csv" in reading.input_hashes
    assert described["mapping"] == reading.mapping_hash


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1.250,00", "1250.00", [("cell-number-not-as-mapped", 2, "Importe")]),
        ("1.250,00", "12.50,00", [("cell-number-not-as-mapped", 2, "Importe")]),
        ("1.250,00", "1 250,00", [("cell-number-not-as-mapped", 2, "Importe")]),
        ("1.250,00", "1.250,005", [("cell-too-many-decimals", 2, "Importe")]),
        ("1.250,00", "1250,00", []),
        ("01/04/2025", "2025-04-01", [("cell-date-not-as-mapped", 2, "Fecha de cierre")]),
        ("01/04/2025", "04/13/2025", [("cell-date-not-as-mapped", 2, "Fecha de cierre")]),
        ("01/04/2025", "01/04/25", [("cell-date-not-as-mapped", 2, "Fecha de cierre")]),
        ("01/04/2025", "01/04/2025 0:30", [("cell-with-time", 2, "Fecha de cierre")]),
        ("Ganada", "ganada", [("cell-not-a-member", 2, "Situación")]),
        ("Ganada", "", [("cell-empty", 2, "Situación")]),
    ],
)
def test_what_the_mapping_does_not_say_is_strict(folder: Folder, old: str, new: str, expected: list[object]) -> None:
    assert spanish(folder, SPANISH_ROWS.replace(old, new, 1)).rejects() == expected


def test_rejects_speak_of_the_field_and_stand_at_the_column(folder: Folder) -> None:
    rows = SPANISH_ROWS.replace("1.250,00", "1250.00").replace("Ganada", "Cerrada").replace("01/04", "13/13")
    _, reading = spanish(folder, rows).read()

    told = {each.place.column: words(each) for each in reading.rejects if each.place}
    assert told["Importe"].message == "`1250.00` in `amount` is not a number as the mapping says they are written"
    assert told["Importe"].help[0].startswith("write it like `1.250,50`")
    assert told["Fecha de cierre"].message == "`13/13/2025` in `closed_on` is not a date in the order day month year"
    assert told["Situación"].help == (
        "write one of `open`, `won`, `lost`, `returned`",
        "or say in `rulelang.toml` what `Cerrada` means there, under `[data.Deal.values.status]`",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "cp1250", "iso-8859-15", "mac-roman", "utf-8"])
def test_other_encodings(folder: Folder, encoding: str) -> None:
    expected = folder.population()
    spanish(folder, mapping=SPANISH.replace("cp1252", encoding).replace("Nº operación", "No operación"))
    folder.write("Operaciones 2T.csv", SPANISH_ROWS.replace("Nº", "No").encode(encoding))

    assert folder.population() == expected


def test_text_in_another_encoding_than_the_mapping_says(folder: Folder) -> None:
    spanish(folder).write("Operaciones 2T.csv", SPANISH_ROWS.encode("cp1252") + b"D9;\x81\n")

    assert folder.findings() == ["data-not-in-encoding"]
    folder.write("Operaciones 2T.csv", SPANISH_ROWS.encode("utf-16")[:-1])
    folder.write("rulelang.toml", SPANISH.replace("cp1252", "utf-16"))
    assert folder.findings() == ["data-not-in-encoding"]


def test_an_export_without_its_mapping_says_what_to_do(folder: Folder) -> None:
    spanish(folder).remove("rulelang.toml").remove("Operaciones 2T.csv")
    _, reading = folder.write("Deal.csv", SPANISH_ROWS.encode()).read()

    assert [each.name for each in reading.findings] == ["data-other-delimiter"]
    assert "rulelang map Deal.csv" in words(reading.findings[0]).help[0]


def test_lines_above_the_header_and_below_the_data(folder: Folder) -> None:
    expected = folder.population()
    rows = f'Informe;"de\n\n{SPANISH_ROWS}\nTotal;3\n"Confidencial"'
    spanish(folder, rows, SPANISH.replace("[data.Deal]\n", "[data.Deal]\nheader_row = 3\nfooter_rows = 3\n"))

    assert folder.population() == expected
    folder.write("Operaciones 2T.csv", rows.replace("1.250,00", "x").encode("cp1252"))
    assert folder.rejects() == [("cell-number-not-as-mapped", 4, "Importe")]


# ------------------------------------------------------------------------------------------------ fields


def test_a_column_of_currencies(folder: Folder) -> None:
    header, *rows = DEALS.splitlines()
    folder.write("rulelang.toml", '[data.Deal]\ncurrency_column = "Currency"\n')
    rows = [f"{row},{code}" for row, code in zip(rows, ("USD", "EUR", ""), strict=True)]
    folder.write("Deal.csv", "\n".join([f"{header},Currency", *rows, ""]).replace("-3 USD", "-3"))

    assert folder.rejects() == [("cell-wrong-currency", 3, "amount"), ("cell-currency-empty", 4, "amount")]
    assert folder.write("Deal.csv", DEALS).findings() == ["data-column-not-found"]


def test_constants_stand_in_for_columns_that_the_export_lacks(folder: Folder) -> None:
    folder.write("Partner.csv", "partner_id,category,joined\n0042,reseller,2018-03-01\n")
    folder.write(
        "rulelang.toml",
        '[data.Partner.constants]\ncountry = "NO"\npillars = "sell;deploy"\ncsat = ""\n'
        '[data.Partner.values.category]\nx = "reseller"\n',
    )

    fields = folder.subject("0042").fields
    assert (fields["country"], fields["pillars"], fields["csat"]) == ("NO", {"sell", "deploy"}, None)


def test_values_have_names_in_sets_numbers_and_countries(folder: Folder) -> None:
    folder.write(
        "Partner.csv",
        "partner_id,country,category,pillars,csat,joined\n0042,Noruega,reseller,Venta | deploy,n/a,2018-03-01\n",
    )
    folder.write(
        "rulelang.toml",
        '[data.Partner]\nmember_separator = " | "\n[data.Partner.values]\ncountry = { Noruega = "NO" }\n'
        'pillars.Venta = "sell"\ncsat."n/a" = ""\n',
    )

    fields = folder.subject("0042").fields
    assert (fields["country"], fields["pillars"], fields["csat"]) == ("NO", {"sell", "deploy"}, None)


def test_covered_dates_may_be_said(folder: Folder) -> None:
    folder.write("rulelang.toml", "[data.Deal]\ncovered_from = 2023-10-01\n")

    population, reading = folder.read()

    assert population is not None
    assert population.covered_from == {
        "Deal": datetime.date(2023, 10, 1), "Certificate": datetime.date(2024, 7, 1)
    }  # fmt: skip
    assert reading.covered_from == population.covered_from
    assert folder.deals().population().covered_from["Deal"] == datetime.date(2023, 10, 1)


def test_a_mapping_holds_for_workbooks_and_json(folder: Folder) -> None:
    expected = folder.population()
    folder.remove("Deal.csv")
    header = [text(name) for name in ("Opportunity ID", *DEALS.splitlines()[0].split(",")[1:])]
    rows = [
        [text("D1"), text("0042"), text("deploy"), number("1250"), text("Closed Won"), day(45748), day(45749)],
        [text("D2"), text("0042"), text("sell"), text("10.5"), text("open"), day(45778), day(45778)],
        [text("D3"), text("0007"), text("deploy"), number("-3"), text("returned"), day(45698), text("2025-06-01")],
    ]
    folder.write("export.xlsx", workbook({"Notes": sheet([]), "Deals": sheet([header, *rows])}))
    mapping = """
[data.Deal]
file = "export.xlsx"
sheet = "Deals"
columns."Opportunity ID" = "deal_id"
values.status."Closed Won" = "won"
"""

    assert folder.write("rulelang.toml", mapping).population() == expected
    folder.write("export.json", "[" + ", ".join(
        f'{{"Opportunity ID": "{i}", "partner_id": "{p}", "pillar": "{a}", "amount": {n}, "status": "{s}", '
        f'"closed_on": "{c}", "booked_on": "{b}"}}'
        for i, p, a, n, s, c, b in (
            ("D1", "0042", "deploy", "1250.00", "Closed Won", "2025-04-01", "2025-04-02"),
            ("D2", "0042", "sell", "10.5", "open", "2025-05-01", "2025-05-01"),
            ("D3", "0007", "deploy", "-3", "returned", "2025-02-10", "2025-06-01"),
        )
    ) + "]")  # fmt: skip
    folder.write("rulelang.toml", mapping.replace("export.xlsx", "export.json"))
    assert folder.population() == expected


# ------------------------------------------------------------------------------------------------ the file itself


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("[data.Deal]\ndecimal_mark ', '", [("mapping-not-readable", 2)]),
        ("a = " + "[" * 5000, [("mapping-not-readable", None)]),
        ("a = " + "9" * 5000, [("mapping-not-readable", None)]),
        ("x" * 1_100_000, [("mapping-not-readable", None)]),
        ("[Deal]\n", [("mapping-key-not-known", 1)]),
        ("data = 3\n", [("mapping-value-does-not-fit", 1)]),
        ("[data.Deals]\n", [("mapping-key-not-known", 1)]),
        ("[data.Deal]\n\ndecimalmark = ','\n", [("mapping-key-not-known", 3)]),
        ("[data.Deal]\ndecimal_mark = ';'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\ndecimal_mark = ','\nthousands_mark = ','\n", [("mapping-marks-alike", 3)]),
        ("[data.Deal]\nheader_row = 0\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\nheader_row = true\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\nheader_row = 1.5\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\nencoding = 'utf8'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\ndate_order = 'dmy'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\ncovered_from = '2023-10-01'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal]\ncovered_from = 2023-10-01T00:00:00\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Partner]\ncovered_from = 2023-10-01\n", [("mapping-entity-without-dates", 2)]),
        ("[data.Deal]\nfile = '../Deal.csv'\n", [("mapping-file-elsewhere", 2)]),
        ("[data.Deal]\nfile = 'deal.txt'\n", [("mapping-file-not-found", 2)]),
        ("[data.Deal.columns]\nImporte = 'amont'\n", [("mapping-field-not-known", 2)]),
        ("[data.Deal.columns]\nImporte = 3\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal.columns]\na = 'amount'\nb = 'amount'\n", [("mapping-field-given-twice", 3)]),
        ("[data.Deal]\ncolumns.a = 'amount'\nconstants.amount = 5\n", [("mapping-field-given-twice", 3)]),
        ("[data.Deal.columns]\nImporte = 'amount'\n", [("data-column-not-found", 1)]),
        ("[data.Deal.constants]\namount = '5,00'\n", [("mapping-value-not-of-field", 2)]),
        ("[data.Deal.constants]\namount = []\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal.constants]\nsatus = 'won'\n", [("mapping-field-not-known", 2)]),
        ("[data.Deal.values.status]\n'Closed Won' = 'wonn'\n", [("mapping-value-not-of-field", 2)]),
        ("[data.Deal.values]\nstatus = 'won'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal.values.stage]\nx = 'won'\n", [("mapping-field-not-known", 1)]),
        ("[data.Deal]\npercents = 'share'\n", [("mapping-value-does-not-fit", 2)]),
        ("[data.Deal.percents]\namount = 'percent'\n", [("mapping-field-not-known", 2)]),
    ],
)
def test_what_is_wrong_with_a_mapping(folder: Folder, mapping: str, expected: list[tuple[str, int | None]]) -> None:
    _, reading = folder.write("rulelang.toml", mapping).read()

    assert [(each.name, each.place.row) for each in reading.findings if each.place] == expected
    for finding in reading.findings:
        assert "{" not in words(finding).message
        assert len(words(finding).message) < 300


@pytest.mark.parametrize(
    "lines",
    [
        [f"[data.Deal.values.x{n}]\na = 'b'" for n in range(7_000)],
        ["[data.Deal]", *(f"key{n} = 'b'" for n in range(14_000))],
        ["[data.Deal.values.status]", *(f"key{n} = 'b'" for n in range(14_000))],
        ["[data.Deal.columns]", *(f"key{n} = 'amount'" for n in range(8_000))],
        [f"[data.Deal.constants]\n{'x' * 190_000} = 'b'"],
    ],
    ids=["tables", "keys", "values", "columns", "a long name"],
)
def test_hostile_mappings_end_in_findings_soon(folder: Folder, lines: list[str]) -> None:
    folder.write("rulelang.toml", "\n".join(lines))
    start = time.process_time()

    _, reading = folder.read()

    assert time.process_time() - start < 2
    assert 1 <= len(reading.findings) <= FINDINGS_MAX
    assert len(str(reading.findings)) < 30_000


def test_a_mapping_that_is_not_utf8(folder: Folder) -> None:
    assert folder.write("rulelang.toml", b"[data.Deal]\n# \xf1\n").findings() == ["mapping-not-readable"]


def test_an_unknown_key_comes_with_a_suggestion(folder: Folder) -> None:
    _, reading = folder.write("rulelang.toml", "[data.Deal]\ndecimal_marks = ','\n").read()

    assert words(reading.findings[0]).help == ("did you mean `decimal_mark`?", "correct the name, or delete the line")


def test_a_link_out_of_the_folder_is_not_named_by_accident(folder: Folder) -> None:
    for name in ("/etc/passwd", "..", "a/b.csv", "a\\b.csv", "C:x.csv"):
        _, reading = folder.write("rulelang.toml", f"[data.Deal]\nfile = '{name}'\n").read()
        assert [each.name for each in reading.findings] == ["mapping-file-elsewhere"], Path(name)


# ------------------------------------------------------------------------------------------------ notation


@pytest.mark.parametrize(
    ("marks", "written", "plain"),
    [
        ((",", "."), "1.234.567,89", "1234567.89"), ((",", "."), "-0,5", "-0.5"), ((",", "."), "1.2345", None),
        ((",", ""), "1.234", None), ((",", " "), "1\u00a0234,5", "1234.5"), ((".", ","), "1,234.5", "1234.5"),
        ((".", "'"), "1'234.5", "1234.5"), ((",", "."), ",5", None), ((",", "."), "", None),
        ((",", "."), "٣", None), ((",", "."), "1.234,", None), ((",", "."), "+5", "+5"),
    ],
)  # fmt: skip
def test_numbers_with_other_marks(marks: tuple[str, str], written: str, plain: str | None) -> None:
    assert plain_number(*marks)(written) == plain


@pytest.mark.parametrize(
    ("order", "written", "expected"),
    [
        ("day month year", "31/12/2025", datetime.date(2025, 12, 31)),
        ("day month year", "1.2.2025", datetime.date(2025, 2, 1)),
        ("month day year", "12/31/2025", datetime.date(2025, 12, 31)),
        ("year month day", "2025/12/31", datetime.date(2025, 12, 31)),
        ("day month year", "31/12-2025", None),
        ("day month year", "30/02/2025", None),
        ("day month year", " 1/2/2025", None),
    ],
)
def test_dates_in_other_orders(order: str, written: str, expected: datetime.date | None) -> None:
    assert date_of(order)(written) == expected


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [("0.125", "12.5"), ("1", "100"), ("0.1", "10"), ("-0.05", "-5"), ("0", "0"), ("0.00005", "0.005")],
)
def test_fractions_as_percents(fraction: str, percent: str) -> None:
    assert hundredfold(fraction) == percent


def test_a_mapping_that_is_wrong_everywhere_is_told_so_a_few_times(folder: Folder) -> None:
    """A file of nothing but mistakes once took minutes, each of them looked up in all of its lines."""
    text = "[data.Deal]\n" + "".join(f"zz{number} = 1\n" for number in range(15_000))

    assert folder.write("rulelang.toml", text).findings() == ["mapping-key-not-known"] * FINDINGS_MAX


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("€1.250,50", 125_050), ("1.250,50 €", 125_050), ("-€ 1.250,50", -125_050), ("1.250,50\u00a0€", 125_050),
        ("US$ 3,00", None), ("1.250,50", 125_050),
    ],
)  # fmt: skip
def test_signs_of_currencies_are_read_as_their_codes(folder: Folder, written: str, units: int | None) -> None:
    mapping = SPANISH + '\n[data.Deal.currency_signs]\n"€" = "USD"\n"US$" = "EUR"\n'
    rows = f"{SPANISH_ROWS.splitlines()[0]}\nD1;0042;deploy;{written};Ganada;01/04/2025;2/4/2025\n"
    given = spanish(folder, "", mapping)
    given.write("Operaciones 2T.csv", rows.encode("cp1252"))

    if units is None:
        assert [each.name for each in given.read()[1].rejects] == ["cell-wrong-currency"]
    else:
        (deal,) = given.subject("0042").records["Deal"]
        assert deal["amount"] == units


def test_a_sign_inside_a_number_is_no_sign_of_a_currency(folder: Folder) -> None:
    """`1 € 234` could be one or one thousand and more: neither is paid."""
    marks = SPANISH.replace('thousands_mark = "."', 'thousands_mark = " "')
    rows = f"{SPANISH_ROWS.splitlines()[0]}\nD1;0042;deploy;1€ 234;Ganada;01/04/2025;2/4/2025\n"
    given = spanish(folder, "", f'{marks}\n[data.Deal.currency_signs]\n"€" = "USD"\n')
    given.write("Operaciones 2T.csv", rows.encode("cp1252"))

    assert [each.name for each in given.read()[1].rejects] == ["cell-number-not-as-mapped"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"€" = "EURO"', "mapping-value-does-not-fit"),
        ('"1" = "EUR"', "mapping-value-does-not-fit"),
        ('"" = "EUR"', "mapping-value-does-not-fit"),
    ],
)
def test_a_sign_stands_for_a_currency(folder: Folder, line: str, name: str) -> None:
    spanish(folder, mapping=f"{SPANISH}\n[data.Deal.currency_signs]\n{line}\n")

    assert folder.findings() == [name]
