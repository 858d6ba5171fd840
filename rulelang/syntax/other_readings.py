"""Readings of records in the words of spreadsheets and other systems: `sum of amount of deals`, `max(amount) of deals`.

Knows where the tables of words have those names (`habits`), and the word of the rules that says the same.
"""
from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping

from rulelang.frozen import frozen
from rulelang.languages import ENGLISH, words_of
from rulelang.source import SourceFile, Span
from rulelang.syntax.keywords import Keyword, keywords

LONGEST = 3
"""So many words the name of a reading has at most."""
REST_MAX = 80
WORD = re.compile(r"[^\W\d]\w*")
IN_BRACKETS = re.compile(r"\(\s*(\w+(?: \w+)*)\s*\)")


@frozen
class OtherReading:
    """A reading under another name: the word that stands for it here, and how the rest of the line is then written."""

    span: Span
    reading: str
    instead: str
    bracketed: bool

    @property
    def written(self) -> str:
        return " ".join(self.span.text.split())

    @property
    def variant(self) -> str:
        """How it is told: the right word, with brackets that it does not take, or another word."""
        return "brackets" if self.bracketed else ""


@functools.cache
def reading_names(language: str) -> Mapping[tuple[str, ...], str]:
    """The names of readings elsewhere, in a language and in English, word by word, each with the word that stands for
    it."""
    tables = [words_of(code).get("habits", {}).get("readings", {}) for code in (ENGLISH, language)]
    return {tuple(name.split()): reading for table in tables for reading, names in table.items() for name in names}


def other_reading(file: SourceFile, start: int, language: str) -> OtherReading | None:
    """The reading that the words from a place on were meant for; None where they are none, or are right as they are."""
    line = file.text[start : start + REST_MAX * 2].partition("\n")[0].partition("#")[0]
    words = list(WORD.finditer(line))[:LONGEST]
    names = reading_names(language)
    found = [words[:length] for length in range(len(words), 0, -1) if _together(line, words[:length])]
    name = next((some for some in found if tuple(word[0].lower() for word in some) in names), None)
    if name is None or name[0].start() != 0:
        return None
    reading = names[tuple(word[0].lower() for word in name)]
    rest = line[name[-1].end() :].strip()
    spellings = keywords().spellings
    if reading != "COUNT" and not {*rest.split()} & {*spellings[Keyword("OF")][language]}:
        return None
    spelling = spellings[Keyword(reading)][language][0]
    span = Span(file, start, start + name[-1].end())
    written = " ".join(span.text.split())
    read = IN_BRACKETS.sub(r"\1", _inside(rest), count=1) if len(rest) <= REST_MAX else "..."
    instead = f"{spelling} {read}"
    return None if instead == f"{written} {rest}" else OtherReading(span, reading, instead, written == spelling)


def _together(line: str, words: list[re.Match[str]]) -> bool:
    """Whether nothing but blanks stands between words."""
    return all(not line[before.end() : after.start()].strip() for before, after in itertools.pairwise(words))


def _inside(rest: str) -> str:
    """What follows, up to the end of the brackets around the reading."""
    opened = 0
    for at, sign in enumerate(rest):
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            return rest[:at]
    return rest
