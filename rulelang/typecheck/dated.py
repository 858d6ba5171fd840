"""What differs from period to period: what reads records of a period, days, tiers or parameters, itself or by a name.

Only such a thing can be read in a window. Where records are looked at over a window, the measures read of them that
differ too have to say over which days.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.links import relation_at
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.records_measured import whose_is

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.records_measured import OfRecords


def is_dated(checker: Checker, name: str, *, unless_said: bool = False) -> bool:
    """Whether a definition reads anything that differs from period to period. Figures in force on a day that is
    written, or is the record's own, are the same in all of them: they are left out where `unless_said`."""
    if (name, unless_said) not in checker.dated:
        checker.dated[name, unless_said] = False
        declared = checker.resolved.read_by_name(name)
        whose = "" if declared is None else whose_is(checker, declared)
        checker.dated[name, unless_said] = declared is not None and reads_dated(
            checker, computed(declared), whose, unless_said=unless_said
        )
    return checker.dated[name, unless_said]


def reads_dated(checker: Checker, node: object, whose: str = "", *, unless_said: bool = False) -> bool:
    """Whether an expression, of a subject or of a record of `whose`, reads anything that differs from period to
    period, as of a definition."""
    match node:
        case nodes.Call(name=name, day=day) if unless_said and day is not None and name.text in checker.resolved.keyed:
            return any(reads_dated(checker, part, whose, unless_said=True) for part in (*node.arguments, day))
        case nodes.Reading(path=(name,), day=day) if (
            unless_said and day is not None and name.text in checker.resolved.parameters
        ):
            return reads_dated(checker, day, whose, unless_said=True)
        case nodes.Aggregate(source=source) if is_of_hierarchy(checker.resolved.entities.get(checker.subject), source):
            return any(reads_dated(checker, part, whose, unless_said=unless_said) for part in (node.value, node.where))
        case nodes.Aggregate(source=of, valid_at=None) | nodes.RecordsHave(source=of, valid_at=None) if (
            _has_dates(checker, of, whose)
        ):
            return True
        case nodes.PeriodStart() | nodes.PeriodEnd() | nodes.Ago() | nodes.OfVersions():
            return True
        case nodes.Scorecard(before=before) | nodes.Benefit(before=before) if before is not None:
            return True
        case nodes.Call(name=name) if name.text in checker.resolved.keyed:
            return True
        case nodes.Reading(path=(name,)) if name.text in checker.memory:
            return True
        case nodes.Reading(path=(name,)):
            if checker.resolved.read_by_name(name.text) is not None:
                return is_dated(checker, name.text, unless_said=unless_said)
            return name.text in checker.resolved.parameters or name.text in checker.resolved.ladders
    return any(reads_dated(checker, part, whose, unless_said=unless_said) for part in parts_of(node))


def _has_dates(checker: Checker, source: tuple[nodes.Name, ...], whose: str) -> bool:
    """Whether records are dated, so that those of a period are meant; others are all meant, whenever they are
    read. What is not there has a finding of its own."""
    found, _ = relation_at(checker.resolved.entities, whose or checker.subject, source)
    return found is None or checker.resolved.entities[found].dated_by is not None


def window_is_clear(checker: Checker, node: OfRecords, entity: nodes.Entity) -> bool:
    """Whether measures that are read of dated records, or tested against them, say over which days: the window says it
    of the records alone."""
    if entity.dated_by is None or node.window is None:
        return True
    for read in _measures_read(checker, node, entity):
        window = node.window.span.text
        checker.report.add(
            "measure-over-which-days", read.span, labels=[(node.window.span, "window")], name=read.span.text,
            window=window, records=entity.name.text,
        )
        return False
    return True


def moves_measures(checker: Checker, node: OfRecords, entity: nodes.Entity) -> bool:
    """Whether a window of records without a date is that of the measures read of them."""
    return entity.dated_by is None and any(True for _ in _measures_read(checker, node, entity))


def _measures_read(checker: Checker, node: OfRecords, entity: nodes.Entity) -> Iterator[nodes.Reading]:
    """The measures without a window of their own that differ from period to period."""
    parts = (node.value, node.where) if isinstance(node, nodes.Aggregate) else (node.condition, node.where)
    for read in parts_inside(parts, nodes.Reading):
        name = read.path[0].text
        if len(read.path) > 1 or read.window is not None or (entity.name.text, name) in checker.fields:
            continue
        if checker.resolved.read_by_name(name) is not None and is_dated(checker, name, unless_said=True):
            yield read
