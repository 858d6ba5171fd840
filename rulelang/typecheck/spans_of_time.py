"""Windows and durations of a length that means something: at least one unit, at most a century."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.syntax import nodes
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

DAYS_MAX = 36_525
"""A century. Nothing in a program looks further back, and every calendar computation stays far inside its range."""
DAYS_IN = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}


def check_window(checker: Checker, window: nodes.Window | None) -> bool:
    """Whether a window has a length that can be computed with; a finding otherwise."""
    if window is None or window.kind in ("year_to_date", "same_last_year"):
        return True
    ending = window.ending
    if ending is not None and not check_duration(checker, ending):
        return False
    return _in_range(checker, window.count, window.unit, window)


def check_duration(checker: Checker, duration: nodes.Duration) -> bool:
    """Whether a stretch of time has a length that can be computed with; a finding otherwise."""
    return _in_range(checker, duration.count, duration.unit, duration)


def _in_range(checker: Checker, count: int, unit: str, node: nodes.Window | nodes.Duration) -> bool:
    if 1 <= count <= DAYS_MAX // DAYS_IN[unit]:
        return True
    most = DAYS_MAX // DAYS_IN[unit]
    checker.report.add("length-out-of-range", node.span, text=node.span.text, most=most, unit=unit_words(unit))
    return False
