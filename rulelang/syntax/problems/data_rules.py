"""Mistakes in rules about data: different values counted in the place of records, fields in a list, no days said, and
rules that say how many there have to be.

Knows the words of such a rule, and no entities.
"""
from __future__ import annotations

from rulelang.source import Span
from rulelang.syntax.habits import counted_otherwise, says_different
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.problems.stop import Stop

RULES = frozenset({"at_most_one", "at_most"})


def values_counted(stop: Stop) -> bool:
    """`at most 2 distinct territory per ...`, `per distinct territory`: a rule counts records."""
    if stop.kind not in RULES or stop.token is None or stop.token.type != "NAME":
        return False
    word = stop.before[-1]
    if word.type != "NAME" or not says_different(str(word)):
        return False
    per = stop.before[-2].type == "PER"
    stop.report.add(
        "rule-counts-records", stop.span(word), variant="per" if per else "", written=stop.previous, name=stop.written
    )
    return True


def another_count(stop: Stop) -> bool:
    """`at least one Contract per territory`, `only one Contract per territory`: a rule says how many at most."""
    words = [piece.text for piece in stop.pieces if piece.kind == "WORD"]
    written, kind = counted_otherwise(words, stop.language)
    per = any(" ".join(words).count(f" {form} ") for form in keywords().spellings[Keyword("PER")][stop.language])
    if not kind or not per:
        return False
    span = Span(stop.file, stop.pieces[0].start, stop.pieces[len(written.split()) - 1].stop)
    stop.report.add("rule-says-at-most", span, variant="least" if kind == "least" else "", written=written)
    return True


def comma_between_fields(stop: Stop) -> bool:
    """`per territory, product`: fields of a rule are joined by a word."""
    if stop.token is None or stop.token.type != "COMMA" or not _after_fields(stop):
        return False
    stop.report.add("rule-over-which-days", stop.span(), variant="comma", previous=stop.previous)
    return True


def days_not_said(stop: Stop) -> bool:
    """`at most one Contract per territory`, `... per territory each year`: the end of the rule is missing."""
    if not _after_fields(stop):
        return False
    ends = stop.token is None or stop.fresh
    stop.report.add("rule-over-which-days", stop.span(stop.before[-1] if ends else None), previous=stop.previous)
    return True


def _after_fields(stop: Stop) -> bool:
    """Whether the end of a rule could stand here, or has begun."""
    if stop.kind not in RULES:
        return False
    return "ON_ANY_DAY" in stop.place.accepted or "EACH" in stop.place.accepted
