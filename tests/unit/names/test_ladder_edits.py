"""Every finding about a ladder in the place of another: planted alone, it is reported alone and where it stands."""
from __future__ import annotations

import re

import pytest

from rulelang.names.ladder_versions import in_one_order
from support.planted import PROGRAM, VARIANT, problems_of, shown

OPEN = PROGRAM.replace("  euro: fixed\n", "  Level: may replace the ladder\n")
LADDER = (
    "\ntiers Level of Partner, lowest first\n  assessed every year\n  tier starter\n  tier select\n"
    "    requires net_sales >= 90_000 USD\n  tier elite\n    requires net_sales >= 400_000 USD\n  promotion at once\n"
)
TWICE = (
    "  tier select\n    requires net_sales >= 90_000 USD\n  tier elite\n",
    "  tier elite\n    requires net_sales >= 90_000 USD\n  tier select\n",
)


def test_a_ladder_in_the_place_of_another_checks() -> None:
    assert shown(problems_of(OPEN, VARIANT + LADDER)) == []


def test_two_ladders_as_one_order() -> None:
    """What only the program has stands below what only the region has, between two tiers that both have."""
    found = in_one_order(("registered", "silver", "premier", "gold"), ("starter", "silver", "select", "gold", "elite"))

    assert found == ("registered", "starter", "silver", "premier", "select", "gold", "elite")


def test_a_ladder_that_is_not_open() -> None:
    found = problems_of(PROGRAM, VARIANT + LADDER)

    assert shown(found) == [("not-open", "tiers Level of Partner, lowest first")]


def test_a_ladder_open_to_another_kind_of_change() -> None:
    program = PROGRAM.replace("  euro: fixed\n", "  Level: may gain requirements\n")

    assert shown(problems_of(program, VARIANT + LADDER)) == [
        ("another-opening", "tiers Level of Partner, lowest first")
    ]


def test_a_number_bounded_in_a_ladder_that_may_be_replaced() -> None:
    bound = "  Level select net_sales: between 50% and 100% of the global value\n  Level: may replace the ladder\n"

    assert shown(problems_of(OPEN.replace("  Level: may replace the ladder\n", bound))) == [
        ("replaced-and-bounded", "Level: may replace the ladder")
    ]


@pytest.mark.parametrize("edit", [
    "set Level select net_sales: 80_000 USD from 2025-04-01", "require for elite: seats >= 3",
    'relabel Level elite: "Otro"',
])  # fmt: skip
def test_a_ladder_written_anew_and_changed_besides(edit: str) -> None:
    assert shown(problems_of(OPEN, f"{VARIANT}{LADDER}\n{edit}\n")) == [("changed-and-replaced", edit)]


def test_tiers_the_other_way_round() -> None:
    found = problems_of(OPEN, VARIANT + LADDER.replace(*TWICE))

    assert shown(found) == [("tiers-reordered", "tier select")]
    assert [label.span.line for label in found[0].labels] == [
        PROGRAM[: PROGRAM.index(text)].count("\n") + 1 for text in ("  tier select\n", "  tier elite\n")
    ]


def test_a_tier_that_a_rule_asks_for() -> None:
    program = OPEN.replace("  when ready\n", "  when Level in force at period end >= select\n")
    ladder = LADDER.replace("  tier select\n    requires net_sales >= 90_000 USD\n", "")

    found = problems_of(program, VARIANT + ladder)

    assert shown(found) == [("tier-replaced", "tiers Level of Partner, lowest first")]
    assert [label.span.text for label in found[0].labels] == ["select"]


@pytest.mark.parametrize(("open_periods", "told"), [
    ("closing open periods, bands and caps as written", []), ("from the next period", ["tier-replaced"]),
])  # fmt: skip
def test_a_tier_that_a_dropped_rule_asks_for(open_periods: str, told: list[str]) -> None:
    """Rules that end the day before ask the ladder there was; those that run on ask the new one."""
    program = OPEN.replace("  when ready\n", "  when Level in force at period end >= select\n")
    program = program.replace("  rebate: paid every quarter, half year or year\n", "  rebate: may drop\n")
    ladder = LADDER.replace("  tier select\n    requires net_sales >= 90_000 USD\n", "")
    variant = re.sub(r"set rebate: paid every quarter\n", "drop rebate\n", VARIANT)
    variant = re.sub(r"(effective from 2025-04-01).*", rf"\1, {open_periods}", variant)

    assert [name for name, _ in shown(problems_of(program, variant + ladder))] == told


def test_a_ladder_written_twice_in_one_variant() -> None:
    assert [name for name, _ in shown(problems_of(OPEN, VARIANT + LADDER + LADDER))] == ["declared-twice"]


@pytest.mark.parametrize("by", ["", " by Size"])
def test_a_ladder_for_other_members(by: str) -> None:
    """In the place of one for every grade: one for all, one for every size."""
    program = OPEN.replace("tiers Level of Partner,", "tiers Level of Partner by Grade,")
    same, other = (LADDER.replace("of Partner,", f"of Partner{each},") for each in (" by Grade", by))

    assert shown(problems_of(program, VARIANT + same)) == []
    assert shown(problems_of(program, VARIANT + other)) == [("ladder-by-other-members", other.split("\n")[1])]
