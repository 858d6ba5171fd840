"""Ways in which other languages begin a line or a table, told with how the rules do it."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.source import SourceFile
from support.planted import read

HEAD = "program acme\n  language edition 1\n  currency USD\n\n"


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The findings about what stands in a program, with their advice."""
    _, findings = read(SourceFile("program.rule", HEAD + text))
    return [(finding.name, words(finding).help) for finding in findings]


@pytest.mark.parametrize(("text", "advice"), [
    ("eligibility bigger of Partner\n  if seats >= 3\n", "write `seats >= 3`"),
    ("incentive rebate of Partner\n  paid every quarter\n  if bigger\n  on seats\n", "write `when bigger`"),
    ("measure m of Partner is money\n  (when seats >= 4: 1 USD\n  else: 2 USD)\n", "write `otherwise`"),
])  # fmt: skip
def test_if_and_else(text: str, advice: str) -> None:
    assert told(text) == [("if-in-front", (advice,))]


def test_a_table_without_a_day_above_it() -> None:
    table = "parameter share number by grade\n    | grade | share |\n    | gold  | 1     |\n"

    assert [name for name, _ in told(table)] == ["table-without-date"]
    assert told(table.replace("\n    |", "\n  from 2025-01-01\n    |", 1)) == []


def test_a_floor_is_never_taken_for_a_cap() -> None:
    text = "incentive rebate of Partner\n  paid every quarter\n  on seats\n  at least 500 USD\n"

    assert told(text) == [("unknown-words", ("did you mean `never less than`?",))]


@pytest.mark.parametrize(("language", "rounded"), [
    ("es", "redondeo bancario a centavos"), ("pt", "arredondamento bancário a centavos"),
])  # fmt: skip
def test_bankers_rounding_stands_with_and_without_its_first_word(language: str, rounded: str) -> None:
    heads = {
        "es": "incentivo rebaja de Socio\n  se paga cada trimestre\n  sobre asientos\n  paga 2 USD\n",
        "pt": "incentivo rebaja de Socio\n  pago a cada trimestre\n  sobre asientos\n  paga 2 USD\n",
    }
    idiom = {"es": "programa acme\n  idioma es\n\n", "pt": "programa acme\n  idioma pt\n\n"}[language]

    _, findings = read(SourceFile("program.rule", f"{idiom}{heads[language]}  {rounded}\n"))

    assert [finding.name for finding in findings] == []
