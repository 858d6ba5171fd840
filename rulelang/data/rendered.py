"""Results as a table of text: the one place that says what a result looks like, for every file and for the screen.

Knows columns and cells; guards, quotes and widths are the business of whoever writes them.
"""
from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from rulelang.core.nodes import Cause, Core, Day, Ladder, Quantity, Ratio, Truth, Type, Words
from rulelang.core.paid_in import told_with_currency
from rulelang.core.population import Outcome, Results, Value
from rulelang.data.written import money_digits, written
from rulelang.diagnostics.catalogue import told
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.exact.decimals import decimal_digits
from rulelang.languages import ENGLISH

REASONS = "reasons"
CURRENCY = ".currency"
"""What the name of a column has after it where it says in which currency the amounts of that column are."""
_CAUSES = {
    "missing": phrase("missing {thing}"),
    "rejected": phrase("rejected {thing}"),
    "uncovered": phrase("uncovered {thing}"),
    "before_first_day": phrase("before the first day of {thing}"),
    "zero_division": phrase("division by zero in {thing}"),
    "total_too_large": phrase("total too large in {thing}"),
    "outside": phrase("not among those compared in {thing}"),
    "cohort": phrase("needs all of {thing}"),
}


@attrs.frozen
class Column:
    """`kind`: text, number, percent, ratio, yes_no, date or money.

    Money has a `currency` and always `digits` decimals, a number at most as many; both fit `precision` digits in all.
    Percents are text with their sign, ratios decimals or, without an end as one, fractions.
    """

    name: str
    kind: str
    digits: int = 0
    currency: str = ""
    precision: int = 0


Row = tuple[str | None, ...]
"""One cell for each column; None where there is nothing to say: unknown, not due, no reasons."""


def rendered_rows(
    results: Results, core: Core, language: str = ENGLISH, told: frozenset[str] = frozenset()
) -> tuple[tuple[Column, ...], Iterator[Row]]:
    """The columns of a result and its rows in order of key: the subject's key, each outcome, then the reasons why
    cells are empty, in words of a language. Beside what is `told` so, and what is at some time paid in another currency
    than the program's, stands the currency."""
    beside = told | told_with_currency(core)
    columns = result_columns(results.outcomes, core, results.paid_in, beside)
    return columns, _rows(results, core, language, beside)


def result_columns(
    names: Sequence[str], core: Core, paid_in: Mapping[str, Quantity], beside: frozenset[str] | None = None
) -> tuple[Column, ...]:
    """The columns of a result with some outcomes, some of them `paid_in` other currencies."""
    keys = [_column(name, core.subject.field(name).type) for name in core.subject.keys]
    told = told_with_currency(core) if beside is None else beside
    outcomes = []
    for name in names:
        outcomes.append(_column(name, paid_in.get(name) or outcome_type(core, name)))
        outcomes += [Column(f"{name}{CURRENCY}", "text")] if name in told else []
    return (*keys, *outcomes, Column(REASONS, "text"))


def outcome_type(core: Core, name: str) -> Type:
    """The type of an outcome's value, of money in the program's currency; a ladder's is the text of a tier."""
    types: dict[str, Type] = {definition.name: definition.type for definition in core.definitions}
    types |= {incentive.name: incentive.type for incentive in core.incentives}
    types |= {payout.name: payout.type for payout in core.payouts}
    return types.get(name, Words())


@functools.lru_cache(maxsize=10_000)
def cause_text(cause: object, language: str = ENGLISH) -> str:
    """`missing Partner.csat`, `division by zero in attainment`."""
    return told(cause_told(cause), language)


def cause_told(cause: object) -> Told:
    """The same for a finding, which is told in a language of its own."""
    if not isinstance(cause, Cause):
        return str(cause)
    known = _CAUSES.get(cause.kind)
    if known is None:
        return f"{cause.kind.replace('_', ' ')} {cause.thing}"
    return attrs.evolve(known, values={"thing": cause.thing})


def reason_text(name: str, outcome: Outcome, ladder: Ladder | None, language: str = ENGLISH) -> str:
    """Why an outcome has no value, or "" when it has one: `Level: silver or gold, missing Partner.csat`."""
    if not outcome.due:
        day = outcome.next_due
        return f"{name}: {told(phrase('not due before {day}', day=day) if day else phrase('not due'), language)}"
    if outcome.value is not None:
        return ""
    tiers = [_interval(outcome, ladder, language)] if ladder is not None and outcome.lowest and outcome.highest else []
    causes = [cause_text(cause, language) for cause in outcome.causes]
    return f"{name}: {', '.join([*tiers, *causes]) or told(phrase('unknown'), language)}"


def between_tiers(language: str, *, next_to: bool) -> str:
    """What stands between the lowest and the highest tier that somebody may be at."""
    both = {"lowest": "", "highest": ""}
    words = phrase("{lowest} or {highest}", **both) if next_to else phrase("{lowest} to {highest}", **both)
    return told(words, language)


def _interval(outcome: Outcome, ladder: Ladder, language: str) -> str:
    """`silver or gold`; where tiers lie between, `registered to gold`."""
    names = [step.name for step in ladder.steps]
    lowest, highest = str(outcome.lowest), str(outcome.highest)
    apart = names.index(highest) - names.index(lowest)
    return lowest if not apart else f"{lowest}{between_tiers(language, next_to=apart == 1)}{highest}"


def _rows(results: Results, core: Core, language: str, beside: frozenset[str]) -> Iterator[Row]:
    key_types = [core.subject.field(name).type for name in core.subject.keys]
    types = [results.paid_in.get(name) or outcome_type(core, name) for name in results.outcomes]
    codes = [
        (getattr(type_, "currency", None) or core.currency,) if name in beside else ()
        for name, type_ in zip(results.outcomes, types, strict=True)
    ]
    known = {ladder.name: ladder for ladder in core.ladders}
    ladders = [known.get(name) for name in results.outcomes]
    for key, outcomes in sorted(results.rows, key=_key):
        keys = (written(part, type_) for part, type_ in zip(key, key_types, strict=True))
        cells = (
            cell for outcome, type_, code in zip(outcomes, types, codes, strict=True)
            for cell in (_cell(outcome, type_), *code)
        )  # fmt: skip
        reasons = map(reason_text, results.outcomes, outcomes, ladders, itertools.repeat(language))
        yield (*keys, *cells, "; ".join(filter(None, reasons)) or None)


def _key(row: tuple[tuple[Value, ...], tuple[Outcome, ...]]) -> tuple[object, ...]:
    return row[0]


def _cell(outcome: Outcome, type_: Type) -> str | None:
    return None if outcome.value is None or not outcome.due else written(outcome.value, type_)


def _column(name: str, type_: Type) -> Column:
    match type_:
        case Quantity(kind="percent"):
            return Column(name, "percent")
        case Quantity():
            digits = money_digits(type_) if type_.kind == "money" else decimal_digits(type_.denominator)
            if digits is None:
                return Column(name, "ratio")
            largest = max(abs(type_.low), abs(type_.high)) * 10**digits // type_.denominator
            kind = "money" if type_.kind == "money" else "number"
            return Column(name, kind, digits, type_.currency or "", 18 if largest < 10**18 else 38)
        case Ratio():
            return Column(name, "ratio")
        case Truth():
            return Column(name, "yes_no")
        case Day():
            return Column(name, "date")
    return Column(name, "text")
