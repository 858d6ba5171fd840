"""Incentives: what they are computed on, their cap, and how what they pay is rounded."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.currencies import minor_digits
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.bands import check_bands
from rulelang.typecheck.cadence import Cadence, check_cadence, check_changes, check_cuts, share_type
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_incentive(checker: Checker, incentive: nodes.Incentive, versions: tuple[Rules, ...]) -> None:
    """The rules of an incentive, version by version; what a later one only repeats is reported once."""
    for rules in versions:
        said = only(checker, rules.clauses, nodes.VersionChange, "the version at its end")
        if said is not None and incentive.since is None:
            checker.report.add("version-of-what", said.span, name=incentive.name.text)
            return
    for rules in versions:
        before = len(checker.report.findings)
        _check_rules(checker, incentive, rules)
        if len(checker.report.findings) > before:
            return


def _check_rules(checker: Checker, incentive: nodes.Incentive, rules: Rules) -> None:
    clauses, name = rules.clauses, incentive.name.text
    for clause in clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    cadence = check_cadence(checker, incentive, clauses)
    when, on = only(checker, clauses, nodes.When, "when"), only(checker, clauses, nodes.On, "on")
    bands = only(checker, clauses, nodes.Bands, "bands")
    cap = only(checker, clauses, nodes.AtMost, "at most")
    rounding = only(checker, clauses, nodes.RoundedClause, "rounded")
    scope = Scope("incentive", name)
    if when is not None:
        checker.check_truth(when.condition, scope)
    if on is None:
        checker.report.add("no-base", incentive.name.span, name=name)
    if bands is None:
        checker.report.add("no-bands", incentive.name.span, name=name)
    base = checker.check(on.value, scope) if on else None
    if on is None or base is None or bands is None or cadence is None:
        return
    share = share_type(checker.resolved.year_starts, rules, cadence.measured)
    paid = check_bands(checker, on, base, bands, scope, rules, share)
    if paid is not None and cap is not None:
        paid = _check_cap(checker, cap, paid, cadence, scope, share)
    if paid is not None:
        check_rounding(checker, incentive, paid, rounding)
        check_changes(checker, (when, on, bands, cap), rules, cadence.measured, name)
        check_cuts(checker, incentive.name, rules, cadence.measured)


def _check_cap(
    checker: Checker, cap: nodes.AtMost, paid: types.Numeric, cadence: Cadence, scope: Scope,
    share: core.Quantity | None,
) -> types.Numeric | None:
    kind = checker.check(cap.value, scope)
    if kind is None:
        return None
    if not types.is_numeric(kind) or isinstance(types.joined_kind(kind, paid), types.Clash):
        checker.report.add("cap-is-another-kind", cap.value.span, found=kind_words(kind), paid=kind_words(paid))
        return None
    if cap.each not in (None, cadence.measured):
        checker.report.add("not-yet", cap.span, construct=phrase("a cap over another period than the measured one"))
        return None
    return types.proved(types.one_of([types.proved(types.multiplied(kind, share)) if share else kind, paid]))


def check_rounding(
    checker: Checker, declaration: nodes.Incentive | nodes.Payout, paid: types.Numeric,
    rounding: nodes.RoundedClause | None,
) -> None:
    """What is paid has no more digits than its currency, or a rounding is written."""
    name = declaration.name.text
    if paid.kind != "money":
        construct = phrase("an incentive that pays {kind}", kind=kind_words(paid))
        checker.report.add("not-yet", declaration.name.span, construct=construct)
        return
    if minor_digits(checker.resolved.currency) is None:
        return  # reported at the head of the program
    if paid.currency != checker.resolved.currency:
        checker.report.add(
            "pays-another-currency", declaration.name.span, name=name, currency=paid.currency,
            program=checker.resolved.currency,
        )
        return
    digits = minor_digits(paid.currency or "") or 0
    if rounding is None:
        if isinstance(paid, core.Ratio) or 10**digits % paid.denominator != 0:
            checker.report.add(
                "rounding-not-said", declaration.name.span, name=name, currency=paid.currency, digits=digits
            )
    elif rounding.places is not None and rounding.places > digits:
        checker.report.add(
            "finer-than-currency", rounding.span, currency=paid.currency, digits=digits, places=rounding.places
        )
