"""Growth of a measure, in percent or in points, with what stands in where there is no base."""
from __future__ import annotations

from collections.abc import Callable

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.literals import figure
from rulelang.syntax.build.trees import Builder, subtree, the, tokens

Window = Callable[[Builder, Branch], nodes.Window]


def growth(windows: dict[str, Window]) -> Callable[[Builder, Branch], nodes.Growth]:
    """`windows` builds each kind of window."""

    def build(b: Builder, tree: Branch) -> nodes.Growth:
        named, against = the(tree, "path"), the(tree, *windows)
        path = tuple(b.name(name) for name in tokens(named, "NAME"))
        now = nodes.Reading(path, span=b.span(named))
        base = nodes.Reading(path, windows[against.data](b, against), span=b.span(named).to(b.span(against)))
        zero, missing = (_gives(b, subtree(tree, rule)) for rule in ("zero_base", "missing_base"))
        return nodes.Growth(now, base, tree.data == "change_in_points", zero, missing, span=b.span(tree))

    return build


def _gives(b: Builder, tree: Branch | None) -> nodes.Gives | None:
    if tree is None:
        return None
    answer = tree.children[1]
    assert isinstance(answer, Token)
    percent = nodes.Percent(*figure(str(answer)), span=b.span(answer)) if answer.type == "PERCENT" else None
    return nodes.Gives(percent, span=b.span(tree))
