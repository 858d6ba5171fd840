"""A figure that is to be chosen between two: what a variant chooses lies between them. Knows nothing of guardrails."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.syntax import nodes
from rulelang.typecheck.bounds import numbers_in
from rulelang.typecheck.cells import Written
from rulelang.typecheck.constants import literal_value

if TYPE_CHECKING:
    from rulelang.names.resolved import NewCell, NewValues
    from rulelang.typecheck.expressions import Checker


def check_chosen(checker: Checker, override: NewValues) -> None:
    """Every value that a variant sets while the program itself still leaves a choice."""
    choices = [value for value in override.base.values if isinstance(value.value, nodes.ChooseBetween)]
    stops = _stops(override.base.values)
    edited = override.edit.values
    for dated, last in zip(edited, _stops(edited), strict=True):
        for choice in choices:
            until = stops[override.base.values.index(choice)]
            if last < choice.start or until < dated.start:
                continue
            if not _between(choice.value, dated.value):
                _tell(checker, override.base.name.text, choice.value, dated.value)
                return
            _note(checker, override.base.name.text, (), choice.value, dated)


def check_chosen_cell(checker: Checker, override: NewCell) -> None:
    """The same of a cell."""
    key = tuple(name.text for name in override.edit.cell)
    edited = override.edit.values
    for start, stop, cells, _ in checker.cells_above.get(override.base.name.text, ()):
        cell = cells.get(key)
        choice = cell.value if isinstance(cell, Written) else None
        if not isinstance(choice, nodes.ChooseBetween):
            continue
        for dated, last in zip(edited, _stops(edited), strict=True):
            while_open = start <= last and (stop is None or dated.start <= stop)
            if not while_open:
                continue
            if not is_chosen(checker, override.base.name.text, key, choice, dated.value):
                return
            _note(checker, override.base.name.text, key, choice, dated)


def is_chosen(
    checker: Checker, name: str, key: tuple[str, ...], written: nodes.Expression, value: nodes.Expression
) -> bool:
    """Whether a cell's value lies in what is written there, where that is a choice; told where it does not."""
    if not isinstance(written, nodes.ChooseBetween) or _between(written, value):
        return True
    _tell(checker, f"{name} ({', '.join(key)})", written, value)
    return False


def _note(
    checker: Checker, name: str, key: tuple[str, ...], choice: nodes.Expression, dated: nodes.DatedValue
) -> None:
    """Remembers what is chosen, in the place of what a level above chose from that day on."""
    assert isinstance(choice, nodes.ChooseBetween)
    texts = (dated.value.span.text, choice.low.span.text, choice.high.span.text)
    checker.chosen[:] = [c for c in checker.chosen if (c.parameter, c.cell) != (name, key) or c.start < dated.start]
    if isinstance(dated.value, nodes.AsGlobal):
        return
    checker.chosen.append(core.Chosen(name, key, *texts, dated.start))


def _stops(values: tuple[nodes.DatedValue, ...]) -> list[datetime.date]:
    """The last day of each value of a timeline: its own, or the day before the next begins."""
    following = [value.start for value in values[1:]]
    ends = [*(start - ONE_DAY for start in following), datetime.date.max]
    return [value.stop or end for value, end in zip(values, ends, strict=True)]


def _between(choice: nodes.Expression, value: nodes.Expression) -> bool:
    """Whether a value lies in a choice; what is no number is told of elsewhere."""
    assert isinstance(choice, nodes.ChooseBetween)
    low, high = literal_value(choice.low), literal_value(choice.high)
    chosen = [literal_value(each) for each in numbers_in(value)]
    return low is None or high is None or all(each is None or low <= each <= high for each in chosen)


def _tell(checker: Checker, name: str, choice: nodes.Expression, value: nodes.Expression) -> None:
    assert isinstance(choice, nodes.ChooseBetween)
    checker.report.add(
        "outside-bounds", value.span, labels=[(choice.span, "bounds")], name=name, text=value.span.text,
        low=choice.low.span.text, high=choice.high.span.text, variant="choice",
    )
