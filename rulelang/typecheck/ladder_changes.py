"""A ladder that begins inside a period which is assessed: what becomes of that period is said, and can be.

Knows dates and units, nothing of what tiers ask for.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.exact.calendar import MONTHS_IN
from rulelang.names.clauses import first_of
from rulelang.names.ladder_edits import report_swapped
from rulelang.names.ladder_versions import out_of_order
from rulelang.syntax import nodes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_change(checker: Checker, ladder: nodes.Tiers) -> None:
    """How a version of a ladder takes over from the one before it."""
    name = ladder.name.text
    said = only(checker, ladder.clauses, nodes.VersionChange, "the version at its end")
    if said is not None and ladder.before is None:
        checker.report.add("version-of-what", said.span, name=name)
    elif said is not None and said.kind == "row":
        checker.report.add("tiers-by-row", said.span, name=name, text=said.span.text)
    if ladder.before is None or ladder.since is None:
        return
    swapped = out_of_order(ladder.before, ladder) if ladder.goes_on else None
    if swapped is not None:
        report_swapped(checker.report, ladder.before, swapped)
    by_variant = any(change.day == ladder.since for change in checker.resolved.changes)
    if said is None and not (by_variant and not ladder.goes_on):
        _check_inside(checker, ladder, ladder.before)


def _check_inside(checker: Checker, ladder: nodes.Tiers, before: nodes.Tiers) -> None:
    """Whether a ladder begins inside a unit over which it, or the one before it, is assessed."""
    assert ladder.since is not None
    calendar = checker.resolved.calendar
    for version in (ladder, before):
        assessed = first_of(nodes.AssessedEvery, version.clauses)
        if assessed is None or assessed.unit not in MONTHS_IN:
            continue  # reported with the version
        if calendar.holding(assessed.unit, ladder.since).start != ladder.since:
            checker.report.add(
                "version-inside-period", ladder.name.span, name=ladder.name.text, unit=unit_words(assessed.unit),
                day=ladder.since, variant="ladder",
            )
            return
