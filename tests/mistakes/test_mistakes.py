"""Sixty kinds of mistake and more: each alone gives one error, on its line, in words that a reader can act on."""
from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rulelang.diagnostics.catalogue import Wording, words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic
from rulelang.languages import languages
from support.mistakes import Mistake, Planted, copy_of_program, mistakes, planted
from support.workspace import REPOSITORY

MISTAKES = mistakes()
SHIPPED = REPOSITORY / "programs" / "kaspersky_united"
IN_SPANISH = REPOSITORY / "tests" / "spec" / "fixtures" / "americas.es.rule"
PARSER_WORDS = re.compile(
    r"\b(token|terminal|node|parser|grammar|None|null|expected one of|invalid|illegal|must|nodo|nó|inválid[oa]"
    r"|gramátic[ao])\b",
    re.IGNORECASE,
)
GAP = re.compile(r"\{\w*\}")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_program(tmp_path_factory.mktemp("mistakes"))


@pytest.fixture
def found(mistake: Mistake, program: Path) -> Planted:
    return planted(mistake, program)


def said(wording: Wording) -> list[str]:
    return [wording.message, wording.label, *wording.labels, *wording.notes, *wording.help]


def test_there_are_sixty_kinds_with_sixty_codes() -> None:
    assert len({words(_unfilled(mistake)).id for mistake in MISTAKES}) == len(MISTAKES) >= 60


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
    wording = words(error, language)
    named = " ".join([wording.message, wording.label])

    assert [word for word in found.mistake.tells if word not in named] == []
    assert wording.help
    assert [text for text in said(wording) if PARSER_WORDS.search(text) or GAP.search(text)] == []


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with its variant in Spanish."""
    copy = tmp_path_factory.mktemp("errores") / "program"
    others = shutil.ignore_patterns("data", "*.es.rule", "*.pt.rule", "north_america.rule")
    shutil.copytree(SHIPPED, copy, ignore=others)
    (copy / "variants" / "americas.rule").write_text(IN_SPANISH.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


@pytest.mark.parametrize("mistake", mistakes("spanish"), ids=str)
def test_a_mistake_in_spanish_is_told_in_spanish(mistake: Mistake, spanish: Path) -> None:
    found = planted(mistake, spanish)

    assert [(error.name, error.span and error.span.line) for error in found.errors] == [(mistake.finding, found.line)]
    [error] = found.errors
    assert told_in(error) == "es"
    named = " ".join([words(error, "es").message, words(error, "es").label])
    assert [word for word in mistake.tells if word not in named] == []
    assert words(error, "es").help
