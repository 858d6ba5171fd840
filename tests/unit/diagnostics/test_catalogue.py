"""The catalogue and the code agree: every finding has words, all words are used, in every language alike."""
from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rulelang
from rulelang.diagnostics import catalogue
from rulelang.diagnostics.catalogue import Entry, entries, placeholders
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.render import render_text
from rulelang.languages import languages

PACKAGE = Path(rulelang.__file__).parent
ENTRIES = [
    pytest.param(language, entry, id=f"{language}-{name}")
    for language in languages()
    for name, entry in entries(language).items()
]
FORBIDDEN = re.compile(
    r"\b(token|terminal|node|None|null|expected one of|parser|grammar|invalid|illegal|must|traceback|exception"
    r"|inválid[oa]s?|ilegal|nulo)\b"
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE.parent).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def constants(expression: ast.expr) -> Iterator[str]:
    """The texts an argument may be: a constant, or either side of a conditional."""
    match expression:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from constants(body)
            yield from constants(other)


def reported() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Place, name and the values given (None where they cannot be read off) of every finding made in the package."""
    for file, tree in modules():
        for call in ast.walk(tree):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="report") | ast.Attribute(attr="report"), attr="add"),
                    args=[name, *_],
                    keywords=keywords,
                ):
                    given = None if any(each.arg is None for each in keywords) else {each.arg for each in keywords}
                case ast.Call(func=ast.Name(id="Diagnostic"), args=[name, *_]):
                    given = None
                case _:
                    continue
            for text in constants(name):
                yield f"{file}:{call.lineno}", text, None if given is None else frozenset(given)


def test_every_finding_made_has_an_entry() -> None:
    missing = [f"{place}: {name}" for place, name, _ in reported() if name not in entries()]

    assert missing == []


def test_every_finding_gives_the_values_its_message_needs() -> None:
    missing = [
        f"{place}: {name} lacks {', '.join(sorted(lacking))}"
        for place, name, given in reported()
        if given is not None and name in entries()
        if (lacking := _needed(entries()[name]) - given)
    ]

    assert missing == []


def _needed(entry: Entry) -> frozenset[str]:
    """The values without which a message or a label would show a gap: those that all its variants need."""
    needs = [
        frozenset().union(*(placeholders(text) for text in texts))
        for part in (entry.message, entry.label)
        for texts in part.values()
    ]
    plain = [*entry.message.get("", ()), *entry.label.get("", ())]
    single = len(entry.message) <= 1 and len(entry.label) <= 1
    if single:
        return frozenset().union(*needs) if needs else frozenset()
    return frozenset().union(*(placeholders(text) for text in plain)) if plain else frozenset.intersection(*needs)


def test_every_entry_is_used() -> None:
    texts = {
        each.value
        for _, tree in modules()
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }

    assert [name for name in entries() if name not in texts] == []


def test_ids_are_unique_and_well_formed() -> None:
    ids = [entry.id for entry in entries().values()]

    assert [id_ for id_ in ids if not re.fullmatch(r"RL\d{3}", id_)] == []
    assert sorted(ids) == sorted(set(ids))


def test_names_are_lower_case_words() -> None:
    assert [name for name in entries() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


@pytest.mark.parametrize("language", languages()[1:])
def test_a_translation_has_no_entry_of_its_own(language: str) -> None:
    assert [name for name in entries(language) if name not in entries()] == []


@pytest.mark.parametrize("language", languages()[1:])
def test_a_translation_has_every_entry_and_every_part(language: str) -> None:
    missing = [
        f"{name}: {part}"
        for name, english in entries().items()
        for part in ("message", "label", "labels", "note", "help", "page")
        if getattr(english, part) and not getattr(entries(language).get(name), part, None)
    ]

    assert missing == []


@pytest.mark.parametrize("language", languages()[1:])
def test_a_translation_has_as_many_notes_and_pieces_of_advice(language: str) -> None:
    for name, english in entries().items():
        translated = entries(language)[name]
        for part in ("note", "help"):
            ours, theirs = getattr(translated, part), getattr(english, part)
            assert {v: len(texts) for v, texts in ours.items()} == {v: len(texts) for v, texts in theirs.items()}, name


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_placeholders_are_those_of_the_english(language: str, entry: Entry) -> None:
    english = entries()[entry.name]
    for part in ("message", "label", "note", "help"):
        ours, theirs = getattr(entry, part), getattr(english, part)
        if not ours:
            continue

        assert {variant: _all(texts) for variant, texts in ours.items()} == {
            variant: _all(texts) for variant, texts in theirs.items()
        }, part
    if entry.labels:
        assert {key: placeholders(text) for key, text in entry.labels.items()} == {
            key: placeholders(text) for key, text in english.labels.items()
        }


def _all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(itertools.chain.from_iterable(placeholders(text) for text in texts))


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_words_are_those_of_the_trade(language: str, entry: Entry) -> None:
    assert [text for text in entry.sentences() if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_an_entry_has_the_shape_readers_know(language: str, entry: Entry) -> None:
    english = entries()[entry.name]
    for texts in entry.message.values():
        assert len(texts) == 1, "one message"
        assert not texts[0].endswith("."), "a message is a headline, without a full stop"
        assert "\n" not in texts[0]
    assert entry.message or english.message
    for label in [*(text for texts in entry.label.values() for text in texts), *entry.labels.values()]:
        assert len(label.split()) <= 6, f"a label is two to six words: {label}"
    for texts in entry.note.values():
        assert len(texts) <= 2, "at most two notes"


# Advice that is given only where there is one to make: names that are near, columns that nothing reads.
SOMETIMES = frozenset({"suggestions", "unread"})
# Every place that reports these fills either of the two: what was probably meant, or what can stand there.
EITHER = {"unknown-words": {"suggestions", "choices"}}


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_an_error_always_offers_an_action(language: str, entry: Entry) -> None:
    whole = catalogue.entry(entry.name, language)
    if whole.severity is not Severity.ERROR:
        return
    for variant in {"", *whole.message, *whole.help}:
        needed = [catalogue.placeholders(text) for text in whole.help.get(variant, whole.help.get("", ()))]
        always = any(not names & SOMETIMES for names in needed)
        assert always, f"{variant or 'plain'}: nothing to do is offered where nothing is near"
        if entry.name in EITHER:
            assert set().union(*needed) == EITHER[entry.name]


def test_an_entry_is_found_by_id_and_by_name_in_any_case() -> None:
    assert catalogue.find("rl190") == catalogue.find("NOT-YET") == entries()["not-yet"]
    assert catalogue.find("RL000") is None


def test_a_part_missing_in_a_language_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    spanish = {"not-yet": Entry("not-yet", "", Severity.ERROR, {"": ("`{construct}` aún no",)}, {}, {}, {}, {}, "")}
    english = entries()
    monkeypatch.setattr(catalogue, "entries", lambda language="en": spanish if language == "es" else english)

    found = catalogue.entry("not-yet", "es")

    assert found.message == {"": ("`{construct}` aún no",)}
    assert found.help == english["not-yet"].help
    assert found.id == "RL190"


def test_parts_come_by_variant(monkeypatch: pytest.MonkeyPatch) -> None:
    made = catalogue._entry(
        "x", {"id": "RL001", "message": "m {a}", "help": {"default": ["plain"], "far": "far {b}"}, "note.near": ["n"]}
    )
    monkeypatch.setattr(catalogue, "entries", lambda language="en": {"x": made})

    assert catalogue.words(Diagnostic("x", None, {"a": "1", "b": "2"}, variant="far")).help == ("far 2",)
    assert catalogue.words(Diagnostic("x", None, {"a": "1"}, variant="far")).help == ()
    assert catalogue.words(Diagnostic("x", None, {"a": "1"}, variant="near")).notes == ("n",)
    assert catalogue.words(Diagnostic("x", None, {"a": "{a}"})).message == "m {a}"
    assert catalogue.words(Diagnostic("x", None, {"a": "1"})).help == ("plain",)


def test_the_text_of_a_report_does_not_depend_on_the_order_of_its_findings() -> None:
    findings = [Diagnostic("not-yet", None, {"construct": text}) for text in ("b", "a", "c", "a")]

    assert render_text(findings) == render_text(reversed(findings))
