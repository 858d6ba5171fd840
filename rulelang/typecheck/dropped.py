"""What a variant drops, and what it or a variant below it still says of that: nothing of it is left to change.

Of a program that is dropped from by a region, its own lines stay: they hold for the others.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.names.resolved import Dropped, NewCadence, NewClause, NewLabel
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_dropped(checker: Checker) -> None:
    """Each edit, and each line of `adaptable`, of what the same variant or one above it has dropped."""
    resolved = checker.resolved
    for drop in resolved.overrides:
        if not isinstance(drop, Dropped):
            continue
        name = drop.base.name.text
        below = resolved.lineage[resolved.lineage.index(drop.owner) :]
        for override in resolved.overrides:
            if not isinstance(override, (NewCadence, NewClause, NewLabel)) or override.owner not in below:
                continue
            if override.base.name.text == name:
                _tell(checker, drop, override.edit)
        for block in resolved.adaptable:
            for opening in block.openings if block.owner in below else ():
                if opening.target is not None and opening.target.path[0].text == name:
                    _tell(checker, drop, opening)


def _tell(checker: Checker, drop: Dropped, said: nodes.Set | nodes.Relabel | nodes.Opening) -> None:
    checker.report.add(
        "dropped-already", said.span, labels=[(drop.edit.span, "drop")], name=drop.base.name.text,
        owner=drop.owner.name.text,
    )
