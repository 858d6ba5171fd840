"""How one cell is read where a mapping says how the export writes things, or where cells are more than text.

Brings what the export writes into the strict form and leaves the judgement to `schema.py`: it never rounds or guesses.
What the mapping does not say is read as without one.
"""
from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

import attrs

from rulelang.core.nodes import Choice, ChoiceSet, Day, Field, Quantity, Truth, Words, in_own_currency
from rulelang.data.cells import BINARY_DIGITS_MAX, Clocked, Listed, Misfit, Number, shown
from rulelang.data.durations import is_duration
from rulelang.data.mapping import EntityMapping
from rulelang.data.own_currency import parted
from rulelang.data.refusal import Cell, Refusal
from rulelang.data.schema import DATE_LENGTH, TextReader, kind_words, read_given, text_reader
from rulelang.data.timestamps import timestamp_in, timestamp_reader
from rulelang.data.toml_key import values_table
from rulelang.diagnostics.phrase import phrase
from rulelang.exact.decimals import DIGITS_MAX, read_decimal

CellReader = Callable[[object], Cell]

# Spreadsheets separate thousands by blanks that do not break a line.
_BLANKS = " \u00a0\u202f"
_CODE = re.compile(r" [A-Za-z]{3}")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE_PARTS = {"year": r"(?P<year>[0-9]{4})", "month": r"(?P<month>[0-9]{1,2})", "day": r"(?P<day>[0-9]{1,2})"}
_DATE_EXAMPLES = {"year": "2025", "month": "12", "day": "31"}


def mapped_text_reader(field: Field, mapping: EntityMapping) -> TextReader:
    """Reads a text cell as the mapping says it is written. Meant to be made once for a column."""
    strict = text_reader(field)
    names = mapping.values.get(field.name, {})
    read = _as_written(field, mapping, strict)

    def reader(text: str) -> Cell:
        composed = unicodedata.normalize("NFC", text)
        if composed in names:
            return strict(names[composed])
        cell = read(text) if text else strict(text)
        if mapping.entity and isinstance(cell, Refusal) and cell.name == "cell-not-a-member":
            return attrs.evolve(cell, values={**cell.values, "table": values_table(mapping.entity, field.name)})
        return cell

    return reader


def cell_reader(field: Field, mapping: EntityMapping) -> CellReader:
    """Reads a cell of JSON or of a spreadsheet by its own kind; a text as `mapped_text_reader` does."""
    strict, read_text = text_reader(field), mapped_text_reader(field, mapping)
    names = mapping.values.get(field.name, {})
    clocked = _dates("", mapping.timestamps.get(field.name, ""), strict)
    if field.column:
        return lambda cell: strict(cell) if isinstance(cell, str) else None

    def reader(cell: object) -> Cell:
        if isinstance(cell, str) or cell is None:
            return read_text(cell or "")
        if isinstance(cell, Misfit):
            return cell.refusal
        if names and shown(cell) in names:
            return strict(names[shown(cell)])
        if isinstance(cell, Number):
            return _number(cell, field, mapping, strict)
        if isinstance(cell, Clocked):
            return clocked(cell.text) if isinstance(field.type, Day) else _wrong_kind(field)
        if isinstance(cell, Listed):
            return _listed(cell, field, names)
        return _own_kind(cell, field)

    return reader


def with_currency(field: Field, mapping: EntityMapping, read: CellReader) -> CellReader:
    """Reads an amount and the currency beside it, handed in as a pair."""
    strict = text_reader(field)

    def reader(cell: object) -> Cell:
        assert isinstance(cell, tuple), "an amount and its currency"
        amount, currency = cell
        plain = read(amount)
        if isinstance(plain, Refusal) or amount in (None, ""):
            return plain
        code = shown(currency)
        if not code:
            return Refusal("cell-currency-empty", {"currency_column": mapping.currency_column})
        # The currency is judged apart from the amount, whose digits may be written in another way.
        judged = strict(f"0 {code}")
        return judged if isinstance(judged, Refusal) and judged.name != "cell-out-of-range" else plain

    return reader


def with_own_currency(field: Field, mapping: EntityMapping) -> CellReader:
    """The same of an amount in its own currency: the one beside it is its own, unless the cell says one itself."""
    read = cell_reader(field, mapping)

    def reader(cell: object) -> Cell:
        assert isinstance(cell, tuple), "an amount and its currency"
        amount, code = shown(cell[0]), shown(cell[1])
        if isinstance(cell[0], Misfit) or not amount or parted(amount)[1]:
            return read(cell[0])
        if not code and not field.column:
            return Refusal("cell-currency-empty", {"currency_column": mapping.currency_column})
        if isinstance(cell[0], Number):
            return text_reader(field)(f"{amount} {code}")
        return read(f"{amount} {code}")

    return reader


# ------------------------------------------------------------------------------------------------ texts


def _as_written(field: Field, mapping: EntityMapping, strict: TextReader) -> TextReader:
    read = _by_kind(field, mapping, strict)
    if mapping.currency_signs and isinstance(field.type, Quantity) and field.type.kind == "money":
        return _signed(mapping.currency_signs, read)
    return read


def _signed(signs: Mapping[str, str], read: TextReader) -> TextReader:
    """Puts the code of a currency behind an amount in place of its sign: `-€ 1.250,50` is `-1.250,50 EUR`."""

    def reader(text: str) -> Cell:
        sign, amount = without_sign(text, signs)
        code = signs.get(sign, "")
        if code and amount.endswith(f" {code}"):  # said once more, in a column of its own
            return read(amount)
        return read(f"{amount} {code}" if code else text)

    return reader


def without_sign(text: str, signs: Iterable[str]) -> tuple[str, str]:
    """The sign of a currency that stands before or behind an amount, and the amount without it."""
    minus, body = ("-", text[1:]) if text.startswith("-") else ("", text)
    for sign in sorted(signs, key=len, reverse=True):
        if body.startswith(sign):
            return sign, minus + body.removeprefix(sign).lstrip(_BLANKS)
        amount, behind, code = body.partition(sign)
        if behind and (not code or _CODE.fullmatch(code)):
            return sign, minus + amount.rstrip(_BLANKS) + code
    return "", text


def _by_kind(field: Field, mapping: EntityMapping, strict: TextReader) -> TextReader:
    match field.type:
        case Quantity(kind="percent"):
            return _percents(field, mapping, strict)
        case Words() if field.column:
            return strict
        case Quantity() if is_duration(field.type):
            return strict
        case Quantity(kind=kind) if not mapping.plain_numbers:
            return _numbers(mapping, strict, has_currency=kind == "money")
        case Day() if mapping.date_order or field.name in mapping.timestamps:
            return _dates(mapping.date_order, mapping.timestamps.get(field.name, ""), strict)
        case ChoiceSet() if mapping.member_separator != ";" or field.name in mapping.values:
            names = mapping.values.get(field.name, {})
            return lambda text: _members(text.split(mapping.member_separator), field, names)
    return strict


def _numbers(mapping: EntityMapping, strict: TextReader, *, has_currency: bool) -> TextReader:
    plain = plain_number(mapping.decimal_mark, mapping.thousands_mark)
    refusal = Refusal("cell-number-not-as-mapped", {"example": number_example(mapping)})

    def reader(text: str) -> Cell:
        amount, currency = text, ""
        if has_currency and text[-4:-3] == " " and text[-3:].isascii() and text[-3:].isalpha():
            amount, currency = text[:-4], text[-4:]
        number = plain(amount)
        return refusal if number is None else strict(number + currency)

    return reader


def _percents(field: Field, mapping: EntityMapping, strict: TextReader) -> TextReader:
    plain = plain_number(mapping.decimal_mark, mapping.thousands_mark)
    meaning = mapping.percents.get(field.name)
    refusal = Refusal("cell-number-not-as-mapped", {"example": number_example(mapping)})

    def reader(text: str) -> Cell:
        number = plain(text.removesuffix("%"))
        if number is None:
            return strict(text) if mapping.plain_numbers else refusal
        if text.endswith("%") or meaning == "percent":
            return strict(f"{number}%")
        return strict(f"{hundredfold(number)}%") if meaning == "fraction" else Refusal("cell-not-a-percent")

    return reader


def plain_number(decimal_mark: str, thousands_mark: str) -> Callable[[str], str | None]:
    """Brings a number into digits and a point; None for a text that is not written with these marks, in groups of
    three digits where thousands are marked."""
    blank = thousands_mark == " "
    mark = f"[{_BLANKS}]" if blank else re.escape(thousands_mark)
    grouped = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|" if thousands_mark else ""
    pattern = re.compile(rf"[+-]?(?:{grouped}[0-9]+)(?:{re.escape(decimal_mark)}[0-9]+)?")
    removed = dict.fromkeys(map(ord, _BLANKS if blank else thousands_mark))

    def reader(text: str) -> str | None:
        if len(text) > DIGITS_MAX or not pattern.fullmatch(text):
            return None
        return text.translate(removed).replace(decimal_mark, ".")

    return reader


def number_example(mapping: EntityMapping) -> str:
    """`1.250,50` with the marks of a mapping."""
    return f"1{mapping.thousands_mark}250{mapping.decimal_mark}50"


def hundredfold(number: str) -> str:
    """A plain decimal times one hundred: `0.125` is `12.5`."""
    found = read_decimal(number)
    assert found is not None, "a plain decimal"
    coefficient, digits = found
    sign, kept = "-" if coefficient < 0 else "", max(digits - 2, 0)
    text = str(abs(coefficient) * 10 ** max(2 - digits, 0)).rjust(kept + 1, "0")
    return f"{sign}{text[:-kept]}.{text[-kept:]}" if kept else sign + text


def _dates(order: str, timestamps: str, strict: TextReader) -> TextReader:
    day = date_of(order) if order else plain_date
    timestamp = timestamp_reader(day, timestamps)
    example = "/".join(_DATE_EXAMPLES[part] for part in order.split())
    refusal = Refusal("cell-date-not-as-mapped", {"order": order, "example": example})

    def reader(text: str) -> Cell:
        found = day(text) or timestamp(text)
        if found is not None or order:
            return found or refusal
        return Refusal("cell-not-a-date") if timestamps and timestamp_in(text) else strict(text)

    return reader


def plain_date(text: str) -> datetime.date | None:
    """Reads a day as `2025-04-01`; None for any other text."""
    return _ISO_DATE(text) if len(text) == DATE_LENGTH and text[4] == text[7] == "-" else None


def date_of(order: str) -> Callable[[str], datetime.date | None]:
    """Reads a day written in an order such as `day month year`, with `/`, `-` or `.` between; None for others."""
    first, second, third = (_DATE_PARTS[part] for part in order.split())
    pattern = re.compile(rf"{first}(?P<mark>[/.-]){second}(?P=mark){third}")

    def reader(text: str) -> datetime.date | None:
        match = pattern.fullmatch(text)
        if match is None:
            return None
        try:
            return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            return None

    return reader


_ISO_DATE = date_of("year month day")


def _members(texts: list[str], field: Field, names: Mapping[str, str]) -> Cell:
    return read_given(field, [names.get(unicodedata.normalize("NFC", text), text) for text in texts])


# ------------------------------------------------------------------------------------------------ other kinds


def _number(cell: Number, field: Field, mapping: EntityMapping, strict: TextReader) -> Cell:
    match field.type:
        case _ if in_own_currency(field.type):
            return strict(cell.text)  # says no currency
        case Words(year_starts=month) if month:
            return strict(f"{cell.text}%" if cell.is_percent else cell.text)  # a year may stand as a number
        case Words() if field.name in mapping.numbers_as_text:
            return strict(cell.text) if stands_as_text(cell) else Refusal("cell-number-not-as-written")
        case Words() | Choice() | ChoiceSet():
            return Refusal("cell-number-for-text")
        case Quantity() if is_duration(field.type):
            return strict(cell.text)
        case Quantity(kind=kind):
            if not _NUMBER.fullmatch(cell.text):
                return Refusal("cell-not-a-number", {"example": "1250"})
            if kind != "percent":
                return _wrong_kind(field) if cell.is_percent else strict(cell.text)
            meaning = "fraction" if cell.is_percent else mapping.percents.get(field.name)
            if meaning is None:
                return Refusal("cell-not-a-percent")
            return strict(f"{cell.text if meaning == 'percent' else hundredfold(cell.text)}%")
    return _wrong_kind(field)


def stands_as_text(cell: Number) -> bool:
    """Whether a number is whole and has all its digits, so that they may be meant as a text."""
    lost = cell.is_binary and len(cell.text) > BINARY_DIGITS_MAX
    return cell.text.isascii() and cell.text.isdigit() and not cell.is_percent and not lost


def _listed(cell: Listed, field: Field, names: Mapping[str, str]) -> Cell:
    texts = [item for item in cell.items if item is not None]
    if not isinstance(field.type, ChoiceSet) or len(texts) < len(cell.items):
        return Refusal("cell-nested", {"path": cell.path, "kind": phrase("a list")})
    return _members(texts, field, names)


def _own_kind(cell: object, field: Field) -> Cell:
    if isinstance(cell, bool):
        return cell if isinstance(field.type, Truth) else _wrong_kind(field)
    return read_given(field, cell)


def _wrong_kind(field: Field) -> Refusal:
    return Refusal("cell-wrong-kind", {"kind": kind_words(field.type)})
