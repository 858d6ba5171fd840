"""Rules about data: breaches are rejects that name all the rows, whatever they were read from."""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulelang.core.nodes import DataRule
from rulelang.data.exclusivity import breaches
from rulelang.data.layout import layout_of
from rulelang.exact.calendar import Calendar
from rulelang.source import SourceFile, Span

from .test_linking import FORMATS, core_of, taken_in

PROGRAM = """program base
  currency USD
  year starts april
  effective from 2024-01-01

entity Partner identified by partner_id
  partner_id text

entity Contract identified by contract_id, belongs to Partner as contracts, valid from granted_on to ends_on
  contract_id text
  territory   text
  granted_on  date
  ends_on     date, optional

at most one Contract per territory on any day

eligibility fine of Partner
  (count contracts valid at period end) >= 1
"""
CORE = core_of(PROGRAM)
FIRST = datetime.date(2024, 1, 1)
Row = Mapping[str, str]


def contract(key: str, first: str, last: str, owner: str = "P1", territory: str = "Lima") -> Row:
    return {
        "contract_id": key, "partner_id": owner, "territory": territory, "granted_on": first, "ends_on": last,
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_two_that_share_one_day_are_both_rejected_and_both_named(kind: str, tmp_path: Path) -> None:
    rows = [
        contract("C1", "2024-01-01", "2024-06-30"), contract("C2", "2024-06-30", "", "P2"),
        contract("C3", "2024-06-30", "", "P2", "Cali"),
    ]

    population, reading = taken_in(
        kind, {"Partner": [{"partner_id": "P1"}, {"partner_id": "P2"}], "Contract": rows}, tmp_path, core=CORE
    )

    assert [reject.name for reject in reading.rejects] == ["row-breaches-a-rule"] * 2
    assert {str(reject.values["value"]) for reject in reading.rejects} == {"Lima"}
    assert {str(reject.values["day"]) for reject in reading.rejects} == {"2024-06-30"}
    numbers = {"rows": "`$.Contract[0]` and `$.Contract[1]`", "json": "rows 1 and 2", "jsonl": "rows 1 and 2"}
    assert {str(reject.values["places"]) for reject in reading.rejects} == {numbers.get(kind, "rows 2 and 3")}
    assert [subject.rejected for subject in population.subjects] == [{"Contract"}, {"Contract"}]
    assert [len(subject.records["Contract"]) for subject in population.subjects] == [0, 1]


@pytest.mark.parametrize("kind", FORMATS)
def test_one_that_follows_another_the_next_day_is_fine(kind: str, tmp_path: Path) -> None:
    rows = [contract("C1", "2024-01-01", "2024-06-30"), contract("C2", "2024-07-01", "")]

    _, reading = taken_in(kind, {"Partner": [{"partner_id": "P1"}], "Contract": rows}, tmp_path, core=CORE)

    assert reading.rejects == ()


days = st.integers(0, 40).map(lambda n: FIRST + datetime.timedelta(n))


@given(st.lists(st.tuples(days, days), max_size=9), st.integers(1, 3))
def test_what_is_rejected_is_what_holds_on_a_day_on_which_too_many_do(
    held: list[tuple[datetime.date, datetime.date]], limit: int
) -> None:
    spans = [(min(pair), max(pair)) for pair in held]
    rule = DataRule("Contract", limit, (), ("territory",), None, Span(SourceFile("r", "x"), 0, 1))
    layout = layout_of(CORE, CORE.entity("Contract"))
    rows = {n: (f"C{n}", "Lima", first, last, "P1") for n, (first, last) in enumerate(spans)}

    told = list(breaches(rule, layout, rows, Calendar(1)))
    found = {n for breach in told for n in breach.rows}

    crowded = set()
    for day in (FIRST + datetime.timedelta(n) for n in range(41)):
        holding = {n for n, (first, last) in enumerate(spans) if first <= day <= last}
        crowded |= holding if len(holding) > limit else set()
    assert found == crowded
    for breach in told:
        assert breach.day is not None
        assert all(spans[n][0] <= breach.day <= spans[n][1] for n in breach.rows)
        assert len(breach.rows) > limit


def test_a_year_is_the_programs_own() -> None:
    """Both are of 2024, but of different years where a year starts in April."""
    rule = DataRule("Contract", 1, (), ("territory",), "year", Span(SourceFile("r", "x"), 0, 1))
    layout = layout_of(CORE, CORE.entity("Contract"))
    early, late = datetime.date(2024, 2, 1), datetime.date(2024, 5, 1)
    rows = {0: ("C0", "Lima", early, early, "P1"), 1: ("C1", "Lima", late, late, "P1")}

    assert list(breaches(rule, layout, rows, Calendar(CORE.year_starts))) == []
    assert [breach.rows for breach in breaches(rule, layout, rows, Calendar(1))] == [(0, 1)]
