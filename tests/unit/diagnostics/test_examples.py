"""The values that `rulelang explain CODE` shows: of findings that are there, with what their sentences need."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import Entry, entries, entry, phrases
from rulelang.diagnostics.examples import examples, values_for
from rulelang.diagnostics.page import BLANK, page
from rulelang.diagnostics.phrase import Phrase, Told, placeholders
from rulelang.languages import ENGLISH, languages

# A finding that nobody has given an example yet shows blanks; most have one.
SHARE = 0.8


def variants(found: Entry) -> set[str]:
    return {variant for part in (found.message, found.label, found.note, found.help) for variant in part}


def test_every_example_is_of_a_finding_and_a_variant_that_are_there() -> None:
    stray = [name for name in examples() if name not in entries()]
    unknown = [
        f"{name}: {variant}"
        for name, rows in examples().items()
        if name in entries()
        for variant in rows
        if variant and variant not in variants(entries()[name])
    ]

    assert stray == []
    assert unknown == []


def told_phrases(value: Told) -> list[str]:
    if not isinstance(value, Phrase):
        return []
    return [value.english, *(text for part in value.values.values() for text in told_phrases(part))]


@pytest.mark.parametrize("language", languages()[1:])
def test_every_phrase_of_an_example_is_told_in_every_language(language: str) -> None:
    used = {
        text
        for rows in examples().values()
        for values in rows.values()
        for value in values.values()
        for text in told_phrases(value)
        if placeholders(text).isdisjoint({"0", "1"})  # a list of values is commas only
    }

    assert sorted(used - set(phrases(language))) == []


def _needed(found: Entry) -> set[str]:
    return {name for text in found.message[""] for name in placeholders(text)}


def test_most_findings_show_values_and_not_blanks() -> None:
    needing = [found for found in entries().values() if any(map(placeholders, found.message.get("", ())))]
    full = [found.name for found in needing if _needed(found) <= values_for(found.name, "", ENGLISH).keys()]

    assert len(full) >= SHARE * len(needing), sorted({found.name for found in needing} - set(full))


@pytest.mark.parametrize("language", languages())
def test_a_page_has_no_place_left_to_fill(language: str) -> None:
    for name in entries():
        found = entry(name, language)
        shown = page(found, language)
        places = {f"{{{place}}}" for text in found.sentences() for place in placeholders(text)}

        assert [place for place in places if place in shown] == [], name


@pytest.mark.parametrize("language", languages())
def test_values_are_shown_in_every_language_and_are_coherent(language: str) -> None:
    shown = page(entry("unknown-name", language), language)
    values = values_for("unknown-name", "", language)

    assert BLANK not in shown
    assert f"`{values['name']}`" in shown
    assert values["suggestion"] in shown
