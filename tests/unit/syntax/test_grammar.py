"""The grammar and its table: no conflict, every word known, kept safely, fast enough."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Lark

from rulelang.source import SourceFile
from rulelang.syntax import read, table
from rulelang.syntax.keywords import LANGUAGES, Keyword, keywords

SIGNS = frozenset(
    {"ADD", "SUB", "MUL", "DIV", "GE", "LE", "GT", "LT", "LPAR", "RPAR", "CALL", "COMMA", "COLON", "DOT", "BAR", "ROW",
     "ROW_END", "NAME", "NUMBER", "PERCENT", "MONEY", "DATE", "PERIOD", "STRING", "LANG_STRING", "DOC", "CODE"}
)  # fmt: skip


@pytest.fixture(scope="module")
def strict() -> Lark:
    """Built with `strict`, which refuses every conflict."""
    return table.build(strict=True)


def test_the_grammar_has_no_conflict(strict: Lark) -> None:
    assert len(strict.rules) > 900


def test_every_terminal_is_a_sign_or_a_keyword(strict: Lark) -> None:
    used = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", re.sub(r"//.*", "", table.grammar_text().partition("%declare")[0])))
    known = {keyword.terminal for keyword in keywords().spellings}

    assert used - known - SIGNS == set()
    assert known - used == set()


def test_every_clause_begins_with_a_keyword(strict: Lark) -> None:
    """A clause that began with a name or a figure could not be told from the end of the one before it."""
    firsts: dict[str, set[str]] = {}
    for rule in strict.rules:
        if rule.expansion:
            firsts.setdefault(rule.origin.name, set()).add(rule.expansion[0].name)

    def begins(rule: str, seen: frozenset[str] = frozenset()) -> set[str]:
        if rule not in firsts:
            return {rule}
        return {word for first in firsts[rule] - seen for word in begins(first, seen | {rule})}

    for clause in ("program_clause", "tiers_clause", "tier_clause", "incentive_clause", "payout_clause"):
        assert begins(clause) & SIGNS <= {"DOC"}, clause


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_with_two_meanings_never_stands_where_both_could(language: str, strict: Lark) -> None:
    meanings: dict[str, set[str]] = {}
    for keyword, row in keywords().spellings.items():
        for form in row[language]:
            meanings.setdefault(form, set()).add(keyword.terminal)
    states = strict.parser.parser._parse_table.states.values()  # type: ignore[attr-defined]

    for form, terminals in meanings.items():
        if len(terminals) > 1:
            assert not any(len(terminals & set(row)) > 1 for row in states), (form, terminals)


def test_every_keyword_is_spelled_in_every_language() -> None:
    for keyword, row in keywords().spellings.items():
        for language in LANGUAGES:
            assert row[language], keyword
            assert all(form == " ".join(form.split()) for form in row[language])
    assert Keyword("UNIT", "half") in keywords().spellings


def test_the_table_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: Lark) -> None:
    monkeypatch.setenv("RULELANG_CACHE", str(tmp_path))
    path = table._cache_path()

    assert table._load(path) is None
    table._save(strict, path)
    kept = table._load(path)
    assert kept is not None
    assert len(kept.rules) == len(strict.rules)

    path.write_bytes(path.read_bytes()[:-10])
    assert table._load(path) is None, "a file cut short is not used"


def test_a_place_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: Lark
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory", encoding="utf-8")
    monkeypatch.setenv("RULELANG_CACHE", str(blocked))

    table._save(strict, table._cache_path())
    assert table._load(table._cache_path()) is None


def test_reading_again_is_the_same() -> None:
    file = SourceFile("x.rule", "measure m of P is money\n  total amount of deals\n")

    assert read(file) == read(file)
