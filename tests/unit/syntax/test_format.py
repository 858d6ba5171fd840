"""The formatter: one layout, comments where they stood, and the same program in another language."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.syntax.format import format_text

PROGRAMS = Path(__file__).parents[2] / "golden" / "parse" / "programs"


def formatted(text: str, language: str | None = None, name: str = "x.rule") -> str:
    return format_text(SourceFile(name, text), language)


def test_the_layout_of_the_tour_stays() -> None:
    text = """\
# Head office keeps this file.

program acme "Acme"
  language edition 1
  currency USD

type Pillar is one of sell, deploy
type Category is one of reseller, integrator

entity Partner identified by partner_id
  partner_id  text
  csat        number between 0 and 5, optional, asked as "Satisfaction, 0 to 5"

parameter deploy_rate percent between 0% and 15%
  2%    from 2019-01-01
  2.5%  from 2023-01-01  source "sample"  # not public

measure net_sales of Partner is money
  total amount of deals where status is won
  - total amount of deals where status is returned  # a return is a row of its own

tiers Level of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier silver
    requires all of
      net_sales >= 25_000 USD
      csat >= 4, to keep 3.5
  promotion at once

incentive deploy_rebate of Partner "Deploy rebate"
  measured every year
  when pillars includes deploy
  on net_sales
  each part at its own rate
    from       0 USD: deploy_rate
    from  50_000 USD: 4%
    above 150_000 USD: 6%
  # nobody earns more
  at most 100_000 USD

adaptable
  deploy_rate:      between 1% and 6%
  everything else:  fixed

example "With deals" in 2025
  given Partner
    partner_id "P-1", country CO, pillars (sell, deploy)
    deals
      | deal_id | amount     |
      | D-1     | 60_000 USD |
      | D-2     |            |
  expect
    Level          is silver
    deploy_rebate  is 1_900.00 USD
""".replace("from       0", "from        0").replace("from  50", "from   50")

    assert formatted(text) == text


def test_everything_on_one_line_is_laid_out() -> None:
    text = (
        "incentive x of P paid every year when all of a>=1 b≥2 on s at most 5   USD "
        "each part at its own rate from 0 USD:2 %"
    )

    assert formatted(text) == (
        "incentive x of P\n  paid every year\n  when all of\n    a >= 1\n    b >= 2\n  on s\n  at most 5 USD\n"
        "  each part at its own rate\n    from 0 USD: 2%\n"
    )


def test_comments_stay_where_they_stand() -> None:
    text = """\
# about the file

# about the measure
measure m of P is money  # a head
  # before the value
  a   # after a
  + b # after b
  # at the end

# the last word
"""

    once = formatted(text)

    assert once == """\
# about the file

# about the measure
measure m of P is money  # a head
  # before the value
  # after a
  # after b
  a + b  # at the end

# the last word
"""
    assert formatted(once) == once


def test_a_declaration_that_cannot_be_read_keeps_its_text() -> None:
    text = (
        "measure m of P is money\n      a\n\nincentive x of P\n   paid  each   year\n\n"
        "measure n of P is money\n      b\n"
    )

    assert formatted(text) == text.replace("      a", "  a").replace("      b", "  b")


def test_long_lines_break_between_their_parts() -> None:
    names = ", ".join(f"a_rather_long_member_{number}" for number in range(12))
    once = formatted(f"type T is one of {names}\n")

    assert max(len(line) for line in once.split("\n")) <= 120
    assert formatted(once) == once
    assert read(SourceFile("x", once))[0] == read(SourceFile("x", f"type T is one of {names}\n"))[0]


@pytest.mark.parametrize(
    ("english", "spanish", "portuguese"),
    [
        (
            "measure m of P is percent\n  net_sales over the last 2 weeks\n",
            "medida m de P es porcentaje\n  net_sales en las últimas 2 semanas\n",
            "medida m de P é percentual\n  net_sales nas últimas 2 semanas\n",
        ),
        (
            "eligibility c of P\n  joined before 1 month ago and `for` is no\n",
            "elegibilidad c de P\n  joined hace más de 1 mes y for es no\n",
            "elegibilidade c de P\n  joined há mais de 1 mês e for é não\n",
        ),
        (
            "measure m of P is number\n  o + e + se\n",
            "medida m de P es número\n  `o` + `e` + se\n",
            "medida m de P é número\n  o + `e` + `se`\n",
        ),
        (
            "measure m of P is count\n  count certificates valid at period end\n",
            "medida m de P es conteo\n  cantidad de certificates vigentes al fin del período\n",
            "medida m de P é contagem\n  quantidade de certificates vigentes no fim do período\n",
        ),
        (
            "measure m of P is count\n  count distinct holder of certificates\n",
            "medida m de P es conteo\n  conteo distinto de holder en certificates\n",
            "medida m de P é contagem\n  contagem distinta de holder em certificates\n",
        ),
    ],
)
def test_a_program_in_another_language(english: str, spanish: str, portuguese: str) -> None:
    assert formatted(english, "es") == spanish
    assert formatted(english, "pt") == portuguese
    assert formatted(spanish, "en", "x.es.rule") == english
    assert formatted(portuguese, "en", "x.pt.rule") == english


def test_a_translated_program_says_its_language() -> None:
    spanish = formatted("program p\n  currency USD\n\nmeasure m of P is money\n  a\n", "es")

    assert spanish == "programa p\n  idioma es\n  moneda USD\n\nmedida m de P es dinero\n  a\n"
    assert formatted(spanish, "pt").startswith("programa p\n  idioma pt\n")


def test_a_file_named_for_a_language_does_not_say_it_after_going_there_and_back() -> None:
    portuguese = "programa p\n  moeda BRL  # reais\n"

    english = formatted(portuguese, "en", "p.pt.rule")
    assert english == "program p\n  language en\n  currency BRL  # reais\n"
    assert formatted(english, "pt", "p.pt.rule") == portuguese
    assert formatted(english, "es", "p.pt.rule").startswith("programa p\n  idioma es\n")
    assert formatted("programa p\n  idioma pt\n  moeda BRL\n", name="p.pt.rule").startswith("programa p\n  idioma pt\n")


def test_data_is_not_translated() -> None:
    text = (PROGRAMS / "tour_examples.rule").read_text(encoding="utf-8")
    rows = [line.strip() for line in text.split("\n") if line.strip().startswith("|")]

    assert [line.strip() for line in formatted(text, "es").split("\n") if line.strip().startswith("|")] == rows
