"""Lists of a payout, one inside another. Knows no other clause."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.bounds import LISTED_MAX
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import STATIC, expression, names, static
from rulelang.syntax.build.literals import whole_number
from rulelang.syntax.build.trees import Builder, subtree, token, tokens, trees

KINDS = {"stack_all": "all", "stack_best": "best", "stack_first": "first", "stack_rest": "rest"}


def stack(b: Builder, tree: Branch) -> nodes.Stack:
    """A list as it stands under a payout, or in parentheses inside another."""
    items = trees(trees(tree, "stack_items")[0], "stack_item")
    b.refuse_more(items, LISTED_MAX, "list")
    return nodes.Stack(KINDS[tree.data], tuple(_item(b, part) for part in items), span=b.span(tree))


def _item(b: Builder, tree: Branch) -> nodes.Name | nodes.StackItem | nodes.Stack:
    inner = subtree(tree, *KINDS)
    if inner is not None:
        return stack(b, inner)
    name = b.name(tokens(tree, "NAME")[0])
    if len(tree.children) == 1:
        return name
    conditions = trees(tree)
    return nodes.StackItem(
        name, expression(b, conditions[0]) if conditions else None, token(tree, "ON_FULL") is not None,
        token(tree, "NOT_DEDUCTED") is not None, span=b.span(tree),
    )  # fmt: skip


def less(b: Builder, tree: Branch) -> nodes.Stack:
    """What is taken off."""
    return nodes.Stack("less", names(b, trees(tree, "names")[0]), span=b.span(tree))


def together(b: Builder, tree: Branch) -> nodes.Together:
    """How many of some incentives may apply at once."""
    count, named = token(tree, "AT_MOST_N_OF"), subtree(tree, *STATIC)
    if named is not None:
        listed = tuple(b.name(name) for name in tokens(tree, "NAME"))
        return nodes.Together(1, listed, static(b, named), span=b.span(tree))
    most = whole_number(b, count) if count is not None else 1
    return nodes.Together(most, names(b, trees(tree, "names")[0]), span=b.span(tree))
