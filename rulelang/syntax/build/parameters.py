"""Parameters: timelines of values, tables by key, files that hold such a table. Knows no types."""
from __future__ import annotations

from typing import Union

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.entities import bounds, type_of
from rulelang.syntax.build.expressions import expression, value_of
from rulelang.syntax.build.literals import date_value, document_of, label, text_value
from rulelang.syntax.build.trees import Builder, subtree, the, tokens, trees

NOT_YET = {"spread": "a quota spread over periods"}


def parameter(b: Builder, tree: Branch) -> nodes.Parameter | nodes.KeyedParameter:
    """With keys a table of values for each date; without, a value for each."""
    dated = trees(tree, "dated")
    later = [b.not_yet(part, NOT_YET[part.data]) for part in trees(tree, *NOT_YET)]
    refuse_exceptions(b, dated, b.name(tree.children[1]).text)
    keys = subtree(tree, "keys")
    tables = trees(tree, "dated_table", "read_from")
    if keys is None and tables:
        raise b.refuse("table-without-keys", tables[0], name=b.name(tree.children[1]).text)
    if keys is not None:
        return nodes.KeyedParameter(
            b.name(tree.children[1]),
            label(b, subtree(tree, "label")),
            type_of(b, tree),
            tuple(b.type_name(name) for name in tokens(the(keys, "names"), "NAME")),
            bounds(b, subtree(tree, "bounds")),
            tuple(entry(b, part) for part in tables),
            tuple(b.span(part) for part in dated),
            document_of(b, tree),
            tuple(later),
            span=b.span(tree),
        )
    return nodes.Parameter(
        b.name(tree.children[1]),
        label(b, subtree(tree, "label")),
        type_of(b, tree),
        bounds(b, subtree(tree, "bounds")),
        tuple(dated_value(b, part) for part in dated),
        document_of(b, tree),
        tuple(later),
        span=b.span(tree),
    )


def dated_value(b: Builder, tree: Branch) -> nodes.DatedValue:
    """One line of a timeline."""
    dates = tokens(tree, "DATE")
    return nodes.DatedValue(
        expression(b, trees(tree)[0]),
        date_value(dates[0]),
        date_value(dates[1]) if len(dates) > 1 else None,
        _source(tree),
        _is_unpublished(tree),
        span=b.span(tree),
    )


def _source(tree: Branch) -> str | None:
    source = subtree(tree, "dated_source")
    return text_value(source.children[1]) if source else None


def _is_unpublished(tree: Branch) -> bool:
    return subtree(tree, "unpublished") is not None


def refuse_exceptions(b: Builder, dated: list[Branch], name: str) -> None:
    """A value of a parameter has no exceptions: it is nobody's, so there is nobody to ask the condition of."""
    for excepted in (part for line in dated for part in trees(line, "exception")):
        raise b.refuse("exception-on-a-parameter", excepted, name=name)


# ------------------------------------------------------------------------------------------------ tables


def entry(b: Builder, tree: Branch) -> Union[nodes.DatedTable, nodes.ReadFrom]:
    if tree.data == "read_from":
        return nodes.ReadFrom(text_value(tree.children[1]), span=b.span(tree))
    dates = tokens(tree, "DATE")
    return nodes.DatedTable(
        tuple(row(b, part) for part in trees(tree, "row")),
        date_value(dates[0]),
        date_value(dates[1]) if len(dates) > 1 else None,
        _source(tree),
        _is_unpublished(tree),
        span=b.span(tree),
    )


def row(b: Builder, tree: Branch) -> nodes.TableRow:
    return nodes.TableRow(tuple(_cell(b, part) for part in trees(tree, "cell")), span=b.span(tree))


def _cell(b: Builder, tree: Branch) -> nodes.TableCell | None:
    if not tree.children or tree.children[0] is None:
        return None
    written = tree.children[0]
    if isinstance(written, Branch) and written.data == "sourced_cell":
        value = value_of(b, written.children[0])
        return nodes.TableCell(value, _source(written), _is_unpublished(written), span=b.span(tree))
    return nodes.TableCell(value_of(b, written), span=b.span(tree))
