"""Readings of records in the words of spreadsheets and other systems: `sum of amount of deals`, `max(amount)`.

Knows where the tables of words have those names (`habits`), and the word of the rules that says the same.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from rulelang.languages import ENGLISH, words_of
from rulelang.source import Span
from rulelang.syntax.expectations import place_before
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.stop import Stop

LONGEST = 3
"""So many words before the one that does not fit can be the name of a reading."""
CALL_MAX = 8
"""So many pieces before the one that does not fit are looked at for a bracket."""
REST_MAX = 80
IN_BRACKETS = re.compile(r"\(\s*(\w+(?: \w+)*)\s*\)")


@functools.cache
def reading_names(language: str) -> Mapping[tuple[str, ...], str]:
    """The names of readings elsewhere, in a language and in English, word by word, each with the word that stands for
    it."""
    tables = [words_of(code).get("habits", {}).get("readings", {}) for code in (ENGLISH, language)]
    return {tuple(name.split()): reading for table in tables for reading, names in table.items() for name in names}


def reading_in_other_words(stop: Stop) -> bool:
    """`sum of amount of deals`, `number of deals`, `max(amount) of deals`: a reading under another name."""
    if stop.token is None:
        return False
    for unread in (stop.index, _bracket(stop)):
        for start in range(max(unread - LONGEST, 1), unread + 1):
            name = _name_at(stop, start)
            reading = reading_names(stop.language).get(name, "")
            if reading and start + len(name) >= unread and _takes(stop, start, reading):
                return _told(stop, start, len(name), reading)
    return False


def _name_at(stop: Stop, start: int) -> tuple[str, ...]:
    """The longest name of a reading that begins at a piece and is written on one line."""
    words: list[str] = []
    for piece in stop.pieces[start : start + LONGEST]:
        if words and piece.fresh:
            break
        words.append(piece.text.lower())
    found = [tuple(words[:length]) for length in range(len(words), 0, -1)]
    return next((name for name in found if name in reading_names(stop.language)), ())


def _bracket(stop: Stop) -> int:
    """The last bracket opened before the word that does not fit: `max(amount) of deals` is a call up to its `of`."""
    opened = [at for at in range(max(stop.index - CALL_MAX, 0), stop.index) if stop.pieces[at].text == "("]
    return opened[-1] if opened else stop.index


def _takes(stop: Stop, start: int, reading: str) -> bool:
    """Whether the word of the rules could stand where the name stands."""
    before = [token for token in stop.before if (token.start_pos or 0) < stop.pieces[start].start]
    return bool(before) and reading in place_before(before).accepted


def _told(stop: Stop, start: int, words: int, reading: str) -> bool:
    last = stop.pieces[start + words - 1]
    span = Span(stop.file, stop.pieces[start].start, last.stop)
    spelling = keywords().spellings[Keyword(reading)][stop.language][0]
    rest = stop.file.text[last.stop :].partition("\n")[0].partition("#")[0].strip()
    read = IN_BRACKETS.sub(r"\1", _inside(rest), count=1) if len(rest) <= REST_MAX else "..."
    written, instead = " ".join(span.text.split()), f"{spelling} {read}"
    of = keywords().spellings[Keyword("OF")][stop.language]
    if instead == f"{written} {rest}" or (reading != "COUNT" and not {*rest.split()} & {*of}):
        return False
    variant = "brackets" if written == spelling else ""
    stop.report.add("reading-in-other-words", span, variant=variant, written=written, instead=instead)
    return True


def _inside(rest: str) -> str:
    """What follows, up to the end of the brackets around the reading."""
    opened = 0
    for at, sign in enumerate(rest):
        opened += (sign == "(") - (sign == ")")
        if opened < 0:
            return rest[:at]
    return rest
