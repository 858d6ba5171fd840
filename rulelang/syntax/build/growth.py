"""Growth of a measure, in percent or in points, with what stands in where there is no base."""
from __future__ import annotations

from collections.abc import Callable

import attrs
from lark import Token

from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.trees import Builder, Part, subtree, the, tokens, trees

Window = Callable[[Builder, Branch], nodes.Window]
Value = Callable[[Builder, Branch], nodes.Expression]
Figure = Callable[[Builder, Part], nodes.Expression]


def growth(
    windows: dict[str, Window], value: Value, percent: Figure
) -> Callable[[Builder, Branch], nodes.Growth]:
    """`windows` builds each kind of window, `value` what is worked out or read of one member, `percent` what stands for
    one."""

    def build(b: Builder, tree: Branch) -> nodes.Growth:
        named, against = trees(tree)[0], the(tree, *windows)
        now: nodes.Expression
        if named.data not in ("path", "reading"):
            now = value(b, named)
        else:
            said = subtree(named, *windows)
            names = the(named, "path") if named.data == "reading" else named
            now = nodes.Reading(
                tuple(b.name(name) for name in tokens(names, "NAME")), windows[said.data](b, said) if said else None,
                span=b.span(named),
            )  # fmt: skip
        window = windows[against.data](b, against)
        base = _in_window(now, window, b.span(named).to(b.span(against)))
        zero, missing = (_gives(b, subtree(tree, rule), percent) for rule in ("zero_base", "missing_base"))
        return nodes.Growth(now, base, tree.data == "change_in_points", zero, missing, span=b.span(tree))

    return build


def _in_window(now: nodes.Expression, window: nodes.Window, span: Span) -> nodes.Expression:
    """The same as it was in a window."""
    match now:
        case nodes.Reading(day=None) | nodes.Call(day=None):
            return attrs.evolve(now, window=window, span=span)
        case nodes.Aggregate(valid_at=None):
            return attrs.evolve(now, window=window, span=span)
    return nodes.InWindow(now, window, span=span)


def _gives(b: Builder, tree: Branch | None, percent: Figure) -> nodes.Gives | None:
    if tree is None:
        return None
    answer = tree.children[1]
    unknown = isinstance(answer, Token) and answer.type == "UNKNOWN"
    return nodes.Gives(None if unknown else percent(b, answer), span=b.span(tree))
