"""Periods in everyday words: `in the last 90 days`, `this year`, `vs last year`, `more than 12 months ago`.

Knows where the tables of words have those words (`habits`), and the phrases of the rules that say the same.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import ENGLISH, words_of
from rulelang.source import Span
from rulelang.syntax.problems.stop import Stop

LONGEST = 5
"""So many words an everyday phrase for a period has at most."""
FIGURE = re.compile(r"\d+")


@functools.cache
def period_names(language: str, table: str = "periods") -> Mapping[tuple[str, ...], str]:
    """The everyday words in a language and in English, word by word, each with the phrase that stands for them."""
    tables = [words_of(code).get("habits", {}).get(table, {}) for code in (ENGLISH, language)]
    return {tuple(name.split()): phrase for table in tables for phrase, names in table.items() for name in names}


def period_in_other_words(stop: Stop) -> bool:
    """`total amount of deals in the last 90 days`, `growth of sales vs last year`: a period in everyday words."""
    if stop.token is None or stop.fresh:
        return False
    for start in (stop.index - 1, stop.index):
        words = _words(stop, start)
        found = [words[:length] for length in range(min(len(words), LONGEST), stop.index - start, -1)]
        name = next((name for name in found if name in period_names(stop.language)), ())
        if name and start > 0 and not stop.pieces[start].fresh:
            return _told(stop, start, len(name), period_names(stop.language)[name])
    return False


def time_ago_in_other_words(stop: Stop) -> bool:
    """`joined more than 12 months ago`: so long ago that it lies before a day."""
    if stop.token is None or stop.fresh:
        return False
    names = period_names(stop.language, "ago")
    words = _words(stop, stop.index)
    name = next((words[:length] for length in (2, 1) if words[:length] in names), ())
    if not name or len(words) < len(name) + 3 or not FIGURE.fullmatch(words[len(name)]):
        return False
    figure, unit, ago = words[len(name) : len(name) + 3]
    if (ago,) not in period_names(stop.language, "ago_ends"):
        return False
    return _told(stop, stop.index, len(name) + 3, names[name].replace("{n}", figure).replace("{u}", unit))


def _words(stop: Stop, start: int) -> tuple[str, ...]:
    """The words from a piece to the end of its line, in small letters."""
    words: list[str] = []
    for piece in stop.pieces[start : start + LONGEST + 3]:
        if words and piece.fresh:
            break
        words.append(piece.text.lower())
    return tuple(words)


def _told(stop: Stop, start: int, words: int, phrase: str) -> bool:
    span = Span(stop.file, stop.pieces[start].start, stop.pieces[start + words - 1].stop)
    written = " ".join(span.text.split())
    if written == phrase:
        return False
    stop.report.add("unknown-words", span, written=written, suggestions=in_backticks([phrase]))
    return True
