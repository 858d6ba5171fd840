"""`visits list of Visit`: records of an entity, said where they belong and not in the head of their own entity."""
from __future__ import annotations

import attrs

from rulelang.diagnostics.model import Report
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes


def with_lists(resolved: Resolved, report: Report) -> Resolved:
    """The program with each list of records as what it means: that those records belong to the entity that has it."""
    lists = [(entity, field) for entity in resolved.entities.values() for field in entity.fields if _is_list(field)]
    if not lists:
        return resolved
    entities = {name: _without_lists(entity) for name, entity in resolved.entities.items()}
    for owner, field in lists:
        of = field.type.name.text
        if of in entities:
            entities[of] = _belonging(entities[of], owner, field, report)
        else:
            _tell_kind(resolved, field, report)
    return attrs.evolve(resolved, entities=entities)


def _is_list(field: nodes.Field) -> bool:
    return field.type.form == "list"


def _without_lists(entity: nodes.Entity) -> nodes.Entity:
    return attrs.evolve(entity, fields=tuple(field for field in entity.fields if not _is_list(field)))


def _belonging(entity: nodes.Entity, owner: nodes.Entity, field: nodes.Field, report: Report) -> nodes.Entity:
    """An entity whose records belong to `owner` under the name of the field."""
    said = next((p for p in (*entity.parents, *entity.under_itself) if p.entity.text == owner.name.text), None)
    if said is not None:
        report.add(
            "list-said-twice", field.span, labels=[(said.span, "first")], name=field.name.text,
            entity=entity.name.text, owner=owner.name.text,
        )
        return entity
    written = {"optional": field.optional, "bounds": field.bounds, "question": field.question}
    if any(written.values()):
        report.add("list-of-what", field.span, variant="property", name=field.name.text, entity=entity.name.text)
    parent = nodes.Parent(nodes.Name(owner.name.text, span=field.type.span), field.name, field.label, span=field.span)
    if entity.name.text == owner.name.text:
        return attrs.evolve(entity, under_itself=(*entity.under_itself, parent))
    return attrs.evolve(entity, parents=(*entity.parents, parent))


def _tell_kind(resolved: Resolved, field: nodes.Field, report: Report) -> None:
    """A list of what is no entity: of members there is a set, of nothing else a list."""
    name = field.type.name.text
    if name in resolved.records:
        report.add("record-elsewhere", field.type.span, variant="list", name=name)
        return
    if name in resolved.enumerations:
        report.add("list-of-what", field.type.span, variant="set", name=field.name.text, entity=name)
        return
    known = resolved.entities
    near = did_you_mean(name, known)
    report.add(
        "list-of-what", field.type.name.span, variant="suggest" if near else "", name=field.name.text, entity=name,
        labels=[(known[each].name.span, "declared") for each in near], suggestion=in_backticks(near),
    )
