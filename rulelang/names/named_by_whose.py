"""`Partner.net_sales`: a measure by whose it is, which inside a record is as good as its name alone.

What belongs to a record is a field of it or of what it names; a field that has that name is meant before a measure.
Knows no types.
"""
from __future__ import annotations

import attrs

from rulelang.names.changed_tables import with_changed
from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside

TABLES = ("measures", "eligibilities", "ladders", "scorecards", "benefits", "incentives", "payouts", "first_versions")


def by_name_alone(resolved: Resolved) -> Resolved:
    """The program with each measure and condition that is named by whose it is under its own name."""
    if not any(_meant(resolved, read) for name in TABLES for read in _readings(resolved, name)):
        return resolved

    def change(node: object) -> object | None:
        if not isinstance(node, nodes.Reading) or not _meant(resolved, node):
            return None
        return attrs.evolve(node, path=node.path[1:])

    return with_changed(resolved, TABLES, change)


def _readings(resolved: Resolved, table: str) -> tuple[nodes.Reading, ...]:
    return tuple(parts_inside(tuple(getattr(resolved, table).values()), nodes.Reading))


def _meant(resolved: Resolved, node: nodes.Reading) -> bool:
    if len(node.path) != 2:
        return False
    whose, name = (part.text for part in node.path)
    declared = resolved.read_by_name(name)
    entity = resolved.entities.get(whose)
    if declared is None or entity is None or any(field.name.text == name for field in entity.fields):
        return False
    subject: nodes.Name = declared.subject
    return subject.text == whose
