"""A language is its table of words and its folder of the catalogue: nothing else in the package names one."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rulelang
from rulelang.diagnostics import catalogue
from rulelang.languages import ENGLISH, forms, languages, words_of
from rulelang.syntax.table import grammar_text

PACKAGE = Path(rulelang.__file__).parent
OWN = PACKAGE / "languages" / "__init__.py"
PLACE = re.compile(r"(?P<keyword>[A-Z_0-9]+)(?: (?P<how>in|after|then) (?P<what>\w+))?(?: (?P<agreeing>[a-z]+))?")


def texts() -> Iterator[tuple[str, str]]:
    """Every constant text of the package's code, but for what is only read by people."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for each in ast.walk(tree):
            if path != OWN and isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in told:
                yield f"{path.relative_to(PACKAGE)}:{each.lineno}", each.value


def test_nothing_but_the_tables_names_a_language() -> None:
    codes = "|".join(languages())
    listed = re.compile(rf"(?:{codes})|.*\((?:\?:)?(?:{codes})\|.*", re.DOTALL)

    assert [(place, text) for place, text in texts() if listed.fullmatch(text)] == []


def test_english_comes_first_and_the_others_by_code() -> None:
    assert languages()[0] == ENGLISH
    assert list(languages()[1:]) == sorted(languages()[1:])


@pytest.mark.parametrize("language", languages())
def test_a_table_has_the_words_of_the_english_one(language: str) -> None:
    english, own = words_of(ENGLISH), words_of(language)

    assert list(own["keywords"]) == list(english["keywords"])
    for kind in ("types", "months"):
        assert list(own[kind]) == list(english[kind])
        assert len(set(own[kind].values())) == len(own[kind])


@pytest.mark.parametrize("language", languages())
def test_a_spelling_that_is_written_in_some_place_is_one_of_the_language(language: str) -> None:
    table = words_of(language)
    terminals = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", grammar_text()))
    rules = set(re.findall(r"^\??!?(\w+):|-> (\w+)", grammar_text(), re.MULTILINE))
    named = {name for pair in rules for name in pair if name}
    every = {form for cell in table["keywords"].values() for form in forms(cell)}
    agreements = {None, *table.get("agreement", {}).values()}
    for place, spelling in table.get("written", {}).items():
        found = PLACE.fullmatch(place)
        assert found is not None, place
        assert found["keyword"] in table["keywords"], place
        assert spelling in every, place
        assert found["agreeing"] in agreements, place
        known = {"in": named, "after": {*terminals, "1"}, "then": terminals, None: {None}}[found["how"]]
        assert found["what"] in known, place


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_is_a_folder_of_that_language(language: str) -> None:
    assert catalogue.entries(language)
    assert catalogue.other_words("frame", language).keys() == catalogue.other_words("frame", ENGLISH).keys()


def test_a_folder_that_is_no_language_is_none() -> None:
    assert catalogue.entries("../en") == {}
    assert catalogue.entry("not-yet", "xx") == catalogue.entries()["not-yet"]
