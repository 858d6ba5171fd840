"""How two figures that do not go together are told: with the numbers they are on a day, and the keys of those.

Knows what amounts may be on a day, and nothing of bands or tiers.
"""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.figures_on import Amounts

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Figure:
    """A figure as it is written, and which numbers it may be on a day."""

    written: nodes.Expression
    amounts: Amounts


@frozen
class Told:
    """Two figures in words, and the day on which they are these, "" where both are written as numbers."""

    first: str
    second: str
    day: datetime.date | str


def told(
    checker: Checker, first: Figure, second: Figure, keys: tuple[core.CellKey, core.CellKey], day: datetime.date
) -> Told:
    """`second_edge(msp) = 4_000 USD`: a figure with its key and its number; one that is a number as it is written."""
    words = [_words(checker, each, key) for each, key in zip((first, second), keys, strict=True)]
    by_name = any(text != each.written.span.text for text, each in zip(words, (first, second), strict=True))
    return Told(words[0], words[1], day if by_name else "")


def _words(checker: Checker, figure: Figure, key: core.CellKey) -> str:
    written = figure.written
    if not isinstance(written, nodes.Call | nodes.Reading):
        return written.span.text
    fact = checker.facts.known(written)
    if fact is None or not isinstance(fact.type, core.Quantity):
        return written.span.text
    name = f"{written.name.text}({', '.join(key)})" if isinstance(written, nodes.Call) else written.span.text
    return f"{name} = {number_words(figure.amounts.values[key], fact.type)}"
