"""Names, labels, and what stands where a construct could not be read or does not run yet."""
from __future__ import annotations

# ruff: noqa: ANN401 - every node makes its place with the same field
from typing import Any

import attrs

from rulelang.frozen import frozen
from rulelang.source import Span


def span_field() -> Any:
    return attrs.field(eq=False, repr=False, kw_only=True)


@frozen
class Name:
    text: str
    span: Span = span_field()


@frozen
class Label:
    """Display text of a name; `translations` are pairs of language and text, in the order written."""

    text: str
    translations: tuple[tuple[str, str], ...] = ()
    span: Span = span_field()


@frozen
class NotYet:
    """A construct of the language that this version parses and does not run. `construct` is its trade name.

    `text` is the same for every language and layout. `name` is the name it declares, when it is a declaration.
    """

    construct: str
    text: str
    name: str | None = None
    span: Span = span_field()


@frozen
class Broken:
    """A declaration that could not be parsed; its findings were reported by the parser."""

    keyword: str
    name: str | None
    span: Span = span_field()


@frozen
class VersionChange:
    """What becomes of a measured period inside which this version takes over from the one before it.

    `kind`: end (`the version at its end`), split (`split at the change`, whose `edges` are None, written or prorated)
    or row (`each row by its own` date, the field `by`).
    """

    kind: str
    edges: str | None = None
    by: Name | None = None
    span: Span = span_field()
