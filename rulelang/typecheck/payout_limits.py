"""The floor and the cap of a payout: money, over periods that are said, the floor before the cap."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.calendar import MONTHS_IN
from rulelang.exact.currencies import minor_digits
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cadence import Cadence, check_cuts, share_type
from rulelang.typecheck.changes_inside import check_changes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.incentives import check_rounding, limit_multiple
from rulelang.typecheck.limits import is_above
from rulelang.typecheck.multiples import Multiple, common
from rulelang.typecheck.paid_in import check_converted, check_paid_in
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_limits(checker: Checker, payout: nodes.Payout, rules: Rules, cadence: Cadence | None) -> None:
    """Floor, cap and rounding of a payout's rules."""
    clauses = rules.clauses
    rounding = only(checker, clauses, nodes.RoundedClause, "rounded")
    cap = only(checker, clauses, nodes.AtMost, "at most")
    floor = only(checker, clauses, nodes.NeverLess, "never less than")
    limits = [limit for limit in (cap, floor) if limit is not None]
    paid_in = check_paid_in(checker, payout, clauses)
    if cadence is None:
        return
    said = [_runs_over_a_period(checker, payout, limit, cadence) for limit in limits]
    if False in said:
        return
    if cap is not None and floor is not None and not _floor_first(checker, floor, cap):
        return
    kinds = [_amount(checker, payout, limit, rules) for limit in limits]
    known = [kind for kind in kinds if kind is not None]
    if len(known) < len(kinds) or minor_digits(checker.resolved.currency) is None:
        return
    if not known:
        if paid_in is not None:
            check_converted(checker, payout, paid_in, _due(checker), _of_cents(checker), rounding)
        return
    if cap is not None and floor is not None and floor.each == cap.each and is_above(checker, floor, cap, rules):
        return
    shares = [share_type(checker, rules, limit.each or "") for limit in limits]
    multiples = [limit_multiple(checker, limit.value, share) for limit, share in zip(limits, shares, strict=True)]
    multiple = common(multiples)
    if paid_in is None or rounding is None:
        check_rounding(checker, payout, types.proved(types.one_of(known)), multiple, rounding)
    if paid_in is not None:
        amount = types.proved(types.one_of([_due(checker), *known]))
        check_converted(checker, payout, paid_in, amount, common((_of_cents(checker), multiple)), rounding)
    for limit in limits:
        check_changes(checker, (limit,), rules, limit.each or "", payout.name)
    longest = max((limit.each or "" for limit in limits), key=lambda each: MONTHS_IN[each])
    check_cuts(checker, payout.name, rules, longest)


def _due(checker: Checker) -> core.Quantity:
    """The type of what incentives come to together, before any limit: each is rounded."""
    currency = checker.resolved.currency
    return core.Quantity("money", types.minor_units(currency), -types.TOTAL_MAX, types.TOTAL_MAX, currency)


def _of_cents(checker: Checker) -> Multiple:
    return Fraction(1, types.minor_units(checker.resolved.currency))


def _runs_over_a_period(
    checker: Checker, payout: nodes.Payout, limit: nodes.AtMost | nodes.NeverLess, cadence: Cadence
) -> bool:
    """Whether it is said over which period a limit runs, and that is no shorter than what is paid at once."""
    variant = "floor" if isinstance(limit, nodes.NeverLess) else ""
    if limit.each is None:
        checker.report.add("cap-needs-period", limit.span, name=payout.name.text, variant=variant)
        return False
    if MONTHS_IN.get(limit.each, 0) < MONTHS_IN[cadence.paid]:
        each, paid = unit_words(limit.each), unit_words(cadence.paid)
        checker.report.add("cap-shorter-than-payment", limit.span, each=each, paid=paid, variant=variant)
        return False
    return True


def _floor_first(checker: Checker, floor: nodes.NeverLess, cap: nodes.AtMost) -> bool:
    """Whether the floor can come before the cap: it runs over no longer period."""
    if MONTHS_IN[floor.each or ""] <= MONTHS_IN[cap.each or ""]:
        return True
    each, shorter = unit_words(floor.each or ""), unit_words(cap.each or "")
    checker.report.add("floor-after-cap", floor.span, labels=[(cap.span, "cap")], each=each, shorter=shorter)
    return False


def _amount(
    checker: Checker, payout: nodes.Payout, limit: nodes.AtMost | nodes.NeverLess, rules: Rules
) -> types.Numeric | None:
    """The type of a limit, in a cut period a part of it; None after a finding."""
    kind = checker.check(limit.value, Scope("payout", payout.name.text))
    currency = checker.resolved.currency
    if kind is None or minor_digits(currency) is None:
        return None
    if not types.is_numeric(kind) or kind.kind != "money" or kind.currency != currency:
        wanted = phrase("money in {currency}", currency=currency)
        checker.report.add("cap-is-another-kind", limit.value.span, found=kind_words(kind), paid=wanted)
        return None
    share: core.Quantity | None = share_type(checker, rules, limit.each or "")
    return types.proved(types.multiplied(kind, share)) if share is not None else kind
