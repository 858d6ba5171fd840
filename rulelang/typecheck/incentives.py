"""Incentives: what they are computed on, what they come to, their cap, and how what they pay is rounded."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.currencies import minor_digits
from rulelang.names.clauses import all_of, first_of
from rulelang.names.limits import limits_elsewhere, longest_unit, runs_over
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.cadence import Cadence, check_cadence, check_cuts, typed_share
from rulelang.typecheck.changes_inside import all_changes, check_changes, measured_over, split_at_changes
from rulelang.typecheck.clauses import only
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.earning import check_earning
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.limited import Limiting
from rulelang.typecheck.limits import check_least, check_limits
from rulelang.typecheck.multiples import Multiple, Multiples, multiple_of, of_type, product_of
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.payable import Make, Parts, amount_of
from rulelang.typecheck.rows_by_date import by_own_date
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

MADE_OF = (
    nodes.On, nodes.RateFoundBy, nodes.Pays, nodes.PerStep, nodes.Multiplied, nodes.PlusPoints, nodes.PlusAmount,
    nodes.Exceptional, nodes.NeverLess, nodes.NothingUnder,
)  # fmt: skip
"""Clauses that the amount is made of, besides bands."""


def check_incentive(checker: Checker, incentive: nodes.Incentive, versions: tuple[Rules, ...]) -> None:
    """The rules of an incentive, version by version; what a later one only repeats is reported once."""
    said = [only(checker, rules.clauses, nodes.VersionChange, "the version at its end") for rules in versions]
    needless = incentive.since is None and not any(_anything_changes(checker, rules) for rules in versions)
    for clause in said if needless else ():
        if clause is not None:
            checker.report.add("version-of-what", clause.span, name=incentive.name.text, variant="incentive")
            return
    own = [by_own_date(checker, incentive, rules) for rules in versions]
    pieces = tuple(piece for rules in own if rules is not None for piece in split_at_changes(checker, rules))
    checker.rules[incentive.name.text] = pieces if None not in own else versions
    if None in own:
        return
    for rules in pieces:
        before = errors_so_far(checker)
        _check_rules(checker, incentive, rules)
        if errors_so_far(checker) > before:
            return


def _anything_changes(checker: Checker, rules: Rules) -> bool:
    """Whether anything that is read changes inside a period over which rules measure or limit."""
    return measured_over(rules) is None or any(True for _ in all_changes(checker, rules))


def _check_rules(checker: Checker, incentive: nodes.Incentive, rules: Rules) -> None:
    clauses, name = rules.clauses, incentive.name.text
    for clause in clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    cadence = check_cadence(checker, incentive, clauses)
    when = only(checker, clauses, nodes.When, "when")
    rounding = only(checker, clauses, nodes.RoundedClause, "rounded")
    scope = Scope("incentive", name, until=rules.stop)
    if when is not None:
        checker.check_truth(when.condition, scope)
    before = errors_so_far(checker)
    check_earning(checker, incentive, rules, scope)
    stretches = [clauses for rows in rules.by_row for clauses in rows.stretches]
    for stretch in stretches if errors_so_far(checker) == before else ():
        check_earning(checker, incentive, attrs.evolve(rules, clauses=stretch), scope)
    if errors_so_far(checker) > before or cadence is None or all_of(nodes.NotYet, clauses):
        return
    check_limits(checker, rules, cadence, scope)
    check_least(checker, rules, cadence, scope)
    if errors_so_far(checker) > before or not all(_is_typed(checker, each) for each in (clauses, *stretches)):
        return
    found = _paid(checker, incentive, rules, cadence.measured)
    if found is None:
        return
    caps = [_is_cap(checker, cap, found.type) for cap in all_of(nodes.AtMost, clauses)]
    if not all(caps):
        return
    limited = _limited(checker, incentive, found)
    if limited is not None:
        check_rounding(checker, incentive, *limited, rounding)
        _check_days(checker, incentive, rules, cadence)


def _is_typed(checker: Checker, clauses: tuple[object, ...]) -> bool:
    """Whether everything the amount is made of has a type: what it reads may have been reported before."""
    made_of = [part for each in clauses if isinstance(each, MADE_OF) for part in parts_of(each)]
    rows = [row for each in clauses if isinstance(each, nodes.Bands) for row in each.rows]
    made_of += [part for row in rows for part in parts_of(row)]
    written = [part for part in made_of if attrs.has(type(part)) and not isinstance(part, (nodes.Name, nodes.Text))]
    return all(checker.facts.known(part) is not None for part in written)


@attrs.frozen(eq=False)
class _Paid:
    """What the clauses come to before anything limits it, with what it is made of."""

    type: types.Numeric
    limiting: Limiting
    multiples: Multiples


def _paid(checker: Checker, incentive: nodes.Incentive, rules: Rules, measured: str) -> _Paid | None:
    """What the clauses come to before floors and caps; None where it can leave 38 digits."""
    span, name = incentive.name.span, incentive.name.text
    part = typed_share(checker, rules, measured, span)
    multiples = Multiples(checker, typed(checker))
    parts = Parts(
        checker.resolved, name, rules.clauses, checker.worked_out, multiples.make, part, by_row=rules.by_row
    )
    kind = types.proved(amount_of(parts).type)
    if checker.limits and not types.fits(kind):
        checker.report.add("beyond-38-digits", span, text=span.text)
        return None
    return _Paid(kind, Limiting(rules, parts, lambda unit: typed_share(checker, rules, unit, span)), multiples)


def _limited(
    checker: Checker, incentive: nodes.Incentive, paid: _Paid
) -> tuple[types.Numeric, Multiple] | None:
    """The type of what is paid under every limit, and what it is a whole multiple of; None beyond 38 digits."""
    limiting, span = paid.limiting, incentive.name.span
    amount = limiting.amount()
    if types.proved(amount.type).kind == "money" and checker.limits:
        # What is added up over a longer unit has been rounded before.
        summed = limiting.to_date(_in_cents(amount), _in_cents)
        if not all(types.fits(types.proved(each.type)) for each in (amount, summed)):
            checker.report.add("beyond-38-digits", span, text=span.text)
            return None
    return types.proved(amount.type), paid.multiples.of(limiting.to_date(amount, lambda each: each))


def _in_cents(amount: core.Expression) -> core.Expression:
    """Something rounded to the minor units of its currency."""
    kind = types.proved(amount.type)
    return core.Round(amount, "down", types.rounded(kind, types.minor_units(kind.currency)), amount.span)


def _check_days(checker: Checker, incentive: nodes.Incentive, rules: Rules, cadence: Cadence) -> None:
    """What changes inside the units that something is read for, and the units that are cut."""
    limits = limits_elsewhere(rules.clauses, cadence.measured)
    read = tuple(clause for clause in rules.clauses if clause not in limits)
    check_changes(checker, read, rules, cadence.measured, incentive.name)
    for limit in limits:
        unit = runs_over(limit, cadence.measured)
        check_changes(checker, (limit,), attrs.evolve(rules, by_row=()), unit, incentive.name)
    check_cuts(checker, incentive.name, rules, longest_unit(rules.clauses, cadence.measured))


def limit_multiple(checker: Checker, limit: nodes.Expression, share: core.Quantity | None) -> Multiple:
    """What a limit is a whole multiple of, in a cut period a part of it."""
    multiple = multiple_of(checker, limit)
    return multiple if share is None else product_of(multiple, of_type(share))


def typed(checker: Checker) -> Make:
    """What stands for something written: a literal as it is, of anything else its type."""

    def make(node: nodes.Expression, step: str = "") -> core.Expression:
        kind, value = checker.facts.of(node).type, literal_value(node)
        if value is not None:
            return core.Literal(value, kind, node.span, step)
        return core.Read("", None, kind, node.span, step)

    return make


def _is_cap(checker: Checker, cap: nodes.AtMost, paid: types.Numeric) -> bool:
    """Whether a cap is of the kind that is paid; a finding where it is not."""
    kind = checker.facts.known(cap.value)
    if kind is None:
        return False
    if not types.is_numeric(kind.type) or isinstance(types.joined_kind(kind.type, paid), types.Clash):
        checker.report.add("cap-is-another-kind", cap.value.span, found=kind_words(kind.type), paid=kind_words(paid))
        return False
    return True


def check_rounding(
    checker: Checker, declaration: nodes.Incentive | nodes.Payout, paid: types.Numeric, multiple: Multiple,
    rounding: nodes.RoundedClause | None,
) -> None:
    """What is paid, always a whole multiple of something, has no more digits than its currency, or a rounding is
    written."""
    name = declaration.name.text
    if paid.kind != "money":
        on = first_of(nodes.On, declaration.clauses) if isinstance(declaration, nodes.Incentive) else None
        checker.report.add(
            "pays-no-money", declaration.name.span, labels=[(on.value.span, "base")] if on is not None else [],
            name=name, found=kind_words(paid), variant="units" if paid.kind in ("count", "number") else "",
        )
        return
    if minor_digits(checker.resolved.currency) is None:
        return  # reported at the head of the program
    if paid.currency != checker.resolved.currency:
        checker.report.add(
            "pays-another-currency", declaration.name.span, name=name, currency=paid.currency,
            program=checker.resolved.currency, variant="own" if core.in_own_currency(paid) else "",
        )
        return
    digits = minor_digits(paid.currency or "") or 0
    if rounding is None:
        if multiple is None or (multiple * 10**digits).denominator != 1:
            checker.report.add(
                "rounding-not-said", declaration.name.span, name=name, currency=paid.currency, digits=digits
            )
    elif rounding.places is not None and rounding.places > digits:
        checker.report.add(
            "finer-than-currency", rounding.span, currency=paid.currency, digits=digits, places=rounding.places
        )
