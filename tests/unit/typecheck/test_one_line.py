"""Words on one line that make no sense as conditions are told of once, as what they were meant for."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from support.planted import PROGRAM, problems_of

ONE = "  seats >= 3\n\neligibility bigger"


def told(lines: str) -> list[tuple[str, str]]:
    """The findings about a list of two conditions, with their first advice."""
    text = PROGRAM.replace(ONE, f"  all of\n    seats >= 3\n    {lines}\n\neligibility bigger")
    assert text != PROGRAM
    return [(finding.name, words(finding).help[0]) for finding in problems_of(text)]


@pytest.mark.parametrize(("line", "name", "advice"), [
    ("seats equals 4", "comparison-in-words", "write `seats is ...`"),
    ("seats is more than 4", "comparison-in-words", "write `seats > ...`"),
    ("seats exceeds 4", "comparison-in-words", "write `seats > ...`"),
    ("joined since 2024-01-01", "comparison-in-words", "write `joined on or after ...`"),
    ("joined during 2025", "comparison-in-words", "write `joined is in ...`"),
    ("skills contains gold", "comparison-in-words", "write `skills includes ...`"),
    ("not bigger", "not-in-front", "write `bigger is no`, or `is not` in the comparison itself"),
    ("seats >= 5 people_s", "unreadable", "leave it out, or look whether a word or a comma is lacking before it"),
    ("bigger bigest", "unreadable", "leave it out, or look whether a word or a comma is lacking before it"),
    ("bigger is true", "unknown-name", "did you mean `yes`?"),
    ("csat is null", "unknown-name", "did you mean `unknown`?"),
])  # fmt: skip
def test_one_finding_that_says_what_was_meant(line: str, name: str, advice: str) -> None:
    assert told(line) == [(name, advice)]


@pytest.mark.parametrize("lines", ["bigger seats >= 4", "seats >= 4\n    bigger", "bigger and seats >= 4"])
def test_line_breaks_mean_nothing_where_each_makes_sense(lines: str) -> None:
    assert told(lines) == []


def test_a_mistake_in_one_of_two_on_a_line_is_told_where_it_is() -> None:
    assert [name for name, _ in told("bigger grade is iron")] == ["no-such-member"]
