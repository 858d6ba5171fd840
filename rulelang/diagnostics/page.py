"""The page of one code: what it says, why, and what to do. Made from the catalogue's entry alone."""
from __future__ import annotations

import textwrap

from rulelang.diagnostics.catalogue import Entry
from rulelang.diagnostics.frame import word

_WIDTH = 88


def page(entry: Entry, language: str = "en") -> str:
    """The page as text that ends with a newline; values that a finding would fill in stay in braces."""
    parts = [f"{entry.id} {entry.name} ({word(entry.severity.value, language)})"]
    parts += [_wrapped(text) for texts in entry.message.values() for text in texts]
    parts += [textwrap.fill(text, _WIDTH) for text in entry.page.split("\n\n") if text]
    parts += [_listed(word("note", language), text) for texts in entry.note.values() for text in texts]
    parts += [_listed(word("help", language), text) for texts in entry.help.values() for text in texts]
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def _listed(head: str, text: str) -> str:
    return textwrap.fill(f"{head}: {text}", _WIDTH, subsequent_indent="  ", break_long_words=False)
