"""Bands: lower ends of the base's kind that rise from zero on every day, each with the rate its part is paid at."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_bands(
    checker: Checker, on: nodes.On, base: core.Type, bands: nodes.Bands, scope: Scope, rules: Rules,
    share: core.Quantity | None,
) -> types.Numeric | None:
    """The type of what marginal bands pay; lower ends rise from zero on every day they are in force."""
    if not isinstance(base, core.Quantity):
        finding = "ratio-as-base" if isinstance(base, core.Ratio) else "no-arithmetic"
        checker.report.add(finding, on.value.span, found=kind_words(base), text=on.value.span.text)
        return None
    rows = [_check_row(checker, row, on, base, scope) for row in bands.rows]
    typed = [row for row in rows if row is not None]
    if len(typed) < len(rows) or not _edges_rise(checker, bands, rules):
        return None
    return _paid_type(base, typed, share)


def _check_row(
    checker: Checker, row: nodes.BandRow, on: nodes.On, base: core.Quantity, scope: Scope
) -> tuple[types.Numeric, core.Quantity] | None:
    """The types of a band's lower end and rate; None after a finding."""
    edge, rate = checker.check(row.lower, scope), checker.check(row.value, scope)
    if edge is None or rate is None:
        return None
    if not types.is_numeric(edge) or isinstance(types.joined_kind(base, edge), types.Clash):
        checker.report.add(
            "edge-is-another-kind", row.lower.span, labels=[(on.value.span, "base")], found=kind_words(edge),
            base=kind_words(base), text=row.lower.span.text,
        )
        return None
    if not isinstance(rate, core.Quantity) or rate.kind != "percent":
        checker.report.add("rate-is-another-kind", row.value.span, found=kind_words(rate), text=row.value.span.text)
        return None
    return edge, rate


def _paid_type(
    base: core.Quantity, rows: list[tuple[types.Numeric, core.Quantity]], share: core.Quantity | None
) -> types.Numeric:
    """Prorated edges may have another denominator, so the parts do too."""
    paid: types.Numeric | None = None
    for edge, rate in rows:
        scaled = types.proved(types.multiplied(edge, share)) if share else edge
        reach = types.proved(types.added(base, scaled, subtract=True))
        product = types.proved(types.multiplied(rate, types.proved(types.one_of([reach, scaled]))))
        paid = product if paid is None else types.proved(types.added(paid, product))
    assert paid is not None
    return paid


def _edges_rise(checker: Checker, bands: nodes.Bands, rules: Rules) -> bool:
    for day in _days_to_try(checker, bands, rules):
        values = []
        for row in bands.rows:
            value = amounts_on(checker, row.lower, day)
            fact = checker.facts.known(row.lower)
            if value is None and fact is not None and fact.role in ("parameter", "keyed"):
                return False  # it has no value on that day, which is reported with its dates
            if value is None:
                checker.report.add("edge-needs-number", row.lower.span, text=row.lower.span.text)
                return False
            values.append(value)
        if not values[0].is_zero:
            checker.report.add("bands-start-at-zero", bands.rows[0].span, text=bands.rows[0].lower.span.text)
            return False
        for index in range(1, len(values)):
            if not values[index - 1].below(values[index]):
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
        for day in starts_of(checker, row.lower):
            if day > rules.start and (rules.stop is None or day <= rules.stop):
                yield day
