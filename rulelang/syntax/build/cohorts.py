"""Values that look at all subjects: `rank of net_sales among Partner`. Knows no names and no types."""
from __future__ import annotations

from collections.abc import Callable

from lark import Token

from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.literals import figure
from rulelang.syntax.build.trees import Builder, the, trees

HEADS = ("among", "rank", "top_share")
RANKS = {"RANK_OF": "rank", "PERCENTILE_OF": "percentile", "SHARE_OF": "share"}
Build = Callable[[Builder, Branch], nodes.Expression]


def among(b: Builder, tree: Branch, build: Build, static: Build, where: nodes.Expression | None) -> nodes.Among:
    """What stands before a `where`, and the `where`. `build` makes what is compared, `static` what stands for the part
    of them that is on top."""
    head = tree.children[0]
    top: nodes.Percent | None = None
    named: nodes.Expression | None = None
    if head.data == "top_share":
        function, part = "top_share", head.children[1]
        if isinstance(part, Token):
            top = nodes.Percent(*figure(str(part)), span=b.span(part))
        else:
            named = static(b, part)
        value, scope, beside = _compared(b, head, build)
    elif head.data == "rank":
        word = head.children[0]
        function = RANKS[word.type if isinstance(word, Token) else word.children[0].type]
        value, scope, beside = _compared(b, head, build)
    else:
        function = str(head.children[0].children[0].type).lower()
        value, scope, beside = build(b, head.children[1]), (b.name(head.children[-1]),), None
    return nodes.Among(function, value, scope, top, beside, where, named, span=b.span(tree))


def _compared(
    b: Builder, head: Branch, build: Build
) -> tuple[nodes.Expression, tuple[nodes.Name, ...], Span | None]:
    """What is compared, among whom, and the place of what stands after that."""
    source = the(head, "source")
    value = [part for part in trees(head) if part.data not in ("rank_word", "source")][-1]
    path = the(source, "path")
    beside = [part for part in trees(source) if part is not path]
    scope = tuple(b.name(name) for name in path.children if getattr(name, "type", "") == "NAME")
    return build(b, value), scope, b.between(list(beside)) if beside else None
