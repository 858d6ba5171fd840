"""Figures, dates, texts and durations. Knows nothing of what they are used for."""
from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.trees import Builder, Part, subtree

_FIGURE = re.compile(r"(-?)([0-9_]+)(?:\.([0-9]+))?")


def figure(text: str) -> tuple[int, int]:
    """`1_000.50` -> coefficient 100050 and 2 digits after the point."""
    sign, whole, digits = _FIGURE.match(text).groups(default="")  # type: ignore[union-attr]
    coefficient = int(whole.replace("_", "") + digits)
    return (-coefficient if sign else coefficient), len(digits)


def whole_number(b: Builder, token: Part) -> int:
    """A count that stands in the rules themselves: `12` months, `2` decimals."""
    coefficient, digits = figure(str(token))
    if digits or coefficient < 0:
        raise b.refuse("whole-number", token)
    return coefficient


def duration(b: Builder, tree: Branch) -> nodes.Duration:
    count, unit = tree.children
    return nodes.Duration(whole_number(b, count), str(unit), span=b.span(tree))


def duration_in(b: Builder, token: Token) -> nodes.Duration:
    """The duration inside a phrase, such as the one of `12 months ago`."""
    count, unit = str(token).split()
    if not count.replace("_", "").isdigit():
        raise b.refuse("whole-number", token)
    return nodes.Duration(int(count), unit, span=b.span(token))


def date_value(token: Part) -> datetime.date:
    return datetime.date.fromisoformat(str(token))


def text_value(token: Part | str) -> str:
    """What stands between the quotes; a backslash keeps the next sign as it is."""
    quoted = str(token)
    inner = quoted[1:-1] if quoted.startswith('"') else quoted
    return re.sub(r"\\(.)", r"\1", inner)


def label(b: Builder, tree: Branch | None) -> nodes.Label | None:
    if tree is None:
        return None
    first, *others = tree.children
    translations = []
    for other in others:
        language, _, quoted = str(other).partition(":")
        translations.append((language.strip(), text_value(quoted.strip())))
    return nodes.Label(text_value(first), tuple(translations), span=b.span(tree))


def document(b: Builder, tree: Branch) -> nodes.Document:
    return nodes.Document(str(tree.children[0])[3:-3], span=b.span(tree))


def document_of(b: Builder, tree: Branch) -> nodes.Document | None:
    """The text among the parts of a declaration."""
    found = subtree(tree, "document")
    return None if found is None else document(b, found)


def literal(b: Builder, tree: Branch) -> nodes.Literal:
    """Any literal. `tree.data` is the kind of literal."""
    return LITERALS[str(tree.data)](b, tree)


def money(b: Builder, tree: Branch) -> nodes.Money:
    text = str(tree.children[0])
    return nodes.Money(*figure(text), text[-3:], span=b.span(tree))


def period(b: Builder, part: Part) -> nodes.PeriodLiteral:
    """A period as written; a bare year is one too."""
    text = str(part.children[0]) if isinstance(part, Branch) else str(part)
    return nodes.PeriodLiteral(text, span=b.span(part))


LITERALS: dict[str, Callable[[Builder, Branch], nodes.Literal]] = {
    "number": lambda b, tree: nodes.Number(*figure(str(tree.children[0])), span=b.span(tree)),
    "percent": lambda b, tree: nodes.Percent(*figure(str(tree.children[0])), span=b.span(tree)),
    "money": money,
    "points": lambda b, tree: nodes.Points(*figure(str(tree.children[0])), span=b.span(tree)),
    "date": lambda b, tree: nodes.Date(date_value(tree.children[0]), span=b.span(tree)),
    "period": period,
    "text": lambda b, tree: nodes.Text(text_value(tree.children[0]), span=b.span(tree)),
    "yes": lambda b, tree: nodes.YesNo(value=True, span=b.span(tree)),
    "no": lambda b, tree: nodes.YesNo(value=False, span=b.span(tree)),
    "duration": duration,
}
