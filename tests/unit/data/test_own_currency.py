"""Amounts that bring their currency: the same from every format, with it in the cell or in a column beside it."""
from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from rulelang.api import Program, Run, load
from rulelang.core.nodes import Field, Quantity, Words
from rulelang.data.own_currency import amount_meant
from rulelang.data.refusal import Refusal
from rulelang.data.schema import read_given, text_reader
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.render import render_text
from rulelang.source import SourceFile, Span

from .workbooks import sheet, workbook
from .workbooks import text as text_of

HERE = Span(SourceFile("p.rule", "x"), 0, 1)
OWN = Quantity("money", 10_000, -(10**17), 10**17, "*Deal.amount currency")
AMOUNT = Field("amount", OWN, optional=False, question="", span=HERE)
BESIDE = Field("amount currency", Words(is_currency=True), optional=False, question="", span=HERE, column="amount")
RULES = """program acme
  currency USD
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id text

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id   text
  amount    money in its own currency
  closed_on date

parameter plan_rates money with 6 decimals by currency
  from 2025-01-01
    | currency | plan_rates |
    | EUR      | 1.10 USD   |
    | JPY      | 0.0067 USD |

incentive rebate of Partner
  paid every quarter
  on total (amount converted to USD with plan_rates in force on closed_on) of deals
  each part at its own rate
    from 0 USD: 10%
  rounded half even to cents
"""
DAY = "2025-02-03"
PARTNERS = ({"partner_id": "P-1"}, {"partner_id": "P-2"})
DEALS = (
    {"deal_id": "D-1", "partner_id": "P-1", "amount": "1000 EUR", "closed_on": DAY},
    {"deal_id": "D-2", "partner_id": "P-1", "amount": "2000 JPY", "closed_on": DAY},
    {"deal_id": "D-3", "partner_id": "P-1", "amount": "-3.40 USD", "closed_on": DAY},
    {"deal_id": "D-4", "partner_id": "P-2", "amount": "0.5 JPY", "closed_on": DAY},
)
PAID = (11_100, None)
"""In cents: 10% of 1100 USD, 13.40 USD and -3.40 USD; the second partner's row has more digits than yen have."""


@pytest.mark.parametrize(
    ("text", "units", "code"),
    [
        ("1000 EUR", 10_000_000, "EUR"), ("-3 USD", -30_000, "USD"), ("100 JPY", 1_000_000, "JPY"),
        ("1.234 KWD", 12_340, "KWD"), ("1.50 EUR", 15_000, "EUR"), ("1.000 JPY", 10_000, "JPY"),
    ],
)  # fmt: skip
def test_one_cell_gives_amount_and_currency(text: str, units: int, code: str) -> None:
    assert (text_reader(AMOUNT)(text), text_reader(BESIDE)(text)) == (units, code)


def test_digits_are_those_of_the_currency_that_stands_there() -> None:
    for text in ("0.5 JPY", "0.001 EUR", "1.2345 KWD"):
        found = text_reader(AMOUNT)(text)
        assert isinstance(found, Refusal)
        assert (found.name, found.variant) == ("cell-too-many-decimals", "own")


def test_what_is_advised_can_be_done() -> None:
    """A currency's decimals are not declared, and nothing bounds such amounts but what every amount is held to."""
    fine, large = text_reader(AMOUNT)("0.001 EUR"), text_reader(AMOUNT)("99999999999999 EUR")
    assert isinstance(fine, Refusal)
    assert isinstance(large, Refusal)
    given = {"column": "amount", "value": "x"}
    decimals, size = (
        render_text([Diagnostic(found.name, None, {**given, **found.values}, variant=found.variant)])
        for found in (fine, large)
    )
    assert "has the decimals of EUR" in decimals
    assert "declare" not in decimals + size


@pytest.mark.parametrize(
    ("cell", "finding"),
    [
        ("1000", "cell-without-currency"), ("1000EUR", "cell-without-currency"), ("EUR", "cell-without-currency"),
        ("1,000 EUR", "cell-without-currency"), ("1000 EUX", "cell-not-a-currency"),
        ("1000 eur", "cell-not-a-currency"),
        ("", "cell-empty"), (1000, "cell-without-currency"), (Decimal("5.5"), "cell-without-currency"),
        (5.5, "cell-binary-float"), (datetime.date(2025, 1, 1), "cell-wrong-kind"),
    ],
)
def test_what_says_no_amount_is_refused_once(cell: object, finding: str) -> None:
    found = read_given(AMOUNT, cell)

    assert isinstance(found, Refusal)
    assert found.name == finding
    assert not isinstance(read_given(BESIDE, cell), Refusal)


# ------------------------------------------------------------------------------------------------ every format


Rows = Sequence[Mapping[str, str]]


def lines(rows: Rows, mark: str = ",") -> str:
    return "".join(f"{mark.join(each)}\n" for each in (rows[0], *(row.values() for row in rows)))


def write(folder: Path, kind: str, name: str, rows: Rows) -> None:
    """The rows as a file of a kind."""
    path = folder / f"{name}.{kind}"
    if kind == "csv":
        path.write_text(lines(rows), encoding="utf-8")
    elif kind == "json":
        path.write_text(json.dumps(list(rows)), encoding="utf-8")
    elif kind == "jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    elif kind == "xlsx":
        cells = [[text_of(cell) for cell in row] for row in (tuple(rows[0]), *(tuple(row.values()) for row in rows))]
        path.write_bytes(workbook({name: sheet(cells)}))
    else:
        duckdb = pytest.importorskip("duckdb")
        plain = folder / f"{name}.plain"
        plain.write_text(lines(rows), encoding="utf-8")
        duckdb.sql(f"copy (select * from read_csv('{plain}', all_varchar = true)) to '{path}' (format parquet)")
        plain.unlink()


def program(folder: Path) -> Program:
    (folder / "program.rule").write_text(RULES, encoding="utf-8")
    return load(folder / "program.rule").program()


def paid(run: Run) -> tuple[object, ...]:
    return tuple(outcomes[0].value for _, outcomes in run.results.rows)


@pytest.mark.parametrize("engine", ["interpreter", "python", "duckdb"])
@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx", "parquet"])
def test_every_format_and_engine_reads_the_same(tmp_path: Path, kind: str, engine: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write(data, kind, "Partner", PARTNERS)
    write(data, kind, "Deal", DEALS)

    run = program(tmp_path).run(data, "2025-Q1", engine=engine)

    assert paid(run) == PAID
    assert [reject.name for reject in run.rejects] == ["cell-too-many-decimals"]


def test_rows_handed_in_read_the_same(tmp_path: Path) -> None:
    run = program(tmp_path).run({"Partner": PARTNERS, "Deal": DEALS}, "2025-Q1")

    assert paid(run) == PAID


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_column_beside_it_says_the_currency(tmp_path: Path, kind: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    deals = []
    for row in DEALS:
        amount, _, code = row["amount"].partition(" ")
        deals.append({**row, "amount": amount, "money": code})
    write(data, kind, "Partner", PARTNERS)
    write(data, kind, "Deal", deals)
    (data / "rulelang.toml").write_text('[data.Deal]\ncurrency_column = "money"\n', encoding="utf-8")

    run = program(tmp_path).run(data, "2025-Q1")

    assert paid(run) == PAID
    assert [reject.name for reject in run.rejects] == ["cell-too-many-decimals"]


@pytest.mark.parametrize(
    ("text", "currency", "meant"),
    [
        ("2500.5", "EUR", "2500.5 EUR"), ("1000EUR", "USD", "1000 EUR"), ("-3", "JPY", "-3 JPY"),
        ("2.5", "JPY", "1250 JPY"), ("1,000 EUR", "USD", "1250.00 USD"), ("much", "KWD", "1250.000 KWD"),
    ],
)
def test_the_advice_has_the_number_that_stands_there(text: str, currency: str, meant: str) -> None:
    assert amount_meant(text, currency) == meant
