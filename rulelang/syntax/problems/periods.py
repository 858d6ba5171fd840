"""Periods in everyday words: `in the last 90 days`, `this year`, `vs last year`, `more than 12 months ago`.

Knows where the tables of words have those words (`habits`), and the phrases of the rules that say the same.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from rulelang.diagnostics.model import Edit, Safety
from rulelang.diagnostics.suggest import in_backticks
from rulelang.languages import ENGLISH, words_of
from rulelang.source import Span
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.stop import Stop

LONGEST = 5
"""So many words an everyday phrase for a period has at most."""
FIGURE = re.compile(r"\d+")
NAME = r"(?:FY)?\d{4}(?:-(?:Q|H|M|W)?\d{1,2})?"
PERIOD = re.compile(rf"\s+(?P<first>{NAME})(?:\.\.(?P<last>{NAME}))?(?![\w.-])")
"""What is written like a month, a quarter, a half or a year."""


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


def day_in_a_period(stop: Stop) -> bool:
    """`joined in 2025`, `closed_on during 2025-Q1..2025-Q2`: how a rule asks whether a day lies in a period."""
    if stop.token is None or stop.fresh or "IS_IN" not in stop.place.accepted:
        return False
    if stop.meant != "IN" and (stop.written.lower(),) not in period_names(stop.language, "inside"):
        return False
    text = stop.file.text
    found = PERIOD.match(text, stop.span().stop)
    if found is None:
        return False
    asked = re.split(r"[\s(]", text[: stop.span().start].rstrip())[-1]
    phrase, first, last = _spelled(stop, "IS_IN"), found["first"], found["last"]
    test = f"{phrase} {first}" if not last else f"{_spelled(stop, 'BETWEEN')} {first} {_spelled(stop, 'AND')} {last}"
    if "WHERE" in stop.place.accepted and not stop.pieces[stop.index - 1].fresh:
        where = f"{asked} {_spelled(stop, 'WHERE')} closed_on {test}"
        stop.report.add(
            "period-after-records", stop.span(), written=stop.written, records=asked, period=first, instead=where
        )
        return True
    span = Span(stop.file, stop.span().start, found.end())
    stop.report.add(
        "comparison-in-words", stop.span(), variant="whole", written=stop.written, previous=asked,
        instead=f"{asked} {test}", edits=[Edit(span, test, Safety.SAFE)],
    )  # fmt: skip
    return True


def _spelled(stop: Stop, terminal: str) -> str:
    return keywords().spellings[Keyword(terminal)][stop.language][0]


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
