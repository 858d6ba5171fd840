"""Rules about data: how many records may share what, on any day or in each period."""
from __future__ import annotations

# ruff: noqa: RUF009 - every node makes its place with the same field
import attrs

from rulelang.source import Span
from rulelang.syntax.nodes.shared import Name, span_field


@attrs.frozen
class DataRule:
    """`at most one exclusive Contract per territory on any day`: `tests` are the words before the entity.

    `every` is the unit of `in each year`, None for `on any day`.
    """

    limit: int
    tests: tuple[Name, ...]
    entity: Name
    per: tuple[Name, ...]
    every: str | None
    span: Span = span_field()
