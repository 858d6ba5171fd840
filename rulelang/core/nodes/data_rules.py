"""How many rows of an entity may share what. Knows no rows."""
from __future__ import annotations

from rulelang.frozen import frozen
from rulelang.source import Span


@frozen
class DataRule:
    """At most `limit` rows whose fields in `tests` are yes may have the same values in `per`: on any day, or in each
    unit `every`. A row without one of these values shares nothing with any other."""

    entity: str
    limit: int
    tests: tuple[str, ...]
    per: tuple[str, ...]
    every: str | None
    span: Span
