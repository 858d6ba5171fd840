"""Rules about data: how many records may share what, on any day or in each period."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span
from rulelang.syntax.nodes.expressions import Expression
from rulelang.syntax.nodes.shared import Name, span_field


@frozen
class DataRule:
    """`at most one exclusive Contract per territory on any day`: `tests` are the words before the entity.

    `every` is the unit of `in each year`, None for `on any day`.
    """

    limit: int
    tests: tuple[Name, ...]
    entity: Name
    per: tuple[Name, ...]
    every: str | None
    figure: Expression | None = None
    span: Span = span_field()
