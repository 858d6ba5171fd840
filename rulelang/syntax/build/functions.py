"""Functions. Knows nothing of what calls them."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.entities import type_expression, type_of
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import document_of
from rulelang.syntax.build.trees import Builder, trees


def function(b: Builder, tree: Branch) -> nodes.Function:
    inputs = tuple(function_input(b, part) for part in trees(tree, "function_input"))
    return nodes.Function(
        b.name(tree.children[1]), inputs, type_of(b, tree), expression(b, trees(tree)[-1]), document_of(b, tree),
        span=b.span(tree),
    )  # fmt: skip


def function_input(b: Builder, tree: Branch) -> nodes.FunctionInput:
    name, kind = tree.children
    assert isinstance(kind, Branch)
    return nodes.FunctionInput(b.name(name), type_expression(b, kind), span=b.span(tree))
