"""Every worked example that others published runs on three engines, or the ledger says what it waits for."""
from __future__ import annotations

import functools
from fractions import Fraction
from pathlib import Path

import pytest

from rulelang import api
from rulelang.source import SourceFile
from rulelang.syntax.format import format_text
from support.published import (
    FOLDER,
    Ledger,
    asked_of_each,
    figures,
    ledger,
    loaded_from,
    published,
    says,
    told_of_each,
)
from support.workspace import REPOSITORY

WORDS = REPOSITORY / "docs" / "words.md"


@functools.cache
def listed() -> Ledger:
    return ledger()


def test_the_ledger_names_every_published_example_once() -> None:
    assert sorted(listed().names()) == sorted(published())


def test_the_ledger_names_every_folder() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(listed().runs)


def test_what_waits_waits_for_words_that_do_not_run_yet() -> None:
    """Once they run, the example is to be written."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()

    marks = {name: _marks(lines, sentence) for name, sentence in listed().waits.items()}
    assert {name: found for name, found in marks.items() if found != ["not yet"]} == {}


def _marks(lines: list[str], sentence: str) -> list[str]:
    """What the page of words says of a sentence: at the end of its line, or at the head of the example it stands in."""
    found, head = [], ""
    for line in lines:
        if line.startswith("```rule"):
            head = line
        if f"`{sentence}`" in line:
            found.append(line.rstrip(" |").rpartition("|")[2].strip())
        elif line == sentence:
            found.append(head.partition('runs="')[2].partition('"')[0])
    return found


def test_what_is_not_asked_is_expected_of_an_example_that_runs() -> None:
    cases, running = published(), {name for names in listed().runs.values() for name in names}

    assert [(name, key) for table in (listed().aside, listed().told) for name, keys in table.items() for key in keys
            if name not in running or key not in cases[name].expected] == []


@pytest.mark.parametrize("folder", sorted(ledger().runs))
def test_published_examples_come_out(folder: str) -> None:
    for loaded in loaded_from(folder):
        assert loaded.check() == ()
        for engine in api.ENGINES:
            results = api.test(loaded, engine=engine).cases
            assert [(case.place, case.title, case.failures) for case in results if not case.passed] == []


@pytest.mark.parametrize("folder", sorted(ledger().runs))
def test_examples_expect_the_published_figures(folder: str) -> None:
    cases, names = published(), listed().runs[folder]
    asked = asked_of_each(loaded_from(folder), cases)
    assert set(asked) == set(names)

    missing = [
        (name, key, figure)
        for name in names
        for key, expected in cases[name].expected.items()
        if key not in listed().aside.get(name, {}) and key not in listed().told.get(name, ())
        for figure in figures(expected)
        if not any(says(each, figure) for each in asked[name])
    ]
    assert missing == []


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.rule")), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_programs_come_back_from_spanish_and_portuguese(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    assert format_text(SourceFile(path.name, written)) == written

    text = written
    for language in ("es", "pt", "en"):
        text = format_text(SourceFile(path.name, text), language)
    assert text.replace("  language en\n", "", 1) == written


@pytest.mark.parametrize("folder", [f for f, names in ledger().runs.items() if set(names) & set(ledger().told)])
def test_explanations_tell_the_published_parts(folder: str) -> None:
    cases, names = published(), [name for name in listed().runs[folder] if name in listed().told]
    told = told_of_each(loaded_from(folder), names)

    missing = [
        (name, key, figure)
        for name in names
        for key in listed().told[name]
        for figure in figures(cases[name].expected[key])
        if Fraction(str(figure)) not in told[name]
    ]
    assert missing == []
