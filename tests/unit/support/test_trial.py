"""A trial is written without its answers and graded by what the files mean."""
from __future__ import annotations

from pathlib import Path

import pytest

from support.mistakes import PROGRAM
from support.trial import MESSAGE, drawn, grade, is_of_data, key_of, write

SEED = next(seed for seed in range(1, 100) if [is_of_data(each) for each in drawn(2, seed)] == [False, True])
"""The first of its two mistakes is in rules, the other in data."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    trial = tmp_path_factory.mktemp("trial") / "first"
    write(trial, count=2, seed=SEED)
    return trial


def test_as_many_codes_as_mistakes() -> None:
    chosen = drawn(60, 1)

    assert len({each.finding for each in chosen}) == len(chosen) == 60
    assert sum(is_of_data(each) for each in chosen) == 10


def test_nothing_is_mended_before_anybody_has(folder: Path) -> None:
    assert [each.mended for each in grade(folder)] == [False] * 2
    assert all((folder / f"{number:02}" / MESSAGE).read_text().startswith("$ rulelang ") for number in range(1, 3))


def test_what_was_meant_counts_and_another_figure_does_not(folder: Path) -> None:
    for number, mistake in enumerate(drawn(2, SEED), 1):
        whole = "data" if is_of_data(mistake) else PROGRAM.name
        right = (key_of(folder) / whole / mistake.file).read_bytes()
        (folder / f"{number:02}" / whole / mistake.file).write_bytes(right)

    assert [str(each) for each in grade(folder) if not each.mended] == []

    file = folder / "01" / PROGRAM.name / "program.rule"
    file.write_text(file.read_text(encoding="utf-8").replace("  25_000 USD  from", "  26_000 USD  from"))
    assert [each.number for each in grade(folder) if not each.mended] == ["01"]
