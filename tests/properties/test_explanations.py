"""What explanations name of the data: little, each of it matters, and nothing else does. The whole population:
`python -m bench.rests_on` in tests/."""
from __future__ import annotations

from fractions import Fraction

import pytest
from bench import rests_on

PARTNERS = 4
MEAN_AT_MOST = Fraction(40, 100)


@pytest.mark.parametrize(("program", "period"), [("kaspersky_united", "2025-Q2"), ("kaspersky_americas", "2025-Q4")])
def test_explanations_name_what_decides_and_nothing_else(program: str, period: str) -> None:
    found = rests_on.sampled(program, period, PARTNERS)

    assert [line for each in found for line in each.wrong] == []
    assert sum(each.tried for each in found) > 100 * PARTNERS, "other values are tried in most cells"
    assert sum(Fraction(each.all, each.cells) for each in found) / PARTNERS <= MEAN_AT_MOST
    assert sum(each.all for each in found) > 0, "something decides"
