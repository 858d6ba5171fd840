"""Which rows count where rows name one another: references, several parents, records of records.

A row that names a record which is not there is a reject; so is one that refers to a row that was not used, since what
is said of that is not known. A row that belongs to one which was not used is counted and nothing more is said of it.
Both may take others with them, until nothing changes: neither the order of rows nor that of files matters. Knows rows
whose cells have been read, not how they were written.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any

import attrs

from rulelang.core.nodes import Borrowed, Core
from rulelang.core.population import Value
from rulelang.data.admission import (
    Admitted,
    counts_of,
    key_text,
    rejects_of_nobody,
    rejects_of_row,
    rejects_without,
    together,
    versions,
)
from rulelang.data.exclusivity import Breach, breaches
from rulelang.data.hierarchy import Astray, astray
from rulelang.data.intake import Intake, Row
from rulelang.data.layout import KeyOf
from rulelang.diagnostics.model import Diagnostic

Positions = tuple[int, ...]
BREACHES_TOLD_MAX = 5
"""How many breaches are told of one row; the other rows of the others have findings of their own."""


@attrs.define(eq=False)
class Table:
    """The rows of one entity. `good` are those that count so far, by index; `keys` their indices by key."""

    intake: Intake
    seen: tuple[int, ...]
    shared: Mapping[int, list[int]]
    breached: Mapping[int, list[Breach]]
    astray: Mapping[int, Astray]
    superseded: int
    good: dict[int, Row]
    keys: dict[Any, int]
    fine: frozenset[int]
    """The rows that count by themselves, whatever they name."""

    @classmethod
    def of(cls, intake: Intake, core: Core) -> Table:
        seen, shared, superseded = versions(intake)
        good = {i: intake.rows[i] for i in seen if i not in intake.refused and i not in shared}
        breached: dict[int, list[Breach]] = {}
        for each in _breaches(core, intake, good):
            for index in each.rows:
                breached.setdefault(index, []).append(each)
        good = {index: row for index, row in good.items() if index not in breached}
        key_of = intake.layout.key_of()
        keys = {key_of(row): index for index, row in good.items()} if key_of else {}
        lost = _astray(intake, good, keys)
        good = {index: row for index, row in good.items() if index not in lost}
        keys = {key: index for key, index in keys.items() if index not in lost}
        return cls(intake, tuple(seen), shared, breached, lost, superseded, good, keys, frozenset(good))

    @property
    def gone(self) -> frozenset[Any]:
        """The keys of rows that are there and do not count."""
        layout = self.intake.layout
        key_of = layout.key_of()
        if key_of is None:
            return frozenset()
        lost = (i for i in self.seen if i not in self.good and self.intake.is_readable(i, layout.key))
        found = {*self.intake.left_out_keys, *(key_of(self.intake.rows[i]) for i in lost)}
        return frozenset(found.difference(self.keys))

    def drop(self, index: int) -> None:
        row, key_of = self.good.pop(index), self.intake.layout.key_of()
        if key_of is not None:
            del self.keys[key_of(row)]

    def key_at(self, index: int, positions: Positions) -> Any:  # noqa: ANN401 - a key has the type of its field
        """The key that a row holds at some positions, None where it holds none that can be read."""
        if not positions or not self.intake.is_readable(index, positions):
            return None
        return itemgetter(*positions)(self.intake.rows[index])


def _astray(intake: Intake, good: Mapping[int, Row], keys: Mapping[Any, int]) -> Mapping[int, Astray]:
    """The rows that have no place in the hierarchy of their entity, by index."""
    hierarchy = intake.layout.entity.hierarchy
    if hierarchy is None:
        return {}
    link = intake.layout.names.index(hierarchy.link)
    found = astray({key: good[index][link] for key, index in keys.items()}, hierarchy.depth)
    return {keys[key]: each for key, each in found.items()}


@attrs.frozen(eq=False)
class Linked:
    """What was admitted, entity by entity in the order of the core, and how rows are read by way of what they name."""

    core: Core
    tables: Mapping[str, Table]
    admitted: Mapping[str, Admitted]

    def reader(self, entity: str, borrowed: Borrowed) -> Callable[[Row], Value]:
        """Reads from an accepted row the field of a record that it names; None where it names none."""
        steps: list[tuple[KeyOf, Table]] = []
        holder = entity
        for part in borrowed.path:
            positions = next(at for link, at in self.tables[holder].intake.layout.links if link.name == part)
            holder = self.core.entity(holder).link(part).entity
            steps.append((itemgetter(*positions), self.tables[holder]))
        at = self.tables[holder].intake.layout.names.index(borrowed.target)
        return lambda row: _read(row, steps, at)


def _read(row: Row, steps: list[tuple[KeyOf, Table]], at: int) -> Value:
    for key_of, table in steps:
        key = key_of(row)
        if key is None:
            return None
        row = table.good[table.keys[key]]
    value: Value = row[at]
    return value


def admit_linked(core: Core, intakes: Mapping[str, Intake]) -> Linked:
    """The rows that count of every entity, each with the subject it belongs to."""
    tables = {entity.name: Table.of(intakes[entity.name], core) for entity in core.entities}
    while any(_drops(tables, name) for name in tables):
        pass
    gone = {name: table.gone for name, table in tables.items()}
    owners: dict[str, Mapping[Any, frozenset[Any]]] = {}
    for entity in _outermost_first(core):
        owners[entity] = _owners_of_keys(core, tables, entity, owners)
    admitted = {name: _admitted(core, tables, name, gone, owners) for name in tables}
    return Linked(core, tables, admitted)


def _links(table: Table) -> Iterator[tuple[str, Positions]]:
    """The entities that rows name, what they belong to first, and where the keys stand."""
    layout = table.intake.layout
    if layout.entity.parent is not None:
        yield layout.entity.parent, layout.parent
    yield from ((link.entity, at) for link, at in layout.links)


def _drops(tables: Mapping[str, Table], name: str) -> bool:
    """Takes out the rows that name a record which does not count; whether there were any."""
    table = tables[name]
    lost = {
        index
        for target, positions in _links(table)
        for index, row in table.good.items()
        if (key := itemgetter(*positions)(row)) is not None and key not in tables[target].keys
    }
    for index in lost:
        table.drop(index)
    return bool(lost)


# ------------------------------------------------------------------------------------------------ whose rows


def _outermost_first(core: Core) -> Iterator[str]:
    """The subject, then each relation after what it belongs to."""
    done = [core.subject.name]
    yield core.subject.name
    while len(done) <= len(core.relations):
        for entity in core.relations:
            if entity.name not in done and entity.parent in done:
                done.append(entity.name)
                yield entity.name


def _owners_of_keys(
    core: Core, tables: Mapping[str, Table], name: str, owners: Mapping[str, Mapping[Any, frozenset[Any]]]
) -> Mapping[Any, frozenset[Any]]:
    """The subjects that rows of a key belong to, also of rows that do not count."""
    table = tables[name]
    if name == core.subject.name:
        return {key: frozenset((key,)) for key in table.keys}
    found: dict[Any, frozenset[Any]] = {}
    for index in table.seen:
        key = table.key_at(index, table.intake.layout.key)
        if key is not None:
            found[key] = found.get(key, frozenset()) | _owners(table, index, owners)
    return found


def _owners(table: Table, index: int, owners: Mapping[str, Mapping[Any, frozenset[Any]]]) -> frozenset[Any]:
    """The subjects that a row may belong to: those of its parent's key, of which there may be several or none."""
    layout = table.intake.layout
    if layout.entity.parent is None:
        return frozenset()
    return owners[layout.entity.parent].get(table.key_at(index, layout.parent), frozenset())


def _above(table: Table, index: int) -> frozenset[Any]:
    """The subject that a row which does not count names as the one above it in a hierarchy."""
    layout = table.intake.layout
    if layout.entity.hierarchy is None:
        return frozenset()
    key = table.key_at(index, (layout.names.index(layout.entity.hierarchy.link),))
    return frozenset((key,)) & table.keys.keys()


# ------------------------------------------------------------------------------------------------ what becomes of them


def _admitted(
    core: Core,
    tables: Mapping[str, Table],
    name: str,
    gone: Mapping[str, frozenset[Any]],
    owners: Mapping[str, Mapping[Any, frozenset[Any]]],
) -> Admitted:
    table = tables[name]
    intake, layout = table.intake, table.intake.layout
    accepted = _accepted(core, table, tables[core.subject.name], owners)
    parent = layout.entity.parent
    rejects, marked, strangers = list(intake.broken), set[Any](), list[int]()
    rejected = aside = 0
    for index in (i for i in table.seen if i not in table.good):
        belongs_to = table.key_at(index, layout.parent) if parent is not None else None
        marked |= _owners(table, index, owners) | _above(table, index)
        if parent is not None and belongs_to in gone[parent]:
            aside += 1
        elif parent is not None and index in table.fine and belongs_to not in tables[parent].keys:
            strangers.append(index)
        else:
            rejected += 1
            rejects += rejects_of_row(intake, index, table.shared)
            rejects += _rejects_of_rules(table, index)
            rejects += _rejects_astray(table, index)
            rejects += _rejects_of_links(tables, table, index, gone)
    rejects += rejects_of_nobody(intake, strangers, tables[parent].keys if parent is not None else ())
    counts = counts_of(intake, len(table.good), rejected + len(strangers), table.superseded, aside)
    return Admitted(accepted, tuple(rejects), frozenset(marked), gone[name], counts)


def _accepted(
    core: Core, table: Table, subjects: Table, owners: Mapping[str, Mapping[Any, frozenset[Any]]]
) -> Mapping[Any, list[Row]]:
    """The rows that count by the key of the subject they belong to; of what belongs to nobody, none."""
    key_of = table.intake.layout.key_of()
    if table is subjects and key_of is not None:
        return {key_of(row): [row] for row in table.good.values()}
    accepted: dict[Any, list[Row]] = {key: [] for key in subjects.keys}
    for index, row in table.good.items():
        for owner in _owners(table, index, owners):
            accepted[owner].append(row)
    return accepted


def _breaches(core: Core, intake: Intake, rows: Mapping[int, Row]) -> Iterator[Breach]:
    """What breaches the rules about an entity's data, among the rows that have values and a key of their own."""
    calendar = core.calendar
    for rule in core.data_rules:
        if rule.entity == intake.layout.entity.name:
            yield from breaches(rule, intake.layout, rows, calendar)


def _rejects_of_rules(table: Table, index: int) -> Iterator[Diagnostic]:
    """A finding for each rule and each day, which names all the rows that share what only so many may have."""
    intake = table.intake
    for breach in table.breached.get(index, [])[:BREACHES_TOLD_MAX]:
        layout, rule = intake.layout, breach.rule
        positions = tuple(layout.names.index(name) for name in rule.per)
        column = ", ".join(rule.per)
        values = {
            "entity": rule.entity, "column": column, "value": key_text(layout, intake.rows[index], positions),
            "places": together(intake, list(breach.rows)), "rule": " ".join(rule.span.text.split()),
            "day": breach.day or "",
        }
        place = intake.place_of(intake.places[index], column)
        variant = "" if breach.day is not None else "undated"
        yield Diagnostic("row-breaches-a-rule", None, values, place=place, variant=variant)


def _rejects_astray(table: Table, index: int) -> Iterator[Diagnostic]:
    """A finding that prints the way in a hierarchy that leads back to a row, or too far down to it."""
    lost, intake = table.astray.get(index), table.intake
    hierarchy = intake.layout.entity.hierarchy
    if lost is None or hierarchy is None:
        return
    values = {
        "entity": intake.layout.entity.name, "column": hierarchy.link, "value": str(lost.path[-1]),
        "path": " -> ".join(f"`{key}`" for key in lost.path), "levels": len(lost.path) - 1, "most": hierarchy.depth,
    }
    name = "row-above-itself" if lost.is_circle else "row-too-far-down"
    yield Diagnostic(name, None, values, place=intake.place_of(intake.places[index], hierarchy.link))


def _rejects_of_links(
    tables: Mapping[str, Table], table: Table, index: int, gone: Mapping[str, frozenset[Any]]
) -> Iterator[Diagnostic]:
    """A finding for each record that a row refers to and that is not there, or that does not count itself."""
    intake, layout = table.intake, table.intake.layout
    for link, positions in layout.links:
        key = table.key_at(index, positions)
        if link.entity == layout.entity.parent or key is None or key in tables[link.entity].keys:
            continue
        if index in table.astray and link.entity == layout.entity.name:
            continue  # said already, with the whole way
        if key not in gone[link.entity]:
            yield from rejects_without(intake, [index], positions, link.entity, tables[link.entity].keys)
            continue
        column = ", ".join(layout.names[at] for at in positions)
        values = {
            "entity": layout.entity.name, "column": column, "subject": link.entity,
            "value": key_text(layout, intake.rows[index], positions),
        }
        yield Diagnostic("row-of-a-reject", None, values, place=intake.place_of(intake.places[index], column))
