"""Stories of the hand-made program, kept as texts in `stories/`; RULELANG_UPDATE=1 writes them anew."""
from __future__ import annotations

import os
import string
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from rulelang.core.nodes import AtPeriodEnd, Read, TierTest, Truth
from rulelang.diagnostics.catalogue import other_words
from rulelang.exact.calendar import Calendar
from rulelang.interpret.explain import explain
from rulelang.interpret.wording import decimal
from rulelang.languages import languages
from support.cores import (
    AMERICAS_RATES,
    SPAN,
    certificate,
    deal,
    flat,
    kaspersky_core,
    partner,
    population,
    steady_partner,
)

STORIES = Path(__file__).parent / "stories"
TO_DATE = kaspersky_core("to date", AMERICAS_RATES)
HALF_CENTS = [deal("2024-05-01", 30_000), deal("2025-02-01", "1000.20"), deal("2025-05-01", "60_000.13")]
TWO = [certificate("Ana"), certificate("Luis")]


def quarter(language: str = "en") -> str:
    people = population(steady_partner(people=3, csat=None))
    return explain(TO_DATE, people, ("P-1",), Calendar().parse("2025-Q2"), None, language)


def capped_year() -> str:
    core = kaspersky_core("cut prorated", AMERICAS_RATES, payout_cap=6_000)
    return explain(core, population(steady_partner()), ("P-1",), Calendar().parse("2025"), "total_payout")


def best_of() -> str:
    rows = [deal("2025-02-01", 10_000, pillar="sell"), deal("2025-05-01", 4_000, pillar="manage")]
    core = kaspersky_core("to date", promotions=True)
    return explain(core, population(partner(deals=rows)), ("P-1",), Calendar().parse("2025-H1"), "total_payout")


def silver_or_gold() -> str:
    people = population(partner(deals=[deal("2025-05-01", 100_000)], csat=None, certificates=[
        *TWO, certificate("Rosa"), certificate("Zoe", expires_on="2025-06-30")
    ]))
    return explain(kaspersky_core(tenure=True), people, ("P-1",), Calendar().parse("2025-Q2"), "Level")


def rounded() -> str:
    people = population(partner(deals=HALF_CENTS, certificates=TWO))
    return explain(TO_DATE, people, ("P-1",), Calendar().parse("2025-Q2"), "deploy_rebate")


def not_eligible() -> str:
    people = population(steady_partner(people=1))
    return explain(TO_DATE, people, ("P-1",), Calendar().parse("2025-Q1"), "deploy_rebate")


def given_tier_and_rejected_deal() -> str:
    people = population(
        partner(deals=HALF_CENTS, rejected=("Deal",)), covered_from={"Deal": "2025-02-01"},
        Level=("2024-01-01", "2025-12-30", "silver"),
    )
    return explain(TO_DATE, people, ("P-1",), Calendar().parse("2025-Q1"), "total_payout")


def not_due() -> str:
    return explain(
        kaspersky_core("yearly"), population(steady_partner()), ("P-1",), Calendar().parse("2025-Q1"), "deploy_rebate"
    )


def capped_rebate() -> str:
    people = population(steady_partner(dollars=2_000_000))
    return explain(kaspersky_core("yearly"), people, ("P-1",), Calendar().parse("2025"), "deploy_rebate")


def base_of_parts() -> str:
    """A base that adds and subtracts, a tier that is kept, a year of which only the end is told."""
    core = kaspersky_core("yearly")
    base = Read("net_sales", None, core.definition("net_sales").type, SPAN, "base")
    still_gold = TierTest("Level", AtPeriodEnd(), "equal", 2, Truth(), SPAN)
    bonus = flat("sales_bonus", "1.25", base, still_gold, core.incentives[0].versions)
    rows = [deal("2024-05-01", 120_000), deal("2025-02-01", "95_000.50"), deal("2025-03-01", 5_000, status="returned")]
    people = population(partner(deals=rows, certificates=[*TWO, certificate("Rosa"), certificate("Zoe")]))
    core = attrs.evolve(core, incentives=(bonus,), payouts=())
    return explain(core, people, ("P-1",), Calendar().parse("2025"), "sales_bonus")


TOLD: dict[str, Callable[[], str]] = {
    "quarter_en": quarter,
    "quarter_es": lambda: quarter("es"),
    "quarter_pt": lambda: quarter("pt"),
    "capped_year": capped_year,
    "best_of": best_of,
    "silver_or_gold": silver_or_gold,
    "rounded": rounded,
    "not_eligible": not_eligible,
    "given_tier_and_rejected_deal": given_tier_and_rejected_deal,
    "not_due": not_due,
    "capped_rebate": capped_rebate,
    "base_of_parts": base_of_parts,
}


@pytest.mark.parametrize("name", TOLD)
def test_story(name: str) -> None:
    told, file = TOLD[name](), STORIES / f"{name}.txt"
    if os.environ.get("RULELANG_UPDATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")

    assert told == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_phrases_of_english_with_the_same_places(language: str) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, other = other_words("explanations", "en"), other_words("explanations", language)

    assert list(other) == list(english)
    assert {key: places(text) for key, text in other.items()} == {key: places(text) for key, text in english.items()}


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("10650", 2, "10_650.00"), ("-0.5", 2, "-0.50"), ("4300.005", 2, "4_300.005"), ("4.6", 0, "4.6"),
        ("1/3", 2, "1/3"), ("-4000/3", 2, "-4_000/3"), ("0", 0, "0"), ("1234567", 0, "1_234_567"), ("1/8", 0, "0.125"),
    ],
)
def test_amounts_show_every_digit(value: str, digits: int, text: str) -> None:
    assert decimal(Fraction(value), digits) == text
