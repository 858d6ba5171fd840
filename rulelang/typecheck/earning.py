"""What an incentive pays: one way to say it, on a base that goes with it, and exceptions of the same kind."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.names.clauses import all_of
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.bands import AMOUNTS, check_bands, check_rows, days_to_try, is_amount, is_rate, pays_what
from rulelang.typecheck.clauses import only
from rulelang.typecheck.counted_units import check_exceptions, check_units, is_counted, pays_percent
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figures_on import amounts_on
from rulelang.typecheck.links import relation_at
from rulelang.typecheck.payable import ONE_RATE, Way
from rulelang.typecheck.percents import percent_type
from rulelang.typecheck.rows_reached import check_rows_reached
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FOUND_BY_ANOTHER = ("whole", "interpolated", "every_rate")
"""Bands that a measure other than the base may find a rate in: the others cut the base itself, or pay no rate."""


def check_earning(checker: Checker, incentive: nodes.Incentive, rules: Rules, scope: Scope) -> None:
    """Everything that makes the amount, before its floor and its cap."""
    clauses = rules.clauses
    ways = [each for each in clauses if isinstance(each, (nodes.Bands, nodes.Pays, nodes.PerStep))]
    for other in ways[1:]:
        checker.report.add("two-ways-to-pay", other.span, labels=[(ways[0].span, "first")], name=scope.owner)
    if len(ways) > 1:
        return
    on = only(checker, clauses, nodes.On, "on")
    base = checker.check(on.value, scope) if on is not None else None
    found_by = only(checker, clauses, nodes.RateFoundBy, "rate found by")
    if not ways:
        if on is None:
            checker.report.add("no-base", incentive.name.span, name=scope.owner)
        checker.report.add("no-bands", incentive.name.span, name=scope.owner)
        return
    if on is not None and base is None:
        return
    way = ways[0]
    if found_by is not None and not (isinstance(way, nodes.Bands) and way.kind in FOUND_BY_ANOTHER):
        _no_rate_to_find(checker, way, found_by)
        return
    _check_way(checker, incentive, way, on, base, found_by, rules, scope)
    _check_more(checker, way, clauses, scope)


def _check_way(
    checker: Checker, incentive: nodes.Incentive, way: Way, on: nodes.On | None, base: core.Type | None,
    found_by: nodes.RateFoundBy | None, rules: Rules, scope: Scope,
) -> None:
    if isinstance(way, nodes.Pays):
        _check_pays(checker, incentive, way, on, base, scope)
        return
    if on is None or base is None:
        checker.report.add("no-base", incentive.name.span, name=scope.owner)
        return
    if isinstance(way, nodes.PerStep):
        if _is_base(checker, on, base, multiplied=True):
            assert isinstance(base, core.Quantity)
            _check_step(checker, way, on, base, rules, scope)
        return
    if not check_rows(checker, way, scope):
        return
    pays = pays_what(way, [checker.facts.known(row.value) for row in way.rows])
    if not _is_base(checker, on, base, multiplied=pays != AMOUNTS) or not check_units(checker, way, on, base):
        return
    if found_by is not None and pays == AMOUNTS:
        _no_rate_to_find(checker, way, found_by)
        return
    key = checker.check(found_by.value, scope) if found_by is not None else base
    if key is None:
        return
    asked = found_by.value if found_by is not None else on.value
    if not types.is_numeric(key):
        checker.report.add("no-arithmetic", asked.span, found=kind_words(key), text=asked.span.text)
        return
    if check_bands(checker, asked, key, way, rules):
        check_rows_reached(checker, asked, key, way.rows, rules)


def _no_rate_to_find(checker: Checker, way: Way, found_by: nodes.RateFoundBy) -> None:
    checker.report.add("no-rate-to-find", found_by.span, labels=[(way.span, "way")], text=found_by.value.span.text)


def _is_base(checker: Checker, on: nodes.On, base: core.Type, *, multiplied: bool) -> bool:
    """Whether something can be paid on a value: not on a quotient by data, but that may be compared."""
    if isinstance(base, core.Quantity) or (types.is_numeric(base) and not multiplied):
        return True
    finding = "ratio-as-base" if isinstance(base, core.Ratio) else "no-arithmetic"
    checker.report.add(finding, on.value.span, found=kind_words(base), text=on.value.span.text)
    return False


def _check_pays(
    checker: Checker, incentive: nodes.Incentive, pays: nodes.Pays, on: nodes.On | None, base: core.Type | None,
    scope: Scope,
) -> None:
    kind = checker.check(pays.value, scope)
    if kind is None:
        return
    if types.is_numeric(kind) and kind.kind == "percent" and pays.per is None:
        if on is None or base is None:
            checker.report.add("no-base", incentive.name.span, name=scope.owner)
        else:
            _is_base(checker, on, base, multiplied=True)
        is_rate(checker, kind, pays.value.span)
        return
    if is_amount(checker, kind, pays.value.span):
        if pays.per is not None:
            _count(checker, pays, pays.per, on, scope)
        elif on is not None:
            checker.report.add("base-without-use", on.span, labels=[(pays.span, "pays")], text=pays.value.span.text)


def _count(checker: Checker, pays: nodes.Pays, per: nodes.Name, on: nodes.On | None, scope: Scope) -> None:
    """How many of the records that `on` looks at there are; without `on`, of all of the period."""
    entities = checker.resolved.entities
    looked_at = on.value if on is not None else None
    if looked_at is None:
        own = [parent.records.text for parent in _owned(checker)]
        source = next((name for name in own if _is_named(checker, per.text, (nodes.Name(name, span=per.span),))), None)
        if source is not None:
            looked_at = nodes.Aggregate("count", None, (nodes.Name(source, span=per.span),), span=per.span)
    if not isinstance(looked_at, nodes.Aggregate) or not _is_named(checker, per.text, looked_at.source):
        figures = looked_at.value if isinstance(looked_at, nodes.Aggregate) else None
        base = checker.facts.known(on.value) if on is not None else None
        whole = base is not None and isinstance(base.type, core.Quantity) and base.type.kind in ("count", "number")
        if on is not None and figures is not None and whole and is_counted(checker, per.text, figures):
            _tell_counted(checker, pays, per, on, "units")
            return
        near = in_backticks(did_you_mean(per.text, [name.lower() for name in entities]))
        place = on.value.span if on is not None and not isinstance(looked_at, nodes.Aggregate) else per.span
        checker.report.add(
            "per-what", place, name=per.text, suggestion=near, text=place.text,
            variant="measure" if place is not per.span else "suggest" if near and near != f"`{per.text}`" else "",
        )
        return
    if on is not None and looked_at.function == "count_distinct":
        _tell_counted(checker, pays, per, on, "distinct")
        return
    counted = attrs.evolve(looked_at, function="count", value=None, by=None)
    if checker.check(counted, scope) is not None:
        checker.worked_out[id(pays)] = counted


def _tell_counted(checker: Checker, pays: nodes.Pays, per: nodes.Name, on: nodes.On, variant: str) -> None:
    """`per` pays each record, and what `on` says is a number of something else: a band pays each of those."""
    looked_at = on.value
    assert isinstance(looked_at, nodes.Aggregate) and looked_at.value is not None
    value, source = looked_at.value, looked_at.source
    distinct = value.path[-1].text if isinstance(value, nodes.Reading) else value.span.text
    checker.report.add(
        "per-what", per.span, labels=[(looked_at.span, "counted")], name=per.text, text=looked_at.span.text,
        source=source[-1].text, records=looked_at.span.text[source[0].span.start - looked_at.span.start :],
        amount=pays.value.span.text, unit=per.text if variant == "units" else distinct, variant=variant,
    )


def _owned(checker: Checker) -> list[nodes.Parent]:
    return [
        parent for entity in checker.resolved.entities.values() for parent in entity.parents
        if parent.entity.text == checker.subject
    ]


def _is_named(checker: Checker, per: str, source: tuple[nodes.Name, ...]) -> bool:
    """`deal` is one of the records of `Deal`."""
    found, _ = relation_at(checker.resolved.entities, checker.subject, source)
    return found is not None and per in (found, found.lower(), found[:1].lower() + found[1:], source[-1].text)


def _check_step(
    checker: Checker, way: nodes.PerStep, on: nodes.On, base: core.Quantity, rules: Rules, scope: Scope
) -> None:
    step, amount = checker.check(way.step, scope), checker.check(way.amount, scope)
    if step is None or amount is None:
        return
    if not types.is_numeric(step) or isinstance(types.joined_kind(base, step), types.Clash):
        checker.report.add(
            "edge-is-another-kind", way.step.span, labels=[(on.value.span, "base")], found=kind_words(step),
            base=kind_words(base), text=way.step.span.text, variant="step",
        )
        return
    for day in days_to_try(checker, [way.step], rules):
        found = amounts_on(checker, way.step, day)
        if found is None or any(value <= 0 for value in found.values.values()):
            checker.report.add("step-above-zero", way.step.span, text=way.step.span.text)
            return
    is_amount(checker, amount, way.amount.span)


# ------------------------------------------------------------------------------------------------ more and less


def _check_more(checker: Checker, way: Way, clauses: tuple[object, ...], scope: Scope) -> None:
    for points in all_of(nodes.PlusPoints, clauses):
        percent_type(checker, points.points, scope, "points")
        _check_if(checker, points.condition, scope)
        if _is_read(checker, way) and not _has_one_rate(checker, way):
            checker.report.add("no-rate-to-raise", points.span, labels=[(way.span, "way")])
    for times in all_of(nodes.Multiplied, clauses):
        _check_if(checker, times.condition, scope)
        factor = checker.check(times.factor, scope)
        if factor is None or (isinstance(factor, core.Quantity) and factor.kind in (*types.LIKE_NUMBER, "percent")):
            continue
        checker.report.add(
            "factor-is-no-number", times.factor.span, found=kind_words(factor), text=times.factor.span.text
        )
    for plus in all_of(nodes.PlusAmount, clauses):
        _check_if(checker, plus.condition, scope)
        kind = checker.check(plus.amount, scope)
        if kind is not None:
            is_amount(checker, kind, plus.amount.span)
    _check_exceptions(checker, way, clauses, scope)


def _is_read(checker: Checker, way: Way) -> bool:
    """Whether what is paid has a kind: of a parameter in which something is wrong, told there, none is known."""
    return not isinstance(way, nodes.Pays) or checker.facts.known(way.value) is not None


def _has_one_rate(checker: Checker, way: Way) -> bool:
    one = isinstance(way, nodes.Pays) or (isinstance(way, nodes.Bands) and way.kind in ONE_RATE)
    return one and pays_percent(checker, way)


def _check_if(checker: Checker, condition: nodes.Expression | None, scope: Scope) -> None:
    if condition is not None:
        checker.check_truth(condition, scope)


def _check_exceptions(checker: Checker, way: Way, clauses: tuple[object, ...], scope: Scope) -> None:
    """One rate or amount in place of what is paid otherwise: of the same kind."""
    exceptions = all_of(nodes.Exceptional, clauses)
    meeting = only(checker, clauses, nodes.Meeting, "when exceptions meet")
    if not exceptions:
        if meeting is not None:
            checker.report.add("exceptions-never-meet", meeting.span)
        return
    if not check_exceptions(checker, way, clauses):
        return
    of_rates, is_read = pays_percent(checker, way), _is_read(checker, way)
    before = errors_so_far(checker)
    for each in exceptions:
        kind = checker.check(each.value, scope)
        if kind is not None and is_read:
            (is_rate if of_rates else is_amount)(checker, kind, each.value.span)
    if errors_so_far(checker) > before:
        return
    value = nodes.Excepted(exceptions[0].value, exceptions, meeting, span=exceptions[0].span)
    if checker.check(value, scope) is not None:
        checker.worked_out[id(exceptions[0])] = value
