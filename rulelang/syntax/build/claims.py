"""Claims. Knows nothing of how they are tested."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression, path
from rulelang.syntax.build.literals import document_of, text_value
from rulelang.syntax.build.trees import Builder, trees


def always(b: Builder, tree: Branch) -> nodes.Always:
    title = nodes.Text(text_value(tree.children[1]), span=b.span(tree.children[1]))
    return nodes.Always(title, claim(b, trees(tree)[-1]), document_of(b, tree), span=b.span(tree))


def claim(b: Builder, tree: Branch) -> nodes.Expression | nodes.RisesWith:
    if tree.data not in ("rises_with", "never_falls"):
        return expression(b, tree)
    value, cause = (nodes.Reading(path(b, part), span=b.span(part)) for part in trees(tree))
    return nodes.RisesWith(value, cause, span=b.span(tree))
