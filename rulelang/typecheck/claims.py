"""Claims: names, kinds and windows of what is claimed. Proves no claim and tests none."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

READER = "claim"
"""Only a claim reads what is paid: everything else comes before it."""


def check_claims(checker: Checker) -> None:
    """Every claim of a program and its variant; one title stands once."""
    seen: dict[str, nodes.Always] = {}
    for claim in checker.resolved.claims:
        title = claim.title.value
        if title in seen:
            labels = [(seen[title].title.span, "first")]
            checker.report.add("declared-twice", claim.title.span, labels=labels, name=title)
        seen.setdefault(title, claim)
        scope = Scope(READER, title)
        if isinstance(claim.claim, nodes.RisesWith):
            for side in (claim.claim.value, claim.claim.cause):
                _check_amount(checker, side, scope)
        else:
            checker.check_truth(claim.claim, scope)


def _check_amount(checker: Checker, node: nodes.Reading, scope: Scope) -> None:
    kind = checker.check(node, scope)
    if kind is not None and not types.is_numeric(kind):
        checker.report.add("no-arithmetic", node.span, found=kind_words(kind), text=node.span.text)


def check_paid(checker: Checker, node: nodes.Reading) -> core.Type | None:
    """What an incentive or payout pays in the period of the reader, in the program's currency."""
    name = node.path[0].text
    if node.window is not None or node.day is not None:
        checker.report.add("paid-in-its-period", node.span, name=name)
        return None
    currency = checker.resolved.currency
    kind = core.Quantity("money", types.minor_units(currency), -types.TOTAL_MAX, types.TOTAL_MAX, currency)
    checker.facts.put(node, Fact(kind, "paid", name))
    return kind


def is_paid(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether a name in a claim is that of an incentive or payout."""
    name, resolved = node.path[0].text, checker.resolved
    return scope.reader == READER and (name in resolved.incentives or name in resolved.payouts)
