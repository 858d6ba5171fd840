"""Conditions that can never both hold, and those of which nobody can tell."""
from __future__ import annotations

import pytest

from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.typecheck.apart import are_apart


def condition(text: str) -> nodes.Expression:
    module, findings = read(SourceFile("p.rule", f"eligibility e of Partner\n  {text}\n"))
    assert findings == ()
    declaration = module.declarations[0]
    assert isinstance(declaration, nodes.Eligibility)
    return declaration.condition


APART = [
    ("sales >= 100 USD", "sales < 100 USD"),
    ("sales >= target", "sales < target"),
    ("sales between 0 USD and 10 USD", "sales between 11 USD and 20 USD"),
    ("sales <= 10 USD", "sales > 10 USD"),
    ("sales is 10 USD", "sales > 10 USD"),
    ("rank is low", "rank is high"),
    ("rank is one of (low, middle)", "rank is high"),
    ("rank is low", "rank is not low"),
    ("pillars includes deploy", "pillars does not include deploy"),
    ("csat is known", "csat is unknown"),
    ("registered", "registered is no"),
    ("joined before 2025-01-01", "joined on or after 2025-01-01"),
    ("sales >= 5 USD and rank is low", "sales >= 5 USD and rank is high"),
    ("rank is low and (sales < 5 USD or sales > 9 USD)", "sales between 5 USD and 9 USD"),
    ("Level in force at period end >= silver", "Level in force at period end < silver"),
]
NOT_APART = [
    ("sales >= 100 USD", "sales >= 1_000 USD"),
    ("sales >= 100 USD", "sales <= 100 USD"),
    ("sales between 0 USD and 10 USD", "sales between 10 USD and 20 USD"),
    ("rank is low", "sales < 5 USD"),
    ("rank is one of (low, middle)", "rank is one of (middle, high)"),
    ("sales >= 5 USD", "net_sales < 5 USD"),
    ("sales over the last 4 quarters >= 5 USD", "sales < 5 USD"),
    ("sales < 5 USD or rank is low", "sales >= 5 USD"),
    ("pillars includes deploy", "pillars includes sell"),
]


@pytest.mark.parametrize(("left", "right"), APART)
def test_conditions_that_exclude_each_other_are_apart(left: str, right: str) -> None:
    assert are_apart(condition(left), condition(right))
    assert are_apart(condition(right), condition(left))


@pytest.mark.parametrize(("left", "right"), NOT_APART)
def test_conditions_that_may_both_hold_are_not(left: str, right: str) -> None:
    assert not are_apart(condition(left), condition(right))
    assert not are_apart(condition(right), condition(left))
