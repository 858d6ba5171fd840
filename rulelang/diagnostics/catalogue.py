"""The words of every finding, read from `catalogue/<language>/*.toml` when first asked for.

Knows how an entry is shaped and how its sentences are filled; knows nothing of the passes that make findings. English
is complete; another language may lack an entry or a part of one, and then the English words stand in. Phrases that
findings carry as values are in `phrases.toml` of each language but English, by their English words; what stands around
findings is in `frame.toml`, and the sentences of explanations are in `explanations.toml`.
"""
from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.phrase import Told, filled, placeholders, shortened
from rulelang.frozen import frozen
from rulelang.kept import toml_table
from rulelang.languages import ENGLISH, languages
from rulelang.shipped import shipped

_PHRASES = "phrases.toml"
# Words that are no findings: values of findings, what stands around them, and the sentences of explanations.
_OTHER_FILES = frozenset({_PHRASES, "frame.toml", "explanations.toml"})
# The sentences of one part of an entry by variant; "" is the one used unless a finding names another.
Variants = Mapping[str, tuple[str, ...]]


@frozen
class Entry:
    """One finding's words in one language. Each part maps a variant to its sentences; "" is the plain one."""

    name: str
    id: str
    severity: Severity
    message: Variants
    label: Variants
    labels: Mapping[str, str]
    note: Variants
    help: Variants
    page: str

    def sentences(self) -> Iterator[str]:
        """Every text of the entry, in the order of its parts."""
        for part in (self.message, self.label, self.note, self.help):
            for texts in part.values():
                yield from texts
        yield from self.labels.values()
        if self.page:
            yield self.page


@frozen
class Wording:
    """A finding in words, ready to be laid out by a renderer."""

    id: str
    name: str
    severity: Severity
    message: str
    label: str
    labels: tuple[str, ...]
    notes: tuple[str, ...]
    help: tuple[str, ...]


@functools.cache
def entries(language: str = ENGLISH) -> Mapping[str, Entry]:
    """All entries written in a language, by name, in the order of files and of the text in them."""
    found: dict[str, Entry] = {}
    for file in sorted(_tables(language), key=lambda each: each.name):
        if file.name in _OTHER_FILES:
            continue
        for name, table in toml_table(file).items():
            if name in found:
                raise ValueError(f"{language}/{file.name}: `{name}` already stands in another file of the catalogue")
            found[name] = _entry(name, table)
    return found


@functools.cache
def phrases(language: str) -> Mapping[str, str]:
    """The phrases of a language by their English words; none for English, which needs no others."""
    found: dict[str, str] = {}
    for file in _tables(language):
        if file.name == _PHRASES:
            for table in toml_table(file).values():
                found |= table
    return found


@functools.cache
def other_words(kind: str, language: str) -> Mapping[str, str]:
    """The words in `frame.toml` or `explanations.toml` of a language by key; English where it lacks one."""
    found = {} if language == ENGLISH else dict(other_words(kind, ENGLISH))
    for file in _tables(language):
        if file.name == f"{kind}.toml":
            found |= toml_table(file)
    return found


def entry(name: str, language: str = ENGLISH) -> Entry:
    """The entry of that name; parts that `language` lacks are English. An unknown name is a defect: KeyError."""
    english = entries(ENGLISH)[name]
    translated = entries(language).get(name) if language != ENGLISH else None
    if translated is None:
        return english
    return attrs.evolve(
        translated,
        id=english.id,
        severity=english.severity,
        **{
            part: getattr(translated, part) or getattr(english, part)
            for part in ("message", "label", "labels", "note", "help", "page")
        },
    )


def find(name_or_id: str, language: str = ENGLISH) -> Entry | None:
    """The entry with that name or id (`RL304`, `rl304`, `kinds-differ`), or nothing."""
    wanted = name_or_id.strip().lower()
    for name, english in entries(ENGLISH).items():
        if wanted in (name, english.id.lower()):
            return entry(name, language)
    return None


def spoken(name: str, language: str) -> str:
    """The language that entry is told in when `language` is asked for: itself, or English where it lacks the entry."""
    return language if name in entries(language) else ENGLISH


def severity(finding: Diagnostic) -> Severity:
    """How grave a finding is; the catalogue decides, not the pass."""
    return entries(ENGLISH)[finding.name].severity


def words(finding: Diagnostic, language: str = ENGLISH) -> Wording:
    """The finding's entry with its values filled in.

    A note or a piece of advice that needs a value the finding does not have, or has only empty, is left out: so a
    suggestion appears only when there is one to make.
    """
    found = entry(finding.name, language)
    values = {name: shortened(told(value, language)) for name, value in finding.values.items()}
    return Wording(
        found.id,
        found.name,
        found.severity,
        filled(_chosen(found.message, finding.variant), values),
        filled(_chosen(found.label, finding.variant), values),
        tuple(filled(found.labels.get(label.key, label.key), values) for label in finding.labels),
        _fillable(found.note, finding.variant, values),
        _fillable(found.help, finding.variant, values),
    )


def told(value: Told, language: str = ENGLISH) -> str:
    """A value of a finding in words: a phrase in that language, what the user wrote as it is."""
    if isinstance(value, str):
        return value
    pattern = phrases(language).get(value.english, value.english)
    return filled(pattern, {name: told(part, language) for name, part in value.values.items()})


def _tables(language: str) -> Iterator[Path]:
    folder = shipped("diagnostics", "catalogue", language)
    if language in languages() and folder.is_dir():
        yield from (file for file in folder.iterdir() if file.name.endswith(".toml"))


def _entry(name: str, table: Mapping[str, Any]) -> Entry:
    return Entry(
        name,
        table.get("id", ""),
        Severity(table.get("severity", "error")),
        _variants(table, "message"),
        _variants(table, "label"),
        dict(table.get("labels", {})),
        _variants(table, "note"),
        _variants(table, "help"),
        table.get("page", "").strip(),
    )


def _variants(table: Mapping[str, Any], part: str) -> dict[str, tuple[str, ...]]:
    """A part is a text, a list of texts, or a table of either by variant; `"help.x" = ...` is variant x as well."""
    written = table.get(part, ())
    by_variant = dict(written) if isinstance(written, Mapping) else {"": written} if written else {}
    by_variant |= {key.removeprefix(part + "."): text for key, text in table.items() if key.startswith(part + ".")}
    return {
        "" if variant == "default" else variant: (texts,) if isinstance(texts, str) else tuple(texts)
        for variant, texts in by_variant.items()
    }


def _chosen(part: Variants, variant: str) -> str:
    texts = part.get(variant) or part.get("") or ("",)
    return texts[0]


def _fillable(part: Variants, variant: str, values: Mapping[str, str]) -> tuple[str, ...]:
    texts = part.get(variant, part.get("", ()))
    return tuple(filled(text, values) for text in texts if all(values.get(name) for name in placeholders(text)))
