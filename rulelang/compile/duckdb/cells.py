"""How a stored column of a Parquet file is read in SQL by the type of its field: the rules of `rulelang.data.schema`.

Knows one cell at a time and no rows. A value is in the form that plans read: quantities as integers of units, sets as
text with `;` around each member. Nothing is cast that the test beside it has not found to be exact.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

import attrs

from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.sql_text import is_wide
from rulelang.core.nodes import Choice, ChoiceSet, Day, Field, Quantity, Truth, Type, Words, in_own_currency
from rulelang.data.durations import DIGITS_MAX as DIGITS_READ
from rulelang.data.durations import ISO, is_duration, words_of_units
from rulelang.data.schema import DATE_LENGTH, MEMBER_SEPARATOR, PLAIN_DATE, truths
from rulelang.data.timestamps import PLAIN_MIDNIGHT
from rulelang.data.words_for_nothing import SPREADSHEET_ERRORS
from rulelang.exact.calendar import Calendar
from rulelang.exact.countries import country_codes
from rulelang.exact.currencies import currency_codes, minor_digits
from rulelang.exact.decimals import DIGITS_MAX, decimal_digits
from rulelang.exact.durations import UNITS
from rulelang.exact.named_periods import period_pattern, years_with_periods
from rulelang.exact.own_calendar import OwnCalendar

SQL = DuckDB()
ALWAYS = "true"
DIGITS_NARROW, DIGITS_WIDE = 18, 38
FIRST_DAY, LAST_DAY = "date '0001-01-01'", "date '9999-12-31'"


@attrs.frozen
class Cell:
    """`fits` says whether a cell can be read, and is never NULL; `value` is meant where it fits, NULL where it is
    empty and may be.

    Most columns are plain: all cells fit, and `plain` reads them as they are. They are when `shown`, a test over all
    rows that the statistics of a file answer, is true and `doubts` finds no row ("" for no need to look).
    """

    value: str
    fits: str
    plain: str
    shown: str = ALWAYS
    doubts: str = ""

    @property
    def guarded(self) -> str:
        """The value, or NULL where the cell does not fit."""
        return self.value if self.fits == ALWAYS else f"case when {self.fits} then {self.value} end"

    def as_plain(self) -> Cell:
        return Cell(self.plain, ALWAYS, self.plain)


def cell(field: Field, column: str, stored: str) -> Cell:
    """The reading of a column, given as an expression, that DuckDB calls `stored`. The pair of types has been found
    fit before (`ParquetTable.column_findings`)."""
    if stored == "VARCHAR" or stored.startswith("ENUM("):
        return _of_text(field, column, is_plain=stored == "VARCHAR")
    there = ALWAYS if field.optional else f"count({column}) = count(*)"
    match field.type:
        case Quantity():
            read = _of_number(field.type, column, stored)
        case Day() if stored.startswith("TIMESTAMP"):
            day = f"cast({column} as DATE)"
            read = _Read(day, f"({day} between {FIRST_DAY} and {LAST_DAY} and {column} = {day})")
        case Day():
            read = _Read(column, f"{column} between {FIRST_DAY} and {LAST_DAY}", (FIRST_DAY, LAST_DAY))
        case _:
            read = _Read(column, ALWAYS, ("", ""))
    fits = _or_empty(field, f"{column} is null", read.fits)
    if read.ends is None:
        return Cell(read.value, fits, read.value, there, f"not {fits}")
    low, high = read.ends
    inside = f"coalesce(min({column}) >= {low} and max({column}) <= {high}, true)" if low else ALWAYS
    return Cell(read.value, fits, read.value, f"({inside} and {there})")


@attrs.frozen
class _Read:
    """A cell that is there. `ends` are the lowest and highest that fit, where that is all there is to be tested; two
    empty texts where nothing is."""

    value: str
    fits: str
    ends: tuple[str, str] | None = None


def _or_empty(field: Field, is_empty: str, fits: str) -> str:
    """Whether a cell fits, with what is said of an empty one."""
    if field.optional:
        return ALWAYS if fits == ALWAYS else f"({is_empty} or coalesce({fits}, false))"
    return f"({is_empty.replace('is null', 'is not null')})" if fits == ALWAYS else f"coalesce({fits}, false)"


# ------------------------------------------------------------------------------------------------ text


def _of_text(field: Field, column: str, *, is_plain: bool) -> Cell:
    """An empty text is an empty cell. Text that stands for itself can be read without care where all of it is plain."""
    text = column if is_plain else f"cast({column} as VARCHAR)"
    if field.column:
        code = f"right(nullif({text}, ''), 3)"
        return Cell(code, ALWAYS, code)
    if isinstance(field.type, ChoiceSet):
        read = _of_members(field, field.type, text)
        return Cell(read.value, read.fits, read.value, ALWAYS, f"not {read.fits}")
    held = f"nullif({text}, '')"
    read = _plain_text(field.type, held)
    fits = _or_empty(field, f"{held} is null", read.fits)
    doubts = _doubts(field.type, column) if is_plain else ""
    if not doubts:
        return Cell(read.value, fits, read.value, ALWAYS, f"not {fits}")
    return Cell(read.value, fits, column, ALWAYS if field.optional else f"count({column}) = count(*)", doubts)


def _doubts(type_: Type, column: str) -> str:
    """Whether a text that is there is not its own value; "" for types whose values are no texts. A test of this form
    DuckDB makes of the few different texts of a column, and not row by row."""
    match type_:
        case Choice():
            return f"{column} not in {_list(m for m in type_.members if unicodedata.is_normalized('NFC', m))}"
        case Words(country=True):
            return f"{column} not in {_list(sorted(country_codes()))}"
        case Words(is_currency=True):
            return f"{column} not in {_list(currency_codes())}"
        case Words(calendar=calendar, year_starts=month) if month:
            read = _of_period(calendar, column)
            return f"not {read.fits} or {column} <> {read.value}"
        case Words():
            failed = f"{column} in {_list(sorted(SPREADSHEET_ERRORS))}"
            return f"({column} = '' or contains({column}, chr(0)) or {column} <> nfc_normalize({column}) or {failed})"
    return ""


def _plain_text(type_: Type, text: str) -> _Read:
    match type_:
        case Quantity() if in_own_currency(type_):
            return _of_own_amount(type_, text)
        case Quantity(kind="percent"):
            return _of_percent(type_, text)
        case Quantity() if is_duration(type_):
            return _of_duration(type_, text)
        case Quantity():
            return _of_amount(type_, text)
        case Truth():
            yes = [word for word, truth in truths().items() if truth]
            return _Read(f"({text} in {_list(yes)})", f"{text} in {_list(truths())}")
        case Choice():
            return _Read(f"nfc_normalize({text})", f"nfc_normalize({text}) in {_list(type_.members)}")
        case Day():
            day = f"try_cast(left({text}, {DATE_LENGTH}) as DATE)"
            written = f"{PLAIN_DATE}|{PLAIN_MIDNIGHT}"
            return _Read(day, f"({_matches(text, written)} and {day} >= {FIRST_DAY})")
        case Words(country=True):
            return _Read(text, f"{text} in {_list(sorted(country_codes()))}")
        case Words(is_currency=True):
            return _Read(text, f"{text} in {_list(currency_codes())}")
        case Words(calendar=calendar, year_starts=month) if month:
            return _of_period(calendar, text)
    fits = f"(not contains({text}, chr(0)) and {text} not in {_list(sorted(SPREADSHEET_ERRORS))})"
    return _Read(f"nfc_normalize({text})", fits)


def _of_period(calendar: Calendar, text: str) -> _Read:
    """A period by its one name: a year that starts in January needs no `FY`."""
    if isinstance(calendar, OwnCalendar):
        return _Read(text, f"{text} in {_list(calendar.names)}")
    first, last = years_with_periods()
    year = f"try_cast(regexp_extract({text}, '[0-9]{{4}}') as INTEGER)"
    fits = f"({_matches(text, period_pattern(calendar))} and {year} between {first} and {last})"
    return _Read(f"ltrim({text}, 'FY')" if calendar.year_starts == 1 else text, fits)


def _of_members(field: Field, type_: ChoiceSet, text: str) -> _Read:
    """Members in order, each once; where the field is not optional an empty cell is the empty set."""
    split = f"str_split({text}, {SQL.text(MEMBER_SEPARATOR)})"
    members = f"list_transform({split}, lambda member: nfc_normalize(member))"
    joined = f"array_to_string(list_sort(list_distinct({members})), ';')"
    is_empty = f"coalesce({text}, '') = ''"
    declared = ", ".join(SQL.text(member) for member in type_.members)
    empty = "NULL" if field.optional else "''"
    return _Read(
        f"case when {is_empty} then {empty} else ';' || {joined} || ';' end",
        f"({is_empty} or coalesce(list_has_all([{declared}], {members}), false))",
    )


def _of_amount(type_: Quantity, text: str) -> _Read:
    """A plain decimal; money may carry the code of its own currency."""
    digits = _digits(type_)
    unit = f"( {re.escape(type_.currency)})?" if type_.kind == "money" and type_.currency else ""
    number = f"rtrim({text}, {SQL.text(f' {type_.currency}')})" if unit else text
    return _of_decimal_text(type_, text, number, digits, unit, Fraction(type_.denominator))


def _of_duration(type_: Quantity, text: str) -> _Read:
    """A number of months or days, or of what they make up: the number, however it is written, times its unit."""
    branches, patterns = [], []
    for unit, forms in words_of_units(type_.kind).items():
        said = f"[0-9]{{1,{DIGITS_READ}}} +({'|'.join(map(re.escape, forms))})"
        pattern = f"{said}|P[0-9]{{1,{DIGITS_READ}}}{ISO[unit]}" if unit in ISO else said
        count = f"cast(regexp_extract({text}, '[0-9]+') as BIGINT)"
        branches.append(f"when {_matches(text, pattern)} then {count} * {UNITS[type_.kind][unit]}")
        patterns.append(f"({pattern})")
    length = f"case {' '.join(branches)} end"
    fits = f"({_matches(text, '|'.join(patterns))} and {length} between {type_.low} and {type_.high})"
    return _Read(length, fits)


def _of_own_amount(type_: Quantity, text: str) -> _Read:
    """A plain decimal with the code of a currency after it, held to the decimals of that one."""
    number, code = f"left({text}, -4)", f"right({text}, 3)"
    by_digits: dict[int, list[str]] = {}
    for each in currency_codes():
        by_digits.setdefault(minor_digits(each) or 0, []).append(each)
    read = _of_decimal_text(type_, text, number, _digits(type_), " [A-Z]{3}", Fraction(type_.denominator))
    finer = " ".join(
        f"when {code} in {_list(codes)} then {_matches(number, _whole_to(digits))}"
        for digits, codes in sorted(by_digits.items())
    )
    return _Read(read.value, f"({read.fits} and case {finer} else false end)")


def _whole_to(digits: int) -> str:
    """A number with no more decimals than these, but for zeros."""
    return rf"[+-]?[0-9]+(\.[0-9]{{1,{digits}}}0*)?" if digits else r"[+-]?[0-9]+(\.0+)?"


def _of_percent(type_: Quantity, text: str) -> _Read:
    """A plain decimal with its sign."""
    digits = max(_digits(type_) - 2, 0)
    return _of_decimal_text(type_, text, f"rtrim({text}, '%')", digits, "%", Fraction(type_.denominator, 100))


def _of_decimal_text(type_: Quantity, text: str, number: str, digits: int, tail: str, factor: Fraction) -> _Read:
    """Decimals after `digits` are zeros; past the length that is read at all, nothing is a number."""
    decimals = rf"(\.[0-9]{{1,{digits}}}0*)?" if digits else r"(\.0+)?"
    largest = max(abs(type_.low), abs(type_.high)) * 10**digits / factor
    width = DIGITS_NARROW if largest < 10**DIGITS_NARROW else DIGITS_WIDE
    held = f"try_cast({number} as DECIMAL({width}, {digits}))"
    read = _of_decimal(type_, held, width, digits, factor)
    plain = _matches(text, rf"[+-]?[0-9]+{decimals}{tail}")
    return _Read(read.value, f"({plain} and strlen({number}) <= {DIGITS_MAX} and {read.fits})")


# ------------------------------------------------------------------------------------------------ numbers


def _of_number(type_: Quantity, column: str, stored: str) -> _Read:
    """A column of integers or decimals."""
    decimal = re.fullmatch(r"DECIMAL\((\d+), ?(\d+)\)", stored)
    if decimal is None:
        low, high = _ends(type_, 0, Fraction(type_.denominator))
        wide = _integer(type_)
        value = f"cast({column} as {wide})"
        scaled = value if type_.denominator == 1 else f"({value} * {type_.denominator})"
        return _Read(scaled, f"{column} between {_whole(low)} and {_whole(high)}", (_whole(low), _whole(high)))
    return _of_decimal(type_, column, int(decimal[1]), int(decimal[2]), Fraction(type_.denominator))


def _of_decimal(type_: Quantity, held: str, width: int, scale: int, factor: Fraction) -> _Read:
    """A DECIMAL(width, scale) whose value times `factor` are the units."""
    low, high = _ends(type_, scale, factor)
    most = 10**width - 1
    if low > most or high < -most:
        return _Read(f"cast(NULL as {_integer(type_)})", "false")
    low, high = max(low, -most), min(high, most)
    ends = _decimal(low, width, scale), _decimal(high, width, scale)
    tests = [f"{held} between {ends[0]} and {ends[1]}"]
    digits = _whole_scale(scale, factor)
    rounded = f"cast({held} as DECIMAL({min(width - scale + digits + 1, DIGITS_WIDE)}, {digits}))"
    if digits < scale:
        tests.append(f"try_cast({rounded} as DECIMAL({width}, {scale})) = {held}")
    found = _coefficient(type_, held, max(abs(low), abs(high)), scale, digits)
    times = factor / 10**digits
    if times.denominator > 1:
        # Both sides of an `and` may be worked out, so that only a case keeps the cast from what is out of range.
        tests = [f"case when {' and '.join(tests)} then {found} % {times.denominator} = 0 else false end"]
        found = f"({found} // {times.denominator})"
    value = found if times.numerator == 1 else f"({found} * {times.numerator})"
    return _Read(value, " and ".join(tests), ends if len(tests) == 1 and times.denominator == 1 else None)


def _whole_scale(scale: int, factor: Fraction) -> int:
    """The decimals, at most `scale`, that a value may have and still be whole units."""
    digits = 0
    while digits < scale and (factor / 10**digits) > 1:
        digits += 1
    return digits


def _coefficient(type_: Quantity, held: str, most: int, scale: int, digits: int) -> str:
    """A decimal without decimals after `digits`, its point moved behind them: an integer of the type's width.

    DuckDB multiplies decimals of up to 18 digits in 64 bits, whatever comes out, and wider ones in 128.
    """
    most = -(-most // 10 ** (scale - digits))
    width = max(len(str(most)), digits + 1)
    if width + digits > DIGITS_NARROW:
        width = max(width, DIGITS_NARROW + 1)
    if width + digits > DIGITS_WIDE:
        text = f"cast(cast({held} as DECIMAL({min(width, DIGITS_WIDE)}, {digits})) as VARCHAR)"
        return f"cast(replace({text}, '.', '') as {_integer(type_)})"
    narrowed = f"cast({held} as DECIMAL({width}, {digits}))"
    moved = narrowed if not digits else f"{narrowed} * cast({10**digits} as DECIMAL({digits + 1}, 0))"
    return f"cast({moved} as {_integer(type_)})"


def _ends(type_: Quantity, scale: int, factor: Fraction) -> tuple[int, int]:
    """The range as coefficients of decimals with `scale` digits."""
    per_unit = 10**scale / factor
    return ceil(type_.low * per_unit), floor(type_.high * per_unit)


def _digits(type_: Quantity) -> int:
    digits = decimal_digits(type_.denominator)
    assert digits is not None and type_.denominator == 10**digits, "a field holds decimals"
    return digits


def _integer(type_: Quantity) -> str:
    return SQL.wide if is_wide(type_.low, type_.high) else SQL.narrow


# ------------------------------------------------------------------------------------------------ spelling


def _list(texts: Iterable[str]) -> str:
    return f"({', '.join(SQL.text(text) for text in texts)})"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {SQL.text(pattern)})"


def _whole(value: int) -> str:
    return str(value) if not is_wide(value, value) else f"cast('{value}' as HUGEINT)"


def _decimal(coefficient: int, width: int, scale: int) -> str:
    digits = str(abs(coefficient)).rjust(scale + 1, "0")
    point = f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits
    return f"cast('{'-' if coefficient < 0 else ''}{point}' as DECIMAL({width}, {scale}))"
