"""Proposed mappings: what they propose for exports as they come loads them; what is not plain is a doubt."""
from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import duckdb
import pytest

from rulelang import api
from rulelang.data.mapping_file import mappings_of
from rulelang.data.proposing.likeness import is_named_in, likeness
from rulelang.data.proposing.propose import Proposal, propose
from rulelang.data.proposing.text import proposal_text
from rulelang.data.table import Stopped
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.refused import Refused
from support.workspace import REPOSITORY

from .conftest import CERTIFICATES, CORE, DEALS, PARTNERS, Folder
from .workbooks import day, number, sheet, text, workbook

EXPORTS = REPOSITORY / "tests" / "cli" / "fixtures" / "exports"
PROGRAM = api.load(EXPORTS / "programs" / "acme").program()
PAID = {
    "spanish": {"0042": 140_002, "0043": 20_000},
    "salesforce": {"0015g00000XyZ1A": 140_002, "0015g00000XyZ1B": 20_000},
}


def paid(folder: Path, engine: str = "interpreter") -> dict[object, object]:
    ran = PROGRAM.run(folder, "2025-Q1", engine=engine)
    assert ran.rejects == ()
    return {key[0]: outcomes[-1].value for key, outcomes in ran.results.rows}


@pytest.mark.parametrize("engine", api.ENGINES)
@pytest.mark.parametrize("export", PAID)
def test_exports_load_unchanged(export: str, engine: str) -> None:
    assert paid(EXPORTS / export, engine) == PAID[export]


@pytest.mark.parametrize("export", PAID)
def test_what_is_proposed_loads_the_exports(export: str, tmp_path: Path) -> None:
    folder = tmp_path / export
    shutil.copytree(EXPORTS / export, folder)
    (folder / "rulelang.toml").unlink()
    texts = [proposal_text(PROGRAM.propose_mapping(file)) for file in sorted(folder.glob("*.csv"))]
    (folder / "rulelang.toml").write_text("\n".join(texts), encoding="utf-8")

    assert paid(folder) == PAID[export]


def read_back(proposal: Proposal) -> object:
    mappings, findings = mappings_of(CORE, proposal_text(proposal).encode())
    assert findings == ()
    return mappings.of(proposal.mapping.entity)


@pytest.mark.parametrize(
    ("name", "content"), [("Deal.csv", DEALS), ("Partner.csv", PARTNERS), ("Certificate.csv", CERTIFICATES)]
)
def test_a_file_in_the_strict_way_needs_no_more_than_its_name(folder: Folder, name: str, content: str) -> None:
    proposal = propose(CORE, folder.write(name, content).path / name)

    assert proposal.mapping.entity == name.removesuffix(".csv")
    assert proposal.doubts == ()
    assert proposal.mapping.is_plain
    assert read_back(proposal) == proposal.mapping


def proposed(folder: Folder, name: str, content: str | bytes, entity: str | None = "Deal") -> Proposal:
    proposal = propose(CORE, folder.write(name, content).path / name, entity)
    assert read_back(proposal) == proposal.mapping
    return proposal


HEADER = DEALS.splitlines()[0]


def with_rows(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def test_two_columns_that_fit_are_a_doubt(folder: Folder) -> None:
    deals = DEALS.replace("amount", "Amount (net)").replace("\n", ",1\n")
    proposal = proposed(folder, "x.csv", deals.replace("booked_on,1", "booked_on,Amount (gross)"))

    assert proposal.mapping.columns == {"amount": "Amount (net)"}
    assert [each.name for each in proposal.doubts] == ["map-two-columns-fit"]


def test_an_open_date_order_is_left_open(folder: Folder) -> None:
    proposal = proposed(folder, "x.csv", with_rows("D1,0042,deploy,5.00,won,01/02/2025,03/04/2025"))

    assert proposal.mapping.date_order == ""
    assert [each.name for each in proposal.doubts] == ["map-date-order-not-clear"]
    assert "# Doubt: the dates in `closed_on`" in proposal_text(proposal)


@pytest.mark.parametrize(
    ("amount", "signs", "doubts"),
    [("€1250.50", {"€": "EUR"}, []), ("$1250.50", {"$": "USD"}, ["map-sign-not-clear"]), ("1250.50", {}, [])],
)
def test_signs_of_currencies_are_proposed(
    folder: Folder, amount: str, signs: dict[str, str], doubts: list[str]
) -> None:
    proposal = proposed(folder, "x.csv", with_rows(f"D1,0042,deploy,{amount},won,2025-02-01,2025-04-03"))

    assert proposal.mapping.currency_signs == signs
    assert [each.name for each in proposal.doubts] == doubts


def test_one_date_settles_the_order_of_all(folder: Folder) -> None:
    proposal = proposed(folder, "x.csv", with_rows("D1,0042,deploy,5.00,won,01/02/2025,03/24/2025"))

    assert (proposal.mapping.date_order, proposal.doubts) == ("month day year", ())


@pytest.mark.parametrize(
    ("amounts", "marks", "has_doubt"),
    [
        (("1,250.50", "3"), (".", ","), False),
        (("1 250,50", "3"), (",", " "), False),
        (("1250,5", "3"), (",", ""), False),
        (("1.250", "2.000"), (",", "."), True),
        (("1.25", "2"), (".", ""), False),
        (("7 USD", "1,250.50 USD"), (".", ","), False),
    ],
)
def test_marks_of_numbers(folder: Folder, amounts: tuple[str, ...], marks: tuple[str, str], has_doubt: bool) -> None:
    rows = (f'D{n},0042,deploy,"{amount}",won,2025-02-01,2025-02-01' for n, amount in enumerate(amounts))
    proposal = proposed(folder, "x.csv", with_rows(*rows))

    assert (proposal.mapping.decimal_mark, proposal.mapping.thousands_mark) == marks
    assert [each.name for each in proposal.doubts] == ["map-marks-not-clear"] * has_doubt


def test_unknown_values_and_missing_columns_are_doubts(folder: Folder) -> None:
    rows = "Pedido;Situación;Importe\n1;Ganada;5,00\n2;Devuelta;6,00\n3;Anulada;7,00\n"
    proposal = proposed(folder, "pedidos.csv", rows)

    assert proposal.mapping.values == {"status": {"Ganada": "won", "Devuelta": "returned"}}
    assert proposal.lacking == ("pillar", "closed_on", "booked_on", "partner_id")
    assert [each.name for each in proposal.doubts] == ["map-values-not-known", *["map-field-without-column"] * 4]
    assert '\n[data.Deal.constants]\n# pillar = "..."\n' in proposal_text(proposal)


def test_optional_fields_without_a_column_are_left_empty(folder: Folder) -> None:
    rows = "partner_id,country,category,pillars,joined\n1,NO,reseller,sell,2018-01-01\n"
    proposal = proposed(folder, "x.csv", rows, None)

    assert proposal.mapping.constants == {"csat": ""}


def test_a_sheet_of_several_below_a_title(folder: Folder) -> None:
    names = ("Opportunity Id", "Account Id", "Pilar", "Amount", "Stage", "Close Date", "Booked On")
    header = [text(name) for name in names]
    row = [text("D1"), text("0042"), text("deploy"), number("1250"), text("Closed Won"), day(45748), day(45749)]
    rows = [[text("Deals of 2025")], [], header, row, row, [], [text("Total"), "", "", number(2500)]]
    content = workbook({"Notes": sheet([[text("Nothing")]]), "Q2": sheet(rows)})

    proposal = proposed(folder, "book.xlsx", content)

    mapping = proposal.mapping
    assert (mapping.sheet, mapping.header_row, mapping.footer_rows) == ("Q2", 3, 2)
    assert mapping.columns["closed_on"] == "Close Date"
    assert mapping.values == {"status": {"Closed Won": "won"}}
    assert proposal.doubts == ()


def test_records_of_json(folder: Folder) -> None:
    record = """{"Id": "D1", "AccountId": "0042", "pillar": "deploy", "Amount": 5.5, "StageName": "Closed Won",
        "CloseDate": "2025-04-01", "CreatedDate": "2025-04-02", "attributes": {"type": "Opportunity"}}"""
    proposal = proposed(folder, "deals.json", f"[{record}]")

    assert proposal.mapping.columns == {
        "amount": "Amount", "closed_on": "CloseDate", "booked_on": "CreatedDate", "partner_id": "AccountId",
        "deal_id": "Id", "status": "StageName",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 1000, b'"', b'"' + b"x" * 200_000, b",,,,\n", b"\n\n\n", b"\xff\xfe\x00", "\u2028;\u2029\n".encode(),
     b"a\x7f\"b,c\n1,2\n", b"=" * 50_000_000, b"a," * 1_000_000],
)  # fmt: skip
def test_any_file_gives_a_proposal_or_a_finding(folder: Folder, content: bytes) -> None:
    # What cannot be read as a table at all is told by the finding that reading it would give.
    with contextlib.suppress(Stopped):
        proposed(folder, "x.csv", content, None)


@pytest.mark.parametrize("content", [bytes(range(256)) * 400, b"PK\x03\x04\0\0", b'"' + b"x" * 200_000, b"a\0,\0b\0"])
def test_a_file_that_is_no_text_is_not_called_empty(folder: Folder, content: bytes) -> None:
    with pytest.raises(Stopped) as stopped:
        proposed(folder, "x.csv", content, None)

    assert stopped.value.finding.name == "data-file-not-readable"
    assert words(stopped.value.finding, "es").message.endswith("no es texto, o su codificación no se conoce")


def test_requests_that_cannot_be_met(tmp_path: Path) -> None:
    for file, entity, name in (
        (EXPORTS / "spanish" / "socios.csv", "Deals", "map-no-such-entity"),
        (tmp_path / "x.csv", None, "file-not-found"),
    ):
        with pytest.raises(Refused) as refused:
            PROGRAM.propose_mapping(file, entity=entity)
        assert [each.name for each in refused.value.findings] == [name]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Close Date", "closed_on"), ("CloseDate", "closed_on"), ("Fecha de cierre", "closed_on"),
        ("Data de fechamento", "closed_on"), ("OPPORTUNITY_ID", "deal_id"), ("Nº de operación", "deal_id"),
        ("Código do parceiro", "partner_id"), ("Billing Country Code", "country"), ("Importe", "amount"),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_words(column: str, field: str) -> None:
    assert likeness(column, field) > likeness("Owner", field)
    assert likeness(column, field) >= 0.6


def test_values_are_known_by_their_words() -> None:
    assert is_named_in("won", "Closed Won")
    assert is_named_in("won", "Ganada")
    assert not is_named_in("won", "Wonderful")
    assert is_named_in("open", "Negotiation/Review")
    assert is_named_in("yes", "Sí")


@pytest.mark.parametrize(
    ("closed", "booked", "order", "meant", "doubts"),
    [
        ("2025-04-10 00:00:00", "2025-04-11", "", {}, []),
        ("10/04/2025 0:00", "13/04/2025 0:00", "day month year", {}, []),
        ("10/04/2025 14:30", "13/04/2025 0:00", "day month year", {"closed_on": "date as written"}, [""]),
        ("4/13/2025, 1:45 PM", "4/13/2025", "month day year", {"closed_on": "date as written"}, [""]),
        ("2025-04-10", "2025-04-10T00:00:00.000+0000", "", {"booked_on": "UTC"}, ["zone"]),
        ("2025-04-10 14:30", "2025-04-10T14:30:00Z", "", {"closed_on": "date as written", "booked_on": "UTC"},
         ["", "zone"]),
    ],
)  # fmt: skip
def test_timestamps(
    folder: Folder, closed: str, booked: str, order: str, meant: dict[str, str], doubts: list[str]
) -> None:
    """Those at midnight are days; of others it is said how their days are found, and that it is a doubt."""
    header = "deal_id;partner_id;pillar;amount;status;closed_on;booked_on"
    folder.write("Deal.csv", f"{header}\nD1;0042;deploy;12.5;won;{closed};{booked}\n")

    proposal = propose(CORE, folder.path / "Deal.csv", "Deal")

    assert (proposal.mapping.date_order, proposal.mapping.timestamps) == (order, meant)
    found = [each for each in proposal.doubts if each.name == "map-timestamps-not-clear"]
    assert [each.variant for each in found] == doubts
    assert read_back(proposal) == proposal.mapping
    folder.write("rulelang.toml", proposal_text(proposal))
    assert len(folder.subject("0042").records["Deal"]) == 1


def test_moments_of_parquet_are_shown_by_no_clock_of_the_machine(folder: Folder) -> None:
    """They keep no zone of their own; what is shown of them is the same on every machine."""
    with duckdb.connect() as connection:
        moment = "cast('2025-04-10 13:45:00-05' as TIMESTAMPTZ)"
        connection.execute(f"copy (select 'D1' as deal_id, {moment} as closed_on) to '{folder.path}/Deal.parquet'")

    (doubt,) = [each for each in propose(CORE, folder.path / "Deal.parquet", "Deal").doubts if each.variant == "zone"]

    assert doubt.values["example"] == "2025-04-10 18:45:00+00:00"


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["sell;deploy", "deploy"], ";"), (["deploy", "sell"], ";"), (["Sell; Deploy", "deploy"], "; "),
        (["sell, deploy", "deploy"], ", "), (["sell,deploy"], ","), (["deploy|sell", "sell"], "|"),
        (["Deploy / Sell"], " / "), (["sell+deploy", ""], "+"), (["sell\ndeploy"], "\n"),
    ],
)
def test_what_stands_between_members(folder: Folder, cells: list[str], separator: str) -> None:
    rows = "".join(f'P{at};NO;reseller;"{cell}";4.6;2018-03-01\n' for at, cell in enumerate(cells))
    folder.write("Partner.csv", PARTNERS.splitlines()[0].replace(",", ";") + "\n" + rows)

    proposal = propose(CORE, folder.path / "Partner.csv", "Partner")

    assert (proposal.mapping.member_separator, proposal.doubts) == (separator, ())
    assert read_back(proposal) == proposal.mapping
    folder.write("rulelang.toml", proposal_text(proposal)).deals().remove("Certificate.csv")
    folder.write("Certificate.csv", CERTIFICATES.splitlines()[0] + "\n")
    read = {subject.key[0]: subject.fields["pillars"] for subject in folder.population().subjects}
    assert read["P0"] == {m for m in ("sell", "deploy") if m in cells[0].lower()}
