"""A period before the date it is held against: `2025-Q1 before joined` is `joined after 2025-Q1`, and is so advised.

Knows which side is the date and how a comparison is said from the other side; types nothing.
"""
from __future__ import annotations

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.days_of_periods import is_period
from rulelang.typecheck.said_inside import beside_sign

WORDS = {
    "before": "AFTER", "after": "BEFORE", "on_or_before": "ON_OR_AFTER", "on_or_after": "ON_OR_BEFORE", "is": "IS_IN",
    "is_not": "IS_NOT_IN",
}  # fmt: skip
SIGNS = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def turned_round(node: nodes.Comparison, right: core.Type) -> str:
    """How a comparison of a written period with a date is written; "" of any other."""
    if not is_period(node.left) or not isinstance(right, core.Day) or isinstance(node.right, nodes.Date):
        return ""
    between = operator_text(node)
    if node.operator in WORDS:
        said = keywords().spellings[Keyword(WORDS[node.operator])][language_of(node.span.file)][0]
    elif between == node.operator and between in SIGNS:
        said = SIGNS[between]
    else:
        return ""
    return f"{beside_sign(node.right)} {said} {node.left.span.text}"


def date_beside_period(node: nodes.Comparison, left: core.Type, right: core.Type) -> str:
    """The date of a comparison with a period that data holds, unless it is a day that is written; else ""."""
    if isinstance(left, core.Day) and _is_period(right):
        return node.left.span.text
    held = isinstance(right, core.Day) and _is_period(left) and not isinstance(node.right, nodes.Date)
    return node.right.span.text if held else ""


def operator_text(node: nodes.Comparison) -> str:
    """What stands between the two sides."""
    return Span(node.span.file, node.left.span.stop, node.right.span.start).text.strip()


def _is_period(kind: core.Type) -> bool:
    return isinstance(kind, core.Words) and bool(kind.year_starts)
