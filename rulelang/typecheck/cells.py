"""Tables of values as they are written: which column is which key, which cell belongs to which keys."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Union

from rulelang.core import nodes as core
from rulelang.diagnostics.language import language_of
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.frozen import frozen
from rulelang.languages import languages
from rulelang.names.problems import no_such_name
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.keywords import built_in, spelled
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.own_tables import check_cell

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Written:
    """A cell's value and where it stands."""

    value: nodes.Expression
    span: Span
    unpublished: bool = False


Cell = Union[Written, core.CellValue]
"""A cell as it is written, or as a file gave it: then in units of the declared type."""


@frozen
class Cells:
    """What the cells of one parameter are held to."""

    checker: Checker
    parameter: nodes.KeyedParameter
    kind: core.Type
    keys: tuple[core.Type, ...]


def read_table(cells: Cells, table: nodes.DatedTable) -> dict[core.CellKey, Written]:
    """The cells by their keys; what is wrong is reported, and left out."""
    heading, *rows = table.rows
    width = len(heading.cells)
    for row in rows:
        if len(row.cells) != width:
            cells.checker.report.add("table-row-width", row.span, found=len(row.cells), wanted=width)
            return {}
    wanted = [key.text for key in cells.parameter.keys]
    names = [_key_called(_name(cell), wanted) for cell in heading.cells]
    if names[: len(wanted)] == wanted and width == len(wanted) + 1:
        found = _rows(cells, rows)
    elif len(wanted) == 2 and names[:1] == wanted[:1] and width > 1:
        found = _matrix(cells, heading, rows)
    else:
        words = spelled("types", language_of(heading.span.file))
        wanted = [words.get(key, key) for key in wanted]
        shown = ", ".join(f"`{key}`" for key in wanted)
        cells.checker.report.add(
            "heading-not-keys", heading.span, labels=[(cells.parameter.name.span, "parameter")],
            name=cells.parameter.name.text, keys=shown, heading=" | ".join([*wanted, cells.parameter.name.text]),
            variant="matrix" if len(wanted) == 2 else "", first=wanted[0],
        )
        return {}
    return _once(cells, table, found)


def _key_called(name: str, wanted: Sequence[str]) -> str:
    """The key that a heading names: what comes with the language may stand there in the words of any, as `moneda`."""
    meant = (built_in("types", language).get(name, name) for language in languages())
    return name if name in wanted else next((key for key in meant if key in wanted), name)


def _name(cell: nodes.TableCell | None) -> str:
    match cell:
        case nodes.TableCell(value=nodes.Reading(path=(name,))):
            return name.text
    return ""


Found = Iterator[tuple[core.CellKey, nodes.TableCell | None, Span]]


def _rows(cells: Cells, rows: list[nodes.TableRow]) -> Found:
    """One value a row, after its keys."""
    for row in rows:
        keys = [key_of(cells, n, cell, row.span) for n, cell in enumerate(row.cells[:-1])]
        known = tuple(key for key in keys if key is not None)
        if len(known) == len(keys):
            yield known, row.cells[-1], row.span


def _matrix(cells: Cells, heading: nodes.TableRow, rows: list[nodes.TableRow]) -> Found:
    """The first key down, the second one across."""
    across = [key_of(cells, 1, cell, heading.span) for cell in heading.cells[1:]]
    if None in across:
        return
    for row in rows:
        down = key_of(cells, 0, row.cells[0], row.span)
        for key, cell in zip(across, row.cells[1:], strict=True):
            if down is not None and key is not None:
                yield (down, key), cell, row.span


def key_of(cells: Cells, number: int, cell: nodes.TableCell | None, row: Span) -> str | None:
    """The key that a cell of a table names; None after a finding."""
    key, kind = cells.parameter.keys[number], cells.keys[number]
    name = cell.value.value if cell is not None and isinstance(cell.value, nodes.Text) else _name(cell)
    if name and cell is not None and is_key(cells.checker, key.text, kind, name, cell.span):
        return name
    if not name:
        cells.checker.report.add("cell-is-no-key", cell.span if cell else row, key=key.text)
    return None


def is_key(checker: Checker, key: str, kind: core.Type, name: str, span: Span) -> bool:
    """Whether a name is one of the values of a key; told where it is not."""
    match kind:
        case core.Choice(members=members) if name not in members:
            no_such_name(checker.report, "no-such-key-value", span, name, members, key=key, members=", ".join(members))
            return False
        case core.Words(country=True) if not is_country(name):
            checker.report.add("no-such-country", span, name=name)
            return False
        case core.Words(is_currency=True) if not is_currency(name):
            checker.report.add("no-such-currency", span, code=name)
            return False
    return True


def _once(cells: Cells, table: nodes.DatedTable, found: Found) -> dict[core.CellKey, Written]:
    """Each key once; an empty cell is no cell."""
    parameter, checker = cells.parameter, cells.checker
    kept: dict[core.CellKey, Written] = {}
    for key, cell, row in found:
        if cell is None:
            continue
        if key in kept:
            checker.report.add(
                "cell-given-twice", row, labels=[(kept[key].span, "first")], name=parameter.name.text,
                cell=shown_key(key),
            )
            continue
        if check_cell(checker, parameter, cells.kind, cells.keys, key, cell.value):
            kept[key] = Written(cell.value, cell.span, cell.unpublished or table.unpublished)
    return kept


def shown_key(key: core.CellKey) -> str:
    """`(gold, CO)`."""
    return f"({', '.join(key)})"


def cell_numbers(kind: core.Type | None, cell: Cell) -> tuple[Fraction, ...]:
    """The exact number a cell holds, of a choice both ends; none where it holds something else."""
    if isinstance(cell, Written):
        ends = (cell.value.low, cell.value.high) if isinstance(cell.value, nodes.ChooseBetween) else (cell.value,)
        found = (literal_value(end) for end in ends)
        return tuple(value for value in found if value is not None)
    return (Fraction(cell, kind.denominator),) if isinstance(kind, core.Quantity) and isinstance(cell, int) else ()
