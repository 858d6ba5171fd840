"""Parameters with keys: what the keys are, tables whose every cell has a value, dates without a gap."""
from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.ladder_versions import tier_names
from rulelang.names.problems import no_such_name
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.bound import Wanted
from rulelang.typecheck.cells import Cell, Cells, Written, cell_numbers, read_table
from rulelang.typecheck.currencies import check_rates
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.figures import Figure, ends_of_figure, figure_of
from rulelang.typecheck.key_coverage import check_coverage
from rulelang.typecheck.key_edits import Stretch, with_edits
from rulelang.typecheck.own_tables import keyed_type
from rulelang.typecheck.timelines import unchosen, with_range

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Dated:
    """Cells in force from a day to another; those of a file are in units of the declared type already."""

    start: datetime.date
    stop: datetime.date | None
    cells: Mapping[core.CellKey, Cell]
    span: Span


def check_keyed(
    checker: Checker, parameter: nodes.KeyedParameter, needed_from: datetime.date
) -> core.KeyedParameter | None:
    """A parameter with its cells; None after a finding."""
    for item in parameter.not_yet:
        checker.not_yet(item)
    kind = keyed_type(checker, parameter)
    keys = [key_type(checker, key) for key in parameter.keys]
    known = [key for key in keys if key is not None]
    if parameter.not_yet or kind is None or len(known) < len(keys) or not _has_tables(checker, parameter):
        return None
    before = errors_so_far(checker)
    cells = Cells(checker, parameter, kind, tuple(known))
    bound = next((entry for entry in parameter.entries if isinstance(entry, nodes.ReadFrom)), None)
    if bound is not None:
        dated = _bound(checker, parameter, bound, kind, tuple(known))
        fine = dated is not None and _check_dates(checker, parameter, dated, needed_from)
        return _made(checker, parameter, kind, tuple(known), dated) if dated is not None and fine else None
    tables = [read_table(cells, entry) for entry in parameter.entries if isinstance(entry, nodes.DatedTable)]
    if errors_so_far(checker) > before:
        return None
    dated = [
        Dated(entry.start, entry.stop, found, entry.span)
        for entry, found in zip(_entries(parameter), tables, strict=True)
    ]
    if not _check_dates(checker, parameter, dated, needed_from):
        return None
    return _made(checker, parameter, kind, tuple(known), dated)


def _bound(
    checker: Checker, parameter: nodes.KeyedParameter, entry: nodes.ReadFrom, kind: core.Type,
    keys: tuple[core.Type, ...],
) -> list[Dated] | None:
    """The cells of a file; None after what is wrong with it has been reported."""
    columns = tuple(zip((key.text for key in parameter.keys), keys, strict=True))
    found = checker.bound(Wanted(parameter.name.text, entry.path, columns, kind, entry.span))
    checker.report.findings.extend(found.findings)
    if found.findings:
        return None
    return [Dated(t.start or datetime.date.min, t.stop, t.cells, entry.span) for t in found.tables]


def _entries(parameter: nodes.KeyedParameter) -> list[nodes.DatedTable]:
    return [entry for entry in parameter.entries if isinstance(entry, nodes.DatedTable)]


def _may_be_a_key(kind: core.Type | None) -> bool:
    """Whether the rows of a table can be named by values of a kind; a period is no name."""
    return isinstance(kind, core.Choice) or (isinstance(kind, core.Words) and not kind.year_starts)


def key_type(checker: Checker, key: nodes.Name) -> core.Type | None:
    """What a key is: an enumeration, a ladder, a country, or what a field of that name holds."""
    resolved, name = checker.resolved, key.text
    if name in resolved.enumerations:
        enumeration = resolved.enumerations[name]
        return core.Choice(name, tuple(m.name.text for m in enumeration.members), enumeration.ordered)
    if name in resolved.ladders:
        return core.Choice(name, tier_names(resolved.ladders[name]), ordered=True)
    if name in resolved.by_member:
        one = next((ladder for each, ladder in resolved.ladders.items() if each.startswith(f"{name}(")), None)
        if one is not None:
            return core.Choice(name, tier_names(one), ordered=True)
    if name == "country":
        return core.Words(country=True)
    if name == "currency":
        return core.Words(is_currency=True)
    fields = {f: kind for (_, f), kind in checker.fields.items() if _may_be_a_key(kind)}
    if name in fields:
        return fields[name]
    known = [*resolved.enumerations, *resolved.ladders, "country", "currency", *fields]
    no_such_name(checker.report, "no-such-key", key.span, name, known)
    return None


def _has_tables(checker: Checker, parameter: nodes.KeyedParameter) -> bool:
    """Every value of a parameter with keys stands in a table, or in one file for all."""
    name = parameter.name.text
    for span in parameter.plain:
        checker.report.add("value-without-key", span, name=name, keys=", ".join(k.text for k in parameter.keys))
    files = [entry for entry in parameter.entries if isinstance(entry, nodes.ReadFrom)]
    if files and len(parameter.entries) > 1:
        other = next(entry for entry in parameter.entries if entry is not files[0])
        checker.report.add("table-and-file", other.span, labels=[(files[0].span, "file")], name=name)
        return False
    return not parameter.plain


def _check_dates(
    checker: Checker, parameter: nodes.KeyedParameter, tables: Sequence[Dated], needed_from: datetime.date
) -> bool:
    """Every day from the program's start on has exactly one table."""
    name = parameter.name.text
    for table in tables:
        if table.stop is not None and table.stop < table.start:
            checker.report.add("ends-before-start", table.span, name=name, start=table.start, stop=table.stop)
            return False
    for earlier, later in pairwise(tables):
        labels = [(earlier.span, "earlier")]
        if later.start <= earlier.start:
            checker.report.add("dates-out-of-order", later.span, labels=labels, name=name, date=later.start)
            return False
        if earlier.stop is not None and earlier.stop >= later.start:
            checker.report.add("two-values-in-force", later.span, labels=labels, name=name, date=later.start)
            return False
        if earlier.stop is not None and earlier.stop + ONE_DAY < later.start:
            return _gap(checker, parameter, later.span, earlier.stop + ONE_DAY, later.start - ONE_DAY)
    if tables[0].start > needed_from:
        return _gap(checker, parameter, tables[0].span, needed_from, tables[0].start - ONE_DAY, late=True)
    last = tables[-1].stop
    if last is not None and last < datetime.date.max:
        return _gap(checker, parameter, tables[-1].span, last + ONE_DAY, None)
    return True


def _gap(
    checker: Checker, parameter: nodes.KeyedParameter, where: Span, first: datetime.date, last: datetime.date | None,
    *, late: bool = False,
) -> bool:
    checker.report.add(
        "no-value-in-force", where, labels=[(parameter.name.span, "parameter")], name=parameter.name.text,
        first=first, last=last or "", variant="late" if late else "" if last else "open",
        start=last + ONE_DAY if last is not None else "",
    )
    return False


def _made(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    dated: Sequence[Dated],
) -> core.KeyedParameter | None:
    """The core of a parameter: the edits of variants put in, every cell that can be asked for proved to be there."""
    ended = [
        attrs.evolve(one, stop=one.stop or (later.start - ONE_DAY if later else None))
        for one, later in zip(dated, [*dated[1:], None], strict=True)
    ]
    above = [(d.start, d.stop, d.cells, d.span) for d in ended]
    checker.cells_above[parameter.name.text] = above
    stretches = with_edits(checker, parameter, kind, keys, above)
    if stretches is None or not check_coverage(checker, parameter, keys, stretches):
        return None
    if not _are_rates(checker, parameter, kind, keys, stretches):
        return None
    exact = _exact(kind, stretches)
    written = [
        (start, key, cell) for start, _, cells, _ in stretches for key, cell in cells.items()
        if isinstance(cell, Written)
    ]
    for start, key, cell in written:
        if isinstance(cell.value, nodes.ChooseBetween):
            checker.unchosen.append(unchosen(parameter.name.text, key, cell.value, start))
    tables = tuple(
        core.Table(start, stop, _in_units(exact, kind, cells), span) for start, stop, cells, span in stretches
    )
    private = frozenset((start, key) for start, key, cell in written if cell.unpublished)
    name = parameter.name
    return core.KeyedParameter(name.text, exact, keys, tables, name.span, private)


def _are_rates(
    checker: Checker, parameter: nodes.KeyedParameter, kind: core.Type, keys: tuple[core.Type, ...],
    stretches: Sequence[Stretch],
) -> bool:
    """Whether every cell of a table of rates can be one; of a choice, both its ends."""
    for _, _, cells, _ in stretches:
        numbers = {key: cell_numbers(kind, cell) for key, cell in cells.items()}
        spans = {key: cell.span for key, cell in cells.items() if isinstance(cell, Written)}
        if not check_rates(checker, parameter, kind, keys, numbers, spans):
            return False
    return True


def _exact(kind: core.Type, stretches: Sequence[Stretch]) -> core.Type:
    """The type with the range of its cells, at a scale that holds them all."""
    ends: list[Figure] = []
    scale = 1
    for _, _, cells, _ in stretches:
        ends += [e for cell in cells.values() if isinstance(cell, Written) for e in ends_of_figure(kind, cell.value)]
        units = [cell for cell in cells.values() if isinstance(cell, int)]
        if isinstance(kind, core.Quantity) and units:
            scale = kind.denominator
            ends += [Fraction(min(units), scale), Fraction(max(units), scale)]
    found = with_range(kind, ends)
    if not isinstance(found, core.Quantity):
        return found
    return types.rescaled(found, math.lcm(found.denominator, scale))


def _in_units(
    exact: core.Type, kind: core.Type, cells: Mapping[core.CellKey, Cell]
) -> Mapping[core.CellKey, core.CellValue]:
    """The cells in units of the exact type; those of a file as they are where it is in these units already."""
    factor = 1
    if isinstance(exact, core.Quantity) and isinstance(kind, core.Quantity):
        factor = exact.denominator // kind.denominator
    if factor == 1 and Written not in set(map(type, cells.values())):
        same: Mapping[core.CellKey, core.CellValue] = cells  # type: ignore[assignment]
        return same
    return {key: _units(exact, kind, cell, factor) for key, cell in cells.items()}


def _units(exact: core.Type, kind: core.Type, cell: Cell, factor: int) -> core.CellValue:
    if not isinstance(cell, Written):
        return cell * factor if isinstance(cell, int) and isinstance(kind, core.Quantity) else cell
    value: Figure | None = figure_of(kind, cell.value)
    assert value is not None, "checked with its table"
    if isinstance(value, Fraction):
        assert isinstance(exact, core.Quantity)
        return int(value * exact.denominator)
    return value


def changes_of(parameter: core.KeyedParameter) -> list[tuple[datetime.date, Span]]:
    """The days on which some cell takes another value, with the place of the table that begins then."""
    return [(after.start, after.span) for before, after in pairwise(parameter.tables) if before.cells != after.cells]
