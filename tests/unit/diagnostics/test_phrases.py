"""Words that findings carry as values: every one is there in every language, with the same places."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rulelang
from rulelang.diagnostics.catalogue import phrases, told, words
from rulelang.diagnostics.language import in_language, told_in
from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.diagnostics.phrase import Phrase, listed, phrase, placeholders
from rulelang.languages import languages
from rulelang.source import SourceFile, Span
from rulelang.syntax.build import not_yet
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.program import ONCE
from rulelang.typecheck.spans_of_time import DAYS_IN
from rulelang.typecheck.words import unit_words

PACKAGE = Path(rulelang.__file__).parent
TRANSLATED = languages()[1:]
CONSTRUCTS = (not_yet.DECLARATIONS, not_yet.CLAUSES)
# The clauses that have one keyword, by the words they go by.
CLAUSES = {
    "language edition": "LANGUAGE_EDITION", "currency": "CURRENCY", "year starts": "YEAR_STARTS",
    "effective from": "EFFECTIVE_FROM", "for region": "FOR_REGION", "assessed every": "ASSESSED_EVERY",
    "requires": "REQUIRES", "paid every": "PAID_EVERY", "measured every": "MEASURED_EVERY", "when": "WHEN", "on": "ON",
    "at most": "AT_MOST",
}  # fmt: skip


def written_in_code() -> Iterator[str]:
    """Every text that is handed to `phrase`, names a construct, or names a clause that stands once."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match call:
                case ast.Call(func=ast.Name(id="phrase" | "Unbuilt"), args=[text, *_]):
                    yield from texts(text)
                case ast.Call(func=ast.Name(id="only"), args=[_, _, _, text]):
                    yield from texts(text)
    for constructs in CONSTRUCTS:
        yield from constructs.values()
    yield from ONCE.values()
    yield from ("a count", "a number", "a percent", "points")
    yield from (str(unit_words(unit)) for unit in DAYS_IN)


def texts(expression: ast.expr) -> Iterator[str]:
    match expression:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_is_translated(language: str) -> None:
    assert sorted({text for text in written_in_code() if text not in phrases(language)}) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_places(language: str) -> None:
    assert [
        english for english, text in phrases(language).items() if placeholders(english) != placeholders(text)
    ] == []


def test_every_language_has_the_same_phrases() -> None:
    assert set(phrases("es")) == set(phrases("pt"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_clauses_and_units_are_spelled_as_the_language_spells_them(language: str) -> None:
    spelled = keywords().spellings
    for english, terminal in CLAUSES.items():
        assert phrases(language)[english] == spelled[Keyword(terminal)][language][0]
    for unit in DAYS_IN:
        assert told(unit_words(unit), "en") == spelled[Keyword("UNIT", unit)]["en"][1]
        assert told(unit_words(unit), language) == spelled[Keyword("UNIT", unit)][language][1]


def test_a_phrase_is_told_in_each_language_and_is_english_as_a_text() -> None:
    incentive = phrase("a parameter that is {kind}", kind=phrase("money in {currency}", currency="USD"))

    assert str(incentive) == told(incentive) == "a parameter that is money in USD"
    assert told(incentive, "es") == "un parámetro que es dinero en USD"
    assert told(incentive, "pt") == "um parâmetro que é dinheiro em USD"


def test_what_the_user_wrote_is_never_translated() -> None:
    assert told("a count", "es") == "a count"
    assert told(phrase("a parameter that is {kind}", kind="a count"), "es") == "un parámetro que es a count"


def test_values_stand_in_a_list_each_in_its_own_words() -> None:
    units = listed([unit_words("quarter"), unit_words("half"), "`x`"])

    assert told(units) == "quarter, half year, `x`"
    assert told(units, "pt") == "trimestre, semestre, `x`"


def test_phrases_stay_phrases_in_a_finding_and_fill_its_words() -> None:
    file = SourceFile("a.rule", "x")
    report = Report()
    report.add("not-yet", Span(file, 0, 1), construct=phrase("a scorecard"))
    report.add("not-a-paying-unit", Span(file, 0, 1), unit=unit_words("week"))

    assert isinstance(report.findings[0].values["construct"], Phrase)
    assert words(report.findings[0]).message.startswith("`a scorecard` is")
    assert words(report.findings[0], "es").message.startswith("`un puntaje` es")
    assert words(report.findings[1], "pt").label == "a cada semana"


def test_a_finding_that_points_into_no_rules_is_told_in_the_language_of_its_program() -> None:
    [told_there] = in_language([Diagnostic("cell-not-a-date", None, {"value": "x", "column": "y"})], "es")

    assert told_in(told_there) == "es"
    assert told_in(told_there, "pt") == "pt"
    assert told_in(Diagnostic("cell-not-a-date")) == "en"
