"""The clause that says in which currency money is paid."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import rates_on
from rulelang.syntax.build.trees import Builder


def paid_in(b: Builder, tree: Branch) -> nodes.PaidIn:
    _, currency, _, table, at = tree.children
    return nodes.PaidIn(str(currency), rates_on(b, table, at), span=b.span(tree))
