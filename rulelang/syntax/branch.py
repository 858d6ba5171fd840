"""The parser's tree: a rule of the grammar with its parts. Holds no places of its own; its tokens do."""
from __future__ import annotations

from typing import Any

from lark import Token, Tree


class Branch(Tree[Any]):
    """`data` is the rule's name, `children` are branches and tokens, none left out."""

    children: list[Any]


def edge(part: Branch | Token, which: int) -> Token | None:
    """The first (0) or last (-1) token of a part, None when it is empty."""
    if isinstance(part, Token):
        return part
    for child in part.children if which == 0 else reversed(part.children):
        found = edge(child, which)
        if found is not None:
            return found
    return None
