"""Values that meet simple tests at once, and tests that no value meets."""
from __future__ import annotations

import pytest

from rulelang.core import nodes as core
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.typecheck import apart
from rulelang.typecheck.values_met import example_of, nothing_meets, written_point

COUNT = core.Quantity("count", 1, 0, 10**6)
AMOUNT = core.Quantity("money", 100, -(10**6), 10**6, "USD")
SIZE = core.Choice("Size", ("small", "medium", "large"), ordered=True)
QUOTIENT = core.Ratio("share", AMOUNT, AMOUNT)


def asked_in(text: str) -> tuple[apart.Test, ...]:
    module, findings = read(SourceFile("p.rule", f"eligibility e of Partner\n  {text}\n"))
    assert findings == ()
    declaration = module.declarations[0]
    assert isinstance(declaration, nodes.Eligibility)
    lists = apart.lists_of(declaration.condition)
    assert lists is not None
    return lists[0]


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("x >= 5", COUNT, "`x` 5"),
    ("x > 5", COUNT, "`x` 6"),
    ("x < 5", COUNT, "`x` 4"),
    ("x <= 5 and x is not 5 and x is not 4", COUNT, "`x` 3"),
    ("x > 5 and x is not 6", COUNT, "`x` 7"),
    ("x is not 0", COUNT, "`x` 1"),
    ("x > 9.99 USD", AMOUNT, "`x` 10 USD"),
    ("x < 0 USD", AMOUNT, "`x` -0.01 USD"),
    ("x after 2024-12-31", core.Day(), "`x` 2025-01-01"),
    ("x before 2024-03-01", core.Day(), "`x` 2024-02-29"),
    ("x >= medium and x is not medium", SIZE, "`x` large"),
    ("x is one of (medium, large)", SIZE, "`x` medium"),
    ("x", core.Truth(), "`x` yes"),
    ("x is no", core.Truth(), "`x` no"),
    ("x is CO", core.Words(country=True), "`x` CO"),
    ("x > 50%", QUOTIENT, "`x` 50.0001%"),
    ("x includes small and x does not include large", core.ChoiceSet("Size", SIZE.members), "`x` (small)"),
])  # fmt: skip
def test_an_example_meets_every_test(text: str, kind: core.Type, value: str) -> None:
    assert str(example_of(asked_in(text), lambda _: kind, written_point)) == value


@pytest.mark.parametrize(("text", "kind"), [
    ("x < 5 and x > 4", COUNT),
    ("x < 0", COUNT),
    ("x is 0.5", COUNT),
    ("x > 9.99 USD and x < 10 USD", AMOUNT),
    ("x after 2024-12-31 and x before 2025-01-01", core.Day()),
    ("x > medium and x is not large", SIZE),
    ("x and x is no", core.Truth()),
])  # fmt: skip
def test_nothing_lies_between_units_members_or_days(text: str, kind: core.Type) -> None:
    assert nothing_meets(asked_in(text), kind)
    assert example_of(asked_in(text), lambda _: kind, written_point) is None


@pytest.mark.parametrize(("text", "kind"), [
    ("x < y", COUNT),
    ("x > 50% and x < 50.00001%", QUOTIENT),
    ("x is unknown", COUNT),
    ("x is not small and x is not y", SIZE),
    ('x is not "a"', core.Words()),
])  # fmt: skip
def test_what_is_not_known_is_neither_an_example_nor_a_proof(text: str, kind: core.Type) -> None:
    assert not nothing_meets(asked_in(text), kind)
    assert example_of(asked_in(text), lambda _: kind, written_point) is None
