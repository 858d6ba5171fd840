"""The grammar is held to docs/words.md."""
from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from words.page import LANGUAGES, PAGE, Sentence, sentences

from rulelang.source import SourceFile
from rulelang.syntax import nodes, read

SENTENCES = sentences()


def parts(node: object) -> Iterator[object]:
    """A node and everything in it."""
    yield node
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif attrs.has(type(node)) and not isinstance(node, SourceFile):
        for attribute in attrs.fields(type(node)):
            if attribute.name not in ("span", "file", "row_spans"):
                yield from parts(getattr(node, attribute.name))


def read_in(sentence: Sentence, language: str) -> nodes.Module:
    module, findings = read(SourceFile("words.rule", sentence.program(language)), language)

    assert [(finding.name, dict(finding.values)) for finding in findings] == []
    return module


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: f"line {sentence.line}")
def test_a_sentence_means_the_same_in_three_languages(sentence: Sentence) -> None:
    english, spanish, portuguese = (read_in(sentence, language) for language in LANGUAGES)

    assert spanish.declarations == english.declarations
    assert portuguese.declarations == english.declarations


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: f"line {sentence.line}")
def test_what_runs_is_built_and_what_does_not_is_named(sentence: Sentence) -> None:
    later = [part for part in parts(read_in(sentence, "en").declarations) if isinstance(part, nodes.NotYet)]

    assert bool(later) != sentence.runs, [part.construct for part in later]


def test_every_sentence_of_the_page_is_read() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert len(SENTENCES) == page.count("| yes |") + page.count("| not yet |") + page.count(' runs="')
    assert len(SENTENCES) > 300
