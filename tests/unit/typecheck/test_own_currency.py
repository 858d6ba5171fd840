"""Amounts in currencies of their own are nowhere added up or compared as they are."""
from __future__ import annotations

import pytest

from support.planted import PROGRAM, problems_of
from support.planted_currencies import BELOW, FIELD, OTHER, RATES


@pytest.mark.parametrize("figure", ["total fee of below", "average fee of below", "highest fee of below"])
def test_along_a_hierarchy(figure: str) -> None:
    text = PROGRAM.replace(OTHER, f"({figure}) converted to USD with worth in force at period end")
    for old, new in (RATES, FIELD, BELOW):
        assert old in text
        text = text.replace(old, new)

    assert [finding.name for finding in problems_of(text)] == ["own-currency-over-rows"]
