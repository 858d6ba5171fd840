"""Payouts: which incentives they pay, which of several is the best, and the cap over what falls due."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import MONTHS_IN
from rulelang.exact.currencies import minor_digits
from rulelang.names.clauses import all_of, first_of
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cadence import check_cadence, check_changes, check_cuts, share_type
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.incentives import check_rounding
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


def check_paid_once(checker: Checker) -> None:
    """An incentive that two payouts pay would move its money twice."""
    seen: dict[str, tuple[str, nodes.Name]] = {}
    for payout, versions in checker.resolved.payouts.values():
        items = {i.text: i for rules in versions for stack in all_of(nodes.Stack, rules.clauses) for i in stack.items}
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
    if not stacks:
        checker.report.add("nothing-to-pay", payout.name.span, name=name)
    _check_items(checker, stacks, rules)
    rounding = only(checker, clauses, nodes.RoundedClause, "rounded")
    cap = only(checker, clauses, nodes.AtMost, "at most")
    if cadence is None or cap is None:
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
    check_changes(checker, (cap,), rules, cap.each, name)
    check_cuts(checker, payout.name, rules, cap.each)


def _check_items(checker: Checker, stacks: tuple[nodes.Stack, ...], rules: Rules) -> None:
    seen: dict[str, nodes.Name] = {}
    for stack in stacks:
        for item in stack.items:
            if item.text in seen:
                checker.report.add("paid-twice", item.span, labels=[(seen[item.text].span, "first")], name=item.text)
            seen.setdefault(item.text, item)
            if item.text not in checker.resolved.incentives:
                no_such_name(
                    checker.report, "no-such-incentive", item.span, item.text, checker.resolved.incentives
                )
        if stack.kind == "best":
            _check_same_cadence(checker, stack, rules)


def _check_same_cadence(checker: Checker, stack: nodes.Stack, rules: Rules) -> None:
    """The best of several is taken of what they give over the same days, so they are measured and paid alike."""
    first: tuple[nodes.Name, object] | None = None
    for item in stack.items:
        if item.text not in checker.resolved.incentives:
            continue
        _, versions = checker.resolved.incentives[item.text]
        shape = [(v.start, v.stop, *_units(v.clauses)) for v in versions]
        if any(unit is None for *_, unit in shape):
            continue  # reported with the incentive
        if first is not None and shape != first[1]:
            checker.report.add(
                "best-of-two-cadences", item.span, labels=[(first[0].span, "first")], name=item.text,
                other=first[0].text,
            )
        first = first or (item, shape)


def _units(clauses: Iterable[object]) -> tuple[str | None, str | None]:
    """Over which units something is measured and paid, in whatever order that is written."""
    clauses = tuple(clauses)
    paid, measured = first_of(nodes.PaidEvery, clauses), first_of(nodes.MeasuredEvery, clauses)
    over = measured or paid
    return over.unit if over else None, paid.unit if paid else None
