"""The grammar and its table: no conflict, every word known, kept safely, fast enough."""
from __future__ import annotations

import re

import pytest
from lark import Lark
from lark.grammar import Rule

from rulelang.languages import languages
from rulelang.source import SourceFile
from rulelang.syntax import read, table
from rulelang.syntax.kept_table import KeptParser, written
from rulelang.syntax.keywords import Keyword, keywords

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


@pytest.mark.parametrize("language", languages())
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
        for language in languages():
            assert row[language], keyword
            assert all(form == " ".join(form.split()) for form in row[language])
    assert Keyword("UNIT", "half") in keywords().spellings


def test_rows_and_branches_of_the_kept_table_are_those_of_the_grammar(strict: Lark) -> None:
    kept_parser = KeptParser(written(strict))
    rows = kept_parser._parser.parse_table.states
    states = strict.parser.parser._parse_table.states  # type: ignore[attr-defined]

    assert {state: rows[state] for state in states} == states
    for rule in strict.rules:
        names = [str(symbol.name) for symbol in rule.expansion]
        assert [str(symbol.name) for symbol in rows_rule(kept_parser, rule).expansion] == names


def rows_rule(kept_parser: KeptParser, rule: Rule) -> Rule:
    """The rule as the kept table has it; a rule equals another of the same name and expansion."""
    rules = kept_parser._parser.parse_table.states.rules  # type: ignore[attr-defined]
    found: Rule = rules[next(number for number, told in enumerate(rules.told) if rules[number] == rule)]
    assert (found.alias, found.options.keep_all_tokens, found.options.expand1) == (
        rule.alias, rule.options.keep_all_tokens, rule.options.expand1
    )  # fmt: skip
    return found


def test_reading_again_is_the_same() -> None:
    file = SourceFile("x.rule", "measure m of P is money\n  total amount of deals\n")

    assert read(file) == read(file)
