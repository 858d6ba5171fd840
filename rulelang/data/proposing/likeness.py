"""How like two names are, word by word: `Close Date`, `CloseDate` and `Fecha de cierre` are all like `closed_on`.

Knows the trade's words in every language, from their tables; knows nothing of values or types.
"""
from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rulelang.languages import languages, words_of

_WORD = re.compile(r"[a-z0-9]+|[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")


def likeness(column: str, field: str) -> Fraction:
    """From 0, no word in common, to 1, the same words or names of the same thing. A column that says all that the field
    does and more is liker than one that lacks a word."""
    if column == field:
        return Fraction(1)
    ours, theirs = words_in(column, "things"), words_in(field, "things")
    if not ours or not theirs:
        return Fraction(0)
    share = Fraction(len(ours & theirs), len(ours | theirs))
    return (1 + share) / 2 if theirs <= ours else share


def is_named_in(member: str, text: str) -> bool:
    """Whether all words of a value's name stand in what an export writes: `won` in `Closed Won` and in `Ganada`."""
    wanted = words_in(member, "values")
    return bool(wanted) and wanted <= words_in(text, "values")


@functools.lru_cache(maxsize=10_000)
def words_in(name: str, kind: str) -> frozenset[str]:
    """The words of a name, each by the first word that means the same. `kind`: things or values."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = [word.lower() for word in _WORD.findall(plain)]
    told = [word for word in words if word not in _silent()] or words
    return frozenset(_first_words(kind).get(word, word) for word in told)


def _exports(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = words_of(language).get("exports", {})
    return found


@functools.cache
def _first_words(kind: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in languages():
        for first, others in _exports(language).get(kind, {}).items():
            for word in (first, *others.split()):
                found.setdefault(word, first)
    return found


@functools.cache
def _silent() -> frozenset[str]:
    return frozenset(word for language in languages() for word in _exports(language).get("silent", "").split())
