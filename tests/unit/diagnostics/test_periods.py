"""What is said of a period that a calendar does not have names the one that it may be another way of writing."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.periods import no_such_period
from rulelang.diagnostics.render import render_text
from rulelang.exact.calendar import Calendar


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025Q2", "2025-Q2"),
        ("2025-q2", "2025-Q2"),
        ("2025 H1", "2025-H1"),
        ("Q2 2025", "2025-Q2"),
        ("q2/2025", "2025-Q2"),
        ("2025-4", "2025-04"),
        ("4/2025", "2025-04"),
        ("2025\u2013Q2", "2025-Q2"),
        ("2025-Q5", ""),
        ("2025-13", ""),
        ("last quarter", ""),
        ("", ""),
    ],
)
def test_another_way_of_writing_a_period_is_known(text: str, meant: str) -> None:
    told = render_text([no_such_period(Calendar(), text, None)])

    assert ("did you mean" in told) is bool(meant)
    assert not meant or f"did you mean `{meant}`?" in told


def test_where_the_year_starts_later_the_year_of_the_program_is_meant() -> None:
    assert "did you mean `FY2025-Q2`?" in render_text([no_such_period(Calendar(4), "2025-q2", None)])
