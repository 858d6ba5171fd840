"""What variants declare and pay, held together by one cap: what the cap is, and over which periods it can hold."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import phrase
from rulelang.names.clauses import first_of
from rulelang.names.resolved import Gain, Rules
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.changes_inside import check_changes
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


Shape = tuple[datetime.date, datetime.date | None, str | None, str | None]
"""The days of rules, over what they measure and when they pay."""


def check_gains(checker: Checker) -> None:
    """Each cap is money, and what it holds together is measured over the same periods."""
    for block in checker.resolved.adaptable:
        for opening in block.openings:
            if isinstance(opening.permission, nodes.MayGain):
                _check_cap(checker, opening.permission)
    for gain in checker.resolved.gains:
        _check_periods(checker, gain)


def _check_cap(checker: Checker, cap: nodes.MayGain) -> None:
    kind = checker.check(cap.value, Scope("incentive", "incentives"))
    currency = checker.resolved.currency
    if kind is None:
        return
    if not types.is_numeric(kind) or kind.kind != "money" or kind.currency != currency:
        wanted = phrase("money in {currency}", currency=currency)
        checker.report.add("cap-is-another-kind", cap.value.span, found=kind_words(kind), paid=wanted)


def _check_periods(checker: Checker, gain: Gain) -> None:
    first: tuple[nodes.Name, list[Shape]] | None = None
    for name in gain.names:
        if name not in checker.resolved.incentives:
            continue
        incentive, versions = checker.resolved.incentives[name]
        versions = checker.rules.get(name, versions)
        shapes = [(rules.start, rules.stop, *_units(rules)) for rules in versions]
        if any(None in shape[2:] for shape in shapes):
            return  # reported with the incentive
        for rules in versions:
            measured = _units(rules)[0]
            if gain.permission.each not in (None, measured):
                _tell(checker, incentive.name, gain, unit_words(gain.permission.each or ""), unit_words(measured or ""))
                return
            check_changes(checker, (gain.permission.value,), rules, measured or "", incentive.name)
        if first is not None and not _together(first[1], shapes):
            one, other = (unit_words(shape[-1][2] or "") for shape in (first[1], shapes))
            _tell(checker, incentive.name, gain, one, other, [(first[0].span, "first")])
            return
        first = first or (incentive.name, shapes)


def _together(one: list[Shape], other: list[Shape]) -> bool:
    """Whether rules that are in force on one day hold on the same days, measured and paid alike."""
    shorter, longer = sorted((one, other), key=len)
    return longer[len(longer) - len(shorter) :] == shorter


def _tell(
    checker: Checker, name: nodes.Name, gain: Gain, first: object, second: object,
    labels: list[tuple[Span, str]] | None = None,
) -> None:
    checker.report.add(
        "gained-over-other-periods", name.span, labels=[(gain.opening.span, "opening"), *(labels or [])],
        name=name.text, first=first, second=second,
    )


def _units(rules: Rules) -> tuple[str | None, str | None]:
    paid, measured = first_of(nodes.PaidEvery, rules.clauses), first_of(nodes.MeasuredEvery, rules.clauses)
    over = measured or paid
    return over.unit if over else None, paid.unit if paid else None
