"""What has one value for each member of a type: `total (weight(Area) * rated(Area)) over every Area`.

The last two nobody writes: what a name of a type stands for in what is made for one member.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.shared import Name, span_field

if TYPE_CHECKING:
    from rulelang.syntax.nodes.expressions import Expression


@frozen
class OverEvery:
    """`function`: total, average, median, lowest, highest. `type` has the members, and stands for each in turn in
    `value` and `where`."""

    function: str
    value: Expression
    type: Name
    where: Expression | None = None
    span: Span = span_field()


@frozen
class OverMembers:
    """The same written out, where members are counted or put in order: a value for each of them and, unless all of them
    count, a test."""

    function: str
    values: tuple[Expression, ...]
    tests: tuple[Expression, ...]
    type: Name
    span: Span = span_field()


@frozen
class TheMember:
    """The member for which something is made, where the name of its type stands."""

    type: str
    member: str
    span: Span = span_field()


@frozen
class Reported:
    """A value about which there is a finding already."""

    span: Span = span_field()
