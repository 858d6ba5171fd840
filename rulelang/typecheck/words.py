"""Types and units of time in the words of a finding: phrases that the catalogue tells in the reader's language."""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import Phrase, phrase
from rulelang.exact.calendar import Length

_QUANTITIES = {"count": "a count", "number": "a number", "percent": "a percent", "points": "points",
               "months": "a time in months", "days": "a time in days"}
_UNITS = {"half": "half year"}


def kind_words(kind: core.Type | None) -> Phrase:
    """What a value is, as a reader of the program would say it."""
    match kind:
        case core.Quantity() | core.Ratio() if core.in_own_currency(kind):
            return phrase("money in its own currency")
        case core.Quantity(kind="money") | core.Ratio(kind="money"):
            return phrase("money in {currency}", currency=kind.currency)
        case core.Quantity(kind="share") | core.Ratio(kind="share"):
            return phrase("a ratio")
        case core.Quantity() | core.Ratio():
            return phrase(_QUANTITIES[kind.kind])
        case core.Truth():
            return phrase("yes or no")
        case core.Choice(enumeration=name) if name == core.REGION:
            return phrase("a region")
        case core.Choice():
            return phrase("a `{enumeration}`", enumeration=kind.enumeration)
        case core.ChoiceSet():
            return phrase("a set of `{enumeration}`", enumeration=kind.enumeration)
        case core.Day():
            return phrase("a date")
        case core.Words(country=True):
            return phrase("a country")
        case core.Words(is_currency=True):
            return phrase("a currency")
        case core.Words(year_starts=month) if month:
            return phrase("a period")
        case core.Words():
            return phrase("text")
    return phrase("unknown")


def length_words(length: Length) -> Phrase:
    """How long a stretch of time is."""
    if not length.months and not length.days:
        return phrase("the year to date")
    if length.months:
        return phrase("1 month") if length.months == 1 else phrase("{count} months", count=length.months)
    return phrase("1 day") if length.days == 1 else phrase("{count} days", count=length.days)


def unit_words(unit: str) -> Phrase:
    """A unit of time as the language spells it: `quarter`, `half year`."""
    return phrase(_UNITS.get(unit, unit))
