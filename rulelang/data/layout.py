"""Which columns an entity's rows have, and where in a row its key, its partner's key and its dates stand."""
from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import attrs

from rulelang.core.nodes import Core, Entity, Field, Link

# A key of one column is its value, one of several a tuple: identity only needs equal keys to be equal.
KeyOf = Callable[[tuple[Any, ...]], Any]


@attrs.frozen
class Layout:
    """Rows are tuples with one value for each of `fields`: first the entity's own as declared, then its parents' keys.

    Positions count from 0. A record's field with the name of a key column of a parent is that column, once. `parent`
    is the key of the record or partner it belongs to, `links` those of the other records that it names. `currency` is
    that of the program.
    """

    entity: Entity
    fields: tuple[Field, ...]
    key: tuple[int, ...]
    parent: tuple[int, ...]
    recorded: int | None
    dated: int | None
    links: tuple[tuple[Link, tuple[int, ...]], ...] = ()
    currency: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of data that hold the fields, each once."""
        return tuple(dict.fromkeys(field.held_in for field in self.fields))

    def key_of(self) -> KeyOf | None:
        """Reads a row's own key; None for records without one."""
        return itemgetter(*self.key) if self.key else None

    def parent_of(self) -> KeyOf:
        """Reads from a record the key of what it belongs to, in the form `key_of` gives it there."""
        return itemgetter(*self.parent)


def layout_of(core: Core, entity: Entity) -> Layout:
    """The layout of the subject, of one of its relations, or of what they refer to."""
    outer = core.entity(entity.parent) if entity.parent is not None else None
    parents = [outer.field(name) for name in outer.keys] if outer else []
    named = [field for link in entity.links if link.name == link.entity for field in _key_fields(core, link)]
    added = {field.name: field for field in (*parents, *named)}
    own_names = [field.name for field in entity.fields]
    fields = (*entity.fields, *(field for name, field in added.items() if name not in own_names))
    position = {field.name: at for at, field in enumerate(fields)}
    dated = entity.dated_by or (entity.valid_from if entity.parent is not None else None)
    return Layout(
        entity,
        tuple(_needed(field, entity) for field in fields),
        tuple(position[name] for name in entity.keys),
        tuple(position[field.name] for field in parents),
        position[entity.recorded_on] if entity.recorded_on else None,
        position[dated] if dated else None,
        tuple((link, tuple(position[name] for name in link.columns)) for link in entity.links),
        core.currency,
    )


def _key_fields(core: Core, link: Link) -> list[Field]:
    target = core.entity(link.entity)
    return [target.field(name) for name in target.keys]


def _needed(field: Field, entity: Entity) -> Field:
    """Keys and recording dates say which row it is, so they are never missing, whatever the field says."""
    if field.name in (*entity.keys, entity.recorded_on):
        return attrs.evolve(field, optional=False)
    return field
