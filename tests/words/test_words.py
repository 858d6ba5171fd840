"""The grammar is held to docs/words.md. RULELANG_UPDATE=1 sets its marks anew: which sentences run."""
from __future__ import annotations

import os
from collections.abc import Iterator

import attrs
import pytest
from words.page import LANGUAGES, PAGE, Sentence, remarked, sentences

from rulelang.source import SourceFile
from rulelang.syntax import nodes, read

SENTENCES = sentences()
UPDATE = bool(os.environ.get("RULELANG_UPDATE"))


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


def runs(sentence: Sentence) -> bool:
    """Whether everything in a sentence has a node of its own."""
    return not any(isinstance(part, nodes.NotYet) for part in parts(read_in(sentence, "en").declarations))


def test_what_runs_is_built_and_what_does_not_is_named() -> None:
    found = {sentence.line: runs(sentence) for sentence in SENTENCES}
    if UPDATE:
        PAGE.write_text(remarked(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
        return

    wrong = [sentence for sentence in SENTENCES if found[sentence.line] != sentence.runs]
    assert [(sentence.line, sentence.text["en"], sentence.runs) for sentence in wrong] == []


def test_every_sentence_of_the_page_is_read() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert len(SENTENCES) == page.count("| yes |") + page.count("| not yet |") + page.count(' runs="')
    assert len(SENTENCES) > 300
