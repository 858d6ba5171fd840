"""The bench of `rulelang check` measures what it says: sound programs of the size it names."""
from __future__ import annotations

from pathlib import Path

import pytest
from bench import check_speed

import rulelang


@pytest.mark.parametrize("lines", [200, 2_000])
def test_the_program_of_the_bench_is_sound_and_as_long_as_it_says(lines: int, tmp_path: Path) -> None:
    file = tmp_path / "program.rule"
    text = check_speed.program(lines)
    file.write_text(text, encoding="utf-8")

    assert lines - 30 <= text.count("\n") <= lines
    assert rulelang.check(file) == ()


def test_checking_again_what_has_not_changed_takes_no_longer_than_the_imports(tmp_path: Path) -> None:
    best = check_speed.measured(tmp_path, rounds=3)

    assert best["check of 200 unchanged lines"] <= 1.2 * best["import of lark, attrs, cattrs, click"]
    assert best["check of 2,000 lines"] <= 0.9 * 4, "four times what it may take on an idle machine"
