"""The languages that rules are written and told in. A language is there when it has a table of words beside this file.

Knows which there are and which of them a text says it is in. Knows no grammar, no finding and no place on a disk but
its own. English is the language that others are translations of; no other is named anywhere in the package.
"""
from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rulelang.kept import toml_table

ENGLISH = "en"
_TABLES = Path(__file__).parent


@functools.cache
def languages() -> tuple[str, ...]:
    """The codes of all languages, English first, then by code."""
    found = sorted(name.removesuffix(".toml") for name in os.listdir(_TABLES) if name.endswith(".toml"))
    return (ENGLISH, *(code for code in found if code != ENGLISH))


@functools.cache
def words_of(language: str) -> Mapping[str, Any]:
    """The table of words of a language that is there."""
    return toml_table(_TABLES / f"{language}.toml")


def forms(cell: str) -> tuple[str, ...]:
    """The spellings of one keyword; the first is the one that is written."""
    return tuple(form.strip() for form in cell.split(";"))


def every_form(keyword: str) -> tuple[str, ...]:
    """The spellings of a keyword in all languages, each once."""
    found = (form for language in languages() for form in forms(words_of(language)["keywords"][keyword]))
    return tuple(dict.fromkeys(found))


@functools.cache
def one_of(words: tuple[str, ...]) -> str:
    """The beginning of a pattern that matches one of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@functools.cache
def _line() -> re.Pattern[str]:
    said, codes = one_of(every_form("LANGUAGE")), one_of(languages())
    return re.compile(rf"^[ \t]+(?:{said})[ \t]+({codes})[ \t]*(?:#.*)?\r?$", re.MULTILINE)


@functools.cache
def _suffix() -> re.Pattern[str]:
    return re.compile(rf"\.({one_of(languages())})$")


def said_by(text: str, start: int = 0, stop: int | None = None) -> str | None:
    """The language that a line of a text says it is in: `language es`."""
    found = _line().search(text, start, len(text) if stop is None else stop)
    return found[1] if found else None


def suffix_of(file: str) -> str | None:
    """The language in the name of a file of rules: `mexico.es.rule`."""
    found = _suffix().search(file.removesuffix(".rule")) if file.endswith(".rule") else None
    return found[1] if found else None


def with_each_suffix(file: str) -> tuple[str, ...]:
    """The names a file of rules may have, without a language and with each: `program.rule`, `program.es.rule`."""
    stem = file.removesuffix(".rule")
    return (file, *(f"{stem}.{code}.rule" for code in languages()))


def without_suffix(stem: str) -> str:
    """The name of a file of rules, without `.rule`, without its language: `mexico` of `mexico.es`."""
    return _suffix().sub("", stem)
