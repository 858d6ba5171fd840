"""Records: what they are made of, and readings that name one as a whole or a part that it does not have."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.suggest import SUGGESTIONS_MAX, in_backticks
from rulelang.names.problems import no_such_name, places_of
from rulelang.names.records import record_of
from rulelang.syntax import nodes
from rulelang.typecheck import links
from rulelang.typecheck.declared import declared_type

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_records(checker: Checker) -> None:
    """The parts of every record, also of one that no field is; each has a name of its own."""
    records = checker.resolved.records
    for record in records.values():
        for item in record.not_yet:
            checker.not_yet(item)
        seen: dict[str, nodes.Field] = {}
        for field in record.fields:
            first = seen.setdefault(field.name.text, field)
            if first is not field:
                labels = [(first.name.span, "first")]
                checker.report.add("declared-twice", field.name.span, labels=labels, name=field.name.text)
            elif record_of(records, field) is None and field.type.form != "own":
                declared_type(checker, field.type, field.bounds)


def report_record(checker: Checker, node: nodes.Reading, entity: str, held: str) -> None:
    """A record where a value is wanted: one of its parts is meant."""
    declared = checker.resolved.entities[entity]
    field = next(each for each in declared.held if each.name.text == held)
    inside = [each.name.text for each in declared.fields if each.name.text.startswith(f"{held}.")]
    before = node.span.text.strip().removesuffix(held)
    parts = in_backticks(f"{before}{part}" for part in inside[:SUGGESTIONS_MAX])
    checker.report.add(
        "record-read-whole", node.span, labels=[(field.span, "declared")], name=node.span.text,
        record=field.type.name.text, parts=parts,
    )


def report_no_part(checker: Checker, part: nodes.Name, found: links.NoRoute) -> None:
    """A part that a record does not have."""
    declared = checker.resolved.entities[found.entity]
    field = next(each for each in declared.held if each.name.text == found.held)
    record = checker.resolved.records[field.type.name.text]
    parts = places_of({each.name.text: each for each in record.fields})
    no_such_name(checker.report, "no-such-part", part.span, part.text, parts, places=parts, record=record.name.text)
