"""`address Address`: a field that is a record becomes its parts, each a field of the entity by its path.

Done before names are looked up, so that nothing after it knows records: an engine sees plain fields. Knows no types.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from rulelang.diagnostics.model import Report
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes

Records = Mapping[str, nodes.Record]
DEPTH_MAX = 12
"""Records lie no deeper in one another."""
PARTS_MAX = 500
"""More parts than this no field comes to."""


def with_records(resolved: Resolved, report: Report) -> Resolved:
    """The program with the parts of each record where a field of an entity was one."""
    if not resolved.records:
        return resolved
    _tell_circles(resolved.records, report)
    expansion = _Expansion(resolved.records, report)
    entities = {name: expansion.entity(entity) for name, entity in resolved.entities.items()}
    return attrs.evolve(resolved, entities=entities)


def record_of(records: Records, field: nodes.Field) -> nodes.Record | None:
    """The record that a field is, None for a field that holds one value."""
    return records.get(field.type.name.text) if field.type.form == "plain" else None


# ------------------------------------------------------------------------------------------------ circles


def _tell_circles(records: Records, report: Report) -> None:
    """Records that hold themselves, each circle once."""
    told: set[str] = set()
    for name in records:
        path = _way_back(records, name)
        if path and not told.intersection(path):
            told.update(path)
            first = next(f for f in records[name].fields if _named(records, f) == path[1])
            told_path = " -> ".join(f"`{one}`" for one in path)
            report.add("record-in-itself", first.type.span, variant="circle", name=name, path=told_path)


def _way_back(records: Records, name: str) -> tuple[str, ...]:
    """The records from one to itself, both ends included; none where it does not hold itself."""
    before: dict[str, str] = {}
    waiting = [name]
    while waiting:
        holder = waiting.pop(0)
        for held in filter(None, (_named(records, field) for field in records[holder].fields)):
            if held == name:
                path = [name, holder]
                while path[-1] != name:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if held not in before:
                before[held] = holder
                waiting.append(held)
    return ()


def _named(records: Records, field: nodes.Field) -> str:
    record = record_of(records, field)
    return record.name.text if record is not None else ""


# ------------------------------------------------------------------------------------------------ parts


@attrs.frozen
class _Around:
    """What stands around a part: the names on the way to it, its label, the optional records, and the records by name.
    `alone` are those that one field there is and no other, so that what they are called says which field it is."""

    path: tuple[str, ...] = ()
    label: nodes.Label | None = None
    wholes: tuple[tuple[str, str], ...] = ()
    records: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()

    def named(self, name: str) -> str:
        return ".".join((*self.path, name))


@attrs.define(eq=False, repr=False)
class _Expansion:
    """`sizes` are the parts that records come to, by the record's name."""

    records: Records
    report: Report
    sizes: dict[str, int] = attrs.field(factory=dict)

    def entity(self, entity: nodes.Entity) -> nodes.Entity:
        if not any(record_of(self.records, field) for field in entity.fields):
            return entity
        self._tell_twice(entity)
        fields: list[nodes.Field] = []
        held: list[nodes.Field] = []
        seen: set[str] = set()
        for field in entity.fields:
            record = record_of(self.records, field)
            if record is None:
                fields.append(field)
            elif field.name.text not in seen and self._is_small(field, record):
                fields += self._parts(field, record, _Around(alone=self._are_alone(entity.fields)), held)
            seen.add(field.name.text)
        return attrs.evolve(entity, fields=tuple(fields), held=tuple(held))

    def _are_alone(self, fields: tuple[nodes.Field, ...]) -> frozenset[str]:
        """The records that one of some fields is, and no other of them."""
        found = [record.name.text for field in fields if (record := record_of(self.records, field)) is not None]
        return frozenset(name for name in found if found.count(name) == 1)

    def _tell_twice(self, entity: nodes.Entity) -> None:
        """A name that two fields have, of which one is a record; of others it is told where fields are looked at."""
        first: dict[str, nodes.Field] = {}
        for field in entity.fields:
            before = first.setdefault(field.name.text, field)
            if before is not field and (record_of(self.records, before) or record_of(self.records, field)):
                labels = [(before.name.span, "first")]
                self.report.add("declared-twice", field.name.span, labels=labels, name=field.name.text)

    def _is_small(self, field: nodes.Field, record: nodes.Record) -> bool:
        size = self._size(record, ())
        if size > PARTS_MAX:
            self.report.add(
                "record-in-itself", field.type.span, variant="large", name=field.name.text, record=record.name.text,
                most=PARTS_MAX, depth=DEPTH_MAX,
            )
        return size <= PARTS_MAX

    def _size(self, record: nodes.Record, above: tuple[str, ...]) -> int:
        """How many parts a record comes to; too many where records lie too deep in one another."""
        name = record.name.text
        if name in above:
            return 0  # a circle is told by itself
        if len(above) >= DEPTH_MAX:
            return PARTS_MAX + 1
        if name not in self.sizes:
            inner = [record_of(self.records, field) for field in record.fields]
            sizes = (1 if held is None else self._size(held, (*above, name)) for held in inner)
            self.sizes[name] = min(sum(sizes), PARTS_MAX + 1)
        return self.sizes[name]

    def _parts(
        self, field: nodes.Field, record: nodes.Record, around: _Around, held: list[nodes.Field]
    ) -> Iterator[nodes.Field]:
        """The parts of a field that is a record, those of records in it among them; puts the field itself in `held`."""
        self._tell_written(field, record)
        own = field.label or (record.label if record.name.text in around.alone else None)
        label = _joined(around, own, field)
        name = around.named(field.name.text)
        wholes = around.wholes
        if field.optional:
            anchor = self._anchor(record, (record.name.text,))
            if anchor is None:
                self.report.add(
                    "record-never-absent", field.span, labels=[(record.name.span, "declared")],
                    name=field.name.text, record=record.name.text,
                )
            wholes = (*wholes, (name, f"{name}.{anchor}"))
        whole = nodes.Name(name, span=field.name.span)
        held.append(attrs.evolve(field, name=whole, label=label, wholes=around.wholes))
        records, alone = (*around.records, record.name.text), self._are_alone(record.fields)
        inside = _Around((*around.path, field.name.text), label, wholes, records, alone)
        seen: set[str] = set()
        for part in record.fields:
            inner = record_of(self.records, part)
            if part.name.text in seen or part.type.form == "list":
                continue  # told where the record is looked at
            seen.add(part.name.text)
            if inner is None:
                yield _part(part, inside)
            elif inner.name.text not in inside.records:
                yield from self._parts(part, inner, inside, held)

    def _anchor(self, record: nodes.Record, above: tuple[str, ...]) -> str | None:
        """The path of the first part that is there whenever the record is. A set may be there and empty."""
        for field in record.fields:
            inner = record_of(self.records, field)
            if field.optional or field.type.form == "set" or (inner is not None and inner.name.text in above):
                continue
            if inner is None:
                return field.name.text
            found = self._anchor(inner, (*above, inner.name.text))
            if found is not None:
                return f"{field.name.text}.{found}"
        return None

    def _tell_written(self, field: nodes.Field, record: nodes.Record) -> None:
        """What stands behind a field that is a record and says something of one value."""
        name, of = field.name.text, record.name.text
        if field.bounds is not None:
            text = field.bounds.span.text
            self.report.add("record-property", field.bounds.span, variant="bounds", name=name, record=of, text=text)
        if field.question is not None and not field.optional:
            self.report.add("record-property", field.question.span, variant="asked", name=name, record=of)


def _part(part: nodes.Field, around: _Around) -> nodes.Field:
    """A part as a field of the entity."""
    inside = bool(around.wholes)
    return attrs.evolve(
        part,
        name=nodes.Name(around.named(part.name.text), span=part.name.span),
        label=_joined(around, part.label, part),
        optional=part.optional or inside,
        wholes=around.wholes,
        needed=inside and not part.optional,
    )


def _joined(around: _Around, label: nodes.Label | None, field: nodes.Field) -> nodes.Label | None:
    """The label of a part with that of its record: `Address: City`. Where neither has one there is none."""
    if not around.path or (around.label is None and label is None):
        return label
    outer = around.label or nodes.Label(".".join(around.path), span=field.span)
    inner = label or nodes.Label(field.name.text, span=field.span)
    languages = dict.fromkeys(language for each in (outer, inner) for language, _ in each.translations)
    told = tuple((language, f"{_told(outer, language)}: {_told(inner, language)}") for language in languages)
    return nodes.Label(f"{outer.text}: {inner.text}", told, span=inner.span)


def _told(label: nodes.Label, language: str) -> str:
    return dict(label.translations).get(language, label.text)
