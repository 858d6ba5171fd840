"""Tables that stand in files: what is asked of a file, and what reading it gives. Opens nothing itself."""
from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Diagnostic
from rulelang.frozen import frozen
from rulelang.source import Span


@frozen
class Wanted:
    """A table of a parameter: the columns of its keys and of its value, each with its kind; `span` is where the
    program says the file."""

    parameter: str
    path: str
    keys: tuple[tuple[str, core.Type], ...]
    value: core.Type
    span: Span


@frozen(eq=False)
class BoundTable:
    """Cells in force from a day to another, on all days where both are None. A quantity is in units of the kind that
    was asked for."""

    start: datetime.date | None
    stop: datetime.date | None
    cells: Mapping[core.CellKey, core.CellValue]


@frozen(eq=False)
class Bound:
    """`tables` in order of date; nothing counts where there are findings."""

    tables: tuple[BoundTable, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


BoundReader = Callable[[Wanted], Bound]


def no_project(wanted: Wanted) -> Bound:
    """Rules that stand in no project have no files beside them."""
    return Bound(findings=(Diagnostic("bound-not-found", wanted.span, {"path": wanted.path, "suggestions": ""}),))
