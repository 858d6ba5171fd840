"""How one cell is read by the type of its field. Knows no files and no rows.

A reader gives the value in the core's form (quantities as ints in units of 1/denominator) or a `Refusal`, which says
why the cell does not fit. It never rounds, trims, folds or guesses.
"""
from __future__ import annotations

import contextlib
import datetime
import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from rulelang.core.nodes import REGION, Choice, ChoiceSet, Day, Field, Quantity, Truth, Type, Words, in_own_currency
from rulelang.data.durations import is_duration, read_duration
from rulelang.data.nested import Single
from rulelang.data.own_currency import NO_CURRENCY, UNCLEAR, currency_beside, own_amount
from rulelang.data.refusal import Cell, Refusal
from rulelang.data.timestamps import plain_midnight, timestamp_refused
from rulelang.data.words_for_nothing import SPREADSHEET_ERRORS
from rulelang.data.written import with_unit
from rulelang.diagnostics.phrase import Phrase, phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Calendar
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.exact.decimals import DIGITS_MAX, decimal_digits, read_units
from rulelang.exact.named_periods import example_period, period_name
from rulelang.languages import forms, languages, words_of

MEMBER_SEPARATOR = ";"
# Beyond this many members a message gives no list: the reader looks them up in the program.
MEMBERS_SHOWN_MAX = 12

_QUANTITIES = {"count": "a count", "number": "a number", "percent": "a percent", "points": "points",
               "months": "a time in months", "days": "a time in days"}
PLAIN_DATE, DATE_LENGTH = "[0-9]{4}-[0-9]{2}-[0-9]{2}", 10
_DATE = re.compile(PLAIN_DATE)
_IN_ANY_ORDER = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_TOO_LARGE = 10**DIGITS_MAX
SERIAL_START, SERIAL_DIGITS, SERIAL_YEARS = datetime.date(1899, 12, 30), 5, range(1990, 2100)
"""How spreadsheets count days, and the years in which a number in the place of a date is taken for such a count."""


@functools.cache
def truths() -> Mapping[str, bool]:
    """What is read as yes or no: the words of the rules, in every language alike, and `true` and `false`. An accent may
    be a sign of its own, as some programs write it."""
    said = {"true": True, "false": False}
    for language in languages():
        for keyword, truth in (("YES", True), ("NO", False)):
            for word in forms(words_of(language)["keywords"][keyword]):
                said.setdefault(word, truth)
                said.setdefault(unicodedata.normalize("NFD", word), truth)
    return said


TextReader = Callable[[str], Cell]

EMPTY = Refusal("cell-empty")


def text_reader(field: Field) -> TextReader:
    """Reads a text cell; "" is an empty one. Meant to be made once for a column."""
    if field.column:
        return currency_beside
    read = _reader(field.type)
    empty: Cell = None if field.optional else frozenset() if isinstance(field.type, ChoiceSet) else EMPTY
    return lambda text: read(text) if text else empty


def read_given(field: Field, cell: object) -> Cell:
    """Reads a cell that a host hands in as a Python value; None is an empty one and a text follows the text rules."""
    type_ = field.type
    if field.column and not isinstance(cell, str):
        return None  # what is wrong with the cell is said of the amount
    match cell:
        case None:
            return text_reader(field)("")
        case Single(path=path):
            return Refusal("cell-not-a-record", {"whole": path})
        case str():
            return text_reader(field)(cell)
        case float():
            return Refusal("cell-binary-float")
        case bool():
            return cell if isinstance(type_, Truth) else _wrong_kind(type_)
        case int() | Decimal() if isinstance(type_, Words) and type_.year_starts:
            return text_reader(field)(f"{cell}")  # a year stands as a number in a workbook
        case int() | Decimal():
            return _number(cell, type_)
        case datetime.datetime() if isinstance(type_, Day):
            return text_reader(field)(str(cell))
        case datetime.date() if not isinstance(cell, datetime.datetime):
            return cell if isinstance(type_, Day) else _no_date(cell, type_)
        case list() | tuple() | set() | frozenset() if isinstance(type_, ChoiceSet):
            return _members([str(member) for member in cell], type_)
    return _wrong_kind(type_)


def kind_words(type_: Type) -> Phrase:
    """What a field holds, in words: `money in USD`, `a percent`, `a member of Pillar`."""
    match type_:
        case Quantity() if in_own_currency(type_):
            return phrase("money in its own currency")
        case Quantity(kind="money"):
            return phrase("money in {currency}", currency=type_.currency)
        case Quantity():
            return phrase(_QUANTITIES[type_.kind])
        case Choice() if type_.enumeration == REGION:
            return phrase("a region")
        case Choice():
            return phrase("a member of {enumeration}", enumeration=type_.enumeration)
        case ChoiceSet():
            return phrase("members of {enumeration}", enumeration=type_.enumeration)
        case Truth():
            return phrase("yes or no")
        case Day():
            return phrase("a date")
        case Words(country=True):
            return phrase("a country")
        case Words(is_currency=True):
            return phrase("a currency")
        case Words(year_starts=month) if month:
            return phrase("a period")
    return phrase("text")


def _reader(type_: Type) -> TextReader:
    match type_:
        case Quantity() if in_own_currency(type_):
            return lambda text: own_amount(text, type_)
        case Quantity(kind="percent"):
            return lambda text: _percent(text, type_)
        case Quantity(kind="money"):
            return lambda text: _money(text, type_)
        case Quantity() if is_duration(type_):
            return lambda text: read_duration(text, type_)
        case Quantity():
            return lambda text: _quantity(text, type_)
        case Truth():
            return lambda text: truths().get(text, Refusal("cell-not-yes-or-no"))
        case Choice():
            return lambda text: _member(_composed(text), type_)
        case ChoiceSet():
            return lambda text: _members(text.split(MEMBER_SEPARATOR), type_)
        case Day():
            return _day
        case Words(country=True):
            return _country
        case Words(is_currency=True):
            return lambda text: text if is_currency(text) else NO_CURRENCY
        case Words(calendar=calendar, year_starts=month) if month:
            return lambda text: _period(text, calendar)
    return _words


# ------------------------------------------------------------------------------------------------ quantities


def _money(text: str, type_: Quantity) -> Cell:
    amount, currency = text, type_.currency
    if text[-4:-3] == " " and text[-3:].isascii() and text[-3:].isalpha():
        amount, currency = text[:-4], text[-3:]
    units = read_units(amount, type_.denominator)
    if units is None:
        return Refusal("cell-not-a-number", {"example": with_unit(1250 * type_.denominator, type_)})
    if currency != type_.currency:
        return Refusal("cell-wrong-currency", {"found": str(currency), "currency": str(type_.currency)})
    return _inside(units, type_)


def _percent(text: str, type_: Quantity) -> Cell:
    units = read_units(text[:-1], type_.denominator) if text.endswith("%") else None
    if units is None:
        return Refusal("cell-not-a-percent")
    share = Fraction(units, 100)
    return _inside(share.numerator if share.denominator == 1 else share, type_)


def _quantity(text: str, type_: Quantity) -> Cell:
    units = read_units(text, type_.denominator)
    if units is None:
        return Refusal("cell-not-a-number", {"example": "1250" if type_.denominator == 1 else "1250.5"})
    return _inside(units, type_)


def _inside(units: int | Fraction, type_: Quantity) -> Cell:
    if not isinstance(units, int):
        held = (decimal_digits(type_.denominator) or 0) - (2 if type_.kind == "percent" else 0)
        variant = "count" if type_.kind == "count" else ""
        return Refusal("cell-too-many-decimals", {"digits": str(max(held, 0))}, variant)
    if not type_.low <= units <= type_.high:
        return Refusal("cell-out-of-range", {"low": with_unit(type_.low, type_), "high": with_unit(type_.high, type_)})
    return units


def _number(cell: int | Decimal, type_: Type) -> Cell:
    """A number that is exact as it is; its digits are read as if they had been written out."""
    if in_own_currency(type_):
        return UNCLEAR
    if not isinstance(type_, Quantity):
        return _wrong_kind(type_)
    if type_.kind == "percent":
        return Refusal("cell-not-a-percent")
    if is_duration(type_):
        return read_duration("", type_)
    if isinstance(cell, Decimal):
        if not cell.is_finite() or abs(cell.adjusted()) > DIGITS_MAX:
            return Refusal("cell-not-a-number", {"example": "1250"})
        return _quantity(format(cell, "f"), type_)
    return _quantity(str(cell), type_) if abs(cell) < _TOO_LARGE else Refusal("cell-not-a-number", {"example": "1250"})


# ------------------------------------------------------------------------------------------------ words and days


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _words(text: str) -> Cell:
    if text in SPREADSHEET_ERRORS:
        return Refusal("cell-spreadsheet-error")
    return Refusal("cell-nul-character") if "\0" in text else _composed(text)


def _country(text: str) -> Cell:
    if is_country(text):
        return text
    # Any two letters are near to some country, so only another way of writing a code is suggested.
    capitals = text.strip().upper()
    return Refusal("cell-not-a-country", {"suggestions": in_backticks([capitals] if is_country(capitals) else [])})


def _period(text: str, calendar: Calendar) -> Cell:
    """A period by the one name it has, however it was written."""
    found = period_name(calendar, text)
    return found if found is not None else Refusal("cell-not-a-period", {"example": example_period(calendar)})


def _no_date(day: datetime.date, type_: Type) -> Refusal:
    """A date in the place of something else; of the name of a month a spreadsheet makes one by itself."""
    if not (isinstance(type_, Words) and type_.year_starts):
        return _wrong_kind(type_)
    return Refusal("cell-not-a-period", {"example": example_period(type_.calendar), "month": f"{day:%Y-%m}"}, "date")


def _day(text: str) -> Cell:
    written = text if len(text) == DATE_LENGTH else plain_midnight(text) or text
    if _DATE.fullmatch(written):
        try:
            return datetime.date.fromisoformat(written)
        except ValueError:
            return Refusal("cell-not-a-date")
    return timestamp_refused(text) or Refusal("cell-not-a-date", _days_counted(text) or _days_meant(text))


def _days_counted(text: str) -> dict[str, str]:
    """The day that a spreadsheet means by a number, where it is one of this age: it counts days since 1899."""
    if not (text.isascii() and text.isdigit() and len(text) == SERIAL_DIGITS):
        return {}
    day = SERIAL_START + datetime.timedelta(days=int(text))
    return {"counted": f"`{day.isoformat()}`"} if day.year in SERIAL_YEARS else {}


def _days_meant(text: str) -> dict[str, str]:
    """The day that another way of writing means, or both, where day and month may be either."""
    found = _IN_ANY_ORDER.fullmatch(text)
    if found is None:
        return {}
    first, second, third = (int(part) for part in found.groups() if part is not None)
    orders = [(third, second, first), (third, first, second)] if found[1] is None else [(first, second, third)]
    days = []
    for year, month, day in orders:
        with contextlib.suppress(ValueError):
            days.append(datetime.date(year, month, day).isoformat())
    distinct = list(dict.fromkeys(f"`{day}`" for day in days))
    return {"one": distinct[0], "other": distinct[1]} if len(distinct) == 2 else {"meant": "".join(distinct)}


def _member(text: str, type_: Choice | ChoiceSet) -> Cell:
    if text in type_.members:
        return text
    shown = in_backticks(type_.members) if len(type_.members) <= MEMBERS_SHOWN_MAX else ""
    suggestions = in_backticks(did_you_mean(text, type_.members))
    return Refusal(
        "cell-not-a-member",
        {"member": text, "enumeration": type_.enumeration, "members": shown, "suggestions": suggestions},
        "region" if type_.enumeration == REGION else "",
    )


def _members(texts: list[str], type_: ChoiceSet) -> Cell:
    found = [_member(_composed(text), type_) for text in texts]
    refused = next((each for each in found if isinstance(each, Refusal)), None)
    return refused if refused is not None else frozenset(str(each) for each in found)


def _wrong_kind(type_: Type) -> Refusal:
    return Refusal("cell-wrong-kind", {"kind": kind_words(type_)})
