"""Records in rows: one that may be absent is absent as a whole, or has all its parts that are always there.

A part of it that is empty where others are given has no value, and says so. Knows cells that have been read.
"""
from __future__ import annotations

from collections.abc import Sequence

import attrs

from rulelang.core.nodes import ChoiceSet, Field
from rulelang.data.refusal import Cell, Refusal

EMPTY_SET: frozenset[str] = frozenset()


@attrs.frozen
class Whole:
    """A record that may be absent: where all its parts stand in a row, and those that are always there with it."""

    name: str
    parts: tuple[int, ...]
    needed: tuple[int, ...]
    sets: tuple[int, ...]


def wholes_of(fields: Sequence[Field]) -> tuple[Whole, ...]:
    """The optional records of a row."""
    names = dict.fromkeys(name for field in fields for name, _ in field.wholes)
    return tuple(_whole(name, fields) for name in names)


def _whole(name: str, fields: Sequence[Field]) -> Whole:
    parts = [at for at, field in enumerate(fields) if any(whole == name for whole, _ in field.wholes)]
    own = [at for at in parts if fields[at].needed and not fields[at].column and fields[at].wholes[-1][0] == name]
    sets = [at for at in own if isinstance(fields[at].type, ChoiceSet)]
    return Whole(name, tuple(parts), tuple(at for at in own if at not in sets), tuple(sets))


def settled(wholes: Sequence[Whole], cells: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The columns of cells with what follows from whether a record is given: a set of it that is empty has no members,
    and any other part that has to be there and is empty is refused."""
    columns = [list(column) for column in cells]
    for whole in wholes:
        refused = Refusal("cell-part-missing", {"whole": whole.name})
        for row in range(len(columns[0])):
            if all(columns[at][row] is None for at in whole.parts):
                continue
            for at in whole.sets:
                columns[at][row] = EMPTY_SET if columns[at][row] is None else columns[at][row]
            for at in whole.needed:
                columns[at][row] = refused if columns[at][row] is None else columns[at][row]
    return columns
