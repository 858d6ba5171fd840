"""What is said of a cell that is no plain number follows how it is written."""
from __future__ import annotations

import pytest

from rulelang.data.numbers_told import how_written
from rulelang.diagnostics.render import render_text

from .conftest import Folder


@pytest.mark.parametrize(
    ("text", "variant", "values"),
    [
        ("(500)", "brackets", {"meant": "-500"}),
        ("( 1250.50 )", "brackets", {"meant": "-1250.50"}),
        ("($1,250.50)", "brackets", {"meant": "-500.00"}),
        ("$ 5", "sign", {"sign": "$"}),
        ("R$1.250,50", "sign", {"sign": "R$"}),
        ("-5\u00a0\u20ac", "sign", {"sign": "\u20ac"}),
        ("5%", "percent", {}),
        ("USD 5", "code", {}),
        ("1,234.56", "", {}),
        ("1e3", "", {}),
        ("lots", "", {}),
        ("$", "", {}),
        ("()", "", {}),
    ],
)
def test_how_a_cell_is_written(text: str, variant: str, values: dict[str, str]) -> None:
    assert how_written(text) == (variant, values)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("(500)", "write it with a minus, as in `-500`"),
        ("$ 5", 'say what `$` stands for under `[data.Deal.currency_signs]` in `rulelang.toml`, as in `"$" = "USD"`'),
        ("5%", "only if all values of `amount` are percents, declare it `percent`"),
        ("USD 5", "write the currency after the number, as in `1250.00 USD`"),
        ("1e3", "say its `decimal_mark` and `thousands_mark` under `[data.Deal]`"),
    ],
)
def test_a_reject_says_what_to_do_about_how_it_is_written(folder: Folder, cell: str, told: str) -> None:
    _, reading = folder.deals(f"D1,0042,deploy,{cell},won,2025-04-01,2025-04-02").read()

    assert told in render_text(reading.rejects)


def test_a_word_that_is_no_member_may_be_said_to_be_one(folder: Folder) -> None:
    _, reading = folder.deals("D1,0042,deploy,5.00,Closed Won,2025-04-01,2025-04-02").read()

    assert "what `Closed Won` means there, under `[data.Deal.values.status]`" in render_text(reading.rejects)
