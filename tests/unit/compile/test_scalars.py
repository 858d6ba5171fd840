"""Scalars are made once, folded by ranges, and printed in Python and SQL to the same values."""
from __future__ import annotations

import datetime
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.python_text import PythonText
from rulelang.compile.rationals import Rational, Rationals
from rulelang.compile.scalar_making import Scalars
from rulelang.compile.scalars import INTEGER, SUBJECT, TEXT, TRUTH, Column, Scalar
from rulelang.compile.sql_text import SqlText
from rulelang.exact.rounding import divide_rounded

MODES = ("half_even", "half_up", "half_down", "up", "down", "floor", "ceiling")
LIMIT = 10**6


def whole(name: str, low: int = -LIMIT, high: int = LIMIT) -> Column:
    return Column(SUBJECT, name, INTEGER, low=low, high=high)


def in_python(scalars: Scalars, scalar: Scalar, **values: object) -> object:
    """The value that generated Python gives."""
    columns = {column: column.name for column in columns_of(scalar)}
    text = PythonText(scalars.names, columns)
    result = text.bind([scalar])
    space: dict[str, object] = dict(values)
    exec("\n".join(line.strip() if not line.startswith("     ") else line[4:] for line in text.lines), space)
    return eval(result[0], space)


def in_sql(scalars: Scalars, scalar: Scalar, **values: object) -> object:
    """The value that DuckDB gives."""
    columns = {column: column.name for column in columns_of(scalar)}
    kinds = {INTEGER: "BIGINT", TEXT: "VARCHAR", TRUTH: "BOOLEAN"}
    held = ", ".join(f"cast(${n} as {kinds[c.kind]}) as {c.name}" for n, c in enumerate(columns, 1)) or "1 as nothing"
    query = f"select {SqlText(DuckDB(), wide_causes=False, columns=columns).of(scalar)} from (select {held})"
    with duckdb.connect(":memory:") as connection:
        return connection.execute(query, [values[c.name] for c in columns]).fetchone()[0]


def columns_of(scalar: Scalar) -> list[Column]:
    found = [scalar.column] if scalar.operator in ("given", "present") else []
    for operand in scalar.operands:
        found += columns_of(operand)
    return list(dict.fromkeys(found))


def test_equal_work_is_one_object() -> None:
    s = Scalars()
    x, y = s.given(whole("x")), s.given(whole("y"))
    assert s.add(x, y) is s.add(x, y)
    assert s.add(x, s.subtract(y, x)) is y, "a payment to date and the difference to it add up to the later one"
    assert s.compare(">", s.multiply(x, s.constant(200)), s.constant(999)) is s.compare(">", x, s.constant(4))


def test_ranges_decide_comparisons_and_follow_the_branches_of_a_case() -> None:
    s = Scalars()
    x = s.given(whole("x", 0, 10**18))
    assert s.compare(">=", x, s.constant(0)).payload is True
    edge = s.constant(5_000)
    part = s.case([(s.compare("<=", x, edge), x)], edge)
    assert (part.low, part.high) == (0, 5_000)
    above = s.case([(s.compare("<=", x, edge), s.constant(0))], s.subtract(x, edge))
    assert (above.low, above.high) == (0, 10**18 - 5_000)


def test_truths_absorb_one_another() -> None:
    s = Scalars()
    x, y = (s.given(Column(SUBJECT, name, TRUTH)) for name in "xy")
    assert s.all(x, s.any(x, y)) is x
    assert s.all(x, s.any(s.invert(x), y)) is s.all(x, y)
    assert s.any(x, s.invert(x)).payload is True
    text = s.given(Column(SUBJECT, "text", TEXT))
    either = s.any(*(s.compare("=", text, s.constant(member)) for member in ("a", "b")))
    assert (either.operator, either.payload) == ("one_of", ("a", "b"))


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=60, deadline=None)
@given(numerator=st.integers(-LIMIT, LIMIT), divisor=st.integers(1, 50), constant=st.booleans())
def test_rounded_division_is_that_of_exact_numbers(mode: str, numerator: int, divisor: int, constant: bool) -> None:
    s = Scalars()
    n, d = s.given(whole("n")), s.constant(divisor) if constant else s.given(whole("d", 1, 50))
    rounded = s.round_division(n, d, mode)
    expected = divide_rounded(numerator, divisor, mode)
    assert in_python(s, rounded, n=numerator, d=divisor) == expected
    assert in_sql(s, rounded, n=numerator, d=divisor) == expected
    assert rounded.low <= expected <= rounded.high


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("numerator", [0, 1, 24, 25, 26, 49, 50, 74, 75, 76, 100, 10**18 - 25, 10**18])
def test_rounding_without_negative_numbers_is_the_same(mode: str, numerator: int) -> None:
    s = Scalars()
    rounded = s.round_division(s.given(whole("n", 0, 10**18)), s.constant(50), mode)
    assert in_python(s, rounded, n=numerator) == divide_rounded(numerator, 50, mode)
    assert in_sql(s, rounded, n=numerator) == divide_rounded(numerator, 50, mode)


@settings(max_examples=60, deadline=None)
@given(*(st.integers(-30, 30) for _ in "abcd"))
def test_quotients_compare_by_cross_multiplication(a: int, b: int, c: int, d: int) -> None:
    s = Scalars()
    r = Rationals(s)
    left, right = (
        r.divide(Rational(s.given(whole(x)), 10), Rational(s.given(whole(y)), 4)) for x, y in (("a", "b"), ("c", "d"))
    )
    if b == 0 or d == 0:
        return
    exact = Fraction(a, 10) / Fraction(b, 4) < Fraction(c, 10) / Fraction(d, 4)
    less = r.compare("<", left, right)
    assert in_python(s, less, a=a, b=b, c=c, d=d) is exact
    assert in_sql(s, less, a=a, b=b, c=c, d=d) is exact


def test_wide_numbers_use_wide_integers_and_give_the_same() -> None:
    s = Scalars()
    x = s.given(whole("x", 0, 10**18))
    product = s.multiply(s.multiply(x, x), s.constant(3))
    assert in_sql(s, product, x=10**18) == 3 * 10**36 == in_python(s, product, x=10**18)
    narrowed = s.case([(s.compare(">", product, s.constant(100)), s.constant(100))], product)
    assert in_sql(s, narrowed, x=10**18) == 100
    assert "BIGINT" in SqlText(DuckDB(), wide_causes=False, columns={whole("x", 0, 10**18): "x"}).of(narrowed)


def test_absent_values_have_harmless_stand_ins() -> None:
    s = Scalars()
    column = Column(SUBJECT, "x", INTEGER, optional=True, low=5, high=9)
    x, present = s.given(column), s.present(column)
    known = s.all(present, s.compare(">=", x, s.constant(7)))
    open_end = s.any(s.invert(present), s.compare(">=", x, s.constant(7)))
    for value, expected in ((None, (5, False, True)), (6, (6, False, False)), (8, (8, True, True))):
        assert tuple(in_python(s, y, x=value) for y in (x, known, open_end)) == expected
        assert tuple(in_sql(s, y, x=value) for y in (x, known, open_end)) == expected


def test_text_of_the_user_cannot_leave_its_quotes() -> None:
    s = Scalars()
    column = Column(SUBJECT, "x", TEXT)
    hostile = "'; drop table t; --\"\"\"\\"
    same = s.compare("=", s.given(column), s.constant(hostile))
    assert in_python(s, same, x=hostile) is True
    assert in_sql(s, same, x=hostile) is True


def test_days_are_named_constants() -> None:
    s = Scalars()
    column = Column(SUBJECT, "day", "day")
    since = s.compare(">=", s.given(column), s.constant(datetime.date(2025, 4, 1)))
    assert PythonText({}, {column: "day"}).bind([since]) == ["day >= DAY_2025_04_01"]
    assert SqlText(DuckDB(), wide_causes=False, columns={column: "day"}).of(since) == "day >= date '2025-04-01'"
