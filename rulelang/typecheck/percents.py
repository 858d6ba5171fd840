"""Places where a percent stands: `15% of net_sales`, `plus 2 percentage points`, `zero base gives 100%`.

What stands for one may be a parameter or anything else that is a percent.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.said_inside import as_part
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Scope


def percent_type(checker: Checker, node: nodes.Expression, scope: Scope, place: str) -> core.Type | None:
    """The type of what stands for a percent; None after a finding. `place` is of, points or gives."""
    kind = checker.check(node, scope)
    if kind is None or (types.is_numeric(kind) and kind.kind == "percent"):
        return kind
    checker.report.add("percent-wanted", node.span, text=node.span.text, found=kind_words(kind), variant=place)
    return None


def check_percent_of(checker: Checker, node: nodes.PercentOf, scope: Scope) -> bool:
    """Whether what stands before `of` is a part of something; a quotient of like amounts is one too."""
    if isinstance(node.percent, nodes.Percent):
        return True
    kind = checker.check(node.percent, scope)
    if kind is None:
        return False
    if types.is_numeric(kind) and kind.kind in ("percent", "share"):
        return True
    checker.report.add(
        "percent-wanted", node.percent.span, text=node.percent.span.text, found=kind_words(kind),
        value=as_part(node.value), variant="of",
    )
    return False
