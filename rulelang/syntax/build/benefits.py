"""Benefits: tables by level or choice, and texts with a condition. Knows no levels and no entities."""
from __future__ import annotations

from typing import Union

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.examples import cell_value, column, first_cell
from rulelang.syntax.build.expressions import expression
from rulelang.syntax.build.literals import document_of, label, text_value
from rulelang.syntax.build.outcomes import since, subject
from rulelang.syntax.build.trees import Builder, subtree, token, trees

Table = tuple[tuple[nodes.Reading, ...], Union[nodes.Name, None], tuple[nodes.BenefitRow, ...]]


def benefit(b: Builder, tree: Branch) -> nodes.Benefit:
    """The declaration, with its table or its text."""
    keys, given, rows = _table(b, trees(tree, "row"))
    text, when = token(tree, "STRING"), token(tree, "WHEN")
    return nodes.Benefit(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree), keys, given, rows,
        nodes.Text(text_value(text), span=b.span(text)) if text is not None else None,
        expression(b, tree.children[-1]) if when is not None else None, document_of(b, tree), since(tree),
        span=b.span(tree),
    )  # fmt: skip


def _table(b: Builder, written: list[Branch]) -> Table:
    """What the columns read, the name of the last one, and the rows under them."""
    if not written:
        return (), None, ()
    header, *rows = written
    *keys, given = [column(b, part, header) for part in trees(header)]
    read = tuple(nodes.Reading((key,), span=key.span) for key in keys)
    return read, given, tuple(_row(b, part, len(keys) + 1) for part in rows)


def _row(b: Builder, tree: Branch, columns: int) -> nodes.BenefitRow:
    cells = trees(tree)
    if len(cells) != columns:
        raise b.refuse("row-width", tree, cells=len(cells), columns=columns, first=first_cell(b, tree), lacking="")
    values = tuple(cell_value(b, part.children[0]) if part.children else None for part in cells)
    return nodes.BenefitRow(values, tuple(b.span(part) for part in cells), span=b.span(tree))
