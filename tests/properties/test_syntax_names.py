"""A name that is also a word of the language gives the same tree or a finding, never another tree in silence."""
from __future__ import annotations

import re

import pytest
from words.page import LANGUAGES, sentences

from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.syntax.branch import Branch
from rulelang.syntax.format import shape
from rulelang.syntax.keywords import HARD, SLOTS, keywords, reserved
from rulelang.syntax.parse import parse

SENTENCES = [sentence for sentence in sentences() if "\n" not in sentence.text["en"]]
OWN = re.compile(r"\b(net_sales|status|amount|deals|closed_on|joined|gold)\b")
WORDS_EACH = 40


def soft_words(language: str) -> list[str]:
    """Single words that begin or continue a phrase and are not always keywords."""
    table = keywords()
    hard = {
        form
        for keyword, row in table.spellings.items()
        if keyword.terminal in HARD
        for form in row[language]
    }
    words = {word for row in table.spellings.values() for form in row[language] for word in form.split()}
    return sorted(words - hard - set(SLOTS) - reserved(language))


def tree_of(text: str, language: str) -> Branch | None:
    declared = parse(SourceFile("x.rule", text), language).declarations
    return declared[0].tree if len(declared) == 1 else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_renamed_name_never_changes_the_tree_in_silence(language: str) -> None:
    words, changed, tried, refused = soft_words(language), [], 0, 0
    for number, sentence in enumerate(SENTENCES):
        text = sentence.program(language)
        found = OWN.search(text, text.find("\n") + 1 if sentence.where else 0)
        whole = tree_of(text, language)
        if found is None or whole is None or '"' in text:
            continue
        for word in words[number % 7 :: max(1, len(words) // WORDS_EACH)]:
            renamed = text[: found.start()] + word + text[found.end() :]
            other = tree_of(renamed, language)
            tried += 1
            refused += other is None
            if other is not None and shape(other) != shape(whole):
                changed.append((text, word))

    assert tried > 2_000
    assert refused < tried * 0.1
    assert changed == []


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language in LANGUAGES for word in sorted(reserved(language))]
)
def test_a_value_may_not_be_named_like_the_test_of_being_known(language: str, word: str) -> None:
    kind, is_one_of = {"en": ("type", "is one of"), "es": ("tipo", "es uno de"), "pt": ("tipo", "é um de")}[language]
    _, plain = read(SourceFile("x.rule", f"{kind} T {is_one_of} open, {word}\n"), language)
    _, quoted = read(SourceFile("x.rule", f"{kind} T {is_one_of} open, `{word}`\n"), language)

    assert [finding.name for finding in plain] == ["word-kept-back"]
    assert quoted == ()
