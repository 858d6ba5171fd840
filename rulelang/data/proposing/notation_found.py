"""Which marks, orders and signs the cells of an export are written with: whatever most of them fit.

Gives a doubt where several fit alike and would read something else.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core.nodes import Day, Field, Quantity
from rulelang.data.cells import Number, TypedCell
from rulelang.data.durations import is_duration, says_duration
from rulelang.data.mapping import DATE_ORDERS, DECIMAL_MARKS, THOUSANDS_MARKS, EntityMapping
from rulelang.data.notation import date_of, mapped_text_reader, plain_number, without_sign
from rulelang.data.proposing.timestamps_found import Fed, day_written, with_timestamps
from rulelang.data.refusal import Refusal
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.suggest import in_backticks

MARKS = tuple(
    (decimal, thousands)
    for thousands in ("", *THOUSANDS_MARKS)
    for decimal in DECIMAL_MARKS
    if decimal != thousands
)
# Signs of currencies with those they are used for, the likeliest first.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "€": ("EUR",), "£": ("GBP",), "R$": ("BRL",), "US$": ("USD",), "C$": ("CAD",), "A$": ("AUD",), "S/": ("PEN",),
    "₹": ("INR",), "₩": ("KRW",), "₺": ("TRY",), "₽": ("RUB",), "zł": ("PLN",), "Kč": ("CZK",),
    "$": ("USD", "ARS", "AUD", "CAD", "CLP", "COP", "MXN", "NZD", "SGD", "UYU"), "¥": ("JPY", "CNY"),
    "kr": ("SEK", "DKK", "NOK"),
}  # fmt: skip
ORDERS = ("", *DATE_ORDERS[1:], DATE_ORDERS[0])


def with_notation(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, tuple[Diagnostic, ...]]:
    """The mapping with the marks of numbers, the order of dates and the meaning of percents that its columns show."""
    mapping, of_signs = _with_signs(mapping, fed)
    mapping, of_marks = _with_marks(mapping, fed)
    mapping, of_orders = _with_order(mapping, fed)
    mapping, of_timestamps = with_timestamps(mapping, fed)
    mapping, of_percents = _with_percents(mapping, fed)
    return mapping, (*of_signs, *of_marks, *of_orders, *of_timestamps, *of_percents)


def is_readable(field: Field, cell: TypedCell) -> bool:
    """Whether a cell could be a value of the field, however it may be written."""
    if isinstance(field.type, Quantity) and is_duration(field.type):
        return isinstance(cell, str) and says_duration(cell, field.type)
    match field.type, cell:
        case Quantity(), Number():
            return True
        case Quantity(), str():
            return any(plain_number(*marks)(_bare(cell)) is not None for marks in MARKS)
        case Day(), str():
            return any(date_of(order)(day_written(cell)) is not None for order in DATE_ORDERS)
    return True


def _with_signs(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, list[Diagnostic]]:
    """The signs that stand beside amounts; a doubt of those that several currencies share."""
    signs, doubts = {}, []
    for column, (field, cells) in fed.items():
        if not isinstance(field.type, Quantity) or field.type.kind != "money":
            continue
        for cell in cells:
            sign = without_sign(cell, SIGNS)[0] if isinstance(cell, str) else ""
            if not sign or sign in signs:
                continue
            shared = SIGNS[sign]
            own = field.type.currency
            signs[sign] = own if own is not None and own in shared else shared[0]
            if len(shared) > 1:
                values = {"column": column, "example": cell, "sign": sign, "chosen": signs[sign]}
                doubts.append(Diagnostic("map-sign-not-clear", None, values))
    return attrs.evolve(mapping, currency_signs=signs), doubts


def _with_marks(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, list[Diagnostic]]:
    written = [(field, cells) for field, cells in _texts(fed)
               if isinstance(field.type, Quantity) and not is_duration(field.type)]  # fmt: skip
    ways = [attrs.evolve(mapping, decimal_mark=mark, thousands_mark=thousands) for mark, thousands in MARKS]
    if not written:
        return mapping, []
    # A percent without its sign is a matter of its own, and the currency may stand in another column.
    fits = [sum(_fitting(way, field, cells) for field, cells in written) for way in ways]
    best = [way for way, fit in zip(ways, fits, strict=True) if fit == max(fits)]
    for other in best[1:]:
        example = _read_otherwise(best[0], other, [text for _, cells in written for text in cells])
        if example:
            # Three decimals everywhere are rarer than round thousands.
            values = {"example": example, "chosen": _marks(other), "other": _marks(best[0])}
            return other, [Diagnostic("map-marks-not-clear", None, values)]
    return best[0], []


def _fitting(way: EntityMapping, field: Field, cells: Sequence[str]) -> int:
    named = attrs.evolve(way, percents={field.name: "percent"})
    read = mapped_text_reader(field, named)
    return sum(not isinstance(read(text), Refusal) for text in cells)


def _read_otherwise(way: EntityMapping, other: EntityMapping, texts: Iterable[str]) -> str:
    """A text that both ways read, as different numbers."""
    first = plain_number(way.decimal_mark, way.thousands_mark)
    second = plain_number(other.decimal_mark, other.thousands_mark)
    for text in texts:
        one, two = first(_bare(text)), second(_bare(text))
        if one is not None and two is not None and Fraction(one) != Fraction(two):
            return text
    return ""


def _marks(way: EntityMapping) -> str:
    return f"1{way.thousands_mark}000{way.decimal_mark}5"


def _with_order(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, list[Diagnostic]]:
    written = [(field, cells) for field, cells in _texts(fed) if isinstance(field.type, Day)]
    texts = [day_written(text) for _, cells in written for text in cells]
    fits = {order: sum(_is_day(order, text) for text in texts) for order in ORDERS}
    most = max(fits.values())
    best = [order for order in ORDERS if fits[order] == most]
    if not most or "" in best:
        return mapping, []
    if len(best) == 1:
        return attrs.evolve(mapping, date_order=best[0]), []
    column = next(column for column, (field, _) in fed.items() if isinstance(field.type, Day))
    values = {"column": column, "example": texts[0], "orders": in_backticks(best)}
    # Where decimals have a comma, nobody writes the month first.
    said = best[0] if mapping.decimal_mark == "," else ""
    doubt = Diagnostic("map-date-order-not-clear", None, values, variant="chosen" if said else "")
    return attrs.evolve(mapping, date_order=said), [doubt]


def _is_day(order: str, text: str) -> bool:
    if order:
        return date_of(order)(text) is not None
    return len(text) == 10 and text[4] == "-" and date_of(DATE_ORDERS[0])(text) is not None


def _with_percents(mapping: EntityMapping, fed: Fed) -> tuple[EntityMapping, list[Diagnostic]]:
    percents, doubts = {}, []
    plain = plain_number(mapping.decimal_mark, mapping.thousands_mark)
    for column, (field, cells) in fed.items():
        if not isinstance(field.type, Quantity) or field.type.kind != "percent":
            continue
        bare = [cell.text for cell in cells if isinstance(cell, Number) and not cell.is_percent]
        bare += [plain(cell) or "" for cell in cells if isinstance(cell, str) and not cell.endswith("%")]
        numbers = [Fraction(text) for text in bare if text]
        if numbers:
            percents[field.name] = "percent" if any(abs(number) > 1 for number in numbers) else "fraction"
            values = {"column": column, "example": next(filter(None, bare)), "chosen": percents[field.name]}
            doubts.append(Diagnostic("map-percent-not-clear", None, values))
    return attrs.evolve(mapping, percents=percents), doubts


def _texts(fed: Fed) -> list[tuple[Field, list[str]]]:
    return [(field, [cell for cell in cells if isinstance(cell, str)]) for field, cells in fed.values()]


def _bare(text: str) -> str:
    """A number without a percent sign or a currency's code or sign."""
    text = without_sign(text.removesuffix("%"), SIGNS)[1]
    return text[:-4] if text[-4:-3] == " " and text[-3:].isalpha() else text
