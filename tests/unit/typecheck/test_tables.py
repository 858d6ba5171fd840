"""Edits of single cells: held to the same tables and guardrails as what they change."""
from __future__ import annotations

import pytest

from support.planted import PROGRAM, problems_of, shown
from support.planted_tables import EDITS, PLACED, VARIANT

WITH_TABLE = PROGRAM.replace("parameter euro", PLACED + "parameter euro").replace(
    "  rate: between 1% and 6%\n", "  rate: between 1% and 6%\n  share: between 50% and 150% of the global value\n"
)


def test_an_edit_of_a_cell_checks() -> None:
    assert shown(problems_of(WITH_TABLE, VARIANT)) == []


@pytest.mark.parametrize(("finding", "old", "new"), EDITS)
def test_a_mistake_in_an_edit_is_reported_alone(finding: str, old: str, new: str) -> None:
    assert VARIANT.count(old) == 1

    assert [name for name, _ in shown(problems_of(WITH_TABLE, VARIANT.replace(old, new)))] == [finding]


def test_a_country_that_a_variant_covers_has_a_cell() -> None:
    without = WITH_TABLE.replace("| PE |", "| MX |")

    assert [name for name, _ in shown(problems_of(without))] == []
    assert [name for name, _ in shown(problems_of(without, VARIANT))] == ["missing-cell"]
