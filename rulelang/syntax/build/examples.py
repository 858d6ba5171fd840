"""Examples: what is given, what is expected. Knows no rules."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Union

import attrs
from lark import Token

from rulelang.diagnostics.suggest import in_backticks
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.expressions import members, names
from rulelang.syntax.build.literals import date_value, document_of, literal, period, text_value
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, the, token, tokens, trees

PART = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")
"""A part of a record by its path, as a column has it: `address.city`."""


def example(b: Builder, tree: Branch) -> nodes.Example:
    title = tree.children[1]
    place = next(i for i, part in enumerate(tree.children) if isinstance(part, Token) and part.type == "IN")
    program, known_by = token(tree, "NAME"), token(tree, "DATE")
    return nodes.Example(
        nodes.Text(text_value(title), span=b.span(title)),
        b.name(program) if program is not None else None,
        period(b, tree.children[place + 1]),
        date_value(known_by) if known_by is not None else None,
        tuple(given(b, part) for part in trees(tree, "given")),
        tuple(expected(b, part) for part in trees(tree, "expected")),
        document_of(b, tree),
        span=b.span(tree),
    )


def given(b: Builder, tree: Branch) -> nodes.Given:
    """One partner or record with what is said of it, or several as a table that has the name of their entity."""
    if subtree(tree, "row"):
        named = Branch("given_rows", tree.children[1:])
        return nodes.Given(b.name(tree.children[1]), (given_rows(b, named),), span=b.span(tree))
    items = tuple(item for part in trees(tree) for item in GIVEN[part.data](b, part))
    return nodes.Given(b.name(tree.children[1]), items, span=b.span(tree))


def given_value(b: Builder, tree: Branch) -> tuple[nodes.GivenValue]:
    written = tree.children[1].children[0]
    value = None if isinstance(written, Token) and written.type == "UNKNOWN" else cell_value(b, written)
    return (nodes.GivenValue(_field_name(b, tree.children[0]), value, span=b.span(tree)),)


def given_record(b: Builder, tree: Branch) -> tuple[nodes.GivenValue, ...]:
    """`address (city "Lima", country PE)`: each part by its path."""
    name = _field_name(b, tree.children[0]).text
    parts = (part for each in trees(tree, "given_value", "given_record") for part in PARTS[each.data](b, each))
    return tuple(attrs.evolve(p, name=attrs.evolve(p.name, text=f"{name}.{p.name.text}")) for p in parts)


def _field_name(b: Builder, written: Branch | Token) -> nodes.Name:
    """A field by its name, a part of a record by its path."""
    if isinstance(written, Token):
        return b.name(written)
    return nodes.Name(".".join(b.name(part).text for part in tokens(written, "NAME")), span=b.span(written))


PARTS: dict[str, Callable[[Builder, Branch], tuple[nodes.GivenValue, ...]]] = {
    "given_value": given_value, "given_record": given_record,
}  # fmt: skip


def given_state(b: Builder, tree: Branch) -> tuple[nodes.GivenState]:
    name, value = tokens(tree, "NAME")
    since = period(b, tokens(tree, "PERIOD")[0])
    ladder = b.name(name)
    if subtree(tree, "names") is not None:
        ladder = nodes.Name(_of_members(ladder, names(b, tree)), span=ladder.span)
    return (nodes.GivenState(ladder, b.name(value), since, span=b.span(tree)),)


def _of_members(name: nodes.Name, members: tuple[nodes.Name, ...]) -> str:
    """The name of what is there for each member, with the members."""
    return f"{name.text}({', '.join(each.text for each in members)})"


def given_rows(b: Builder, tree: Branch) -> nodes.GivenRows:
    """The first row holds the names of the columns."""
    header, *rows = trees(tree, "row")
    columns = tuple(column(b, part, header) for part in trees(header))
    for row in rows:
        if len(trees(row)) != len(columns):
            lacking = in_backticks(name.text for name in columns[len(trees(row)) :])
            raise b.refuse(
                "row-width", row, cells=len(trees(row)), columns=len(columns), first=first_cell(b, row), lacking=lacking
            )
    return nodes.GivenRows(
        b.name(tree.children[0]), columns, tuple(tuple(_cell(b, part) for part in trees(row)) for row in rows),
        tuple(b.span(row) for row in rows), span=b.span(tree),
    )  # fmt: skip


def column(b: Builder, tree: Branch, header: Branch) -> nodes.Name:
    """The name of a column, in the first row of a table."""
    if not tree.children:
        raise b.refuse("column-without-name", header)
    written = tree.children[0]
    if isinstance(written, Token):
        return b.name(written)
    if not PART.fullmatch(b.span(tree).text):
        raise b.refuse("column-name", tree)
    return nodes.Name(b.span(tree).text, span=b.span(tree))


def _cell(b: Builder, tree: Branch) -> nodes.GivenCell:
    return cell_value(b, tree.children[0]) if tree.children else None


def cell_value(b: Builder, part: Branch | Token) -> nodes.GivenCell:
    """A name, a set of names or a literal."""
    if isinstance(part, Token):
        return b.name(part)
    if part.data == "name_set":
        return names(b, part)
    if part.data == "cell_choice":
        raise Unbuilt("a figure still to be chosen")
    if part.data == "sourced_cell":
        raise b.refuse("cell-says-more", part)
    return literal(b, part)


def first_cell(b: Builder, row: Branch) -> str:
    """What stands in the first cell of a row that is filled, so that a reader finds the row."""
    return next((b.span(cell).text.strip() for cell in trees(row) if cell.children), "|")


GivenItem = Union[nodes.GivenValue, nodes.GivenState, nodes.GivenRows]
GIVEN: dict[str, Callable[[Builder, Branch], tuple[GivenItem, ...]]] = {
    "given_value": given_value,
    "given_record": given_record,
    "given_state": given_state,
    "given_rows": lambda b, tree: (given_rows(b, tree),),
}


def expected(b: Builder, tree: Branch) -> nodes.Expected:
    name = _outcome(b, tree)
    partner = token(tree, "STRING") if token(tree, "FOR") is not None else None
    last = tree.children[-1]
    value: nodes.Literal | nodes.Name | nodes.Members | None = None
    if isinstance(last, Token):
        value = None if last.type == "IS_UNKNOWN" else b.name(last)
    else:
        value = members(b, last) if last.data == "name_set" else literal(b, last)
    whom = nodes.Text(text_value(partner), span=b.span(partner)) if partner is not None else None
    return nodes.Expected(name, value, whom, span=b.span(tree))


def _outcome(b: Builder, tree: Branch) -> nodes.Name:
    """The name of what is expected; of what is there for each member, with the members."""
    of_member = subtree(tree, "of_member")
    if of_member is not None:
        called, members = b.name(of_member.children[0]), names(b, of_member)
        return nodes.Name(_of_members(called, members), span=b.span(of_member))
    named = tokens(the(tree, "path"), "NAME")
    if len(named) > 1:
        raise Unbuilt("an example with several partners")
    return b.name(named[0])
