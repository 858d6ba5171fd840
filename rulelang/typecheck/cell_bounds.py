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
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.bounds import Bound, ends_of, line_of
from rulelang.typecheck.cells import cell_numbers
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.figures import ends_of_figure
from rulelang.typecheck.own_tables import keyed_type

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_cell(checker: Checker, override: NewCell, bound: Bound) -> None:
    """A variant's values of one cell; of a choice both ends. Back at its own value, a level's own line says nothing."""
    base = override.base
    kind = keyed_type(checker, base)
    if not isinstance(kind, core.Quantity) or ends_of(bound.permission, kind) is None:
        return  # reported with the parameter, or with the line of the base
    ends = [literal_value(end) or Fraction(0) for end in (bound.permission.low, bound.permission.high)]
    for dated in in_force(override.edit.values):
        if isinstance(dated.value, nodes.AsGlobal) and bound.door is override.doors[0]:
            continue
        written = [value for value in ends_of_figure(kind, dated.value) if isinstance(value, Fraction)]
        if base.bounds is not None and any(not kind.low <= v * kind.denominator <= kind.high for v in written):
            continue  # nobody may set it: reported with the merged parameter
        for day, own in _global_values(checker, override, dated, kind):
            values = own if isinstance(dated.value, nodes.AsGlobal) else written
            allowed = [end * scale for end in ends for scale in (own if bound.permission.of_global else [Fraction(1)])]
            if allowed and any(not min(allowed) <= value <= max(allowed) for value in values):
                _outside(checker, override, bound, dated, day)
                return


def _global_values(
    checker: Checker, override: NewCell, dated: nodes.DatedValue, kind: core.Quantity
) -> Iterator[tuple[datetime.date, list[Fraction]]]:
    """What the program itself says of a cell on each day on which that changes, of a choice both ends. Of a cell that
    it does not have, one of a member that a variant adds, it says no more than of all others together."""
    key = tuple(name.text for name in override.edit.cell)
    for start, stop, cells, _ in checker.cells_above.get(override.base.name.text, ()):
        begins = max(start, dated.start)
        if (stop is None or begins <= stop) and (dated.stop is None or begins <= dated.stop):
            of = [cells[key]] if key in cells else cells.values()
            yield begins, [value for cell in of for value in cell_numbers(kind, cell)]


def _outside(
    checker: Checker, override: NewCell, bound: Bound, dated: nodes.DatedValue, day: datetime.date
) -> None:
    labels: list[tuple[Span, str]] = [(bound.opening.span, line_of(checker, bound.door))]
    labels.append((override.base.name.span, "base"))
    cell = ", ".join(name.text for name in override.edit.cell)
    checker.report.add(
        "outside-guardrail", dated.value.span, labels=labels, name=f"{override.base.name.text} ({cell})",
        text=_text(checker, override, dated, day), low=bound.permission.low.span.text,
        high=bound.permission.high.span.text, date=day,
        base=bound.door.owner.name.text, variant="global" if bound.permission.of_global else "",
    )


def _text(checker: Checker, override: NewCell, dated: nodes.DatedValue, day: datetime.date) -> str:
    """The value as it is written, or as the program itself has it."""
    kind = keyed_type(checker, override.base)
    if not isinstance(dated.value, nodes.AsGlobal) or not isinstance(kind, core.Quantity):
        return dated.value.span.text
    values = next(values for begins, values in _global_values(checker, override, dated, kind) if begins == day)
    return number_words(values[0], kind)
