"""Claims: what always holds, whoever the partner is."""
from __future__ import annotations

from typing import Union

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression, Reading
from rulelang.syntax.nodes.literals import Text
from rulelang.syntax.nodes.programs import Document
from rulelang.syntax.nodes.shared import span_field


@frozen
class RisesWith:
    """`total_payout rises with net_sales`, or `never falls with`: more of `cause` never gives less of `value`."""

    value: Reading
    cause: Reading
    span: Span = span_field()


@frozen
class Always:
    """`always "no partner earns more than 15% of what it sells"`."""

    title: Text
    claim: Union[Expression, RisesWith]
    document: Document | None = None
    span: Span = span_field()
