"""Cells that variants set: each from its first own day on, until a line says as global."""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.resolved import NewCell
from rulelang.names.timelines import in_force
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.cells import Cell, Written, is_key
from rulelang.typecheck.chosen import is_chosen
from rulelang.typecheck.own_tables import check_cell

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Stretch = tuple[datetime.date, datetime.date | None, Mapping[core.CellKey, Cell], Span]


@frozen
class _Edited:
    """The own lines of one cell; `written` None: as global."""

    key: core.CellKey
    start: datetime.date
    stop: datetime.date | None
    written: Written | None


def with_edits(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    stretches: Sequence[Stretch],
) -> list[Stretch] | None:
    """The stretches of days with what variants set in the place of what stands above; None after a finding."""
    edits = [o for o in checker.resolved.overrides if isinstance(o, NewCell) and o.base.name == parameter.name]
    lines: list[_Edited] = []
    for override in edits:
        found = _lines(checker, parameter, kind, keys, override)
        if found is None:
            return None
        lines += found
    for edit in parameter.asked:
        asked = _asked(checker, parameter, kind, keys, edit, stretches)
        if asked is None:
            return None
        lines.append(asked)
    if not lines:
        return list(stretches)
    made: list[Stretch] = []
    for start, stop, cells, span in stretches:
        inside = {line.start for line in lines} | {line.stop + ONE_DAY for line in lines if line.stop}
        days = sorted({start, *(d for d in inside if start < d and (stop is None or d <= stop))})
        for day, following in zip(days, [*days[1:], None], strict=True):
            last = following - ONE_DAY if following else stop
            made.append((day, last, _on(cells, lines, day), span))
    return made


def _on(
    cells: Mapping[core.CellKey, Cell], lines: Sequence[_Edited], day: datetime.date
) -> dict[core.CellKey, Cell]:
    """The cells on a day: of the lines in force the one of the level farthest down counts, which comes last."""
    found = dict(cells)
    for line in lines:
        if line.start <= day and (line.stop is None or day <= line.stop):
            if line.written is not None:
                found[line.key] = line.written
            elif line.key in cells:
                found[line.key] = cells[line.key]
            else:
                found.pop(line.key, None)
    return found


def cell_of(
    checker: Checker, parameter: nodes.KeyedParameter, keys: tuple[core.Type, ...], edit: nodes.Set | nodes.Target
) -> core.CellKey | None:
    """The cell that an edit, or a line of `adaptable`, names; None after a finding."""
    if len(edit.cell) != len(keys):
        checker.report.add(
            "cell-not-said", edit.span, labels=[(parameter.name.span, "base")], name=parameter.name.text,
            keys=", ".join(key.text for key in parameter.keys),
        )
        return None
    for key, kind, name in zip(parameter.keys, keys, edit.cell, strict=True):
        if not is_key(checker, key.text, kind, name.text, name.span):
            return None
    return tuple(name.text for name in edit.cell)


def _lines(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    override: NewCell,
) -> list[_Edited] | None:
    edit, name = override.edit, parameter.name.text
    key = cell_of(checker, parameter, keys, edit)
    if key is None or not _in_order(checker, name, edit.values):
        return None
    found = []
    for number, dated in enumerate(in_force(edit.values)):
        stop = dated.stop
        if stop is not None and number == len(edit.values) - 1:
            checker.report.add(
                "no-value-in-force", dated.span, labels=[(parameter.name.span, "parameter")], name=name,
                first=stop + ONE_DAY, last="", variant="open",
            )
            return None
        if isinstance(dated.value, nodes.AsGlobal):
            found.append(_Edited(key, dated.start, stop, None))
            continue
        if not check_cell(checker, parameter, kind, keys, key, dated.value):
            return None
        written = Written(dated.value, dated.value.span, dated.unpublished)
        found.append(_Edited(key, dated.start, stop, written))
    return found


def _asked(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...], edit: nodes.Set,
    stretches: Sequence[Stretch],
) -> _Edited | None:
    """A cell that somebody asks about, on every day; one that is still to be chosen is chosen between its two ends."""
    key, value = cell_of(checker, parameter, keys, edit), edit.values[0].value
    if key is None or not check_cell(checker, parameter, kind, keys, key, value):
        return None
    for _, _, cells, _ in stretches:
        cell = cells.get(key)
        if isinstance(cell, Written) and not is_chosen(checker, parameter.name.text, key, cell.value, value):
            return None
    return _Edited(key, datetime.date.min, None, Written(value, value.span))


def _in_order(checker: Checker, name: str, values: tuple[nodes.DatedValue, ...]) -> bool:
    for earlier, later in pairwise(values):
        labels = [(earlier.span, "earlier")]
        if later.start <= earlier.start:
            checker.report.add("dates-out-of-order", later.span, labels=labels, name=name, date=later.start)
            return False
        if earlier.stop is not None and earlier.stop + ONE_DAY != later.start:
            finding = "two-values-in-force" if earlier.stop >= later.start else "no-value-in-force"
            checker.report.add(
                finding, later.span, labels=labels if finding == "two-values-in-force" else [], name=name,
                date=later.start, first=earlier.stop + ONE_DAY, last=later.start - ONE_DAY,
            )
            return False
    return True
