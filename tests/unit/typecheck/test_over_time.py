"""Periods that are written inside a condition are those of the program's calendar."""
from __future__ import annotations

from support.planted import PROGRAM, problems_of


def test_a_quarter_has_no_name_without_its_year_where_the_year_starts_in_april() -> None:
    text = PROGRAM.replace("year starts january", "year starts april")
    found = problems_of(text.replace("  seats >= 3", "  Level >= select on any day of 2025-Q2"))

    assert [f.span.text for f in found if f.name == "period-not-found" and f.span] == ["2025-Q2"]


def test_with_its_year_it_has() -> None:
    text = PROGRAM.replace("year starts january", "year starts april")
    found = problems_of(text.replace("  seats >= 3", "  Level >= select on any day of FY2025-Q2"))

    assert "period-not-found" not in {f.name for f in found}
