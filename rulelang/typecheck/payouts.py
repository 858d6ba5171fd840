"""Payouts: which incentives they pay, which of several is the best, and whether they are paid once."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.names.clauses import all_of
from rulelang.names.resolved import Rules
from rulelang.names.stacks import paid_by
from rulelang.syntax import nodes
from rulelang.typecheck.cadence import check_cadence
from rulelang.typecheck.clauses import only
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.payout_limits import check_limits
from rulelang.typecheck.remainders import check_remainders
from rulelang.typecheck.stacks import check_stacks, paid_nowhere
from rulelang.typecheck.together import check_together
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_payout(checker: Checker, payout: nodes.Payout, versions: tuple[Rules, ...]) -> None:
    """The rules of a payout, version by version; what a later one only repeats is reported once."""
    for rules in versions:
        before = errors_so_far(checker)
        _check_rules(checker, payout, rules)
        if errors_so_far(checker) > before:
            return


def _check_begun(checker: Checker, rules: Rules, unit: str, name: str, *, is_said: bool) -> None:
    """A version that begins inside a pay period, where nothing is capped over one, says what becomes of that period."""
    began = rules.began
    if is_said or began is None or began.open_periods != "version":
        return
    if checker.resolved.calendar.holding(unit, rules.start).start != rules.start:
        checker.report.add("version-inside-period", began.span, name=name, unit=unit_words(unit), day=began.day)


def check_paid_once(checker: Checker) -> None:
    """An incentive that two payouts pay would move its money twice."""
    seen: dict[str, tuple[str, nodes.Name]] = {}
    for payout, versions in checker.resolved.payouts.values():
        items = {item.text: item for rules in versions for item in paid_by(rules.clauses)}
        for name, item in items.items():
            owner, first = seen.setdefault(name, (payout.name.text, item))
            if owner != payout.name.text:
                checker.report.add(
                    "paid-twice", item.span, labels=[(first.span, "owner")], name=name, owner=owner,
                    payout=payout.name.text, unpaid=paid_nowhere(checker), variant="payouts",
                )


def _check_rules(checker: Checker, payout: nodes.Payout, rules: Rules) -> None:
    clauses, name = rules.clauses, payout.name.text
    for clause in clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    cadence = check_cadence(checker, payout, clauses)
    stacks = all_of(nodes.Stack, clauses)
    if all(stack.kind == "less" for stack in stacks):
        checker.report.add("nothing-to-pay", payout.name.span, name=name)
    check_stacks(checker, stacks, rules)
    check_remainders(checker, stacks)
    check_together(checker, clauses)
    said = only(checker, clauses, nodes.VersionChange, "the version at its end")
    if said is not None and payout.since is None:
        checker.report.add("version-of-what", said.span, name=name)
    has_limits = bool(all_of(nodes.AtMost, clauses) or all_of(nodes.NeverLess, clauses))
    if cadence is not None and not has_limits:
        _check_begun(checker, rules, cadence.paid, name, is_said=said is not None)
    check_limits(checker, payout, rules, cadence)

