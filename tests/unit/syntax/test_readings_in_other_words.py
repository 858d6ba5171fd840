"""Readings of records in the words of spreadsheets are told with the word of the rules that says the same."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.source import SourceFile
from rulelang.syntax import read

HEADS = {
    "en": "measure m of Partner is money\n  ",
    "es": "programa acme\n  idioma es\n\nmedida m de Partner es dinero\n  ",
    "pt": "programa acme\n  idioma pt\n\nmedida m de Partner é dinheiro\n  ",
}


@pytest.mark.parametrize(("language", "line", "written", "instead"), [
    ("en", "sum of amount of deals", "sum of", "total amount of deals"),
    ("en", "SUM amount of deals", "SUM", "total amount of deals"),
    ("en", "sum(amount) of deals", "sum", "total amount of deals"),
    ("en", "sum(amount of deals)", "sum", "total amount of deals"),
    ("en", "5 USD + sum (amount * rate) of deals", "sum", "total (amount * rate) of deals"),
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
    _, (found,) = read(SourceFile("program.rule", f"{HEADS[language]}{line}\n"))

    assert (found.name, found.span.text) == ("reading-in-other-words", written)
    assert words(found).help == (f"write `{instead}`",)


@pytest.mark.parametrize("line", ["sum(amount)", "total amount of deals", "count deals", "number", "net + maximum"])
def test_names_like_these_are_names(line: str) -> None:
    _, findings = read(SourceFile("program.rule", f"{HEADS['en']}{line}\n"))

    assert not findings


@pytest.mark.parametrize(("clause", "instead"), [
    ("evaluated every quarter", "assessed every"), ("tier base\n    needs net >= 5 USD", "requires"),
])  # fmt: skip
def test_clauses_of_a_ladder_by_other_names(clause: str, instead: str) -> None:
    _, (found,) = read(SourceFile("program.rule", f"tiers Level of Partner, lowest first\n  {clause}\n"))

    assert found.name == "unknown-words"
    assert f"`{instead}`" in words(found).help[0]
