"""Levels of a scorecard: all parts of one weigh, to 100% together, or all of them add points to what is written."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.decimals import write_fraction
from rulelang.names.clauses import first_of
from rulelang.syntax import nodes
from rulelang.typecheck.curves import check_figure
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figure_cases import cases_of, figure_in
from rulelang.typecheck.maxima import maximum_of
from rulelang.typecheck.scoring import Level, level_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_levels(checker: Checker, card: nodes.Scorecard) -> None:
    """The scorecard's own level and that of each category."""
    owners: tuple[nodes.Scorecard | nodes.Category, ...] = (card, *card.categories)
    levels = [level_of(card, owner) for owner in owners]
    for level in levels:
        if level.weighed:
            _check_weights(checker, card, level)
    if card.out_of is not None:
        _check_out_of(checker, card, card.out_of, levels[0])
    rescaled = first_of(nodes.WeightsRescaled, card.clauses)
    if rescaled is not None:
        outs = [limit for c in card.categories for m in c.metrics for limit in m.limits]
        if not any(limit.kind == "not_applicable" for limit in outs) or not any(level.weighed for level in levels):
            checker.report.add("nothing-to-rescale", rescaled.span)


def _check_weights(checker: Checker, card: nodes.Scorecard, level: Level) -> None:
    first = next(part for part in level.parts if part.weight is not None)
    scope = Scope("scorecard", card.name.text)
    for part in level.parts:
        if part.weight is None:
            checker.report.add(
                "level-mixes-weights", part.name.span, labels=[(first.name.span, "weighed")], name=part.name.text,
                other=first.name.text,
            )
            return
        kind = check_figure(checker, part.weight, scope)
        if kind is None:
            return
        if kind.kind != "percent":
            checker.report.add(
                "another-kind-of-value", part.weight.span, text=part.weight.span.text, wanted=phrase("a percent")
            )
            return
        if maximum_of(card, part) is None or any(most == 0 for most in _maxima(checker, card, part)):
            _report_limitless(checker, card, part)
            return
    _check_sum(checker, level)


def _report_limitless(checker: Checker, card: nodes.Scorecard, part: nodes.Metric | nodes.Category) -> None:
    """At the metric that nothing limits, where one does that to its category."""
    inside = part.metrics if isinstance(part, nodes.Category) else ()
    name = next((metric for metric in inside if maximum_of(card, metric) is None), part).name
    checker.report.add("no-maximum", name.span, name=name.text)


def _maxima(checker: Checker, card: nodes.Scorecard, part: nodes.Metric | nodes.Category) -> list[object]:
    most = maximum_of(card, part)
    assert most is not None
    return [figure_in(checker, most, case) for case in cases_of(checker, most)]


def _check_sum(checker: Checker, level: Level) -> None:
    weights = [part.weight for part in level.parts if part.weight is not None]
    for case in cases_of(checker, *weights):
        values = [figure_in(checker, weight, case) for weight in weights]
        known = [value for value in values if value is not None]
        total = sum(known, Fraction(0))
        if len(known) == len(values) and (total != 1 or min(known) < 0):
            labels = [(weight.span, "weight") for weight in weights[:-1]]
            checker.report.add(
                "weights-not-whole", weights[-1].span, labels=labels, total=write_fraction(total * 100), day=case.day,
                cell=case.shown, variant="keyed" if case.shown else "",
            )
            return


def _check_out_of(checker: Checker, card: nodes.Scorecard, out_of: nodes.Expression, level: Level) -> None:
    """What the parts are worth at most adds up to what is written, on every day, for every key."""
    weighed = next((part for part in level.parts if part.weight is not None), None)
    if weighed is not None and weighed.weight is not None:
        checker.report.add(
            "weights-beside-out-of", out_of.span, labels=[(weighed.weight.span, "weight")], name=weighed.name.text
        )
        return
    for part in level.parts:
        if maximum_of(card, part) is None:
            _report_limitless(checker, card, part)
            return
    most = maximum_of(card, card)
    assert most is not None
    for case in cases_of(checker, most, out_of):
        found, wanted = figure_in(checker, most, case), figure_in(checker, out_of, case)
        if found is not None and wanted is not None and found != wanted:
            checker.report.add(
                "maximum-is-another", out_of.span, name=card.name.text, found=write_fraction(found),
                wanted=write_fraction(wanted), day=case.day, cell=case.shown, variant="keyed" if case.shown else "",
            )
            return
