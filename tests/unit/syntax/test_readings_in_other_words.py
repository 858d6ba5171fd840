"""Readings of records in the words of spreadsheets are told with the word of the rules that says the same."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.model import Diagnostic
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

HEADS = {
    "en": """program p
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id text
  rate percent

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id text
  amount money
  closed_on date

entity Certificate belongs to Partner as certificates, valid from issued_on to expires_on
  holder text
  issued_on date
  expires_on date, optional

measure net of Partner is money
  total amount of deals

measure m of Partner is money
  """,
    "es": """programa p
  idioma es
  moneda USD
  el año empieza en enero
  vigente desde 2025-01-01

entidad Socio identificada por socio_id
  socio_id texto

entidad Venta identificada por venta_id, pertenece a Socio como ventas, fechada por cierre
  venta_id texto
  monto dinero
  cierre fecha

medida m de Socio es dinero
  """,
    "pt": """programa p
  idioma pt
  moeda USD
  o ano começa em janeiro
  vigente a partir de 2025-01-01

entidade Parceiro identificada por parceiro_id
  parceiro_id texto

entidade Venda identificada por venda_id, pertence a Parceiro como vendas, datada por data_de_fecho
  venda_id texto
  valor dinheiro
  data_de_fecho data

medida m de Parceiro é dinheiro
  """,
}


def findings_of(language: str, line: str) -> tuple[Diagnostic, ...]:
    module, findings = read(SourceFile("program.rule", f"{HEADS[language]}{line}\n"))
    if not findings:
        resolved, findings = resolve([module], None)
        findings = check(resolved)[1] if resolved is not None else findings
    return findings


@pytest.mark.parametrize(("language", "line", "written", "instead"), [
    ("en", "sum of amount of deals", "sum of", "total amount of deals"),
    ("en", "SUM amount of deals", "SUM", "total amount of deals"),
    ("en", "sum(amount) of deals", "sum", "total amount of deals"),
    ("en", "sum(amount of deals)", "sum", "total amount of deals"),
    ("en", "5 USD + sum (amount * rate) of deals", "sum", "total (amount * rate) of deals"),
    ("en", "sum of amount of deals where closed_on >= 2025-01-01", "sum of",
     "total amount of deals where closed_on >= 2025-01-01"),
    ("en", "max(amount) of deals", "max", "highest amount of deals"),
    ("en", "mean amount of deals  # a comment", "mean", "average amount of deals"),
    ("en", "net / number of deals", "number of", "count deals"),
    ("en", "(net + number of deals)", "number of", "count deals"),
    ("en", "count(deals)", "count", "count deals"),
    ("en", "number of different holder of certificates", "number of different",
     "count distinct holder of certificates"),
    ("es", "total de monto de ventas", "total de", "suma de monto de ventas"),
    ("es", "total monto de ventas", "total", "suma de monto de ventas"),
    ("es", "número de ventas", "número de", "cantidad de ventas"),
    ("pt", "total de valor de vendas", "total de", "soma de valor de vendas"),
    ("pt", "quantidade vendas", "quantidade", "quantidade de vendas"),
])  # fmt: skip
def test_the_word_of_the_rules_is_offered(language: str, line: str, written: str, instead: str) -> None:
    (found,) = findings_of(language, line)

    assert (found.name, found.span.text) == ("reading-in-other-words", written)
    assert words(found).help == (f"write `{instead}`",)


@pytest.mark.parametrize("line", ["total amount of deals", "net + (total amount of deals)", "rate of net"])
def test_what_the_rules_say_is_left_alone(line: str) -> None:
    assert "reading-in-other-words" not in [found.name for found in findings_of("en", line)]


def test_a_name_that_is_declared_is_a_name() -> None:
    text = HEADS["en"].replace("rate percent", "number percent") + "number of net\n"
    module, _ = read(SourceFile("program.rule", text))
    resolved, _ = resolve([module], None)

    assert resolved is not None
    assert "reading-in-other-words" not in [found.name for found in check(resolved)[1]]


@pytest.mark.parametrize(("clause", "instead"), [
    ("evaluated every quarter", "assessed every"), ("tier base\n    needs net >= 5 USD", "requires"),
])  # fmt: skip
def test_clauses_of_a_ladder_by_other_names(clause: str, instead: str) -> None:
    _, (found,) = read(SourceFile("program.rule", f"tiers Level of Partner, lowest first\n  {clause}\n"))

    assert found.name == "unknown-words"
    assert f"`{instead}`" in words(found).help[0]
