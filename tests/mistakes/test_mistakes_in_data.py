"""Mistakes in data and in its mapping: each alone is told once, on its row, in words that a reader can act on."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.languages import languages
from support.mistakes import Mistake, lacking, mistakes
from support.mistakes_in_data import DATA, planted_in_data, said_of

MISTAKES = mistakes("data")


def test_without_a_mistake_nothing_is_said() -> None:
    assert said_of(DATA) == ()


def test_there_are_forty_of_them() -> None:
    assert len({mistake.title for mistake in MISTAKES}) == len(MISTAKES) >= 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_it_is_told_once_on_its_row_and_says_what_to_do(mistake: Mistake, tmp_path: Path) -> None:
    found = planted_in_data(mistake, tmp_path)

    places = [(each.name, each.place) for each in found.findings]
    told = [(name, Path(place.file).name if place else "", place.row if place else None) for name, place in places]
    assert told == found.wanted
    for language in languages():
        assert lacking(mistake, words(found.findings[0], language)) == []
