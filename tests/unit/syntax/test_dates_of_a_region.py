"""A date written the way of a region is told with the day that it can only be, where there is such a day."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.render import render_text
from rulelang.source import SourceFile
from rulelang.syntax import read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("28/02/2025", "2025-02-28"), ("2025/2/8", "2025-02-08"), ("31/02/2025", ""), ("2025/13/1", ""),
        ("03/04/2025", ""),
    ],
)
def test_only_a_day_that_exists_is_proposed(written: str, meant: str) -> None:
    _, findings = read(SourceFile("program.rule", f"program acme\n  effective from {written}\n"))
    told = render_text(each for each in findings if each.name == "date-of-a-region")

    assert f"`{written}`" in told
    assert ("write `20" in told) is bool(meant)
    assert f"write `{meant}`" in told or not meant
