"""Cells one by one: what is read, and what is refused for which reason."""
from __future__ import annotations

import datetime
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulelang.core.nodes import Choice, Field, Quantity, Ratio, Type, Words
from rulelang.data.columns import column_reader
from rulelang.data.refusal import Refusal
from rulelang.data.schema import read_given, text_reader
from rulelang.data.written import written
from support.cores import CATEGORY, COUNTRY, CSAT, DAY, PILLARS, RATE, SPAN, TEXT, TRUTH, money

USD = money(10**15)
YEN = Quantity("money", 1, -(10**15), 10**15, "JPY")
COUNT = Quantity("count", 1, 0, 10**6)


def field(type_: Type, *, optional: bool = False) -> Field:
    return Field("it", type_, optional, "", SPAN)


def refusal(cell: object) -> str:
    assert isinstance(cell, Refusal), cell
    return cell.name


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (USD, "1250.00", 125000),
        (USD, "1250.00 USD", 125000),
        (USD, "-0.05", -5),
        (USD, "+7", 700),
        (USD, "12.500", 1250),
        (YEN, "1250", 1250),
        (YEN, "1250.00 JPY", 1250),
        (money(10**15, 10**6), "0.000001", 1),
        (RATE, "12.5%", 125_000),
        (RATE, "0%", 0),
        (RATE, "0.0001%", 1),
        (CSAT, "4.6", 4_600_000),
        (COUNT, "12", 12),
        (TRUTH, "yes", True),
        (TRUTH, "false", False),
        (TRUTH, "sí", True),
        (TRUTH, "si\u0301", True),
        (TRUTH, "sim", True),
        (TRUTH, "não", False),
        (CATEGORY, "reseller", "reseller"),
        (PILLARS, "deploy;sell", frozenset({"sell", "deploy"})),
        (PILLARS, "", frozenset()),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (COUNTRY, "NO", "NO"),
        (TEXT, "007", "007"),
        (TEXT, " a ", " a "),
        (TEXT, "NO", "NO"),
        (TEXT, "Sa\u0303o", "S\u00e3o"),
        (TEXT, "1e5", "1e5"),
    ],
)
def test_what_is_read(type_: Type, text: str, value: object) -> None:
    assert text_reader(field(type_))(text) == value
    assert read_given(field(type_), text) == value


@pytest.mark.parametrize(
    ("type_", "text", "name"),
    [
        (USD, "", "cell-empty"),
        (USD, "1e5", "cell-not-a-number"),
        (USD, "1,250.00", "cell-not-a-number"),
        (USD, " 5", "cell-not-a-number"),
        (USD, "5 ", "cell-not-a-number"),
        (USD, "1 234", "cell-not-a-number"),
        (USD, "$5", "cell-not-a-number"),
        (USD, "USD 5", "cell-not-a-number"),
        (USD, "5  USD", "cell-not-a-number"),
        (USD, "nan", "cell-not-a-number"),
        (USD, "5%", "cell-not-a-number"),
        (USD, "12.345", "cell-too-many-decimals"),
        (USD, "10000000000000.01", "cell-out-of-range"),
        (USD, "5 EUR", "cell-wrong-currency"),
        (USD, "5 usd", "cell-wrong-currency"),
        (YEN, "12.5", "cell-too-many-decimals"),
        (RATE, "12.5", "cell-not-a-percent"),
        (RATE, "0.125", "cell-not-a-percent"),
        (RATE, "12.5 %", "cell-not-a-percent"),
        (RATE, "%", "cell-not-a-percent"),
        (RATE, "0.00001%", "cell-too-many-decimals"),
        (RATE, "16%", "cell-out-of-range"),
        (CSAT, "5.1", "cell-out-of-range"),
        (CSAT, "-1", "cell-out-of-range"),
        (COUNT, "1.5", "cell-too-many-decimals"),
        (TRUTH, "Y", "cell-not-yes-or-no"),
        (TRUTH, "YES", "cell-not-yes-or-no"),
        (TRUTH, "1", "cell-not-yes-or-no"),
        (TRUTH, "si", "cell-not-yes-or-no"),
        (TRUTH, "Sim", "cell-not-yes-or-no"),
        (CATEGORY, "Reseller", "cell-not-a-member"),
        (CATEGORY, "reseller ", "cell-not-a-member"),
        (PILLARS, "sell; deploy", "cell-not-a-member"),
        (PILLARS, "sell;", "cell-not-a-member"),
        (DAY, "2025-02-29", "cell-not-a-date"),
        (DAY, "20250401", "cell-not-a-date"),
        (DAY, "01/04/2025", "cell-not-a-date"),
        (DAY, "2025-04-01T10:30:00", "cell-with-time"),
        (DAY, "2025-04-01T00:00:00Z", "cell-with-time"),
        (DAY, "2025-02-30 00:00:00", "cell-not-a-date"),
        (DAY, "2025-04-01T25:00:00", "cell-not-a-date"),
        (DAY, "2025-W14-2", "cell-not-a-date"),
        (COUNTRY, "no", "cell-not-a-country"),
        (COUNTRY, "UK", "cell-not-a-country"),
        (Words(year_starts=1), "2025-Q5", "cell-not-a-period"),
        (Words(year_starts=1), "2025-Q1..2025-Q2", "cell-not-a-period"),
        (Words(year_starts=4), "2025", "cell-not-a-period"),
        (TEXT, "", "cell-empty"),
        (TEXT, "a\0b", "cell-nul-character"),
    ],
)
def test_what_is_refused(type_: Type, text: str, name: str) -> None:
    assert refusal(text_reader(field(type_))(text)) == name
    assert refusal(read_given(field(type_), text)) == name


@pytest.mark.parametrize(("text", "meant"), [
    ("03/04/2025", {"one": "`2025-04-03`", "other": "`2025-03-04`"}),
    ("31.12.2025", {"meant": "`2025-12-31`"}),
    ("12/31/2025", {"meant": "`2025-12-31`"}),
    ("2025/4/1", {"meant": "`2025-04-01`"}),
    ("04/04/2025", {"meant": "`2025-04-04`"}),
    ("31/31/2025", {"meant": ""}),
    ("2025-02-29", {}),
])  # fmt: skip
def test_the_days_that_another_order_may_mean(text: str, meant: dict[str, str]) -> None:
    found = text_reader(field(DAY))(text)

    assert isinstance(found, Refusal)
    assert found.values == meant


@pytest.mark.parametrize("type_", [USD, RATE, TRUTH, CATEGORY, PILLARS, DAY, COUNTRY, TEXT])
def test_an_empty_cell_of_an_optional_field_is_missing(type_: Type) -> None:
    assert text_reader(field(type_, optional=True))("") is None
    assert read_given(field(type_, optional=True), None) is None


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        (USD, 5, 500),
        (USD, Decimal("1250.00"), 125000),
        (USD, Decimal("1.25E+3"), 125000),
        (COUNT, 12, 12),
        (TRUTH, True, True),
        (DAY, date(2025, 4, 1), date(2025, 4, 1)),
        (PILLARS, ["sell"], frozenset({"sell"})),
        (PILLARS, frozenset(), frozenset()),
    ],
)
def test_values_of_a_host(type_: Type, cell: object, value: object) -> None:
    assert read_given(field(type_), cell) == value


@pytest.mark.parametrize(
    ("type_", "cell", "name"),
    [
        (USD, 12.5, "cell-binary-float"),
        (COUNT, True, "cell-wrong-kind"),
        (USD, Decimal("12.345"), "cell-too-many-decimals"),
        (USD, Decimal("NaN"), "cell-not-a-number"),
        (USD, Decimal("1E+999999"), "cell-not-a-number"),
        pytest.param(USD, 10**5000, "cell-not-a-number", id="a very long number"),
        (RATE, Decimal("0.125"), "cell-not-a-percent"),
        (RATE, 12, "cell-not-a-percent"),
        (TRUTH, 1, "cell-wrong-kind"),
        (DAY, datetime.datetime(2025, 4, 1, 13, 45), "cell-with-time"),
        (DAY, datetime.datetime(2025, 4, 1, tzinfo=datetime.UTC), "cell-with-time"),
        (USD, date(2025, 4, 1), "cell-wrong-kind"),
        (TEXT, 42, "cell-wrong-kind"),
        (TEXT, object(), "cell-wrong-kind"),
        (TEXT, None, "cell-empty"),
        (PILLARS, ["selling"], "cell-not-a-member"),
    ],
)
def test_values_of_a_host_that_do_not_fit(type_: Type, cell: object, name: str) -> None:
    assert refusal(read_given(field(type_), cell)) == name


def test_a_refusal_says_what_would_fit() -> None:
    assert text_reader(field(CATEGORY))("resseler").values["suggestions"] == "`reseller`"
    assert text_reader(field(COUNTRY))("br").values["suggestions"] == "`BR`"
    assert text_reader(field(COUNTRY))("UK").values["suggestions"] == ""
    assert text_reader(field(RATE))("16%").values == {"low": "0%", "high": "15%"}
    assert text_reader(field(USD))("x").values == {"example": "1250.00 USD"}
    assert text_reader(field(RATE))("0.00001%").values == {"digits": "4"}
    assert text_reader(field(Choice("Track", ("a\u00e7o",))))("ac\u0327o") == "a\u00e7o"


CELLS = st.text("0123456789.-+ USDEUR%,\n\0e", max_size=9) | st.sampled_from(
    ["1.00", "12.34", "-0.05", "7", "1.5", "", "NO", "no", "yes", "sí", "sell", "sell;deploy", "2025-04-01", "a\u0303"]
)


@pytest.mark.parametrize("type_", [USD, YEN, CSAT, COUNT, RATE, TRUTH, CATEGORY, PILLARS, DAY, COUNTRY, TEXT])
@pytest.mark.parametrize("optional", [True, False])
@given(texts=st.lists(CELLS, max_size=6) | st.lists(st.from_regex(r"-?[0-9]{1,20}\.[0-9]{2}", fullmatch=True)))
def test_a_column_is_read_as_its_cells_are(type_: Type, optional: bool, texts: list[str]) -> None:
    it = field(type_, optional=optional)

    assert list(column_reader(it)(texts)) == [text_reader(it)(text) for text in texts]


@pytest.mark.parametrize("type_", [USD, YEN, CSAT, COUNT, RATE])
@given(st.data())
def test_what_is_written_is_read_back(type_: Quantity, data: st.DataObject) -> None:
    units = data.draw(st.integers(type_.low, type_.high))

    assert text_reader(field(type_))(written(units, type_)) == units


def test_values_in_words() -> None:
    assert written(150_000_00, USD) == "150000.00"
    assert written(5, YEN) == "5"
    assert written(150, Quantity("money", 1, 0, 10**6, "USD")) == "150.00"
    assert written(1_234_567, money(10**15, 10**6)) == "1.234567"
    assert written(125_000, RATE) == "12.5%"
    assert written(4_600_000, CSAT) == "4.6"
    assert written(1, Quantity("number", 3, 0, 9)) == "1/3"
    assert [written(value, TRUTH) for value in (True, False)] == ["yes", "no"]
    assert written(date(2025, 4, 1), DAY) == "2025-04-01"
    assert written(frozenset({"sell", "deploy"}), PILLARS) == "deploy;sell"
    assert written(None, TEXT) == ""
    assert written(1, Quantity("money", 12, 0, 9, "USD")) == "1/12"
    ratio = Ratio("percent", USD, USD)
    assert [written(Fraction(1, divisor), ratio) for divisor in (3, 8)] == ["100/3%", "12.5%"]
    assert written(Fraction(7, 2), Ratio("number", USD, COUNT)) == "3.5"
