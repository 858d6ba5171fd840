"""What somebody wrote, as it stands inside something else that a finding advises to write: in parentheses where its
neighbours would take it apart. Looks at how it was written, and knows no types."""
from __future__ import annotations

from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside

_CONDITIONS = (
    nodes.Comparison, nodes.Between, nodes.OneOf, nodes.InRegion, nodes.IsKnown, nodes.Logic, nodes.RecordsHave,
    nodes.OverPeriods, nodes.OnAnyDay, nodes.Within,
)
_OPEN = (*_CONDITIONS, nodes.Cases, nodes.ShareOf)
_JOINED = (nodes.Arithmetic, nodes.PercentOf, nodes.OrElse, nodes.Counted)
_NAMED = (nodes.Reading, nodes.Call, nodes.OfGroup)


def beside_sign(node: nodes.Expression) -> str:
    """As it stands beside `>=` or `is`: what asks something itself, or ends in a `where`, would go on there."""
    ends_in_where = any(part.where is not None for part in parts_inside(node, nodes.Aggregate))
    ends_in_where |= any(part.where is not None for part in parts_inside(node, nodes.Among))
    return _said(node, apart=isinstance(node, _OPEN) or ends_in_where)


def as_part(node: nodes.Expression) -> str:
    """As it stands beside `*`, or before what is said of it, such as `converted to`."""
    said = beside_sign(node)
    return _said(node, apart=said != node.span.text or isinstance(node, _JOINED))


def as_name(node: nodes.Expression) -> str:
    """As it stands after `growth of`, where anything but a name is in parentheses."""
    return _said(node, apart=not isinstance(node, _NAMED))


def _said(node: nodes.Expression, *, apart: bool) -> str:
    text = node.span.text
    return f"({text})" if apart and not _is_enclosed(text) else text


def _is_enclosed(text: str) -> bool:
    """Whether one pair of parentheses holds all of a text."""
    depth = 0
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return at > 0 and at == len(text) - 1
    return False
