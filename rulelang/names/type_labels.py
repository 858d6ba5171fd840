"""Labels of types: a field without a label of its own is called what its type is called, where no other field beside it
is of that type. Knows labels only; nothing else of a program depends on them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes

Labels = Mapping[str, nodes.Label]


def with_type_labels(resolved: Resolved) -> Resolved:
    """The program with the labels of types on the fields that are called by them."""
    kinds: list[nodes.BoundedType | nodes.Enumeration] = [*resolved.kinds.values(), *resolved.enumerations.values()]
    labels = {kind.name.text: kind.label for kind in kinds if kind.label is not None}
    if not labels:
        return resolved
    entities = {n: attrs.evolve(e, fields=_labelled(e.fields, labels)) for n, e in resolved.entities.items()}
    records = {n: attrs.evolve(r, fields=_labelled(r.fields, labels)) for n, r in resolved.records.items()}
    return attrs.evolve(resolved, entities=entities, records=records)


def _labelled(fields: tuple[nodes.Field, ...], labels: Labels) -> tuple[nodes.Field, ...]:
    times = Counter(field.type.name.text for field in fields)
    return tuple(_called(field, labels) if times[field.type.name.text] == 1 else field for field in fields)


def _called(field: nodes.Field, labels: Labels) -> nodes.Field:
    label = labels.get(field.type.name.text)
    if field.label is not None or label is None or field.type.form not in ("plain", "set"):
        return field
    return attrs.evolve(field, label=label)
