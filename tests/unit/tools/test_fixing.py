"""Changes made to rule files unseen: only those that leave no doubt, all at once, and never for the worse."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.source import SourceFile
from rulelang.tools.fixing import fix_file, fix_text

HEAD = "program acme\n  currency USD\n"


def fixed(text: str) -> str:
    return fix_text(SourceFile("program.rule", text))[1]


def test_only_what_leaves_no_doubt_is_changed() -> None:
    line = 'parameter edge "the edge" money\n  {} from 2025-01-01\n'

    assert fixed(HEAD + line.format("USD 5_000")) == HEAD + line.format("5_000 USD")
    for doubtful in ("50,000 USD", "1.234,5 USD", "USD 50,000"):
        assert fixed(HEAD + line.format(doubtful)) == HEAD + line.format(doubtful)


def test_several_slips_in_one_declaration_are_mended_one_after_the_other() -> None:
    text = "measure m of Partner “Sold” is money\n  total amount of deals where status = won\n"

    assert fixed(text) == 'measure m of Partner "Sold" is money\n  total amount of deals where status is won\n'


def test_a_day_in_a_period_is_asked_for_in_the_words_of_the_rules() -> None:
    text = "eligibility new of Partner\n  all of\n    joined {}\n    signed {}\n"

    changed = fixed(text.format("in 2025", "in 2025-Q1..2025-Q3"))

    assert changed == text.format("is in 2025", "between 2025-Q1 and 2025-Q3")


def test_a_file_without_slips_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "program.rule"
    file.write_text(HEAD, encoding="utf-8")
    before = file.stat().st_mtime_ns

    assert fix_file(file) == ()
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["", "“", "= = =\n", "program “\n", "\0", "program acme\n  = \n"])
def test_any_text_is_survived(text: str) -> None:
    again = fixed(text)

    assert fixed(again) == again
