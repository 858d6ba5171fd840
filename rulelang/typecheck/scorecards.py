"""Scorecards: levels that weigh or add, figures that are points, curves that rise, designations that can be reached."""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.decimals import write_fraction
from rulelang.names.clauses import all_of, first_of
from rulelang.names.ladder_versions import in_one_order
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.names.scored_versions import versions_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.curves import check_line, check_points
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figure_cases import Case, cases_of, figure_in
from rulelang.typecheck.levels import check_levels
from rulelang.typecheck.maxima import maximum_of
from rulelang.typecheck.scoring import NO_DESIGNATION, designation_name, designation_names, taken_apart

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_scorecard(checker: Checker, card: nodes.Scorecard) -> core.Type | None:
    """The type of a score; None after a finding about the scorecard or what it measures."""
    fine = [_check_version(checker, version) for version in versions_of(card)]
    if not all(fine) or not _in_one_order(checker, card):
        return None
    worths = taken_apart(checker.resolved, card)
    checker.parts.update({worth.name: worth for worth in worths})
    name = card.name.text
    kind: core.Type | None = None
    for worth in worths:
        if worth.name == name:
            kind = checker.definitions[name] = checker.check(worth.value, Scope("scorecard", name))
        elif checker.definition_type(worth.name) is None:
            return None
    return kind


def _check_version(checker: Checker, card: nodes.Scorecard) -> bool:
    """Whether a version means one thing, on the days on which it holds."""
    before = errors_so_far(checker)
    for clause in all_of(nodes.NotYet, card.clauses):
        checker.not_yet(clause)
    only(checker, card.clauses, nodes.RoundedClause, "rounded")
    only(checker, card.clauses, nodes.WeightsRescaled, "weights rescaled")
    only(checker, card.clauses, nodes.EveryMetric, "every metric")
    outer, checker.holding = checker.holding, (card.since, card.until)
    for check in (_check_names, _check_figures, check_levels, _check_designations, _check_minimums):
        check(checker, card)
        if errors_so_far(checker) > before:
            break
    checker.holding = outer
    return errors_so_far(checker) == before


def _in_one_order(checker: Checker, card: nodes.Scorecard) -> bool:
    """Whether the designations that two versions have stand in the same order in both."""
    known: dict[str, nodes.Name] = {}
    order: tuple[str, ...] = ()
    for version in versions_of(card):
        own = [each.name for each in all_of(nodes.Designation, version.clauses)]
        for lower, upper in pairwise(name for name in own if name.text in known):
            if order.index(lower.text) > order.index(upper.text):
                labels = [(known[upper.text].span, "lower"), (known[lower.text].span, "upper")]
                checker.report.add(
                    "designations-reordered", upper.span, labels=labels, name=upper.text, other=lower.text,
                    card=card.name.text,
                )
                return False
        known.update({name.text: name for name in own})
        order = in_one_order(order, [name.text for name in own])
    return True


def designation_type(resolved: Resolved, card: str) -> core.Choice:
    """The designations of a scorecard, lowest first, after having none."""
    names = designation_names(resolved.scorecards[card])
    return core.Choice(designation_name(card), (NO_DESIGNATION, *names), ordered=True)


# ------------------------------------------------------------------------------------------------ names


def _check_names(checker: Checker, card: nodes.Scorecard) -> None:
    """Categories by one name each, metrics by one in their category; each category has something in it."""
    categories = {category.name.text: category for category in card.categories}
    _check_once(checker, [category.name for category in card.categories])
    _check_once(checker, [designation.name for designation in all_of(nodes.Designation, card.clauses)])
    holding = {category.inside.text for category in card.categories if category.inside is not None}
    for category in card.categories:
        _check_once(checker, [metric.name for metric in category.metrics])
        if not category.metrics and category.name.text not in holding:
            checker.report.add("empty-category", category.name.span, name=category.name.text)
        _check_inside(checker, categories, category)
    if not card.categories and not all_of(nodes.NotYet, card.clauses):
        checker.report.add("empty-category", card.name.span, name=card.name.text)
    _check_outcome_name(checker, card)


def _check_once(checker: Checker, names: list[nodes.Name]) -> None:
    seen: dict[str, nodes.Name] = {}
    for name in names:
        if name.text in seen:
            checker.report.add("declared-twice", name.span, labels=[(seen[name.text].span, "first")], name=name.text)
        seen.setdefault(name.text, name)


def _check_inside(checker: Checker, categories: dict[str, nodes.Category], category: nodes.Category) -> None:
    above, passed = category.inside, [category.name.text]
    steps: list[tuple[Span, str]] = []
    while above is not None:
        steps.append((above.span, "step"))
        if above.text in passed:
            path = " -> ".join(f"`{name}`" for name in [*passed, above.text])
            checker.report.add("reads-itself", category.name.span, labels=steps, name=category.name.text, path=path)
            return
        if above.text not in categories:
            no_such_name(checker.report, "no-such-category", above.span, above.text, categories)
            return
        passed.append(above.text)
        above = categories[above.text].inside


def _check_outcome_name(checker: Checker, card: nodes.Scorecard) -> None:
    """The designation is an outcome of its own, so its name is free; nobody is called to have none."""
    resolved, wanted = checker.resolved, designation_name(card.name.text)
    designations = all_of(nodes.Designation, card.clauses)
    taken = (
        resolved.parameters, resolved.measures, resolved.eligibilities, resolved.ladders, resolved.scorecards,
        resolved.incentives, resolved.payouts,
    )
    if designations and any(wanted in table for table in taken):
        checker.report.add("designation-name-taken", card.name.span, name=wanted)
    for designation in designations:
        if designation.name.text == NO_DESIGNATION:
            checker.report.add(
                "designation-name-taken", designation.name.span, name=NO_DESIGNATION, variant="none"
            )


# ------------------------------------------------------------------------------------------------ figures


def _check_figures(checker: Checker, card: nodes.Scorecard) -> None:
    scope = Scope("scorecard", card.name.text)
    if card.out_of is not None:
        check_points(checker, card.out_of, scope)
    for category in card.categories:
        for figure in (category.at_most, category.at_least):
            if figure is not None:
                check_points(checker, figure, scope)
        for metric in category.metrics:
            _check_metric(checker, metric, scope)
    for clause in card.clauses:
        if isinstance(clause, (nodes.EveryMetric, nodes.Designation)):
            check_points(checker, clause.points, scope)


def _check_metric(checker: Checker, metric: nodes.Metric, scope: Scope) -> None:
    for line in metric.lines:
        check_line(checker, line, scope)
    seen: dict[str, nodes.MetricLimit] = {}
    for limit in metric.limits:
        if limit.kind in seen:
            first = seen[limit.kind].span
            checker.report.add("said-twice", limit.span, labels=[(first, "first")], clause=limit.span.text)
        seen.setdefault(limit.kind, limit)
        if limit.kind in ("not_applicable", "earns_only"):
            checker.check_truth(limit.value, scope)
        else:
            check_points(checker, limit.value, scope)


# ------------------------------------------------------------------------------------------------ reach


def _check_designations(checker: Checker, card: nodes.Scorecard) -> None:
    """Each from more points than the one before, and none from more than there are."""
    most, before = maximum_of(card, card), None
    for designation in all_of(nodes.Designation, card.clauses):
        if before is not None:
            for case, low, high in _both(checker, before.points, designation.points):
                if high <= low:
                    checker.report.add(
                        "designations-do-not-rise", designation.points.span, labels=[(before.span, "before")],
                        name=designation.name.text, before=before.name.text, day=case.day, cell=case.shown,
                        variant="keyed" if case.shown else "",
                    )
                    return
        before = designation
        _check_reach(checker, designation.points, most, card.name.text, strict=False)


def _check_minimums(checker: Checker, card: nodes.Scorecard) -> None:
    """No minimum asks for more than its part can be worth."""
    every = first_of(nodes.EveryMetric, card.clauses)
    _check_of_use(checker, card, every)
    for category in card.categories:
        if category.at_least is not None:
            name, most = category.name.text, maximum_of(card, category)
            _check_reach(checker, category.at_least, most, name, strict=False)
        for metric in category.metrics:
            most = maximum_of(card, metric)
            for limit in metric.limits:
                if limit.kind in ("at_least", "more_than"):
                    strict = limit.kind == "more_than"
                    _check_reach(checker, limit.value, most, metric.name.text, strict=strict)
            if every is not None:
                _check_reach(checker, every.points, most, metric.name.text, strict=every.strict)


def _check_of_use(checker: Checker, card: nodes.Scorecard, every: nodes.EveryMetric | None) -> None:
    """A minimum stands in the way of designations, so there is one."""
    if all_of(nodes.Designation, card.clauses):
        return
    written = [category.at_least for category in card.categories if category.at_least is not None]
    limits = [limit for category in card.categories for metric in category.metrics for limit in metric.limits]
    written += [limit.value for limit in limits if limit.kind in ("at_least", "more_than")]
    for minimum in [*written, *([every.points] if every is not None else [])]:
        checker.report.add("minimum-of-nothing", minimum.span, name=card.name.text, text=minimum.span.text)


def _check_reach(
    checker: Checker, wanted: nodes.Expression, most: nodes.Expression | None, name: str, *, strict: bool
) -> None:
    if most is None:
        return
    for case, asked, high in _both(checker, wanted, most):
        if asked > high or (strict and asked == high):
            checker.report.add(
                "points-out-of-reach", wanted.span, written=wanted.span.text, name=name, most=write_fraction(high),
                day=case.day, cell=case.shown, variant="keyed" if case.shown else "",
            )
            return


def _both(
    checker: Checker, first: nodes.Expression, second: nodes.Expression
) -> Iterator[tuple[Case, Fraction, Fraction]]:
    """What two figures are on each day on which one of them changes, for every key."""
    for case in cases_of(checker, first, second):
        low, high = figure_in(checker, first, case), figure_in(checker, second, case)
        if low is not None and high is not None:
            yield case, low, high
