"""The keywords of the rules in every language. Knows words only: no grammar, no text, no places."""
from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from rulelang.frozen import frozen
from rulelang.languages import ENGLISH, forms, languages, words_of

SLOTS = ("{n}", "{u}")

# Never names; all other words are keywords only where the rules can take them.
HARD = frozenset({
    "OF", "IS", "IS_NOT", "IS_ONE_OF", "IS_IN", "IS_NOT_IN", "IS_KNOWN", "IS_UNKNOWN", "INCLUDES", "LACKS",
    "BETWEEN", "BEFORE", "AFTER", "AND", "OR", "OR_ELSE", "WHERE", "HAVE", "WHEN", "IF", "OTHERWISE", "FROM",
    "ABOVE", "TO", "IN", "FOR", "IN_FORCE_ON", "IN_FORCE_AT", "YES", "NO", "ALL_OF", "ANY_OF", "NONE_OF",
    "AT_LEAST_N_OF", "AT_MOST_N_OF", "AT_LEAST", "AT_MOST", "BY", "EACH", "UNKNOWN", "FIXED", "GIVEN",
})  # fmt: skip


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
    """All tables. `spellings[keyword][language]` starts with the spelling that the formatter writes."""

    spellings: Mapping[Keyword, Mapping[str, tuple[str, ...]]]
    tries: Mapping[str, Trie]
    units: Mapping[str, Mapping[str, str]]


def _trie(spellings: Mapping[Keyword, Mapping[str, tuple[str, ...]]], language: str) -> Trie:
    root = Trie()
    for keyword, by_language in spellings.items():
        for form in by_language[language]:
            place = root
            for word in form.split():
                place = place.children.setdefault(word, Trie())
            place.endings.append(keyword)
    return root


class _Tries(dict[str, Trie]):
    """The tries by language, each made when it is first asked for: a file has one language."""

    def __init__(self, spellings: Mapping[Keyword, Mapping[str, tuple[str, ...]]]) -> None:
        self.spellings = spellings

    def __missing__(self, language: str) -> Trie:
        trie = self[language] = _trie(self.spellings, language)
        return trie


@functools.cache
def keywords() -> Keywords:
    """All tables, read once. A language that lacks a keyword of the English table is a defect of its table."""
    rows = {language: words_of(language)["keywords"] for language in languages()}
    spellings: dict[Keyword, dict[str, tuple[str, ...]]] = {}
    for name in rows[ENGLISH]:
        terminal, _, value = name.partition(":")
        spellings[Keyword(terminal, value)] = {language: forms(row[name]) for language, row in rows.items()}
    units = {
        language: {form: k.value for k, row in spellings.items() if k.terminal == "UNIT" for form in row[language]}
        for language in rows
    }
    return Keywords(spellings, _Tries(spellings), units)


@functools.cache
def written(language: str) -> Mapping[str, str]:
    """Which spelling is written where it is not the first: `OVER_THE_LAST feminine`, `BEFORE then PERIOD_END`."""
    found: Mapping[str, str] = words_of(language).get("written", {})
    return found


@functools.cache
def agreement(language: str) -> Mapping[str, str]:
    """Units of time that ask their neighbours for another spelling than the first, with the name of that agreement."""
    found: Mapping[str, str] = words_of(language).get("agreement", {})
    return found


@functools.cache
def reserved(language: str) -> frozenset[str]:
    """Words kept back from names, because a value of that name would change the meaning of `status is known`."""
    row = {name: forms(cell) for name, cell in words_of(language)["keywords"].items()}
    after = (
        form.removeprefix(f"{verb} ")
        for name in ("IS_KNOWN", "IS_UNKNOWN")
        for form in row[name]
        for verb in row["IS"]
        if form.startswith(f"{verb} ")
    )
    kept = {form for name, spelled in row.items() if name in HARD for form in spelled}
    return frozenset(word for word in after if " " not in word and word not in kept)


@functools.cache
def built_in(kind: str, language: str) -> Mapping[str, str]:
    """`kind` is types or months: word of that language -> its name in the tree, in calendar order for months."""
    return {word: name for name, word in words_of(language)[kind].items()}


@functools.cache
def spelled(kind: str, language: str) -> Mapping[str, str]:
    """The other way round: name in the tree -> word of that language."""
    found: Mapping[str, str] = words_of(language)[kind]
    return found
