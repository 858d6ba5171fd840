"""Values that nobody writes: what a declaration is taken apart into, to be checked and lowered like any other.

They hold written nodes, and stand where a value may stand.
"""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.shared import Name, span_field

if TYPE_CHECKING:
    from rulelang.syntax.nodes.expressions import Expression, Reading


@frozen
class PartOf:
    """The value of a part of a declaration, by the name it is worked out under: `security.skilling.people`."""

    name: str
    span: Span = span_field()


@frozen
class Told:
    """A value that an explanation presents by a word of its own. One that is told more than once is one value."""

    step: str
    value: Expression
    span: Span = span_field()


@frozen
class Within:
    """A value that is known to lie between 0 and `high`."""

    value: Expression
    high: Fraction
    span: Span = span_field()


@frozen
class OfGroup:
    """A measure of the program as it is of one group: `retention(CO)`. `groups` stand in the order of its `by`."""

    reading: Reading
    groups: tuple[Expression, ...]
    span: Span = span_field()


@frozen
class MemberOf:
    """A member of an enumeration that belongs to a declaration: a designation of a scorecard."""

    owner: str
    member: str
    span: Span = span_field()


@frozen
class Begun:
    """What one version of a declaration says, from the day `since` on; `name` is where it is declared."""

    since: datetime.date | None
    value: Expression
    name: Name
    span: Span = span_field()


@frozen
class OfVersions:
    """A value worked out by the version that is in force on the last day of the period; the earliest first.
    `by_figure`: a number that lays it out changes, and nothing is declared again."""

    versions: tuple[Begun, ...]
    by_figure: bool = False
    span: Span = span_field()
