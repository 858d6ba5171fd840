"""Which columns an entity's rows have, and where in a row its key, its partner's key and its dates stand."""
from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import attrs

from rulelang.core.nodes import Core, Entity, Field

# A key of one column is its value, one of several a tuple: identity only needs equal keys to be equal.
KeyOf = Callable[[tuple[Any, ...]], Any]


@attrs.frozen
class Layout:
    """Rows are tuples with one value for each of `fields`: first the entity's own as declared, then its partner's key.

    Positions count from 0. A record's field with the name of a key column of its partner is that column, once.
    """

    entity: Entity
    fields: tuple[Field, ...]
    key: tuple[int, ...]
    parent: tuple[int, ...]
    recorded: int | None
    dated: int | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def key_of(self) -> KeyOf | None:
        """Reads a row's own key; None for records without one."""
        return itemgetter(*self.key) if self.key else None

    def parent_of(self) -> KeyOf:
        """Reads from a record the key of the partner it belongs to, in the form `key_of` gives it for the partner."""
        return itemgetter(*self.parent)


def layout_of(core: Core, entity: Entity) -> Layout:
    """The layout of the subject or of one of its relations."""
    outer = core.subject if entity.parent is not None else None
    parents = [outer.field(name) for name in outer.keys] if outer else []
    own_names = [field.name for field in entity.fields]
    fields = (*entity.fields, *(field for field in parents if field.name not in own_names))
    position = {field.name: at for at, field in enumerate(fields)}
    dated = entity.dated_by or entity.valid_from
    return Layout(
        entity,
        tuple(_needed(field, entity) for field in fields),
        tuple(position[name] for name in entity.keys),
        tuple(position[field.name] for field in parents),
        position[entity.recorded_on] if entity.recorded_on else None,
        position[dated] if dated else None,
    )


def _needed(field: Field, entity: Entity) -> Field:
    """Keys and recording dates say which row it is, so they are never missing, whatever the field says."""
    if field.name in (*entity.keys, entity.recorded_on):
        return attrs.evolve(field, optional=False)
    return field
