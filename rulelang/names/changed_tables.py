"""A program with some of its declarations changed, table by table. Knows not what they say, nor what changes them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rulelang.names.resolved import Resolved
from rulelang.syntax.rewrite import Change, remade


def with_changed(resolved: Resolved, tables: Sequence[str], change: Change) -> Resolved:
    """The same program with what stands in some of its tables and lists as `change` says; a part that stands in two
    places stays one."""
    made: dict[int, object] = {}

    def changed(table: object) -> object:
        if not isinstance(table, Mapping):
            return remade(table, change, made)
        return {name: remade(declared, change, made) for name, declared in table.items()}

    found: dict[str, Any] = {name: changed(getattr(resolved, name)) for name in tables}
    return attrs.evolve(resolved, **found)
