"""What the things of a program are called on paper, in each language that the program says it in."""
from __future__ import annotations

from collections.abc import Mapping

from rulelang.frozen import frozen


@frozen
class Label:
    """`text` as it stands in the language of the file; `translations` are pairs of language and text."""

    text: str
    translations: tuple[tuple[str, str], ...] = ()

    def told(self, language: str) -> str:
        """The label in a language, or as the file has it."""
        return dict(self.translations).get(language, self.text)


ASKED = "asked as"
"""After the names of a field: the question that is asked for it."""
RECORDS, UNDER_ITSELF = "its records", "its records of its own kind"
"""After the name of an entity: what its records are called where they belong, and those in a hierarchy below one."""
# By the names that lead to a thing: `("Level", "gold")` is a tier, `("Partner", "csat")` a field, `("rebate",)` itself.
Labels = Mapping[tuple[str, ...], Label]
