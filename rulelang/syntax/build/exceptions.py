"""Exceptions under a value, and what holds where several meet. Knows nothing of what the value is."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import text_value
from rulelang.syntax.build.trees import Builder, subtree, token, trees


def with_exceptions(b: Builder, tree: Branch, base: nodes.Expression) -> nodes.Expression:
    """A value with the exceptions that stand under it in a declaration, where there are any."""
    written = trees(tree, "exception")
    meet = subtree(tree, "exceptions_meet")
    if not written and meet is None:
        return base
    told = meeting(b, meet) if meet is not None else None
    return nodes.Excepted(base, tuple(exception(b, part) for part in written), told, span=base.span)


def exception(b: Builder, tree: Branch) -> nodes.Exceptional:
    """One exception: its title, its condition and what holds then."""
    condition, value = (expression(b, part) for part in trees(tree))
    title, per = token(tree, "STRING"), token(tree, "NAME")
    assert title is not None
    return nodes.Exceptional(
        nodes.Text(text_value(title), span=b.span(title)), condition, value, b.name(per) if per is not None else None,
        span=b.span(tree),
    )


def meeting(b: Builder, tree: Branch) -> nodes.Meeting:
    """What holds where several exceptions do."""
    title = token(tree, "STRING")
    if title is not None:
        return nodes.Meeting("wins", nodes.Text(text_value(title), span=b.span(title)), span=b.span(tree))
    return nodes.Meeting("higher" if token(tree, "HIGHER_WINS") is not None else "add", span=b.span(tree))
