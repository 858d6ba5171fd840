"""How a cell that cannot be read as a number is written, where that says what to do about it.

Nothing is read here: brackets and signs are told for what they seem to be, never taken for a value.
"""
from __future__ import annotations

import re
import unicodedata

_IN_BRACKETS = re.compile(r"\(\s*([^()]*\d[^()]*)\s*\)")
_CODE_FIRST = re.compile(r"[A-Z]{3}\s*-?[\d.,]+")
_PLAIN = re.compile(r"\d+(\.\d+)?")
# What stands around a sign of a currency and is no part of it.
_BESIDE_SIGN = " \u00a0\u202f.,'’+-−"


def how_written(text: str) -> tuple[str, dict[str, str]]:
    """The variant of the words that fits a text, and what fills them: `brackets` around it, the `sign` of a currency,
    the `code` of one before the number, a `percent`; "" where nothing is known of it."""
    inside = _IN_BRACKETS.fullmatch(text.strip())
    if inside is not None:
        amount = inside[1].rstrip()
        return "brackets", {"meant": f"-{amount}" if _PLAIN.fullmatch(amount) else "-500.00"}
    if any(character.isdigit() for character in text):
        if any(unicodedata.category(character) == "Sc" for character in text):
            sign = "".join(c for c in text if not c.isdigit() and c not in _BESIDE_SIGN)
            return "sign", {"sign": sign}
        if text.strip().endswith("%"):
            return "percent", {}
        if _CODE_FIRST.fullmatch(text.strip()):
            return "code", {}
    return "", {}
