"""The keywords of the language in English, Spanish and Portuguese. Knows words only: no grammar, no text, no places."""
from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import attrs

from rulelang.frozen import frozen
from rulelang.kept import toml_table

LANGUAGES = ("en", "es", "pt")
SLOTS = ("{n}", "{u}")

# A value of that name would change the meaning of `status is known`; both words are kept back from names.
RESERVED = {
    "en": frozenset({"known"}),
    "es": frozenset({"conocido", "conocida", "desconocida"}),
    "pt": frozenset({"conhecido", "conhecida", "desconhecida"}),
}


@frozen
class Keyword:
    """One meaning. `terminal` is its name in the grammar, `value` tells units apart (`UNIT` of month), else empty."""

    terminal: str
    value: str = ""


@frozen(eq=False)
class Trie:
    """Phrases by their words. `ending` is the keyword that ends here; a slot is a child under `{n}` or `{u}`."""

    children: dict[str, Trie] = attrs.field(factory=dict)
    endings: list[Keyword] = attrs.field(factory=list)


@frozen(eq=False)
class Keywords:
    """The whole table. `spellings[keyword][language]` starts with the spelling that the formatter writes."""

    spellings: Mapping[Keyword, Mapping[str, tuple[str, ...]]]
    within: Mapping[tuple[str, str], Mapping[str, str]]
    hard: frozenset[str]
    agreeing: frozenset[str]
    tries: Mapping[str, Trie]
    units: Mapping[str, Mapping[str, str]]


def _table(name: str) -> dict[str, dict[str, Any]]:
    return toml_table(resources.files(__package__).joinpath(name))


def _words(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split(";"))


def _trie(spellings: Mapping[Keyword, Mapping[str, tuple[str, ...]]], language: str) -> Trie:
    root = Trie()
    for keyword, by_language in spellings.items():
        for form in by_language[language]:
            place = root
            for word in form.split():
                place = place.children.setdefault(word, Trie())
            place.endings.append(keyword)
    return root


@functools.cache
def keywords() -> Keywords:
    """The table, read once from `keywords.toml`."""
    spellings: dict[Keyword, dict[str, tuple[str, ...]]] = {}
    within: dict[tuple[str, str], dict[str, str]] = {}
    hard, agreeing = set(), set()
    for name, row in _table("keywords.toml").items():
        terminal, at, rule = name.partition("@")
        if at:
            within[terminal, rule] = {language: row[language] for language in LANGUAGES if language in row}
            continue
        terminal, _, value = name.partition(":")
        spellings[Keyword(terminal, value)] = {language: _words(row[language]) for language in LANGUAGES}
        if row.get("hard"):
            hard.add(terminal)
        if row.get("agree"):
            agreeing.add(terminal)
    units = {
        language: {form: k.value for k, row in spellings.items() if k.terminal == "UNIT" for form in row[language]}
        for language in LANGUAGES
    }
    tries = {language: _trie(spellings, language) for language in LANGUAGES}
    return Keywords(spellings, within, frozenset(hard), frozenset(agreeing), tries, units)


@functools.cache
def built_in(kind: str, language: str) -> Mapping[str, str]:
    """`kind` is types or months: word of that language -> its name in the tree, in calendar order for months."""
    return {row[language]: name for name, row in _table("words.toml")[kind].items()}


@functools.cache
def spelled(kind: str, language: str) -> Mapping[str, str]:
    """The other way round: name in the tree -> word of that language."""
    return {name: word for word, name in built_in(kind, language).items()}
