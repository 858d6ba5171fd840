"""Benefits: what partners get that is not money."""
from __future__ import annotations

import datetime
from typing import Union

import attrs

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.by_member import Reported
from rulelang.syntax.nodes.examples import GivenCell
from rulelang.syntax.nodes.expressions import Call, Expression, Reading
from rulelang.syntax.nodes.literals import Text
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import Label, Name, span_field

BenefitCell = Union[GivenCell, Call, Reading]
"""What is given may be a parameter, with keys or without."""


@frozen
class BenefitRow:
    """`| gold | phone |`: the keys, then what is given; an empty cell is None. As it is written a parameter is a name,
    and a call may be a text that looks like one."""

    cells: tuple[BenefitCell, ...]
    cell_spans: tuple[Span, ...] = attrs.field(eq=False, repr=False, default=())
    span: Span = span_field()


@frozen
class Benefit:
    """A table by keys whose last column, `given`, holds the benefit, or one text that is given to everybody or `when` a
    condition holds. `by`, `since`, `until` and `before` as of a scorecard.

    `keys` are names, or what is read of one member: `Level(Area)`.
    """

    name: Name
    label: Label | None
    subject: Name
    keys: tuple[Reading | Call | Reported, ...] = ()
    given: Name | None = None
    rows: tuple[BenefitRow, ...] = ()
    gives: Text | None = None
    condition: Expression | None = None
    document: Document | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    before: Benefit | None = None
    by: tuple[Name, ...] = ()
    span: Span = span_field()
