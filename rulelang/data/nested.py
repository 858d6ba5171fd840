"""Records inside rows, as JSON and hosts give them: `{"address": {"city": "Lima"}}` holds a column `address.city`.

A column is looked for under its whole name first, then part by part. Knows no fields.
"""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

Nested = Mapping[str, object]


@attrs.frozen
class Single:
    """A value in the place of a record: what stands there, and the path at which it does."""

    value: object
    path: str


def value_at(row: Nested, column: str) -> object:
    """What a row holds for a column, None for nothing; `Single` where a value stands in the place of a record."""
    if column in row:
        return row[column]
    for stop in _dots(column):
        if column[:stop] not in row:
            continue
        inner = row[column[:stop]]
        if inner is None:
            return None
        if not isinstance(inner, Mapping):
            return Single(inner, column[:stop])
        found = value_at(inner, column[stop + 1 :])
        return Single(found.value, f"{column[:stop]}.{found.path}") if isinstance(found, Single) else found
    return None


def around(columns: Collection[str]) -> frozenset[str]:
    """The records that columns are parts of, those in others among them."""
    return frozenset(column[:at] for column in columns for at in _dots(column))


def names_in(row: Nested, columns: Collection[str], records: Collection[str], before: str = "") -> Iterator[str]:
    """The names that a row gives: in the place of a record that columns are parts of, those of its parts. Where it is
    absent, or a single value stands there, all of these are told. `records` are those that are taken apart."""
    for key, value in row.items():
        name = f"{before}{key}"
        if name not in records:
            yield name
        elif isinstance(value, Mapping):
            yield from names_in(value, columns, records, f"{name}.")
        else:
            yield from (column for column in columns if column.startswith(f"{name}."))


def leaves(row: Nested, before: str = "") -> Iterator[str]:
    """The names of all values of a row, however deep in records."""
    for key, value in row.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def _dots(column: str) -> Iterator[int]:
    """The places at which a name may be taken apart, the last first."""
    yield from (at for at in range(len(column) - 1, 0, -1) if column[at] == ".")
