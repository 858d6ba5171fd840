"""Words that code puts into a finding as a value: `a percent`, `quarter`, `money in USD`.

Knows their English; the catalogue has them in the other languages, in `catalogue/<language>/phrases.toml`.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Union

import attrs

from rulelang.frozen import frozen

QUOTED_MAX = 600
"""So many signs of what the user wrote are told in a finding; its place says where the rest stands."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@frozen
class Phrase:
    """`english` holds places in braces; `values` fill them, with names as the user wrote them or with other phrases.

    The English words are also the name that a translation goes by. As a text a phrase is English.
    """

    english: str
    values: Mapping[str, Told] = attrs.field(factory=dict, hash=False)

    def __str__(self) -> str:
        return filled(self.english, {name: str(value) for name, value in self.values.items()})


# A value of a finding: what the user wrote, or words of ours.
Told = Union[str, Phrase]


def phrase(english: str, /, **values: object) -> Phrase:
    """A phrase with its values by name; what is not itself a phrase is taken as text."""
    return Phrase(english, as_told(values))


def listed(parts: Iterable[Told]) -> Phrase:
    """Several values with commas between them."""
    numbered = {str(number): part for number, part in enumerate(parts)}
    return Phrase(", ".join(f"{{{name}}}" for name in numbered), numbered)


def as_told(values: Mapping[str, object]) -> dict[str, Told]:
    """Values as findings hold them: phrases as they are, everything else as text."""
    return {name: value if isinstance(value, Phrase) else str(value) for name, value in values.items()}


def shortened(text: str) -> str:
    """A text, or the beginning of one that fills more than a line or two."""
    return text if len(text) <= QUOTED_MAX else f"{text[: QUOTED_MAX - 1]}…"


def placeholders(sentence: str) -> frozenset[str]:
    """The names of the values a sentence needs."""
    return frozenset(_PLACEHOLDER.findall(sentence))


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its values in their places; a place without a value stays as it is."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), sentence)
