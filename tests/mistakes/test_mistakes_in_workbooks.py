"""Mistakes in spreadsheets and Parquet files: each alone is told once, on its row, with what a reader can do."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.languages import languages
from support.mistakes import Mistake, lacking, mistakes
from support.mistakes_in_workbooks import ENGINES, TEXTS, planted_in_workbook, said_of_text

EACH = [(mistake, engine) for mistake in mistakes("workbooks") for engine in ENGINES[mistake.file]]


@pytest.mark.parametrize(("name", "engine"), [(name, engine) for name, some in ENGINES.items() for engine in some])
def test_without_a_mistake_nothing_is_said(name: str, engine: str, tmp_path: Path) -> None:
    assert said_of_text(name, (TEXTS / name).read_text(encoding="utf-8"), tmp_path, engine) == ()


def test_there_are_kinds_for_both() -> None:
    assert {name: len({m.title for m, _ in EACH if m.file == name}) >= 10 for name in ENGINES} == dict.fromkeys(
        ENGINES, True
    )


@pytest.mark.parametrize(("mistake", "engine"), EACH, ids=str)
def test_it_is_told_once_on_its_row_and_says_what_to_do(mistake: Mistake, engine: str, tmp_path: Path) -> None:
    found = planted_in_workbook(mistake, tmp_path, engine)

    places = [(each.name, each.place) for each in found.findings]
    told = [(name, Path(place.file).name if place else "", place.row if place else None) for name, place in places]
    assert told == found.wanted
    for language in languages():
        assert lacking(mistake, words(found.findings[0], language)) == []
