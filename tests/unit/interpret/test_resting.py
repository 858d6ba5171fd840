"""What outcomes rest on: what lets a record in or keeps it out, thresholds, several reasons at once, other partners."""
from __future__ import annotations

from collections.abc import Mapping

import rulelang
from rulelang.api import Program
from support.workspace import REPOSITORY

LEVELS = REPOSITORY / "tests" / "cli" / "fixtures" / "levels"


def program() -> Program:
    return rulelang.load(LEVELS / "programs" / "acme").program()


def rows(*deals: tuple[str, str, str]) -> Mapping[str, list[dict[str, object]]]:
    """One partner with deals: amount, status, day."""
    made: list[dict[str, object]] = [
        {"deal_id": f"D{number}", "partner_id": "P1", "amount": amount, "status": status, "closed_on": day}
        for number, (amount, status, day) in enumerate(deals, 1)
    ]
    return {"Partner": [{"partner_id": "P1", "country": "CO"}], "Deal": made}


def named(outcome: str, *deals: tuple[str, str, str]) -> list[str]:
    found = program().rests_on(rows(*deals), "2025-Q2", "P1", outcome=outcome)
    return [f"{(one.cell.row or 0) + 1} {one.cell.field}" for one in found[outcome]]


def test_a_record_that_took_part_is_named_by_what_let_it_in_and_what_it_is_worth() -> None:
    assert named("Level", ("20000", "won", "2025-04-10")) == ["1 amount", "1 status", "1 closed_on"]


def test_a_record_that_one_thing_kept_out_is_named_by_that_thing() -> None:
    assert named("Level", ("20000", "lost", "2025-04-10")) == ["1 status"]
    assert named("Level", ("20000", "won", "2025-03-10")) == ["1 closed_on"]


def test_a_record_that_two_things_kept_out_decides_nothing_alone() -> None:
    assert named("Level", ("20000", "lost", "2025-03-10")) == []


def test_what_is_too_small_to_cross_the_line_is_not_named() -> None:
    kept = ("20000", "won", "2025-04-10")

    assert named("Level", kept, ("50", "lost", "2025-04-11")) == ["1 amount", "1 status", "1 closed_on"]
    assert named("rebate", kept, ("50", "lost", "2025-04-11")) == []


def test_an_explanation_tells_them_where_it_is_asked_to() -> None:
    data = rows(("20000", "won", "2025-04-10"))
    plain = program().explain(data, "2025-Q2", "P1", outcome="Level")
    told = program().explain(data, "2025-Q2", "P1", outcome="Level", inputs=True)

    assert told.startswith(plain)
    assert "deals D1: amount 20_000.00 USD, status won, closed_on 2025-04-10" in told
