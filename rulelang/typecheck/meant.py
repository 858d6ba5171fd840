"""A value of another kind: the same figure with the sign it lacks, or an example of the kind that is wanted."""
from __future__ import annotations

from decimal import Decimal

from rulelang.core import nodes as core
from rulelang.syntax import nodes

_EXAMPLES = {"percent": "2.5%", "money": "50_000 {currency}", "count": "4", "number": "4.0", "months": "12 months",
             "days": "90 days"}


def instead_of(kind: core.Type, written: nodes.Expression) -> str:
    """A plain figure with the sign or the currency it lacks; "" for anything else."""
    if not isinstance(kind, core.Quantity) or not isinstance(written, nodes.Number):
        return ""
    if core.in_own_currency(kind):
        return ""
    lacking = {"percent": "%", "money": f" {kind.currency}"}.get(kind.kind)
    return written.span.text + lacking if lacking else ""


def example_of(kind: core.Type, written: nodes.Expression) -> str:
    """A value of the kind, where a figure says nothing that could be kept."""
    if not isinstance(kind, core.Quantity) or instead_of(kind, written):
        return ""
    return _EXAMPLES.get(kind.kind, "").format(currency="EUR" if core.in_own_currency(kind) else kind.currency)


def compared_value(kind: core.Type, written: nodes.Expression) -> str:
    """How a figure or a text that a value is compared with is written, as in `net_sales > 100000`, `discount >= 0.2`,
    `status is "won"`; "" where nothing tells."""
    match kind, written:
        case (core.Quantity(kind="percent") | core.Ratio(kind="percent")), nodes.Number():
            return _percent(written)
        case core.Choice(), nodes.Text() if written.value in kind.members:
            return written.value
        case core.Ratio(kind="money"), nodes.Number() if not core.in_own_currency(kind):
            return f"{written.span.text} {kind.currency}"
        case _:
            return instead_of(kind, written)


def _percent(written: nodes.Number) -> str:
    """`0.2` and `20` were both meant for `20%`."""
    figure = Decimal(written.coefficient).scaleb(-written.digits)
    shown = figure * 100 if 0 < figure < 1 else figure
    return f"{shown.normalize():f}%"
