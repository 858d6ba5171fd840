"""Functions. Knows nothing of what calls them."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.entities import type_of
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import document_of, label
from rulelang.syntax.build.trees import Builder, subtree, trees


def function(b: Builder, tree: Branch) -> nodes.Function:
    inputs = tuple(function_input(b, part) for part in trees(tree, "function_input"))
    return nodes.Function(
        b.name(tree.children[1]), inputs, type_of(b, tree), expression(b, trees(tree)[-1]), document_of(b, tree),
        label(b, subtree(tree, "label")), span=b.span(tree),
    )  # fmt: skip


def function_input(b: Builder, tree: Branch) -> nodes.FunctionInput:
    named = label(b, subtree(tree, "label"))
    return nodes.FunctionInput(b.name(tree.children[0]), type_of(b, tree), named, span=b.span(tree))
