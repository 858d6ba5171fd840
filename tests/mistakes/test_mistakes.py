"""Sixty kinds of mistake and more: each alone gives one error, on its line, in words that a reader can act on."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic
from rulelang.languages import languages
from support.mistakes import Mistake, Planted, lacking, mistakes, planted

MISTAKES = mistakes()


@pytest.fixture
def found(mistake: Mistake) -> Planted:
    return planted(mistake)


def test_there_are_sixty_kinds_with_sixty_codes() -> None:
    assert len({words(_unfilled(mistake)).id for mistake in MISTAKES}) == len(MISTAKES) >= 102


def _unfilled(mistake: Mistake) -> Diagnostic:
    return Diagnostic(mistake.finding)


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_gives_one_error_on_its_line(found: Planted) -> None:
    assert [(error.name, error.span and error.span.line) for error in found.errors] == [
        (found.mistake.finding, found.line)
    ]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
@pytest.mark.parametrize("language", languages())
def test_it_names_what_the_writer_wrote_and_what_to_do(found: Planted, language: str) -> None:
    [error] = found.errors
    assert lacking(found.mistake, words(error, language)) == []


@pytest.mark.parametrize(
    ("mistake", "language"),
    [*((each, "es") for each in mistakes("spanish")), *((each, "pt") for each in mistakes("portuguese"))],
    ids=str,
)
def test_a_mistake_in_a_variant_is_told_in_its_language(mistake: Mistake, language: str) -> None:
    found = planted(mistake)

    assert [(error.name, error.span and error.span.line) for error in found.errors] == [(mistake.finding, found.line)]
    [error] = found.errors
    assert told_in(error) == language
    assert lacking(mistake, words(error, language)) == []
