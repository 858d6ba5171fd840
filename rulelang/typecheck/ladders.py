"""Tiers: requirements are conditions, a number to keep stands beside the number to enter it goes with."""
from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import MONTHS_IN
from rulelang.names.ladder_versions import versions_of
from rulelang.names.resolved import NewValues
from rulelang.names.timelines import on_day
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.comparisons import is_ladder
from rulelang.typecheck.constants import days_of
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.figures_told import Figure, Told, told
from rulelang.typecheck.ladder_changes import check_change
from rulelang.typecheck.ladder_windows import check_window_of
from rulelang.typecheck.one_line import check_list
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.spans_of_time import check_window
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

UPWARD, DOWNWARD = (">=", ">"), ("<=", "<")


def check_ladder(checker: Checker, ladder: nodes.Tiers) -> None:
    """Everything about one ladder by itself: its cadence, its tiers, their requirements."""
    name = ladder.name.text
    for clause in ladder.clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    _check_cadence(checker, ladder)
    check_change(checker, ladder)
    check_window_of(checker, ladder)
    seen: dict[str, nodes.Tier] = {}
    for tier in ladder.tiers:
        if tier.name.text in seen:
            first = seen[tier.name.text].name.span
            checker.report.add("declared-twice", tier.name.span, labels=[(first, "first")], name=tier.name.text)
        seen.setdefault(tier.name.text, tier)
        _check_tier(checker, ladder, tier)
    if not ladder.tiers:
        checker.report.add("no-tiers", ladder.name.span, name=name)
    elif ladder.tiers[0].requirements:
        lowest = ladder.tiers[0]
        checker.report.add("lowest-tier-has-list", lowest.requirements[0].span, name=lowest.name.text, ladder=name)


def check_ladder_cycles(checker: Checker) -> None:
    """A ladder whose requirements read a tier of itself, directly or through other names, has no meaning."""
    resolved = checker.resolved
    tiers = {name: tuple(v.tiers for v in versions_of(ladder)) for name, ladder in resolved.ladders.items()}
    reads = {name: _ladders_read(checker, versions, set()) for name, versions in tiers.items()}
    for name, ladder in resolved.ladders.items():
        path = _path_back(reads, name)
        if path is not None:
            place, *further = (reads[one][other] for one, other in pairwise(path))
            labels = [(ladder.name.span, "declared"), *((span, "step") for span in further)]
            steps = " -> ".join(f"`{n}`" for n in path)
            checker.report.add("reads-itself", place, labels=labels, name=name, path=steps)


def _ladders_read(checker: Checker, node: object, visited: set[str]) -> dict[str, Span]:
    """The ladders an expression reads, also by way of measures and scorecards, with the first place of each."""
    resolved = checker.resolved
    match node:
        case nodes.Reading(path=(name,)) if name.text in resolved.ladders:
            return {name.text: node.span}
        case nodes.Reading(path=(name,)) if name.text not in visited:
            declared = resolved.read_by_name(name.text)
            if declared is None:
                return {}
            visited.add(name.text)
            found = _ladders_read(checker, computed(declared), visited)
            return dict.fromkeys(found, node.span)
    parts = [_ladders_read(checker, part, visited) for part in parts_of(node)]
    return {name: span for part in reversed(parts) for name, span in part.items()}


def _path_back(reads: dict[str, dict[str, Span]], start: str) -> list[str] | None:
    """The shortest way from a ladder back to itself."""
    paths = [[start, name] for name in reads[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        if path[-1] == start:
            return path
        if path[-1] not in seen:
            seen.add(path[-1])
            paths.extend([*path, name] for name in reads.get(path[-1], {}))
    return None


def _check_cadence(checker: Checker, ladder: nodes.Tiers) -> None:
    found = [c for c in ladder.clauses if isinstance(c, nodes.AssessedEvery)]
    if not found:
        checker.report.add("no-assessment", ladder.name.span, name=ladder.name.text)
    for other in found[1:]:
        checker.report.add("said-twice", other.span, labels=[(found[0].span, "first")], clause=phrase("assessed every"))
    if found:
        check_window(checker, found[0].window)
    if found and found[0].unit not in MONTHS_IN:
        checker.report.add("not-a-paying-unit", found[0].span, unit=unit_words(found[0].unit))


def _check_tier(checker: Checker, ladder: nodes.Tiers, tier: nodes.Tier) -> None:
    for item in tier.not_yet:
        checker.not_yet(item)
    own = [needed for needed in tier.requirements if needed.since is None]
    for other in own[1:]:
        first = own[0].span
        checker.report.add("said-twice", other.span, labels=[(first, "first")], clause=phrase("requires"))
    scope = Scope("tiers", ladder.name.text)
    for requirements in (*own[:1], *(needed for needed in tier.requirements if needed.since is not None)):
        check_list(checker, [line.condition for line in requirements.items], scope)
        for line in requirements.items:
            if line.keep is not None:
                _check_keep(checker, line.condition, line.keep, scope)


def _check_keep(checker: Checker, condition: nodes.Expression, written: nodes.Expression, scope: Scope) -> None:
    """`net_sales >= 100_000 USD, to keep 90_000 USD`: the same measure against another number, never a harder one."""
    if not isinstance(condition, nodes.Comparison) or condition.operator not in (*UPWARD, *DOWNWARD):
        checker.report.add("keep-needs-threshold", written.span, text=condition.span.text)
        return
    entry = checker.facts.known(condition.right)
    tier = is_ladder(condition.left, checker)
    if tier or (entry is not None and not types.is_numeric(entry.type)):
        checker.report.add("keep-needs-threshold", written.span, text=condition.span.text)
        return
    keep = checker.check(written, scope)
    if entry is None or keep is None or not types.is_numeric(entry.type):
        return
    if not types.is_numeric(keep):
        checker.report.add("keep-needs-threshold", written.span, text=condition.span.text)
        return
    if isinstance(types.joined_kind(entry.type, keep), types.Clash):
        checker.report.add(
            "kinds-compared", written.span, labels=[(condition.right.span, "right")], left=kind_words(keep),
            right=kind_words(entry.type), left_text=written.span.text, right_text=condition.right.span.text,
        )
        return
    starts = [day for side in (condition.right, written) for day in starts_of(checker, side)]
    for day in sorted({*days_of(checker.resolved, condition.right, written), *starts}):
        enters, keeps = amounts_on(checker, condition.right, day), amounts_on(checker, written, day)
        if enters is None or keeps is None:
            continue
        upward = condition.operator in UPWARD
        keys = keeps.exceeding(enters) if upward else enters.exceeding(keeps)
        if keys is not None:
            entry_key, keep_key = reversed(keys) if upward else keys
            figures = Figure(condition.right, enters), Figure(written, keeps)
            _report_keep(checker, condition.right, written, told(checker, *figures, (entry_key, keep_key), day), day)
            return


def _report_keep(
    checker: Checker, entry: nodes.Expression, keep: nodes.Expression, figures: Told, day: datetime.date
) -> None:
    """At the line that caused it: the one of a variant that came last, else the number to keep."""
    enters, keeps = _set_on(checker, entry, day), _set_on(checker, keep, day)
    first, second = (enters.value if enters else entry).span, (keeps.value if keeps else keep).span
    by_entry = enters is not None and (keeps is None or keeps.start < enters.start)
    checker.report.add(
        "keep-above-entry", first if by_entry else second, keep=second.text if keeps else figures.second,
        entry=first.text if enters else figures.first, labels=[(second, "keep") if by_entry else (first, "entry")],
        variant="entry" if by_entry else "", date=figures.day,
    )


def _set_on(checker: Checker, figure: nodes.Expression, day: datetime.date) -> nodes.DatedValue | None:
    """The line that gives a figure on a day, where a variant changes the figure or a parameter in its place; None where
    it is as written."""
    name = figure.path[0].text if isinstance(figure, nodes.Reading) else ""
    parameter = checker.resolved.parameters.get(name)
    found = on_day(parameter.values, day) if parameter is not None else None
    if found is None or name in checker.resolved.figures:
        return found
    edits = [each.edit for each in checker.resolved.overrides if isinstance(each, NewValues)]
    return found if any(found.span == value.span for edit in edits for value in edit.values) else None
