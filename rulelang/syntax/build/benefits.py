"""Benefits: tables by level or choice, and texts with a condition. Knows no levels and no entities."""
from __future__ import annotations

import re
from typing import Union

from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.examples import cell_value, column, first_cell
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import document_of, label, text_value
from rulelang.syntax.build.outcomes import by_member, since, subject
from rulelang.syntax.build.trees import Builder, subtree, token, trees

NAME = re.compile(r"[^\W\d]\w*")
OF_MEMBER = re.compile(rf"{NAME.pattern}\( *{NAME.pattern}(?: *, *{NAME.pattern})* *\)")
"""`Level(Area)`, which to the words of a table is a text like any other."""
Key = Union[nodes.Reading, nodes.Call]
Table = tuple[tuple[Key, ...], Union[nodes.Name, None], tuple[nodes.BenefitRow, ...]]


def benefit(b: Builder, tree: Branch) -> nodes.Benefit:
    """The declaration, with its table or its text."""
    keys, given, rows = _table(b, trees(tree, "row"))
    text, when = token(tree, "STRING"), token(tree, "WHEN")
    return nodes.Benefit(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree), keys, given, rows,
        nodes.Text(text_value(text), span=b.span(text)) if text is not None else None,
        expression(b, tree.children[-1]) if when is not None else None, document_of(b, tree), since(tree),
        by=by_member(b, tree), span=b.span(tree),
    )  # fmt: skip


def _table(b: Builder, written: list[Branch]) -> Table:
    """What the columns read, the name of the last one, and the rows under them."""
    if not written:
        return (), None, ()
    header, *rows = written
    *keys, last = trees(header)
    read = tuple(_key(b, part, header) for part in keys)
    return read, column(b, last, header), tuple(_row(b, part, len(keys) + 1) for part in rows)


def _key(b: Builder, tree: Branch, header: Branch) -> Key:
    """What a column goes by: a name, or what is read of a member."""
    call = _call(b, tree)
    if call is not None:
        return call
    key = column(b, tree, header)
    return nodes.Reading((key,), span=key.span)


def _call(b: Builder, tree: Branch) -> nodes.Call | None:
    """What is read by its keys in a cell."""
    whole = b.span(tree)
    if OF_MEMBER.fullmatch(whole.text) is None:
        return None
    places = [Span(b.file, whole.start + m.start(), whole.start + m.end()) for m in NAME.finditer(whole.text)]
    name, *members = [nodes.Name(place.text, span=place) for place in places]
    return nodes.Call(name, tuple(nodes.Reading((each,), span=each.span) for each in members), span=whole)


def _row(b: Builder, tree: Branch, columns: int) -> nodes.BenefitRow:
    cells = trees(tree)
    if len(cells) != columns:
        raise b.refuse("row-width", tree, cells=len(cells), columns=columns, first=first_cell(b, tree), lacking="")
    *keys, last = (cell_value(b, part.children[0]) if part.children else None for part in cells)
    values = (*keys, _call(b, cells[-1]) or last)
    return nodes.BenefitRow(values, tuple(b.span(part) for part in cells), span=b.span(tree))
