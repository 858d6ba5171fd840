"""What people write out of habit from other languages of rules: comparisons and denials in words. Knows the words of
each language (`habits` of its table) and how the rules say the same; knows no place in a file."""
from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from rulelang.frozen import frozen
from rulelang.languages import ENGLISH, forms, languages, words_of

SIGNS = frozenset({"<", "<=", ">", ">="})


@frozen
class Compared:
    """A comparison in words: what stands before it, its words, and the sign or word that says the same here."""

    previous: str
    written: str
    instead: str


def compared_in_words(words: Sequence[str], language: str, unknown_only: bool = False) -> Compared | None:
    """The comparison that the words of a line were meant for: `csat is greater than 4`; None where there is none.

    `unknown_only` leaves alone the words that are part of a phrase of the language.
    """
    signs, around = _signs(language), _table(language, "around")
    if unknown_only:
        signs = {word: sign for word, sign in signs.items() if word not in _all_words(language)}
    meant = next((at for at, word in enumerate(words) if at and word.lower() in signs), 0)
    if not meant or SIGNS & {*words[:meant]}:
        return None
    if any(word.lower() in _table(language, "not") for word in words[:meant]):
        return None
    start = next(at for at in range(1, meant + 1) if at == meant or words[at].lower() in around)
    stop = next((at for at in range(meant + 1, len(words)) if words[at].lower() not in around), len(words))
    sign = signs[words[meant].lower()]
    or_equal = sign in ("<", ">") and any(signs.get(word.lower(), sign) != sign for word in words[meant + 1 : stop])
    return Compared(words[start - 1], " ".join(words[start:stop]), f"{sign}=" if or_equal else sign)


def denies(word: str, language: str) -> bool:
    """Whether a word is put before what it denies, in a language or in English."""
    return word.lower() in denying(language)


def denying(language: str) -> frozenset[str]:
    """The words that are put before what they deny, in a language and in English."""
    return _table(language, "not")


def says_different(word: str) -> bool:
    """Whether a word says in some language that values are told apart: `distinct`."""
    return any(word.lower() in _table(language, "different") for language in languages())


def counted_otherwise(words: Sequence[str], language: str) -> tuple[str, str]:
    """The words with which a rule about data was begun that is not one, and whether they say how many there have to be
    (`least`) or may be (`most`); nothing where it begins otherwise."""
    table = words_of(language).get("habits", {}).get("counted", {})
    said = [word.lower() for word in words]
    found = [(way, kind) for kind, ways in table.items() for way in ways if way.split() == said[: len(way.split())]]
    return max(found, key=lambda each: len(each[0]), default=("", ""))


def denied(words: Sequence[str], language: str) -> str:
    """How the rules deny some words: `specialised is no`."""
    keywords = words_of(language)["keywords"]
    return " ".join([*words, forms(keywords["IS"])[0], forms(keywords["NO"])[0]])


def value_meant(word: str, language: str) -> str:
    """The word of the rules for a value that other languages write otherwise: `yes` for `true`; "" for no such word."""
    for table in _habits(language):
        for keyword, others in table.get("values", {}).items():
            if word.lower() in others:
                return forms(words_of(language)["keywords"][keyword.upper()])[0]
    return ""


def kind_meant(word: str, language: str) -> str:
    """The word of the rules for a kind of value that databases and code call otherwise; "" for no such word."""
    for table in _habits(language):
        for kind, others in table.get("types", {}).items():
            if word.lower() in others:
                return " ".join(words_of(language)["types"][kind].split("_"))
    return ""


def words_for_known(language: str) -> frozenset[str]:
    """The words after `is` by which a language says that a value is there."""
    return frozenset(form.split()[-1] for form in forms(words_of(language)["keywords"]["IS_KNOWN"]))


def is_unknown(language: str) -> str:
    """How the rules ask for a value that is missing: `is unknown`."""
    return forms(words_of(language)["keywords"]["IS_UNKNOWN"])[0]


def otherwise(word: str, language: str) -> bool:
    """Whether other languages of rules begin the last case with a word."""
    return word.lower() in _table(language, "otherwise")


def split_at_then(line: str, language: str) -> tuple[str, str]:
    """A condition, and what other languages of rules write behind it: `a is b then 5 USD`."""
    words = line.split()
    at = next((at for at, word in enumerate(words) if word.lower() in _table(language, "then")), len(words))
    return " ".join(words[:at]), " ".join(words[at + 1 :])


def in_full(figure: str, noughts: int) -> str:
    """`1.5` with three noughts is `1_500`."""
    before, _, after = figure.replace("_", "").partition(".")
    digits = (before + after[:noughts].ljust(noughts, "0")).lstrip("0") or "0"
    return f"{int(digits):_}" + (f".{after[noughts:]}" if after[noughts:] else "")


def _habits(language: str) -> list[Mapping[str, Any]]:
    return [words_of(ENGLISH)["habits"], words_of(language).get("habits", {})]


@functools.cache
def _table(language: str, key: str) -> frozenset[str]:
    return frozenset(word for table in _habits(language) for word in table.get(key, ()))


@functools.cache
def _signs(language: str) -> Mapping[str, str]:
    tables = [table.get("signs", {}) for table in _habits(language)]
    return {word: sign for table in tables for sign, words in table.items() for word in words}


@functools.cache
def _all_words(language: str) -> frozenset[str]:
    """Every word of every phrase of a language."""
    cells = words_of(language)["keywords"].values()
    return frozenset(word for cell in cells for form in forms(cell) for word in form.split())
