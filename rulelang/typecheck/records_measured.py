"""Measures of records: `measure spend of Tenant`, where tenants belong to the partner that results are about.

What such a measure may look at is the record itself, its own records and what stands above it; it is read where one
record of its entity is looked at.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Union

from rulelang.names.resolved import WorkedOut
from rulelang.syntax import nodes
from rulelang.typecheck import links
from rulelang.typecheck.facts import Scope

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

OfRecords = Union[nodes.Aggregate, nodes.RecordsHave]


def whose_is(checker: Checker, declared: WorkedOut) -> str:
    """The entity of whose records something is a measure; nothing of what is of the partner or of the program."""
    if not isinstance(declared, nodes.Measure) or declared.of_program or declared.subject.text == checker.subject:
        return ""
    return declared.subject.text if declared.subject.text in checker.resolved.entities else ""


def is_of_records(checker: Checker, measure: nodes.Measure) -> bool:
    """Whether a measure is of records, whether or not these belong to the partner."""
    return bool(whose_is(checker, measure))


def scope_of(checker: Checker, measure: nodes.Measure) -> Scope | None:
    """Where the value of a measure stands; None after a finding."""
    name, whose = measure.name.text, whose_is(checker, measure)
    if not whose:
        return Scope("measure", name)
    if links.owner_of(checker.resolved.entities, whose, checker.subject) is None:
        checker.report.add("measure-of-nobodys", measure.subject.span, name=whose, subject=checker.subject)
        return None
    return Scope("measure", name, row=whose, whose=whose)


def is_read_of(checker: Checker, node: nodes.Reading, scope: Scope) -> bool:
    """Whether a measure is read of what is looked at, or of the partner that it belongs to."""
    name = node.path[0].text
    declared = checker.resolved.read_by_name(name)
    whose = whose_is(checker, declared) if declared is not None else ""
    if not whose or whose == scope.row:
        return True
    parent = links.owner_of(checker.resolved.entities, whose, checker.subject)
    records = parent.records.text if parent is not None else ""
    above = scope.row is not None and whose in links.ancestors(checker.resolved.entities, scope.row)
    variant = "above" if above else "" if records else "nobodys"
    checker.report.add(
        "measure-of-another", node.span, name=name, entity=whose, records=records, row=scope.row or "",
        variant=variant,
    )
    return False


def belongs(checker: Checker, node: OfRecords, entity: nodes.Entity, scope: Scope) -> bool:
    """Notes that only the records of one that is measured are looked at: they name it by its key."""
    if scope.whose is not None:
        entities = checker.resolved.entities
        checker.whose[id(node)] = scope.whose
        for key in entities[scope.whose].keys:
            way = links.route(entities, entity.name.text, (scope.whose, key.text), checker.subject)
            assert isinstance(way, links.Route), "its records lead up to it"
            checker.borrowed.add((entity.name.text, way.name))
    return True


def is_said_of_subject(checker: Checker, day: nodes.Day, scope: Scope) -> bool:
    """Whether the day on which records are valid is the same for all records that are measured."""
    if scope.whose is None or not isinstance(day, nodes.Reading):
        return True
    checker.report.add("day-of-each-record", day.span, name=day.span.text, entity=scope.whose)
    return False
