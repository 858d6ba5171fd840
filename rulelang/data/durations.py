"""How a duration stands in a cell: `12 months`, `1 año`, `P12M`. Knows the words for units in every language."""
from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from rulelang.core.nodes import Quantity
from rulelang.data.refusal import Cell, Refusal
from rulelang.exact.durations import MOST, UNITS, length_of
from rulelang.languages import every_form

ISO = {"day": "D", "week": "W", "month": "M", "year": "Y"}
"""The letters of ISO 8601, which has none for a quarter or half a year."""
DIGITS_MAX = 5
_SAID = re.compile(rf"(?:([0-9]{{1,{DIGITS_MAX}}}) +(\w+(?: \w+)?)|P([0-9]{{1,{DIGITS_MAX}}})([DWMY]))")
EXAMPLES = {"months": "12 months", "days": "90 days"}


@functools.cache
def words_of_units(kind: str) -> Mapping[str, tuple[str, ...]]:
    """How each unit of months, or of days, is written, in any language."""
    return {unit: every_form(f"UNIT:{unit}") for unit in UNITS[kind]}


def read_duration(text: str, type_: Quantity) -> Cell:
    """The months or days that a text says; of the other kind it is refused, as a number alone is."""
    match = _SAID.fullmatch(text)
    found = None
    if match is not None:
        count, word = int(match[1] or match[3]), match[2] or match[4]
        found = next(
            ((kind, length_of(count, unit)) for kind in UNITS for unit, forms in words_of_units(kind).items()
             if word in (forms if match[2] else (ISO.get(unit),))), None,
        )  # fmt: skip
    if found is None:
        return Refusal("cell-not-a-number", {"example": EXAMPLES[type_.kind]}, "duration")
    if found[0] != type_.kind:
        return Refusal("cell-not-a-number", {"example": EXAMPLES[type_.kind]}, f"not-{type_.kind}")
    if not type_.low <= found[1] <= type_.high:
        low, high = (f"{end} {type_.kind}" for end in (type_.low, type_.high))
        return Refusal("cell-out-of-range", {"low": low, "high": high})
    return found[1]


def says_duration(text: str, type_: Quantity) -> bool:
    """Whether a text is a time with its unit, of whichever kind."""
    found = read_duration(text, type_)
    return not isinstance(found, Refusal) or found.variant != "duration"


def is_duration(type_: object) -> bool:
    """Whether a quantity is how long something lasts."""
    return isinstance(type_, Quantity) and type_.kind in MOST
