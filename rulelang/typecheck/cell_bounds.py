"""Cells a variant sets against the range a level above it allows, on every stretch of days on which they hold."""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.resolved import NewCell
from rulelang.names.timelines import in_force
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.bounds import Bound, ends_of, line_of
from rulelang.typecheck.cells import cell_number
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.figures import ends_of_figure

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_cell(checker: Checker, override: NewCell, bound: Bound) -> None:
    """A variant's values of one cell; of a choice both ends."""
    base = override.base
    kind = declared_type(checker, base.type, base.bounds)
    if not isinstance(kind, core.Quantity) or ends_of(bound.permission, kind) is None:
        return  # reported with the parameter, or with the line of the base
    low, high = (literal_value(end) or Fraction(0) for end in (bound.permission.low, bound.permission.high))
    for dated in in_force(override.edit.values):
        values = [value for value in ends_of_figure(kind, dated.value) if isinstance(value, Fraction)]
        if base.bounds is not None and any(not kind.low <= v * kind.denominator <= kind.high for v in values):
            continue  # nobody may set it: reported with the merged parameter
        for day, scale in _scales(checker, override, bound, dated, kind):
            if any(not low * scale <= value <= high * scale for value in values):
                _outside(checker, override, bound, dated, day)
                return


def _scales(
    checker: Checker, override: NewCell, bound: Bound, dated: nodes.DatedValue, kind: core.Quantity
) -> Iterator[tuple[datetime.date, Fraction]]:
    """What the ends are multiplied by on each day on which that changes: 1, or the value of the same cell above."""
    if not bound.permission.of_global:
        yield dated.start, Fraction(1)
        return
    key = tuple(name.text for name in override.edit.cell)
    for start, stop, cells, _ in checker.cells_above.get(override.base.name.text, ()):
        begins = max(start, dated.start)
        if key in cells and (stop is None or begins <= stop) and (dated.stop is None or begins <= dated.stop):
            yield begins, cell_number(kind, cells[key]) or Fraction(0)


def _outside(
    checker: Checker, override: NewCell, bound: Bound, dated: nodes.DatedValue, day: datetime.date
) -> None:
    labels: list[tuple[Span, str]] = [(bound.opening.span, line_of(checker, bound.door))]
    labels.append((override.base.name.span, "base"))
    cell = ", ".join(name.text for name in override.edit.cell)
    checker.report.add(
        "outside-guardrail", dated.value.span, labels=labels, name=f"{override.base.name.text} ({cell})",
        text=dated.value.span.text, low=bound.permission.low.span.text, high=bound.permission.high.span.text, date=day,
        base=bound.door.owner.name.text, variant="global" if bound.permission.of_global else "",
    )
