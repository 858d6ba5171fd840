"""Lists of a payout: what is added up, compared, tried in turn or taken off, and what excludes one another."""
from __future__ import annotations

from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.shared import Name, span_field


@frozen
class StackItem:
    """An incentive of a list of which more is said: `extra if seats >= 50`; in `each on what the earlier ones left:`
    also that it is worked out `on the full amount`, or is `not deducted from later ones`."""

    name: Name
    condition: Expression | None = None
    on_full: bool = False
    not_deducted: bool = False
    span: Span = span_field()


@frozen
class Stack:
    """`all of a, b` (kind all), `the best of a, b` (best), `the first that applies of a, b` (first),
    `each on what the earlier ones left: a, b` (rest) or `less a, b` (less); one list may stand in another."""

    kind: str
    items: tuple[Union[Name, StackItem, Stack], ...]
    span: Span = span_field()


@frozen
class Together:
    """`never together a, b` (most 1) and `at most 2 of a, b, c`: how many of some incentives apply to one partner."""

    most: int
    items: tuple[Name, ...]
    figure: Expression | None = None
    span: Span = span_field()
