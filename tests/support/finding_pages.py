"""A page for every code: what it says in three languages, what to do, and a planted mistake with its mended line.

Knows how a page looks; its facts come from the catalogue and from what is said about the planted mistakes.
"""
from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from rulelang.diagnostics.catalogue import Entry, Variants, entries
from rulelang.diagnostics.page import in_general
from rulelang.diagnostics.render import render_text
from rulelang.languages import languages
from support.mistakes import Planted, mistakes, planted

FOLDER = "findings"
_MADE = "This page is made from the catalogue of findings. `RULELANG_UPDATE=1 pytest tests/docs` writes it anew."
_LANGUAGE_NAMES = {"en": "In English", "es": "En español", "pt": "Em português"}
_GRAVE = {
    "error": "An error: the program is not run until it is mended.",
    "warning": "A warning: the program runs, and something in it is probably not meant.",
    "note": "A note: nothing is wrong.",
}
_PLACE = re.compile(r"^( *(?:-->|:::) ).*?([^/]+?)(?::\d+:\d+)?$", re.MULTILINE)
_GUTTER = re.compile(r"^ *\d+ \|", re.MULTILINE)
_MARGIN = re.compile(r"^ +(\||=|-->|:::)", re.MULTILINE)


@functools.cache
def pages() -> Mapping[str, str]:
    """Each page by its place under `docs/reference`."""
    shown = {each.finding: planted(each) for each in mistakes()}
    return {f"{FOLDER}/{entry.id}.md": _page(entry, shown.get(name)) for name, entry in entries("en").items()}


def _page(entry: Entry, planted: Planted | None) -> str:
    return "\n".join([f"# {entry.id} {entry.name}", "", _MADE, "", *_lines(entry, planted)]).rstrip("\n") + "\n"


def _lines(entry: Entry, planted: Planted | None) -> Iterator[str]:
    yield _GRAVE[entry.severity.value]
    yield from ("", "`…` stands for what is yours: a name, a figure, a line.")
    for language in languages():
        yield from ("", f"## {_LANGUAGE_NAMES[language]}")
        yield from _told(entries(language).get(entry.name, entry))
    if planted is not None:
        yield from _shown(planted)
    yield from ("", "[All findings by code](../error-codes.md)")


def _told(entry: Entry) -> Iterator[str]:
    for message in _texts(entry.message):
        yield from ("", f"> {message}")
    if entry.page:
        yield from ("", entry.page)
    listed = [f"- {text}" for text in (*_texts(entry.note), *_texts(entry.help))]
    if listed:
        yield from ("", *listed)


def _shown(planted: Planted) -> Iterator[str]:
    """One mistake, without the numbers of its lines: those change with the program it stands in."""
    [error] = planted.errors
    said = _MARGIN.sub(r"  \1", _GUTTER.sub("  |", _PLACE.sub(r"\1\2", render_text([error]))))
    yield from ("", "## A mistake and its mending", "", "Written:", "", *_fenced(planted.written.strip()))
    yield from ("", "What rulelang says:", "", *_fenced(said.rpartition("\n\n")[0] or said))
    yield from ("", "Meant:", "", *_fenced(planted.mended.strip()))


def _fenced(text: str) -> tuple[str, ...]:
    return ("```text", *text.rstrip("\n").split("\n"), "```")


def _texts(part: Variants) -> list[str]:
    return list(dict.fromkeys(in_general(text) for texts in part.values() for text in texts))
