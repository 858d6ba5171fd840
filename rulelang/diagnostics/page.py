"""The page of one code: what it says, why and what to do, with values as they may be; made from the catalogue alone."""
from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from rulelang.diagnostics.catalogue import Entry, Variants, entry
from rulelang.diagnostics.examples import values_for
from rulelang.diagnostics.frame import word
from rulelang.diagnostics.phrase import filled, placeholders
from rulelang.languages import ENGLISH

_WIDTH = 88
_PLACE = re.compile(r"\{\w+\}")
BLANK = "…"


def page(found: Entry, language: str = ENGLISH) -> str:
    """The page as text that ends with a newline."""
    parts = [f"{found.id} {found.name} ({word(found.severity.value, language)})"]
    parts += [_wrapped(text) for text in _told(found, found.message, language)]
    parts += [textwrap.fill(text, _WIDTH) for text in found.page.split("\n\n") if text]
    parts += [_listed(word("note", language), text) for text in _told(found, found.note, language)]
    parts += [_listed(word("help", language), text) for text in _told(found, found.help, language)]
    return "\n\n".join(parts) + "\n"


def _told(found: Entry, part: Variants, language: str) -> Iterator[str]:
    """The sentences of a part, each once, with the values of an example and a blank where it has none.

    A piece of advice that needs a value the example lacks is one that would not be given there.
    """
    seen: set[str] = set()
    for variant, texts in part.items():
        values = values_for(found.name, variant, language)
        for text in texts:
            lacking = values and part is not found.message and not all(map(values.get, placeholders(text)))
            told = in_general(filled(text, {name: value for name, value in values.items() if value}))
            if told not in seen and not lacking:
                yield told
            seen.add(told)


def general(name: str, language: str = ENGLISH) -> str:
    """What a finding of that name says, whatever it is about."""
    texts = next(iter(entry(name, language).message.values()))
    return in_general(texts[0])


def in_general(sentence: str) -> str:
    """A sentence of the catalogue with a blank where a finding puts a name or a value."""
    return _PLACE.sub(BLANK, sentence)


def _wrapped(told: str) -> str:
    return textwrap.fill(told, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def _listed(head: str, told: str) -> str:
    return textwrap.fill(f"{head}: {told}", _WIDTH, subsequent_indent="  ", break_long_words=False)
