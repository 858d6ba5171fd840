"""Copies of surface trees, with some nodes changed on the way. Knows no node by name."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from rulelang.source import SourceFile, Span

N = TypeVar("N")
Change = Callable[[object], object | None]


def rewritten(node: N, change: Change = lambda _: None) -> N:
    """A copy that shares no node with the original. What `change` gives for a node, unless None, stands in its place.

    Facts are kept by the identity of a node: what is looked at in two ways needs two copies.
    """
    found: Any = _rewritten(node, change)
    copy: N = found
    return copy


def _rewritten(node: object, change: Change) -> object:
    if isinstance(node, tuple):
        return tuple(_rewritten(item, change) for item in node)
    kind = type(node)
    if not attrs.has(kind) or isinstance(node, (Span, SourceFile)):
        return node
    changed = change(node)
    if changed is not None:
        return changed
    parts = {field.name: _rewritten(getattr(node, field.name), change) for field in attrs.fields(kind)}
    return kind(**parts)


def parts_inside(node: object, wanted: type[N]) -> Iterator[N]:
    """Every part of a kind inside a node, however deep."""
    if isinstance(node, wanted):
        yield node
    parts: tuple[object, ...] = ()
    if isinstance(node, tuple):
        parts = node
    kind = type(node)
    if attrs.has(kind) and not isinstance(node, (Span, SourceFile)):
        parts = tuple(getattr(node, field.name) for field in attrs.fields(kind))
    for part in parts:
        yield from parts_inside(part, wanted)
