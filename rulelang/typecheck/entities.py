"""Entities: fields with their types, the clauses of the head, and which of them is the subject of the program."""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.diagnostics.phrase import phrase
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def find_subject(resolved: Resolved, report: Report) -> str | None:
    """The entity that belongs to no other: the one that results are about."""
    roots = [e for e in resolved.entities.values() if not e.parents]
    if len(roots) == 1:
        return roots[0].name.text
    if not roots:
        report.add("no-subject", resolved.program.name.span, name=resolved.name)
    else:
        names = ", ".join(f"`{e.name.text}`" for e in roots)
        report.add("two-subjects", roots[1].name.span, labels=[(roots[0].name.span, "first")], names=names)
    return None


def check_entity(checker: Checker, entity: nodes.Entity) -> None:
    """Puts the fields' types into the checker's table and reports what does not hold together."""
    for item in entity.not_yet:
        checker.not_yet(item)
    name = entity.name.text
    seen: dict[str, nodes.Field] = {}
    for field in entity.fields:
        if field.name.text in seen:
            first = seen[field.name.text].name.span
            checker.report.add("declared-twice", field.name.span, labels=[(first, "first")], name=field.name.text)
            continue
        seen[field.name.text] = field
        checker.fields[name, field.name.text] = declared_type(checker, field.type, field.bounds)
    _check_parents(checker, entity)
    _check_head(checker, entity, seen)


def _check_parents(checker: Checker, entity: nodes.Entity) -> None:
    for parent in entity.parents:
        if parent.entity.text not in checker.resolved.entities:
            known = [e for e in checker.resolved.entities if e != entity.name.text]
            no_such_name(checker.report, "no-such-entity", parent.entity.span, parent.entity.text, known)
        elif parent.entity.text != checker.subject:
            checker.report.add("not-yet", parent.span, construct=phrase("records that belong to records"))
    if len(entity.parents) > 1:
        checker.report.add("not-yet", entity.parents[1].span, construct=phrase("a second parent"))
    if not entity.parents and entity.valid_from is not None:
        checker.report.add("not-yet", entity.valid_from.span, construct=phrase("a first day of each partner"))
    if not entity.parents and not entity.keys:
        checker.report.add("no-key", entity.name.span, name=entity.name.text)


def _check_head(checker: Checker, entity: nodes.Entity, fields: dict[str, nodes.Field]) -> None:
    dates = (entity.dated_by, entity.valid_from, entity.valid_to, entity.recorded_on)
    for name in (*entity.keys, *(d for d in dates if d is not None)):
        if name.text not in fields:
            no_such_name(checker.report, "no-such-field", name.span, name.text, fields, entity=entity.name.text)
    for name in entity.keys:
        field = fields.get(name.text)
        if field is not None and field.optional:
            checker.report.add("optional-key", name.span, labels=[(field.span, "declared")], name=name.text)
    for name in (d for d in dates if d is not None and d.text in fields):
        field = fields[name.text]
        kind = checker.fields.get((entity.name.text, name.text))
        if kind is not None and not isinstance(kind, core.Day):
            checker.report.add(
                "day-is-no-date", name.span, labels=[(field.span, "declared")], name=name.text, found=kind_words(kind)
            )
        elif field.optional and name is not entity.valid_to:
            checker.report.add("optional-date", name.span, labels=[(field.span, "declared")], name=name.text)
    if entity.recorded_on is not None and not entity.keys:
        checker.report.add("versions-need-key", entity.recorded_on.span, name=entity.name.text)
