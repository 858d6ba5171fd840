"""Types in the words of a finding, in English: the catalogue takes them as values."""
from __future__ import annotations

from rulelang.core import nodes as core


def kind_words(kind: core.Type | None) -> str:
    """What a value is, as a reader of the program would say it."""
    match kind:
        case core.Quantity(kind="money") | core.Ratio(kind="money"):
            return f"money in {kind.currency}"
        case core.Quantity(kind="share") | core.Ratio(kind="share"):
            return "a ratio"
        case core.Quantity() | core.Ratio():
            return {"count": "a count", "number": "a number", "percent": "a percent", "points": "points"}[kind.kind]
        case core.Truth():
            return "yes or no"
        case core.Choice():
            return f"a `{kind.enumeration}`"
        case core.ChoiceSet():
            return f"a set of `{kind.enumeration}`"
        case core.Day():
            return "a date"
        case core.Words(country=True):
            return "a country"
        case core.Words():
            return "text"
    return "unknown"
