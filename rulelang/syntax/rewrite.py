"""Copies of surface trees, with some nodes changed on the way. Knows no node by name."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from rulelang.exact.own_calendar import OwnCalendar
from rulelang.source import SourceFile, Span

N = TypeVar("N")
Change = Callable[[object], object | None]
_PARTS: dict[type[Any], tuple[str, ...] | None] = {}
"""What the nodes of each kind met so far are made of: whole programs are walked, and asking the class is slow."""


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
    names = part_names(kind)
    if names is None:
        return node
    changed = change(node)
    if changed is not None:
        return changed
    return kind(**{name: _rewritten(getattr(node, name), change) for name in names})


def parts_inside(node: object, wanted: type[N] | tuple[type[N], ...]) -> Iterator[N]:
    """Every part of a kind, or of some, inside a node, however deep, in the order in which they are written."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, wanted):
            yield part
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        else:
            names = part_names(type(part))
            if names:
                waiting.extend([getattr(part, name) for name in reversed(names)])


def part_names(kind: type[Any]) -> tuple[str, ...] | None:
    """The names of what a node of a kind is made of; None of what is no node, as are places in files."""
    if kind not in _PARTS:
        is_node = attrs.has(kind) and not issubclass(kind, (Span, SourceFile, OwnCalendar))
        _PARTS[kind] = tuple(field.name for field in attrs.fields(kind)) if is_node else None
    return _PARTS[kind]


def remade(node: N, change: Change, made: dict[int, object]) -> N:
    """A node with some of its parts changed; itself where none is. `made` holds what each became, so that a part that
    stands in two places stays one."""
    found: Any = _remade(node, change, made)
    same: N = found
    return same


def _remade(node: object, change: Change, made: dict[int, object]) -> object:
    if isinstance(node, tuple):
        items = tuple(_remade(item, change, made) for item in node)
        return node if all(a is b for a, b in zip(items, node, strict=True)) else items
    names = part_names(type(node))
    if names is None:
        return node
    if id(node) not in made:
        changed = change(node)
        made[id(node)] = _with_parts(node, names, change, made) if changed is None else changed
    return made[id(node)]


def _with_parts(node: object, names: tuple[str, ...], change: Change, made: dict[int, object]) -> object:
    kind: Any = type(node)
    before = {name: getattr(node, name) for name in names}
    after = {name: _remade(part, change, made) for name, part in before.items()}
    return node if all(after[name] is part for name, part in before.items()) else kind(**after)
