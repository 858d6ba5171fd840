"""Cells read in SQL against the reader in Python: which fit, and what their values are, for every type and storage."""
from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from decimal import Decimal

import duckdb
import pytest

from rulelang.compile.duckdb.cells import cell
from rulelang.compile.sql_text import held_set
from rulelang.core.nodes import Choice, ChoiceSet, Day, Field, Quantity, Truth, Type, Words
from rulelang.data.refusal import Refusal
from rulelang.data.schema import text_reader
from rulelang.exact.decimals import write_decimal
from rulelang.source import SourceFile, Span

SPAN = Span(SourceFile("cells", ""), 0, 0)
HUGE = 10**38 - 1
QUANTITIES = [
    Quantity("money", 100, -(10**9), 10**9, "USD"), Quantity("money", 100, 0, 10**15, "USD"),
    Quantity("money", 1, 0, 10**6, "JPY"), Quantity("money", 10**6, -(10**18), 10**18, "USD"),
    Quantity("money", 100, -HUGE, HUGE, "USD"), Quantity("count", 1, 0, 100), Quantity("number", 10**4, 0, 50_000),
    Quantity("number", 10**4, -(10**37), 10**37), Quantity("points", 10**18, -(10**20), 10**20),
]
PERCENTS = [Quantity("percent", 1000, 0, 1000), Quantity("percent", 10, 0, 20), Quantity("percent", 1, 0, 5)]
NUMBERS = [
    "", "0", "-0", "+5", "5.", ".5", "1e5", "1,000", "12.5", "12.500", "12.345", "12.3450", "-3", "-3.00 USD", "3 USD",
    "3 EUR", "3USD", "3  USD", "3 usd", "9" * 15, "1" + "0" * 15, "9" * 30, "-" + "9" * 30, "9" * 45, "0" * 190 + "5",
    "0" * 205 + "5", "5." + "0" * 190, "5." + "0" * 205, "\u0663", "5\n", " 5", "5 ", "100%", "12.5%", "12.55%", "55%",
    "-5%", "%", "5 %", "5%%", "150%", "200%", "1" + "0" * 36, "0.005", "--5", "NaN", "inf", "5\0", "100", "101",
]
DECIMALS = [(18, 2), (9, 4), (38, 10), (38, 0), (4, 3), (38, 38), (18, 18)]
WHOLE = {"BIGINT": (-(2**63), 2**63 - 1), "UTINYINT": (0, 255), "UBIGINT": (0, 2**64 - 1), "TINYINT": (-128, 127)}
DATED = [
    "2025-04-01 00:00:00", "2025-04-01T00:00", "2025-04-01T00:00:00.000000000", "2025-04-01 00:00:00.0000000000",
    "2025-04-01 00:00:00.001", "2025-04-01 13:45:00", "2025-04-01T00:00:00Z", "2025-02-30 00:00:00",
    "2025-04-01  00:00", "2025-04-01 00", "2025-04-01 0:00", "0000-01-01 00:00:00", "9999-12-31 00:00:00",
]
WORDS = [
    "#N/A", "#\u00a1REF!", "#REF", "#1",
    "", "a", "\u00e9", "e\u0301", "a\0b", "\0", " ", "won", "Won", "won ", "lost", "wo\u212an", "K", "\u212a", "NO",
    "no", "UK", "GB", "yes", "true", "TRUE", "2025-04-01", "2025-02-30", "0000-01-01", "0001-01-01", "9999-12-31",
    "10000-01-01", "2025-4-1", "2025-04-01 ", "infinity", "a;b", "a;;b", "b;a", "a;a", "a;", "\u00e9;a", "e\u0301;a",
    "a\u037eb", ";", *DATED,
]
OTHERS: list[Type] = [
    Words(), Words(country=True), Choice("S", ("won", "lost", "K", "it's")), Choice("S", ("a", "\u00e9")),
    Choice("S", ("a", "e\u0301")), ChoiceSet("S", ("a", "b", "\u00e9")), Truth(), Day(),
]


def agree(type_: Type, stored: str, cells: Iterable[str | None], *, optional: bool) -> None:
    """Every cell as a column of its own: what its reading is with care, and where it is plain, without."""
    field = Field("field", type_, optional, "", SPAN)
    read = cell(field, "held", stored)
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"create table cells as select row_number() over () as place, cast(text as {stored}) as held "
            "from (select unnest(cast($cells as VARCHAR[])) as text)",
            {"cells": list(cells)},
        )
        shown = "held" if stored.startswith("DECIMAL") else "cast(held as VARCHAR)"
        items = f"place, {shown}, {read.fits}, {read.guarded}"
        found = connection.execute(f"select {items} from cells order by place").fetchall()
        doubted = f"count(*) filter (where {read.doubts})" if read.doubts else "0"
        plain = [
            at
            for at, is_shown, doubts in connection.execute(
                f"select place, {read.shown}, {doubted} from cells group by place order by place"
            ).fetchall()
            if is_shown and not doubts
        ]
        values = dict(connection.execute(
            f"select place, case when list_contains($plain, place) then {read.plain} end from cells", {"plain": plain}
        ).fetchall())
    for at, held, fits, value in found:
        expected = text_reader(field)(format(held, "f") if isinstance(held, Decimal) else held or "")
        place = f"{held!r} as {type_} in {stored}, optional: {optional}"
        assert fits == (not isinstance(expected, Refusal)), place
        assert value == _held(expected), place
        if at in plain:
            assert fits, place
            assert values[at] == value, place


def _held(value: object) -> object:
    """A value as plans read it."""
    if isinstance(value, Refusal):
        return None
    return held_set(value) if isinstance(value, frozenset) else value


OPTIONAL = pytest.mark.parametrize("optional", [False, True], ids=["needed", "optional"])


@OPTIONAL
@pytest.mark.parametrize("type_", [*QUANTITIES, *PERCENTS], ids=str)
def test_numbers_in_text(type_: Quantity, optional: bool) -> None:
    agree(type_, "VARCHAR", [*NUMBERS, None], optional=optional)


@OPTIONAL
@pytest.mark.parametrize("type_", OTHERS, ids=str)
def test_other_values_in_text(type_: Type, optional: bool) -> None:
    agree(type_, "VARCHAR", [*WORDS, None], optional=optional)


@OPTIONAL
@pytest.mark.parametrize("type_", QUANTITIES, ids=str)
def test_decimals(type_: Quantity, optional: bool) -> None:
    for width, scale in DECIMALS:
        agree(type_, f"DECIMAL({width}, {scale})", [*_decimals(type_, width, scale), None], optional=optional)


@OPTIONAL
@pytest.mark.parametrize("type_", QUANTITIES, ids=str)
def test_whole_numbers(type_: Quantity, optional: bool) -> None:
    for stored, (least, most) in WHOLE.items():
        ends = [end // type_.denominator + off for end in (type_.low, type_.high) for off in (-1, 0, 1)]
        cells = [str(n) for n in (0, 1, 5, 100, 101, least, most, *ends) if least <= n <= most]
        agree(type_, stored, [*cells, None], optional=optional)


@OPTIONAL
def test_days_truths_and_enumerations(optional: bool) -> None:
    days = ["2025-04-01", "0001-01-01", "9999-12-31", "0001-01-01 (BC)", "10000-01-01", "infinity", "-infinity"]
    agree(Truth(), "BOOLEAN", ["true", "false", None], optional=optional)
    agree(Choice("S", ("won", "lost")), "ENUM('won', 'Lost')", ["won", "Lost", None], optional=optional)
    agree(Day(), "DATE", [*days, None], optional=optional)


@OPTIONAL
@pytest.mark.parametrize("stored", ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"])
def test_timestamps(stored: str, optional: bool) -> None:
    """A day that is stored as a timestamp is its day; one with a time of day is none, down to a billionth of a
    second."""
    cells = ["2025-04-01 00:00:00", "2025-04-01 13:45:00", "2025-04-01 00:00:01", "1969-12-31 23:59:59", "1970-01-01"]
    if stored == "TIMESTAMP_NS":
        cells += ["2025-04-01 00:00:00.000000001", "1700-01-01"]
    else:
        cells += ["0001-01-01", "9999-12-31", "9999-12-31 00:00:01", "0001-01-01 (BC)", "10000-01-01", "infinity"]
    agree(Day(), stored, [*cells, "-infinity", None], optional=optional)


def _decimals(type_: Quantity, width: int, scale: int) -> Iterator[str]:
    """Decimals of all sizes, those around the ends of a range among them."""
    draw = random.Random(f"{type_} {width} {scale}")
    coefficients = [0, 1, -1, 10**width - 1, 1 - 10**width, *(n * 10 ** max(0, scale - 2) for n in range(-3, 50, 7))]
    coefficients += [draw.randrange(1 - 10**size, 10**size) for size in (width, min(width, 12)) for _ in range(12)]
    for end in (type_.low, type_.high):
        coefficients += [(end + off) * 10**scale // type_.denominator for off in (-1, 0, 1)]
    for coefficient in coefficients:
        if abs(coefficient) < 10**width:
            yield write_decimal(coefficient, 10**scale)
