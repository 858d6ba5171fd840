"""Bands: lower ends of the kind they are found by that rise on every day, each with a rate or with an amount."""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.resolved import Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.facts import Fact, Scope
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.figures_told import Figure, told
from rulelang.typecheck.payable import OF_AMOUNTS
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


RATES, UNITS, AMOUNTS = "rates", "units", "amounts"


def pays_what(bands: nodes.Bands, values: Sequence[Fact | None]) -> str:
    """Rates of what is paid on, an amount for each unit of it, or amounts as they stand: what rows are says which."""
    if any(row.per is not None for row in bands.rows):
        return UNITS
    if bands.kind in OF_AMOUNTS:
        return AMOUNTS
    known = values[0] if values else None
    money = known is not None and types.is_numeric(known.type) and known.type.kind == "money"
    return AMOUNTS if money and bands.kind == "interpolated" else RATES


def check_rows(checker: Checker, bands: nodes.Bands, scope: Scope) -> bool:
    """Whether every lower end and every value of a table has a type."""
    parts = [part for row in bands.rows for part in (row.lower, row.value)]
    return None not in [checker.check(part, scope) for part in parts]


def check_bands(
    checker: Checker, key: nodes.Expression, kind: types.Numeric, bands: nodes.Bands, rules: Rules
) -> bool:
    """Whether rows go with what they are found by; lower ends rise, of rates from zero, on every day in force."""
    pays = pays_what(bands, [checker.facts.known(row.value) for row in bands.rows])
    fine = [_check_row(checker, row, key, kind, pays) for row in bands.rows]
    return all(fine) and _edges_rise(checker, bands, pays, rules)


def _check_row(
    checker: Checker, row: nodes.BandRow, key: nodes.Expression, kind: types.Numeric, pays: str
) -> bool:
    edge, value = checker.facts.of(row.lower).type, checker.facts.of(row.value).type
    if not types.is_numeric(edge) or isinstance(types.joined_kind(kind, edge), types.Clash):
        checker.report.add(
            "edge-is-another-kind", row.lower.span, labels=[(key.span, "base")], found=kind_words(edge),
            base=kind_words(kind), text=row.lower.span.text,
        )
        return False
    if pays != RATES:
        return is_amount(checker, value, row.value.span)
    return is_rate(checker, value, row.value.span, of_count=kind.kind in ("count", "number"))


def is_rate(checker: Checker, kind: core.Type, span: Span, *, of_count: bool = False) -> bool:
    """Whether a value is a percent that is exact; else it is reported. Of a count money may be meant for each."""
    if isinstance(kind, core.Quantity) and kind.kind == "percent":
        return True
    variant = "money" if of_count and types.is_numeric(kind) and kind.kind == "money" else ""
    checker.report.add("rate-is-another-kind", span, found=kind_words(kind), text=span.text, variant=variant)
    return False


def is_amount(checker: Checker, kind: core.Type, span: Span) -> bool:
    """Whether a value is money of the program's currency; else it is reported."""
    currency = checker.resolved.currency
    if types.is_numeric(kind) and kind.kind == "money" and kind.currency == currency:
        return True
    checker.report.add("amount-wanted", span, found=kind_words(kind), text=span.text, currency=currency)
    return False


def _edges_rise(checker: Checker, bands: nodes.Bands, pays: str, rules: Rules) -> bool:
    for day in days_to_try(checker, [row.lower for row in bands.rows], rules):
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
        if not values[0].is_zero and pays != AMOUNTS:
            checker.report.add("bands-start-at-zero", bands.rows[0].span, text=bands.rows[0].lower.span.text)
            return False
        for index in range(1, len(values)):
            keys = values[index - 1].not_below(values[index])
            if keys is not None:
                lower, upper = bands.rows[index - 1].lower, bands.rows[index].lower
                figures = told(checker, Figure(lower, values[index - 1]), Figure(upper, values[index]), keys, day)
                checker.report.add(
                    "edges-do-not-rise", upper.span, labels=[(lower.span, "before")], text=figures.second,
                    before=figures.first, date=figures.day,
                )
                return False
    return True


def days_to_try(checker: Checker, figures: list[nodes.Expression], rules: Rules) -> Iterator[datetime.date]:
    """The first day of some rules, and those inside them on which a figure may become another."""
    yield rules.start
    for figure in figures:
        for day in starts_of(checker, figure):
            if day > rules.start and (rules.stop is None or day <= rules.stop):
                yield day
