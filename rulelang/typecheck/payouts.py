"""Payouts: which incentives they pay, which of several is the best, and the cap over what falls due."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import MONTHS_IN, Calendar
from rulelang.exact.currencies import minor_digits
from rulelang.names.clauses import all_of
from rulelang.names.resolved import Rules
from rulelang.names.stacks import paid_by
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cadence import check_cadence, check_cuts, share_type
from rulelang.typecheck.changes_inside import check_changes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.incentives import check_rounding
from rulelang.typecheck.remainders import check_remainders
from rulelang.typecheck.stacks import check_stacks
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_payout(checker: Checker, payout: nodes.Payout, versions: tuple[Rules, ...]) -> None:
    """The rules of a payout, version by version; what a later one only repeats is reported once."""
    for rules in versions:
        before = len(checker.report.findings)
        _check_rules(checker, payout, rules)
        if len(checker.report.findings) > before:
            return


def _check_begun(checker: Checker, rules: Rules, unit: str, name: str, *, is_said: bool) -> None:
    """A version that begins inside a pay period, where nothing is capped over one, says what becomes of that period."""
    began = rules.began
    if is_said or began is None or began.open_periods != "version":
        return
    if Calendar(checker.resolved.year_starts).containing(unit, rules.start).start != rules.start:
        checker.report.add("version-inside-period", began.span, name=name, unit=unit_words(unit), day=began.day)


def check_paid_once(checker: Checker) -> None:
    """An incentive that two payouts pay would move its money twice."""
    seen: dict[str, tuple[str, nodes.Name]] = {}
    for payout, versions in checker.resolved.payouts.values():
        items = {item.text: item for rules in versions for item in paid_by(rules.clauses)}
        for name, item in items.items():
            owner, first = seen.setdefault(name, (payout.name.text, item))
            if owner != payout.name.text:
                checker.report.add("paid-twice", item.span, labels=[(first.span, "first")], name=name)


def _check_rules(checker: Checker, payout: nodes.Payout, rules: Rules) -> None:
    clauses, name = rules.clauses, payout.name.text
    for clause in clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    cadence = check_cadence(checker, payout, clauses)
    stacks = all_of(nodes.Stack, clauses)
    if all(stack.kind == "less" for stack in stacks):
        checker.report.add("nothing-to-pay", payout.name.span, name=name)
    check_stacks(checker, stacks)
    check_remainders(checker, stacks)
    said = only(checker, clauses, nodes.VersionChange, "the version at its end")
    if said is not None and payout.since is None:
        checker.report.add("version-of-what", said.span, name=name)
    rounding = only(checker, clauses, nodes.RoundedClause, "rounded")
    cap = only(checker, clauses, nodes.AtMost, "at most")
    if cadence is None:
        return
    if cap is None:
        _check_begun(checker, rules, cadence.paid, name, is_said=said is not None)
        return
    if cap.each is None:
        checker.report.add("cap-needs-period", cap.span, name=name)
        return
    if MONTHS_IN.get(cap.each, 0) < MONTHS_IN[cadence.paid]:
        each, paid = unit_words(cap.each), unit_words(cadence.paid)
        checker.report.add("cap-shorter-than-payment", cap.span, each=each, paid=paid)
        return
    kind = checker.check(cap.value, Scope("payout", name))
    if kind is None or minor_digits(checker.resolved.currency) is None:
        return
    if not types.is_numeric(kind) or kind.kind != "money" or kind.currency != checker.resolved.currency:
        wanted = phrase("money in {currency}", currency=checker.resolved.currency)
        checker.report.add("cap-is-another-kind", cap.value.span, found=kind_words(kind), paid=wanted)
        return
    share = share_type(checker.resolved.year_starts, rules, cap.each)
    check_rounding(checker, payout, types.proved(types.multiplied(kind, share)) if share else kind, rounding)
    check_changes(checker, (cap,), rules, cap.each, payout.name)
    check_cuts(checker, payout.name, rules, cap.each)

