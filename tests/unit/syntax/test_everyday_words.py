"""Periods, bands, lists and conditions in everyday words are told with the phrase of the rules that says the same."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.source import SourceFile
from rulelang.syntax import read

MEASURE = "measure m of Partner is money\n  "
GROWN = "measure m of Partner is percent\n  "
FIT = "eligibility fit of Partner\n  "
PAID = "incentive rebate of Partner\n  measured every quarter\n  paid every quarter\n  "
BANDS = f"{PAID}on net_sales\n  each part at its own rate\n    "
PERCENT = "parameter rate percent"
SPANISH = "programa acme\n  idioma es\n\n"
PORTUGUESE = "programa acme\n  idioma pt\n\n"


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    _, findings = read(SourceFile("program.rule", text))
    return [(found.name, found.span.text if found.span else "", words(found).help) for found in findings]


@pytest.mark.parametrize(("text", "written", "phrase"), [
    (f"{MEASURE}total amount of deals in the last 90 days\n", "in the last", "over the last"),
    (f"{MEASURE}total amount of deals last 4 quarters\n", "last", "over the last"),
    (f"{MEASURE}total amount of deals in the last quarter\n", "in the last quarter", "in the previous quarter"),
    (f"{MEASURE}total amount of deals last year where status is won\n", "last year", "in the previous year"),
    (f"{MEASURE}total amount of deals this year\n", "this year", "year to date"),
    (f"{GROWN}growth of net_sales vs last year\n", "vs last year", "against the previous year"),
    (f"{GROWN}growth of net_sales compared to the previous quarter\n", "compared to", "against"),
    (f"{FIT}joined more than 12 months ago\n", "more than 12 months ago", "before 12 months ago"),
    (f"{FIT}joined less than 1 year ago\n", "less than 1 year ago", "after 1 year ago"),
    (f"{FIT}joined at least 12 months ago\n", "at least 12 months ago", "on or before 12 months ago"),
    (f"{SPANISH}medida m de Socio es dinero\n  suma de monto de ventas este año\n", "este año",
     "en lo corrido del año"),
    (f"{SPANISH}medida m de Socio es dinero\n  suma de monto de ventas durante los últimos 3 meses\n",
     "durante los últimos", "en los últimos"),
    (f"{PORTUGUESE}medida m de Parceiro é dinheiro\n  soma de valor de vendas no trimestre passado\n",
     "no trimestre passado", "no trimestre anterior"),
])  # fmt: skip
def test_a_period_in_everyday_words(text: str, written: str, phrase: str) -> None:
    assert told(text) == [("unknown-words", written, (f"did you mean `{phrase}`?",))]


@pytest.mark.parametrize(("text", "name", "written", "advice"), [
    (f"{BANDS}0 - 50_000 USD: 2%\n", "band-with-two-ends", "0 - 50_000 USD", ("from 0 USD:",)),
    (f"{BANDS}up to 50_000 USD: 2%\n", "band-with-two-ends", "up to 50_000 USD", ("from 0 USD:",)),
    (f"{BANDS}from 0 USD: 2%\n    10_000 USD to 50_000 USD: 3%\n", "band-with-two-ends", "10_000 USD to 50_000 USD",
     ("from 10_000 USD:",)),
    (f"{PAID}if Level is gold then 500 USD\n", "if-in-front", "if", ("when Level is gold", "pays 500 USD")),
    (f"{PAID}on net_sales pays rate if Level >= gold\n", "if-in-front", "if", ("when Level >= gold",)),
    ("payout total of Partner\n  paid every quarter\n  rebate + bonus\n", "unknown-words", "rebate + bonus",
     ("all of rebate, bonus",)),
    (f"{PERCENT} = 5%  # so far\n", "equals-sign", "=", ("5% from 2025-01-01",)),
    (f"{PERCENT}\n  5%\n", "words-missing", "5%", ("5% from 2025-01-01",)),
    (f"{PERCENT}\n  5%\n  6% from 2026-01-01\n", "words-missing", "5%", ("5% from 2025-01-01",)),
])  # fmt: skip
def test_what_is_to_be_written_instead(text: str, name: str, written: str, advice: tuple[str, ...]) -> None:
    [(found, at, said)] = told(text)

    assert (found, at, len(said)) == (name, written, len(advice))
    assert all(f"`{one}`" in line for one, line in zip(advice, said, strict=True))


@pytest.mark.parametrize("band", ["from 50_000 USD: 3% extra", "above 50_000 USD: of", "from 50_000 USD: 3% 4%"])
def test_a_band_with_one_end_and_another_slip_is_told_the_slip(band: str) -> None:
    assert "band-with-two-ends" not in [name for name, _, _ in told(f"{BANDS}from 0 USD: 2%\n    {band}\n")]


@pytest.mark.parametrize("text", [
    f"{MEASURE}total amount of deals over the last 4 quarters\n",
    f"{GROWN}growth of net_sales against the previous year\n",
    f"{FIT}joined before 12 months ago\n",
    f"{BANDS}from 0 USD: 2%\n    from 50_000 USD: 3%\n",
    f"{PERCENT}\n  5% from 2025-01-01\n",
])  # fmt: skip
def test_what_the_rules_say_is_left_alone(text: str) -> None:
    assert not told(text)
