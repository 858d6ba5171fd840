"""The few words that stand around every finding: "error", "row 3", "12 more". Wording of findings is elsewhere."""
from __future__ import annotations

from rulelang.diagnostics.catalogue import other_words


def word(key: str, language: str) -> str:
    """The frame's word of that key; English where the language has none."""
    return other_words("frame", language)[key]
