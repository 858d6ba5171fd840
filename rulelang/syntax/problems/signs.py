"""Bullets, lone minus signs and brackets."""
from __future__ import annotations

from lark import Token

from rulelang.syntax.problems.stop import Stop

LEFT_OPEN = frozenset({"WHERE", "AND", "OR", "OF"})
"""What is missing after these is missing on their own line."""


def bullet(stop: Stop) -> bool:
    if stop.token is None or stop.token.type not in ("SUB", "MUL", "ADD") or not stop.fresh:
        return False
    if stop.before and stop.before[-1].type in LEFT_OPEN:
        return False
    stop.report.add("leading-bullet", stop.span(), written=stop.written)
    return True


def minus(stop: Stop) -> bool:
    if stop.token is None or stop.token.type != "SUB" or not stop.place.takes_value():
        return False
    if stop.fresh and stop.before and stop.before[-1].type in LEFT_OPEN:
        return False
    stop.report.add("minus-in-front", stop.span())
    return True


def apart(stop: Stop) -> bool:
    """`rate (Level)`: the bracket of a reading by key touches its name."""
    if stop.token is None or stop.token.type != "LPAR" or stop.before[-1].type != "NAME" or stop.fresh:
        return False
    if "CALL" not in stop.place.accepted:
        return False
    stop.report.add("bracket-apart", stop.span(), previous=stop.previous)
    return True


def unclosed(stop: Stop) -> bool:
    """An open bracket, when the text goes on with a new line, ends, or a value follows a name of its list."""
    opened: list[Token] = []
    for token in stop.before:
        if token.type in ("LPAR", "CALL"):
            opened.append(token)
        elif token.type == "RPAR" and opened:
            opened.pop()
    closing = stop.token is not None and stop.token.type == "RPAR"
    if closing and not opened:
        stop.report.add("bracket-not-opened", stop.span(), previous=stop.previous)
        return True
    if not opened or "RPAR" not in stop.place.accepted:
        return False
    if stop.token is not None and not stop.fresh and not _value_in_list_of_names(stop):
        return False
    inside = next((token for token in stop.before if (token.start_pos or 0) >= (opened[-1].end_pos or 0)), opened[-1])
    stop.report.add("bracket-not-closed", stop.span(opened[-1]), inside=stop.text(inside))
    return True


def _value_in_list_of_names(stop: Stop) -> bool:
    """`pillars (sell, csat 4.5`: the name before the value is one of the next field, not of the list."""
    commas = stop.place.accepted <= {"COMMA", "RPAR"} and stop.before[-2].type == "COMMA"
    return commas and stop.token is not None and stop.token.type in ("NUMBER", "DATE", "STRING", "UNKNOWN")
