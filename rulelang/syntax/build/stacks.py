"""Lists of a payout, one inside another. Knows no other clause."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, token, tokens, trees

KINDS = {"stack_all": "all", "stack_best": "best", "stack_first": "first"}


def stack(b: Builder, tree: Branch) -> nodes.Stack:
    """A list as it stands under a payout, or in parentheses inside another."""
    if tree.data not in KINDS:
        raise Unbuilt("each on what the earlier ones left")
    items = tuple(_item(b, part) for part in trees(trees(tree, "stack_items")[0], "stack_item"))
    return nodes.Stack(KINDS[tree.data], items, span=b.span(tree))


def _item(b: Builder, tree: Branch) -> nodes.Name | nodes.StackItem | nodes.Stack:
    names = tokens(tree, "NAME")
    inner = subtree(tree, *KINDS, "stack_rest")
    if inner is not None:
        return stack(b, inner)
    name = b.name(names[0])
    if len(tree.children) == 1:
        return name
    if token(tree, "ON_FULL", "NOT_DEDUCTED") is not None:
        raise Unbuilt("each on what the earlier ones left")
    condition = expression(b, trees(tree)[0])
    return nodes.StackItem(name, condition, span=b.span(tree))
