"""The page of one code: what it says, why, and what to do. Made from the catalogue's entry alone."""
from __future__ import annotations

import re
import textwrap

from rulelang.diagnostics.catalogue import Entry, entry
from rulelang.diagnostics.frame import word
from rulelang.languages import ENGLISH

_WIDTH = 88
_PLACE = re.compile(r"\{\w+\}")
BLANK = "…"


def page(found: Entry, language: str = ENGLISH) -> str:
    """The page as text that ends with a newline."""
    parts = [f"{found.id} {found.name} ({word(found.severity.value, language)})"]
    parts += [_wrapped(text) for texts in found.message.values() for text in texts]
    parts += [textwrap.fill(text, _WIDTH) for text in found.page.split("\n\n") if text]
    parts += [_listed(word("note", language), text) for texts in found.note.values() for text in texts]
    parts += [_listed(word("help", language), text) for texts in found.help.values() for text in texts]
    return "\n\n".join(parts) + "\n"


def general(name: str, language: str = ENGLISH) -> str:
    """What a finding of that name says, whatever it is about."""
    texts = next(iter(entry(name, language).message.values()))
    return in_general(texts[0])


def in_general(sentence: str) -> str:
    """A sentence of the catalogue with a blank where a finding puts a name or a value."""
    return _PLACE.sub(BLANK, sentence)


def _wrapped(text: str) -> str:
    told = in_general(text)
    return textwrap.fill(told, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def _listed(head: str, text: str) -> str:
    return textwrap.fill(f"{head}: {in_general(text)}", _WIDTH, subsequent_indent="  ", break_long_words=False)
