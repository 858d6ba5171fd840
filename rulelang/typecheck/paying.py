"""Incentives and payouts: what they are computed on, their bands, when they are measured and paid."""
from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN, Calendar, Period, share_of
from rulelang.exact.currencies import minor_digits
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.clauses import only
from rulelang.typecheck.constants import value_on
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.timelines import value_changes
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@attrs.frozen
class Cadence:
    """Units over which something is measured and paid."""

    measured: str
    paid: str


def check_incentive(checker: Checker, incentive: nodes.Incentive, versions: tuple[Rules, ...]) -> None:
    for rules in versions:
        before = len(checker.report.findings)
        _check_rules(checker, incentive, rules)
        if len(checker.report.findings) > before:
            return


def _check_rules(checker: Checker, incentive: nodes.Incentive, rules: Rules) -> None:
    clauses, name = rules.clauses, incentive.name.text
    for clause in clauses:
        if isinstance(clause, (nodes.NotYet, nodes.SplitAtChange)):
            checker.report.add("not-yet", clause.span, construct=getattr(clause, "construct", "split at the change"))
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
    if base is None or bands is None or cadence is None:
        return
    share = share_type(checker, rules, cadence.measured)
    paid = check_bands(checker, on, base, bands, scope, rules, share)
    if paid is not None and cap is not None:
        paid = _check_cap(checker, cap, paid, cadence, scope, share)
    if paid is not None:
        _check_rounding(checker, incentive, paid, rounding)
        check_changes(checker, (when, on, bands, cap), rules, cadence.measured, name)
        check_cuts(checker, incentive.name, rules, cadence.measured)


def check_cadence(
    checker: Checker, declaration: nodes.Incentive | nodes.Payout, clauses: tuple[object, ...]
) -> Cadence | None:
    paid = only(checker, clauses, nodes.PaidEvery, "paid every")
    measured = only(checker, clauses, nodes.MeasuredEvery, "measured every")
    if paid is None:
        checker.report.add("no-cadence", declaration.name.span, name=declaration.name.text)
        return None
    for clause in (paid, measured):
        if clause is not None and clause.unit not in MONTHS_IN:
            checker.report.add("not-a-paying-unit", clause.span, unit=clause.unit)
            return None
    return Cadence((measured or paid).unit, paid.unit)


def check_bands(
    checker: Checker, on: nodes.On, base: core.Type, bands: nodes.Bands, scope: Scope, rules: Rules,
    share: core.Quantity | None,
) -> types.Numeric | None:
    """The type of what marginal bands pay; lower ends rise from zero on every day they are in force."""
    if not isinstance(base, core.Quantity):
        finding = "ratio-as-base" if isinstance(base, core.Ratio) else "no-arithmetic"
        checker.report.add(finding, on.value.span, found=kind_words(base), text=on.value.span.text)
        return None
    edges = [checker.check(row.lower, scope) for row in bands.rows]
    rates = [checker.check(row.value, scope) for row in bands.rows]
    if None in edges or None in rates:
        return None
    for row, edge, rate in zip(bands.rows, edges, rates, strict=True):
        if not types.is_numeric(edge) or isinstance(types.joined_kind(base, edge), types.Clash):
            checker.report.add(
                "edge-is-another-kind", row.lower.span, labels=[(on.value.span, "base")], found=kind_words(edge),
                base=kind_words(base), text=row.lower.span.text,
            )
            return None
        if not isinstance(rate, core.Quantity) or rate.kind not in ("percent", "number"):
            checker.report.add("rate-is-another-kind", row.value.span, found=kind_words(rate), text=row.value.span.text)
            return None
    if not _edges_rise(checker, bands, rules):
        return None
    return _paid_type(base, edges, rates, share)


def _paid_type(
    base: core.Quantity, edges: list[core.Quantity], rates: list[core.Quantity], share: core.Quantity | None
) -> types.Numeric:
    """Prorated edges may have another denominator, so the parts do too."""
    paid: types.Numeric | None = None
    for edge, rate in zip(edges, rates, strict=True):
        scaled = types.multiplied(edge, share) if share else edge
        part = types.one_of([types.added(base, scaled, subtract=True), types.rescaled(scaled, scaled.denominator)])
        product = types.multiplied(rate, part)
        paid = product if paid is None else types.added(paid, product)
    assert paid is not None and not isinstance(paid, types.Clash)
    return paid


def share_type(checker: Checker, rules: Rules, unit: str) -> core.Quantity | None:
    """The type of the part of a whole unit that the periods cut by these rules are; None when none is prorated."""
    if rules.edges != "prorated":
        return None
    shares = [Fraction(1), *cut_shares(Calendar(checker.resolved.year_starts), rules, unit)]
    denominator = math.lcm(*(s.denominator for s in shares))
    return core.Quantity("number", denominator, int(min(shares) * denominator), denominator)


def cut_shares(calendar: Calendar, rules: Rules, unit: str) -> Iterator[Fraction]:
    """The shares of the first and the last period of these rules, where they are cut."""
    for day in (rules.start, rules.stop):
        if day is not None:
            whole = calendar.containing(unit, day)
            stop = whole.stop if rules.stop is None else min(whole.stop, rules.stop)
            yield share_of(Period(max(whole.start, rules.start), stop), whole)


def _edges_rise(checker: Checker, bands: nodes.Bands, rules: Rules) -> bool:
    for day in _days_to_try(checker, bands, rules):
        values = [value_on(checker.resolved, row.lower, day) for row in bands.rows]
        for row, value in zip(bands.rows, values, strict=True):
            if value is None:
                checker.report.add("edge-needs-number", row.lower.span, text=row.lower.span.text)
                return False
        if values[0] != 0:
            checker.report.add("bands-start-at-zero", bands.rows[0].span, text=bands.rows[0].lower.span.text)
            return False
        for index in range(1, len(values)):
            if values[index] <= values[index - 1]:
                checker.report.add(
                    "edges-do-not-rise", bands.rows[index].lower.span,
                    labels=[(bands.rows[index - 1].lower.span, "before")], text=bands.rows[index].lower.span.text,
                    before=bands.rows[index - 1].lower.span.text,
                )
                return False
    return True


def _days_to_try(checker: Checker, bands: nodes.Bands, rules: Rules) -> Iterator[datetime.date]:
    yield rules.start
    for row in bands.rows:
        if isinstance(row.lower, nodes.Reading):
            parameter = checker.resolved.parameters.get(row.lower.path[0].text)
            for value in parameter.values if parameter else ():
                if value.start > rules.start and (rules.stop is None or value.start <= rules.stop):
                    yield value.start


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
        checker.report.add("not-yet", cap.span, construct="a cap over another period than the measured one")
        return None
    joined = types.one_of([types.multiplied(kind, share) if share else kind, paid])
    return joined if not isinstance(joined, types.Clash) else None


def _check_rounding(
    checker: Checker, declaration: nodes.Incentive | nodes.Payout, paid: types.Numeric,
    rounding: nodes.RoundedClause | None,
) -> None:
    """What is paid has no more digits than its currency, or a rounding is written."""
    name = declaration.name.text
    if paid.kind != "money":
        checker.report.add("not-yet", declaration.name.span, construct=f"an incentive that pays {kind_words(paid)}")
        return
    if paid.currency != checker.resolved.currency:
        checker.report.add(
            "pays-another-currency", declaration.name.span, name=name, currency=paid.currency,
            program=checker.resolved.currency,
        )
        return
    digits = minor_digits(paid.currency or "") or 0
    if rounding is None:
        if isinstance(paid, core.Ratio) or 10**digits % paid.denominator != 0:
            checker.report.add("rounding-not-said", declaration.name.span, name=name, currency=paid.currency, digits=digits)
    elif rounding.places is not None and rounding.places > digits:
        checker.report.add("finer-than-currency", rounding.span, currency=paid.currency, digits=digits)


def check_cuts(checker: Checker, name: nodes.Name, rules: Rules, unit: str) -> None:
    """A measured period that is cut short says whether its edges and caps stand or are prorated."""
    calendar = Calendar(checker.resolved.year_starts)
    cut_at_start = calendar.containing(unit, rules.start).start != rules.start
    cut_at_stop = rules.stop is not None and calendar.containing(unit, rules.stop).stop != rules.stop
    if not (cut_at_start or cut_at_stop):
        return
    change = checker.resolved.change
    if change is not None and change.day in (rules.start, _day_after(rules.stop)):
        if change.open_periods is None:
            checker.report.add(
                "open-periods-not-said", change.span, labels=[(name.span, "measured")], name=name.text, unit=unit,
                day=change.day,
            )
        elif rules.edges is None:
            checker.report.add(
                "edges-not-said", change.span, labels=[(name.span, "measured")], name=name.text, unit=unit,
                day=change.day,
            )
    elif rules.edges is None:
        start = next(c for c in checker.resolved.program.clauses if isinstance(c, nodes.EffectiveFrom))
        checker.report.add(
            "edges-not-said", start.span, labels=[(name.span, "measured")], name=name.text, unit=unit, day=rules.start
        )


def _day_after(day: datetime.date | None) -> datetime.date | None:
    return day + datetime.timedelta(days=1) if day else None


def check_changes(
    checker: Checker, clauses: tuple[object, ...], rules: Rules, unit: str, owner: str
) -> None:
    """A parameter that changes strictly inside a measured period is read on a day that is said."""
    calendar = Calendar(checker.resolved.year_starts)
    seen: set[int] = set()
    for reading in _plain_parameters(checker, clauses, set()):
        parameter = checker.resolved.parameters[reading.path[0].text]
        for day in value_changes(parameter):
            inside = rules.start < day and (rules.stop is None or day <= rules.stop)
            if inside and calendar.containing(unit, day).start != day and id(reading) not in seen:
                seen.add(id(reading))
                changed = next(v for v in parameter.values if v.start == day)
                checker.report.add(
                    "changes-inside-period", reading.span, labels=[(changed.span, "changes")], owner=owner,
                    name=parameter.name.text, date=day, unit=unit,
                )


def _plain_parameters(checker: Checker, node: object, visited: set[str]) -> Iterator[nodes.Reading]:
    """Readings of parameters without a day, also inside the measures and eligibilities that are read."""
    match node:
        case nodes.Reading(path=(name,), window=window, day=None):
            resolved = checker.resolved
            if name.text in resolved.parameters and window is None:
                yield node
            declared = resolved.measures.get(name.text) or resolved.eligibilities.get(name.text)
            if declared is not None and name.text not in visited:
                visited.add(name.text)
                yield from _plain_parameters(checker, getattr(declared, "value", None) or declared.condition, visited)
        case tuple():
            for item in node:
                yield from _plain_parameters(checker, item, visited)
        case _ if attrs.has(type(node)):
            for field in attrs.fields(type(node)):
                if field.name not in ("span", "day"):
                    yield from _plain_parameters(checker, getattr(node, field.name), visited)


# ------------------------------------------------------------------------------------------------ payouts


def check_payout(checker: Checker, payout: nodes.Payout, versions: tuple[Rules, ...]) -> None:
    for index, rules in enumerate(versions):
        before = len(checker.report.findings)
        _check_payout_rules(checker, payout, rules, index)
        if len(checker.report.findings) > before:
            return


def _check_payout_rules(checker: Checker, payout: nodes.Payout, rules: Rules, index: int) -> None:
    clauses, name = rules.clauses, payout.name.text
    for clause in clauses:
        if isinstance(clause, nodes.NotYet):
            checker.not_yet(clause)
    cadence = check_cadence(checker, payout, clauses)
    stacks = [c for c in clauses if isinstance(c, nodes.Stack)]
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
        checker.report.add("cap-shorter-than-payment", cap.span, each=cap.each, paid=cadence.paid)
        return
    kind = checker.check(cap.value, Scope("payout", name))
    if kind is None:
        return
    if not types.is_numeric(kind) or kind.kind != "money" or kind.currency != checker.resolved.currency:
        wanted = f"money in {checker.resolved.currency}"
        checker.report.add("cap-is-another-kind", cap.value.span, found=kind_words(kind), paid=wanted)
        return
    share = share_type(checker, rules, cap.each)
    _check_rounding(checker, payout, types.multiplied(kind, share) if share else kind, rounding)
    check_changes(checker, (cap,), rules, cap.each, name)
    check_cuts(checker, payout.name, rules, cap.each)


def _check_items(checker: Checker, stacks: list[nodes.Stack], rules: Rules) -> None:
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
        if first is not None and shape != first[1]:
            checker.report.add("best-of-two-cadences", item.span, labels=[(first[0].span, "first")], name=item.text, other=first[0].text)
        first = first or (item, shape)


def _units(clauses: tuple[object, ...]) -> tuple[str | None, str | None]:
    """Over which units something is measured and paid, in whatever order that is written."""
    paid = next((c.unit for c in clauses if isinstance(c, nodes.PaidEvery)), None)
    return next((c.unit for c in clauses if isinstance(c, nodes.MeasuredEvery)), paid), paid
