"""Lines of `adaptable` that let bands be replaced: the bounds are of the kind that the bands pay.

A share of what is paid on, an amount as it stands, or an amount for each of what is counted: 400 USD lies between no
two percents. Knows not what a variant writes; that is held to the line with the merged program.
"""
from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.as_declared import base_bands
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.bands import AMOUNTS, RATES, UNITS, pays_what
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import literal_fits
from rulelang.typecheck.figures_on import amounts_on
from rulelang.typecheck.fitting import is_named
from rulelang.typecheck.meant import instead_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

PERCENT = core.Quantity("percent", 1, 0, 0)
USUAL = {"percent": Fraction(8, 100), "money": Fraction(500)}
"""The highest bound that is offered where no figure of the bands is known."""


@frozen
class Paid:
    """What the bands of an incentive pay: of what kind a row is, and `per` what."""

    bands: nodes.Bands
    what: str
    kind: core.Quantity
    per: str


def check_band_bounds(checker: Checker, opening: nodes.Opening, permission: nodes.MayReplaceBands, name: str) -> bool:
    """Whether an incentive has bands, and the bounds of a line about it are of the kind that they pay, in order."""
    declared, _ = checker.resolved.incentives[name]
    bands = base_bands(checker, declared)
    if not bands:
        labels = [(declared.name.span, "declared")]
        checker.report.add("no-bands-to-replace", permission.span, labels=labels, name=declared.name.text)
        return False
    if any(is_named(checker, end) for end in (permission.low, permission.high)):
        return False
    paid = paid_by(checker, bands)
    if paid and not any(suits(permission, each) for each in paid):
        _tell_other(checker, opening, permission, paid[-1])
        return False
    low, high = literal_value(permission.low), literal_value(permission.high)
    if low is not None and high is not None and low > high:
        checker.report.add(
            "bounds-reversed", permission.span, low=permission.low.span.text, high=permission.high.span.text,
            variant="bands",
        )
        return False
    return True


def paid_by(checker: Checker, bands: tuple[nodes.Bands, ...]) -> list[Paid]:
    """What each version of the bands pays, as far as it is known."""
    return [paid for each in bands if (paid := _paid(checker, each)) is not None]


def _paid(checker: Checker, bands: nodes.Bands) -> Paid | None:
    facts = [checker.facts.known(row.value) for row in bands.rows]
    what = pays_what(bands, facts)
    if what == RATES and bands.kind == "interpolated":
        kinds = [kind for row in bands.rows if (kind := _kind(checker, row.value)) is not None]
        if not kinds:
            return None
        what = AMOUNTS if kinds[0] == "money" else RATES
    per = next((row.per.text for row in bands.rows if row.per is not None), "")
    return Paid(bands, what, PERCENT if what == RATES else _money(checker), per)


def _money(checker: Checker) -> core.Quantity:
    return core.Quantity("money", 100, 0, 0, checker.resolved.currency)


def _kind(checker: Checker, value: nodes.Expression) -> str | None:
    """The kind of what a row says: the row may have been replaced, and then nothing else has looked at it."""
    match value:
        case nodes.Percent():
            return "percent"
        case nodes.Money():
            return "money"
        case nodes.Reading(path=(name,)):
            found = checker.parameters.get(name.text)
            return found.kind if isinstance(found, core.Quantity) else None
        case nodes.Call(name=name):
            keyed = checker.keyed.get(name.text)
            return keyed.type.kind if keyed is not None and isinstance(keyed.type, core.Quantity) else None
    fact = checker.facts.known(value)
    return fact.type.kind if fact is not None and isinstance(fact.type, core.Quantity) else None


def suits(permission: nodes.MayReplaceBands, paid: Paid) -> bool:
    """Whether bounds are of the kind that bands pay."""
    per = permission.per.text if permission.per is not None else ""
    return per == paid.per and all(literal_fits(paid.kind, end) for end in (permission.low, permission.high))


def is_bounded(checker: Checker, permission: nodes.MayReplaceBands, name: str) -> bool:
    """Whether a line may bound what the bands of an incentive pay; else it was told of, and says nothing of its
    rows."""
    declared, _ = checker.resolved.incentives[name]
    paid = paid_by(checker, base_bands(checker, declared))
    return not paid or any(suits(permission, each) for each in paid)


def is_as_bounded(permission: nodes.MayReplaceBands, kind: str) -> bool:
    """Whether what a row says, a percent or money, is of the kind of the bounds."""
    return (kind == "percent") == isinstance(permission.low, nodes.Percent)


# ------------------------------------------------------------------------------------------------ what is told


def _tell_other(
    checker: Checker, opening: nodes.Opening, permission: nodes.MayReplaceBands, paid: Paid
) -> None:
    """Bounds of another kind than the bands, with the same line as it may stand."""
    target = opening.target
    assert target is not None
    checker.report.add(
        "bounds-of-other-bands", permission.span, labels=[(paid.bands.span, "bands")], name=target.span.text,
        low=permission.low.span.text, high=permission.high.span.text, currency=paid.kind.currency or "", per=paid.per,
        line=_line(checker, opening, permission, paid),
        variant={RATES: "", UNITS: "units", AMOUNTS: "amounts"}[paid.what],
    )


def _line(
    checker: Checker, opening: nodes.Opening, permission: nodes.MayReplaceBands, paid: Paid
) -> str:
    """The line with bounds that suit: the figures that were written where they say enough, else from nothing to the
    most that the bands pay."""
    text, start = opening.span.text, opening.span.start
    low, high = permission.low.span, permission.high.span
    ends = _ends(checker, permission, paid)
    per = keywords().spellings[Keyword("PER")][language_of(opening.span.file)][0]
    unit = f" {per} {paid.per}" if paid.per else ""
    between = text[low.stop - start : high.start - start]
    return " ".join(f"{text[: low.start - start]}{ends[0]}{between}{ends[1]}{unit}".split())


def _ends(checker: Checker, permission: nodes.MayReplaceBands, paid: Paid) -> tuple[str, str]:
    own = [
        end.span.text if literal_fits(paid.kind, end) else instead_of(paid.kind, end)
        for end in (permission.low, permission.high)
    ]
    if all(own):
        return own[0], own[1]
    most, written = max(_figures(checker, paid), default=(USUAL[paid.kind.kind], ""))
    return number_words(Fraction(0), paid.kind), written or number_words(most, paid.kind)


def _figures(checker: Checker, paid: Paid) -> Iterator[tuple[Fraction, str]]:
    """What the rows say, where that is known on the first day of the program, as it is written if it is."""
    for row in paid.bands.rows:
        amounts = amounts_on(checker, row.value, checker.resolved.start)
        written = row.value.span.text if literal_value(row.value) is not None else ""
        yield from ((value, written) for value in amounts.values.values()) if amounts is not None else ()
