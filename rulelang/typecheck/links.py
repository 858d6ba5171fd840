"""How entities lead to one another: parents, the records of records, references. Knows declarations, no types.

Everything here starts from the surface tree; what is wrong with it is reported in `entities` and `names`.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.syntax import nodes

Entities = Mapping[str, nodes.Entity]


def reference_of(entities: Entities, field: nodes.Field) -> str | None:
    """The entity that a field refers to, None for a field that holds a value of its own."""
    name = field.type.name.text
    return name if field.type.form == "plain" and name in entities else None


def field_of(entities: Entities, entity: str, name: str) -> nodes.Field | None:
    """The field of that name, None where there is none."""
    return next((f for f in entities[entity].fields if f.name.text == name), None)


def ancestors(entities: Entities, name: str) -> tuple[str, ...]:
    """The entities that rows of one belong to, the nearest first; itself is among them only where parents run in a
    circle."""
    found: dict[str, None] = {}
    waiting = [p.entity.text for p in entities[name].parents]
    while waiting:
        parent = waiting.pop(0)
        if parent in entities and parent not in found:
            found[parent] = None
            waiting += [p.entity.text for p in entities[parent].parents]
    return tuple(found)


def owners(entities: Entities, name: str, subject: str) -> tuple[nodes.Parent, ...]:
    """The parents by which rows of an entity belong to a subject; one, unless something is wrong."""
    return tuple(
        p
        for p in entities[name].parents
        if p.entity.text == subject or (p.entity.text in entities and subject in ancestors(entities, p.entity.text))
    )


def owner_of(entities: Entities, name: str, subject: str) -> nodes.Parent | None:
    """The parent by which rows of an entity belong to the subject, None where they do not."""
    return next(iter(owners(entities, name, subject)), None)


def referred(entities: Entities) -> set[str]:
    """Entities that some row names: by a reference, or as a parent."""
    by_field = {reference_of(entities, field) for entity in entities.values() for field in entity.fields}
    return {name for name in by_field if name} | {p.entity.text for e in entities.values() for p in e.parents}


def relation_at(entities: Entities, subject: str, source: tuple[nodes.Name, ...]) -> tuple[str | None, int]:
    """The entity of the records at a path such as `tenants.usages` below the subject; where there is none, the place
    in the path that leads nowhere."""
    holder = subject
    for place, name in enumerate(source):
        found = next(
            (
                entity.name.text
                for entity in entities.values()
                for parent in entity.parents
                if parent.records.text == name.text and parent.entity.text == holder
            ),
            None,
        )
        if found is None:
            return None, place
        holder = found
    return holder, len(source)


def links_of(entities: Entities, name: str, subject: str) -> tuple[core.Link, ...]:
    """The other records that a row of an entity names: its references, and its parents but for the subject."""
    entity = entities[name]
    references = [
        core.Link(field.name.text, target, (field.name.text,), field.optional)
        for field in entity.fields
        if (target := reference_of(entities, field)) is not None
    ]
    parents = [
        core.Link(p.entity.text, p.entity.text, tuple(k.text for k in entities[p.entity.text].keys))
        for p in entity.parents
        if p.entity.text != subject and p.entity.text in entities
    ]
    return (*references, *parents)


def reached(entities: Entities, subject: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The relations of the subject, and what is only referred to from it or them, as declared."""
    relations = [n for n in entities if n != subject and owner_of(entities, n, subject) is not None]
    found = dict.fromkeys((subject, *relations))
    waiting = list(found)
    while waiting:
        for link in links_of(entities, waiting.pop(), subject):
            if link.entity not in found:
                found[link.entity] = None
                waiting.append(link.entity)
    others = [n for n in entities if n in found and n != subject and n not in relations]
    return tuple(relations), tuple(others)


# ------------------------------------------------------------------------------------------------ paths


@frozen
class Route:
    """From a row to a field: over `path`, the links one by one, to the entity that has the field `target`."""

    start: str
    path: tuple[str, ...]
    entity: str
    target: str

    @property
    def name(self) -> str:
        return ".".join((*self.path, self.target))


@frozen
class NoRoute:
    """The part of a path, from 0, that leads nowhere from `entity`. `held` is the record, by its path, in which there
    is no such part; where the path ends there, it is the record itself that the path names."""

    place: int
    entity: str
    held: str = ""


def route(entities: Entities, start: str, parts: tuple[str, ...], subject: str) -> Route | NoRoute:
    """Where a path such as `customer.market`, `Tenant.plan` or `customer.address.city` leads from a row of an
    entity. A part of a record is named by its whole path."""
    holder, path, place = start, list[str](), 0
    while field_of(entities, holder, ".".join(parts[place:])) is None:
        found = next(_next_steps(entities, holder, parts[place:-1], subject), None)
        if found is None:
            held = _held(entities[holder], parts[place:])
            return NoRoute(place + len(held), holder, ".".join(held))
        steps, taken = found
        path += [step for step, _ in steps]
        holder, place = steps[-1][1], place + taken
    return Route(start, tuple(path), holder, ".".join(parts[place:]))


def _next_steps(
    entities: Entities, holder: str, parts: tuple[str, ...], subject: str
) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """The links that the first parts of a path stand for, and how many parts these are."""
    for taken in range(1, len(parts) + 1):
        steps = _steps(entities, holder, ".".join(parts[:taken]), subject)
        if steps is not None:
            yield steps, taken


def _held(entity: nodes.Entity, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The first parts of a path as far as they name a record."""
    names = {field.name.text for field in entity.held}
    return next((parts[:n] for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in names), ())


def _steps(entities: Entities, holder: str, part: str, subject: str) -> list[tuple[str, str]] | None:
    """The links that a part of a path stands for: a reference, or all that lead up to a parent of that name."""
    links = {link.name: link.entity for link in links_of(entities, holder, subject)}
    if part in links:
        return [(part, links[part])]
    for name, entity in links.items():
        if name == entity and part in ancestors(entities, entity) and part != subject:
            above = _steps(entities, entity, part, subject)
            return None if above is None else [(name, entity), *above]
    return None


def borrowed(
    entities: Entities, types: Mapping[tuple[str, str], core.Type], found: Route, subject: str
) -> Iterator[core.Borrowed]:
    """A field at the end of a route, and before it every reference and every record on the way that may be absent."""
    holder, absent = found.start, False
    for place, part in enumerate(found.path):
        link = next(each for each in links_of(entities, holder, subject) if each.name == part)
        way = Route(found.start, found.path[:place], holder, part)
        if place:
            yield from _wholes(entities, types, way)
        if link.optional and place:
            yield _borrowed(entities, types, way)
        absent, holder = absent or link.optional, link.entity
    yield from _wholes(entities, types, found) if found.path else ()
    last = _borrowed(entities, types, found)
    yield attrs.evolve(last, field=attrs.evolve(last.field, optional=last.field.optional or absent))


def _wholes(
    entities: Entities, types: Mapping[tuple[str, str], core.Type], found: Route
) -> Iterator[core.Borrowed]:
    """The parts that say whether the optional records around a field are there."""
    declared = field_of(entities, found.entity, found.target)
    for _, anchor in declared.wholes if declared is not None else ():
        yield _borrowed(entities, types, attrs.evolve(found, target=anchor))


def _borrowed(entities: Entities, types: Mapping[tuple[str, str], core.Type], found: Route) -> core.Borrowed:
    declared = field_of(entities, found.entity, found.target)
    assert declared is not None
    question = declared.question.text if declared.question else ""
    kind = types[found.entity, found.target]
    held = core.Field(
        found.name, kind, declared.optional, question, declared.span, wholes=declared.wholes, needed=declared.needed
    )
    return core.Borrowed(held, found.path, found.entity, found.target)


def is_optional(entities: Entities, start: str, name: str, subject: str) -> bool:
    """Whether a field of a row, or one that it borrows, may be absent."""
    found = route(entities, start, tuple(name.split(".")), subject)
    assert isinstance(found, Route)
    holder, optional = start, False
    for part in found.path:
        link = next(each for each in links_of(entities, holder, subject) if each.name == part)
        optional, holder = optional or link.optional, link.entity
    declared = field_of(entities, found.entity, found.target)
    return optional or (declared is not None and declared.optional)
