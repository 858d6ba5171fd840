"""A value with exceptions that have names."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.literals import Text
from rulelang.syntax.nodes.shared import Name, span_field

if TYPE_CHECKING:
    from rulelang.syntax.nodes.expressions import Expression


@frozen
class Exceptional:
    """`except "strategic partner" when seats >= 5: 4%`; of what an incentive pays also `: 6 USD per seat`."""

    title: Text
    condition: Expression
    value: Expression
    per: Name | None = None
    span: Span = span_field()


@frozen
class Meeting:
    """What holds where several exceptions do. `how`: wins (then `winner` is the title of the one), higher, add."""

    how: str
    winner: Text | None = None
    span: Span = span_field()


@frozen
class Excepted:
    """The base, or what the exceptions say whose conditions hold."""

    base: Expression
    exceptions: tuple[Exceptional, ...]
    meeting: Meeting | None = None
    span: Span = span_field()
