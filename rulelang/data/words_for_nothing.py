"""What people and systems write in a cell that has no value, and in the row of totals at the end of a table.

Such a text is told for what it is; nothing reads it as a value or passes it over. Knows no fields and no files.
"""
from __future__ import annotations

from collections.abc import Iterable

ABSENT = frozenset([
    "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "s/d", "s/i", "s/n", "-", "--", "---", "\u2013", "\u2014", "?", "null",
    "(null)", "nil", "none", "nan", "nat", "not available", "unknown", "(blank)", "(en blanco)", "(em branco)",
    "sin dato", "sin datos", "no disponible", "no aplica", "sem dado", "sem dados", "sem informação", "não se aplica",
    "não disponível", "não informado", "vacío", "vazio", "\\n",
])  # fmt: skip
TOTALS = frozenset([
    "total", "totals", "grand total", "subtotal", "sum", "total general", "totales", "total geral", "totais", "suma",
    "soma", "somatório", "gesamt",
])  # fmt: skip

SPREADSHEET_ERRORS = frozenset([
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#¡VALOR!", "#¡REF!", "#¡DIV/0!",
    "#¿NOMBRE?", "#¡NUM!", "#¡NULO!", "#N/D", "#VALOR!", "#NOME?", "#NULO!",
])  # fmt: skip
"""What spreadsheets in the three languages leave in a cell whose formula failed, also when they save it as CSV."""


def says_nothing(text: str) -> bool:
    """Whether a text stands for a value that is not there."""
    return text.strip().casefold() in ABSENT


def says_total(texts: Iterable[object]) -> str:
    """The first cell of a row that says it adds up those above, as it is written; "" where none does."""
    found = (text for text in texts if isinstance(text, str) and text.strip().casefold().rstrip(":") in TOTALS)
    return next(found, "")
