"""Reading and formatting hold for the sentences of docs/words.md, for every program kept here, and for any text."""
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from words.page import LANGUAGES, sentences

from rulelang.languages import said_by, suffix_of
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.syntax.format import format_text

REPOSITORY = Path(__file__).parents[2]
SENTENCES = sentences()
PROGRAMS = sorted(
    path for folder in ("programs", "tests", "stdlib") for path in (REPOSITORY / folder).rglob("*.rule")
)
EXAMPLES_MAX = 60
SIGNS = (
    '"', '"""', "#", "|", "(", ")", ",", ":", "-", "+", "*", "/", "%", ".", "`", "=", "50,000", "$5", "“", "”", "§",
    "\t",
    "\n", "\\", "é", "ñ", "漢",
)  # fmt: skip
WORDS = sorted({word for sentence in SENTENCES for text in sentence.text.values() for word in text.split()} | {*SIGNS})


def english(number: int) -> SourceFile:
    return SourceFile("words.rule", SENTENCES[number].program("en"))


def check_format(file: SourceFile) -> None:
    """Printing after reading is the same tree, and printing again the same text."""
    module, findings = read(file)
    text = format_text(file)
    again = SourceFile(file.name, text)

    if not findings:
        assert read(again)[0] == module
    assert format_text(again) == text


def check_translation(file: SourceFile, target: str) -> None:
    module, findings = read(file)
    moved = SourceFile(f"moved.{target}.rule", format_text(file, target))
    there, problems = read(moved, target)
    back = SourceFile(f"back.{module.language}.rule", format_text(moved, module.language))

    if not findings:
        assert problems == ()
        assert there.declarations == module.declarations
        assert read(back, module.language)[0].declarations == module.declarations


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_program_is_the_same_after_formatting(path: Path) -> None:
    check_format(SourceFile(path.name, path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_program_is_the_same_in_every_language(path: Path) -> None:
    file = SourceFile(path.name, path.read_text(encoding="utf-8"))
    for target in LANGUAGES:
        check_translation(file, target)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_file_says_its_language_only_where_its_name_does_not(path: Path) -> None:
    """In the language that its name says, or in English where it says none, it goes without a line about it: also after
    having been in another language."""
    file = SourceFile(path.name, format_text(SourceFile(path.name, path.read_text(encoding="utf-8"))))
    module, findings = read(file)
    heads = any(isinstance(each, nodes.Program | nodes.Variant) for each in module.declarations)
    own = suffix_of(path.name) or "en"
    other = LANGUAGES[(LANGUAGES.index(module.language) + 1) % len(LANGUAGES)]
    there = format_text(file, other)
    back = format_text(SourceFile(path.name, there), module.language)

    if not findings:
        assert (said_by(there) is not None) == (heads and other != own)
        assert said_by(back) is None or module.language != own


def test_every_sentence_is_the_same_after_formatting() -> None:
    for sentence in SENTENCES:
        for language in LANGUAGES:
            check_format(SourceFile(f"words.{language}.rule", sentence.program(language)))


def test_every_sentence_is_the_same_in_every_language() -> None:
    for number in range(len(SENTENCES)):
        for target in ("es", "pt"):
            check_translation(english(number), target)


@settings(max_examples=EXAMPLES_MAX)
@given(st.text(max_size=400))
def test_any_text_gives_findings_and_never_fails(text: str) -> None:
    file = SourceFile("random.rule", text)
    module, findings = read(file)

    assert all(0 <= finding.span.start <= finding.span.stop <= len(file.text) for finding in findings if finding.span)
    assert len(module.declarations) >= 0
    format_text(file)


@settings(max_examples=EXAMPLES_MAX)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(LANGUAGES))
def test_any_words_give_findings_and_never_fail(words: list[str], language: str) -> None:
    file = SourceFile("random.rule", " ".join(words))

    read(file, language)
    check_format(file)


@settings(max_examples=EXAMPLES_MAX)
@given(
    st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=4), st.randoms(use_true_random=False),
    st.sampled_from(LANGUAGES),
)  # fmt: skip
def test_a_damaged_sentence_gives_findings_and_leaves_the_others_alone(numbers, random, language) -> None:
    whole = "\n".join(SENTENCES[number].program(language) for number in numbers)
    words = whole.split(" ")
    place = random.randrange(len(words))
    words[place] = random.choice(["", *WORDS, words[place] + "x", words[place][1:]])
    file = SourceFile(f"damaged.{language}.rule", " ".join(words))

    read(file)
    check_format(file)


@settings(max_examples=EXAMPLES_MAX)
@given(st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=5), st.data())
def test_blanks_breaks_and_comments_change_nothing(numbers: list[int], data: st.DataObject) -> None:
    """Line breaks inside a declaration carry no meaning, except that a row is one line."""
    texts = [SENTENCES[number].program("en") for number in numbers if "|" not in SENTENCES[number].program("en")]
    plain = "\n".join(texts)
    loose = "\n".join(
        "\n".join(
            line if '"""' in line or not line.startswith(" ") else data.draw(st.sampled_from(("  ", "      "))) + line
            for line in text.split("\n")
        )
        + data.draw(st.sampled_from(("", "  # a remark\n", "\n\n# a remark\n")))
        for text in texts
    )
    tight = SourceFile("plain.rule", plain)

    assert read(SourceFile("loose.rule", loose))[0] == read(tight)[0]
    check_format(SourceFile("loose.rule", loose))
