"""Did you mean: the nearest names, and none when none is near."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.suggest import did_you_mean, in_backticks


@pytest.mark.parametrize(
    ("written", "candidates", "found"),
    [
        ("gold", ["Gold", "golf"], ("Gold",)),
        ("requirez", ["requires", "rounded"], ("requires",)),
        ("slied", ["sliced", "slide"], ("sliced", "slide")),
        ("net_slaes", ["net_sales", "net_sale"], ("net_sales",)),
        ("aa", ["ab", "ac", "ad"], ("ab", "ac")),
        ("gold", ["silver", "bronze"], ()),
        ("ab", ["cd"], ()),
        ("a", ["b"], ("b",)),
        ("amount", [], ()),
        ("gold", ["gold"], ()),
        ("certified_peple", ["certified_people", "certificates"], ("certified_people",)),
    ],
)
def test_the_nearest_candidates_are_named(written: str, candidates: list[str], found: tuple[str, ...]) -> None:
    assert did_you_mean(written, candidates) == found


def test_suggestions_become_a_value_of_a_finding() -> None:
    assert in_backticks(("gold", "silver")) == "`gold`, `silver`"
    assert in_backticks(()) == ""
