"""Figures that look at all subjects as SQL: window functions over the subjects, in layers, no subject twice.

A member is compared within its group. What hangs on places in an order (a median, the top part) is found from the
places and the number of members, never by a database's own percentile, which may go through binary fractions.
"""
from __future__ import annotations

from rulelang.compile.plan import AcrossSlot
from rulelang.compile.scalars import INTEGER
from rulelang.compile.sql_text import Dialect, SqlText, is_wide

BY_PLACE = {"median": "", "top_total": " desc"}
"""The figures that need places, with the order in which these are counted."""


def places(slot: AcrossSlot, text: SqlText, place: str, count: str) -> list[str]:
    """The columns in which a slot finds each subject's place and the number of members; none where it needs none."""
    if slot.function not in BY_PLACE:
        return []
    order = f"order by {text.of(slot.value)}{BY_PLACE[slot.function]}"
    member = text.of(slot.member)
    return [
        f"row_number() over ({_among(slot, text, member)} {order}) as {place}",
        f"{_members(member)} over ({_among(slot, text)}) as {count}",
    ]


def figure(slot: AcrossSlot, text: SqlText, place: str, count: str) -> str:
    """A slot as an expression over the subjects."""
    dialect, value, member = text.dialect, text.of(slot.value), text.of(slot.member)
    among = _among(slot, text)
    held = f"filter (where {member}) over ({among})"
    match slot.function:
        case "rank":
            return f"rank() over ({_among(slot, text, member)} order by {value} desc)"
        case "below":
            return f"rank() over ({_among(slot, text, member)} order by {value}) - 1"
        case "count":
            return f"{_members(member)} over ({among})"
        case "lowest" | "highest":
            return f"{'min' if slot.function == 'lowest' else 'max'}({value}) {held}"
        case "total":
            return _sized(slot, dialect, f"coalesce(sum({value}) {held}, 0)")
        case "median":
            wide = dialect.cast(value, dialect.wide)
            lower, upper = (f"{place} = {dialect.quotient(x, '2')}" for x in (f"({count} + 1)", f"({count} + 2)"))
            twice = f"(case when {lower} then {wide} else 0 end + case when {upper} then {wide} else 0 end)"
            return _sized(slot, dialect, f"sum({twice}) {held}")
    part, whole = slot.top.numerator, slot.top.denominator
    members = dialect.quotient(f"({dialect.cast(count, dialect.wide)} * {part} + {whole - 1})", str(whole))
    taken = f"filter (where {member} and {place} <= {members}) over ({among})"
    return _sized(slot, dialect, f"coalesce(sum({value}) {taken}, 0)")


def below(slot: AcrossSlot, text: SqlText) -> str:
    """A figure of the members of each group, for others to read."""
    function = {"total": "sum", "lowest": "min", "highest": "max", "causes": "bit_or"}[slot.function]
    found = f"{function}({text.of(slot.value)}) filter (where {text.of(slot.member)})"
    return found if slot.function == "causes" else _sized(slot, text.dialect, found)


def _members(member: str) -> str:
    """How many members there are; `count(*)` with a filter takes DuckDB a pass over all subjects for each of them."""
    return f"count(case when {member} then 1 end)"


def _among(slot: AcrossSlot, text: SqlText, *more: str) -> str:
    parts = [*(text.of(x) for x in slot.group), *more]
    return f"partition by {', '.join(parts)}" if parts else ""


def _sized(slot: AcrossSlot, dialect: Dialect, expression: str) -> str:
    """A total in the type of its column: sums are wide."""
    wide = slot.column.kind == INTEGER and is_wide(slot.column.low, slot.column.high)
    return dialect.cast(expression, dialect.wide if wide else dialect.narrow)
