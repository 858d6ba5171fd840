"""The results of several variants as one table: each partner with the variant that pays it. Writes nothing."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulelang.core.nodes import Core
from rulelang.core.paid_in import told_with_currency
from rulelang.core.population import Results
from rulelang.data.rendered import Column, Row, rendered_rows
from rulelang.languages import ENGLISH

VARIANT = "variant"


def family_rows(
    parts: Sequence[tuple[str, Core, Results]], language: str = ENGLISH
) -> tuple[tuple[Column, ...], Iterator[Row]]:
    """The key, the variant, every outcome that some variant has (its program's first), then the reasons.

    A cell is empty where a variant does not have the outcome. Where some variant pays an outcome in another currency,
    the currency stands beside it for everybody.
    """
    keys = len(parts[0][1].subject.keys)
    told = frozenset(name for _, core, _ in parts for name in told_with_currency(core))
    tables = [(name, *rendered_rows(results, core, language, told), results) for name, core, results in parts]
    wide: dict[str, Column] = {}
    for _, columns, _, _ in tables:
        for column in columns[keys:-1]:
            known = wide.get(column.name, column)
            digits, precision = max(known.digits, column.digits), max(known.precision, column.precision)
            currency = known.currency if known.currency == column.currency else ""
            wide[column.name] = attrs.evolve(known, digits=digits, precision=precision, currency=currency)
    head, reasons = tables[0][1][:keys], tables[0][1][-1]
    return (*head, Column(VARIANT, "text"), *wide.values(), reasons), _rows(tables, keys, tuple(wide))


def _rows(
    tables: Iterable[tuple[str, tuple[Column, ...], Iterator[Row], Results]], keys: int, names: Sequence[str]
) -> Iterator[Row]:
    """The rows of all, in order of key."""
    placed: list[tuple[tuple[object, ...], Row]] = []
    for variant, columns, rows, results in tables:
        order = sorted(key for key, _ in results.rows)
        for key, row in zip(order, rows, strict=True):
            cells = dict(zip((column.name for column in columns[keys:-1]), row[keys:-1], strict=True))
            placed.append((key, (*row[:keys], variant, *(cells.get(name) for name in names), row[-1])))
    yield from (row for _, row in sorted(placed, key=_key))


def _key(placed: tuple[tuple[object, ...], Row]) -> tuple[object, ...]:
    return placed[0]
