"""Where the lines of a declaration begin, how deep they stand, and what is aligned. Knows no words and no comments."""
from __future__ import annotations

from collections.abc import Callable

import attrs
from lark import Token

from rulelang.frozen import frozen
from rulelang.syntax.branch import Branch, edge

OUTER_LISTS = frozenset({"outer_all", "outer_any", "outer_none", "outer_at_least"})
REQUIRE_LISTS = frozenset({"require_all", "require_any", "require_at_least"})
SUMMED = frozenset({"arithmetic", "aggregate", "percent_of"})
CASES = frozenset({"cases", "cases_alone"})
# Parts that stay on the line of the word before them.
INLINE = frozenset(
    {"label", "subject", "keyed", "keys", "dated_head", "bounds", "names", "of_member", "target", "cell_key", "member",
     "path", "plain_type", "decimals_type", "money_in_type", "own_money_type", "set_type", "list_type",
     "function_input", "identified_by", "belongs_to", "dated_by", "valid_from", "recorded_on", "edges", "points"}
)  # fmt: skip


@frozen
class Start:
    """A line begins: `depth` blanks, `kind` of alignment ("" for none), and which table of lines it belongs to."""

    depth: int
    kind: str = ""
    table: int = 0


@frozen(eq=False)
class Layout:
    """Starts of lines and of aligned cells, by the offset of their first word."""

    lines: dict[int, Start] = attrs.field(factory=dict)
    cells: set[int] = attrs.field(factory=set)

    def line(self, part: Branch | Token, depth: int, kind: str = "", table: int = 0) -> None:
        first = edge(part, 0)
        if first is not None:
            self.lines[first.start_pos or 0] = Start(depth, kind, table)

    def cell(self, part: Branch | Token) -> None:
        first = edge(part, 0)
        if first is not None:
            self.cells.add(first.start_pos or 0)


def layout(tree: Branch) -> Layout:
    """The layout of one declaration."""
    made = Layout()
    made.line(tree, 0)
    BODIES.get(str(tree.data), _clauses)(made, tree)
    return made


# ------------------------------------------------------------------------------------------------ declarations


def _clauses(made: Layout, tree: Branch, depth: int = 2) -> None:
    """Each part that is no inline part is a clause on a line of its own."""
    for part in tree.children:
        if isinstance(part, Branch) and part.data not in INLINE:
            _clause(made, part, depth, table=id(tree))


def _clause(made: Layout, part: Branch, depth: int, table: int) -> None:
    rule = str(part.data)
    made.line(part, depth, KINDS.get(rule, ""), table)
    if rule in CELLS:
        CELLS[rule](made, part)
    for inner in part.children:
        if not isinstance(inner, Branch):
            continue
        if inner.data in OUTER_LISTS or inner.data in REQUIRE_LISTS:
            _items(made, inner, depth + 2)
        elif inner.data == "band":
            _clause(made, inner, depth + 2, table=id(part))
        elif inner.data == "row":
            made.line(inner, depth + 2, "row", id(part))
        elif inner.data == "exception":
            made.line(inner, depth + 2)
        elif rule in ("on_clause", "pays") and inner.data == "arithmetic" and _has_where(inner):
            _terms(made, inner, depth + 2)


def _items(made: Layout, tree: Branch, depth: int) -> None:
    """The items of a bare list; a single condition stays where it is."""
    if len(tree.children) > 1:
        for item in tree.children[1:]:
            made.line(item, depth)


def _value(made: Layout, part: Branch, depth: int) -> None:
    """The body of a measure or a condition: cases and long sums a line each."""
    made.line(part, depth)
    if part.data in OUTER_LISTS:
        _items(made, part, depth + 2)
    elif part.data in CASES:
        for word in part.children:
            if isinstance(word, Token) and word.type in ("WHEN", "OTHERWISE"):
                made.line(word, depth)
    elif part.data == "arithmetic" and _has_where(part):
        _terms(made, part, depth)
    elif part.data in ("growth_of", "change_in_points"):
        for base in part.children:
            if isinstance(base, Branch) and base.data in ("zero_base", "missing_base"):
                made.line(base, depth + 2)


def _terms(made: Layout, part: Branch, depth: int) -> None:
    left, sign, _ = part.children
    if sign.data == "add_sign":
        made.line(sign, depth)
        if left.data == "arithmetic":
            _terms(made, left, depth)


def _has_where(part: Branch) -> bool:
    return any(isinstance(inner, Branch) and str(inner.data).startswith("where_") for inner in _open_parts(part))


def _open_parts(part: Branch) -> list[Branch]:
    """The terms of a sum and the parts of those that end in a `where`."""
    found = [child for child in part.children if isinstance(child, Branch)]
    return found + [each for child in found if child.data in SUMMED for each in _open_parts(child)]


def _measure(made: Layout, tree: Branch) -> None:
    place = next(i for i, part in enumerate(tree.children) if isinstance(part, Token) and part.type == "IS")
    for part in tree.children[place + 2 :]:
        if part.data in ("document", "exception", "exceptions_meet"):
            made.line(part, 2)
        elif part.data != "dated_head":
            _value(made, part, 2)


def _last_value(made: Layout, tree: Branch) -> None:
    for part in tree.children:
        if isinstance(part, Branch) and part.data == "document":
            made.line(part, 2)
    _value(made, tree.children[-1], 2)


def _tiers(made: Layout, tree: Branch) -> None:
    for part in tree.children:
        if isinstance(part, Branch) and part.data == "tier":
            made.line(part, 2)
            _clauses(made, part, 4)
        elif isinstance(part, Branch) and part.data not in INLINE:
            _clause(made, part, 2, id(tree))


def _set(made: Layout, tree: Branch) -> None:
    dated = [part for part in tree.children if isinstance(part, Branch) and part.data == "dated"]
    if len(dated) > 1:
        for part in dated:
            _clause(made, part, 2, id(tree))
    else:
        for band in (inner for part in tree.children if isinstance(part, Branch) for inner in part.children):
            if isinstance(band, Branch) and band.data == "band":
                _clause(made, band, 2, id(tree))


def _require_for(made: Layout, tree: Branch) -> None:
    _items(made, tree.children[-1], 2)


def _scorecard(made: Layout, tree: Branch, depth: int = 2) -> None:
    for part in tree.children:
        if isinstance(part, Token):
            if part.type == "OUT_OF":
                made.line(part, depth)
        elif part.data in ("track", "category", "metric"):
            made.line(part, depth)
            _scorecard(made, part, depth + 2)
        elif part.data == "metric_body":
            _metric_body(made, part, depth)
        elif part.data in ("metric_limit", "scorecard_clause", "document"):
            made.line(part, depth)


def _metric_body(made: Layout, tree: Branch, depth: int) -> None:
    several = tree.children[0].type != "MEASURES"
    if several:
        made.line(tree, depth)
    for part in tree.children[1:]:
        inner = depth + 2 if several else depth
        if several:
            made.line(part, inner)
        for curve in (part, *part.children) if isinstance(part, Branch) else ():
            if isinstance(curve, Branch) and curve.data == "curve":
                for band in curve.children:
                    if isinstance(band, Branch) and band.data == "band":
                        _clause(made, band, inner + 2, id(curve))


def _benefit(made: Layout, tree: Branch) -> None:
    for part in tree.children:
        if isinstance(part, Token):
            if part.type in ("GIVES", "WHEN"):
                made.line(part, 2)
        elif part.data == "row":
            made.line(part, 2, "row", id(tree))
        elif part.data == "document":
            made.line(part, 2)
        elif part.data in OUTER_LISTS:
            _items(made, part, 4)


def _example(made: Layout, tree: Branch) -> None:
    for part in tree.children:
        if isinstance(part, Token):
            if part.type == "EXPECT":
                made.line(part, 2)
        elif part.data == "document":
            made.line(part, 2)
        elif part.data == "given":
            made.line(part, 2)
            _given(made, part)
        elif part.data == "expected":
            made.line(part, 4, "expected", id(tree))
            made.cell(part.children[1])


def _given(made: Layout, tree: Branch) -> None:
    for part in tree.children[2:]:
        if part.data == "row":
            made.line(part, 4, "row", id(tree))
            continue
        made.line(part, 4, "given" if part.data == "given_value" else "")
        for row in part.children:
            if isinstance(row, Branch) and row.data == "row":
                made.line(row, 6, "row", id(part))


def _nothing(made: Layout, tree: Branch) -> None:
    for part in tree.children:
        if isinstance(part, Branch) and part.data == "document":
            made.line(part, 2)


# ------------------------------------------------------------------------------------------------ aligned cells


def _field(made: Layout, tree: Branch) -> None:
    made.cell(tree.children[1])


def _dated(made: Layout, tree: Branch) -> None:
    made.cell(tree.children[1])
    for part in tree.children[2:]:
        if isinstance(part, Branch) and part.data in ("dated_source", "unpublished"):
            made.cell(part)
            return


def _band(made: Layout, tree: Branch) -> None:
    made.cell(tree.children[1])
    made.cell(tree.children[3])


def _opening(made: Layout, tree: Branch) -> None:
    made.cell(tree.children[2])


KINDS = {"field": "field", "dated": "dated", "band": "band", "opening": "opening"}
CELLS = {"field": _field, "dated": _dated, "band": _band, "opening": _opening}
BODIES: dict[str, Callable[[Layout, Branch], None]] = {
    "measure": _measure,
    "function": _measure,
    "eligibility": _last_value,
    "always": _last_value,
    "tiers": _tiers,
    "set": _set,
    "require_for": _require_for,
    "scorecard": _scorecard,
    "benefit": _benefit,
    "example": _example,
    "enumeration": _nothing,
    "bounded_type": _nothing,
    "region": _nothing,
    "use": _nothing,
    "view": _nothing,
    "data_rule": _nothing,
    "add_members": _nothing,
    "add_to_stack": _nothing,
    "drop": _nothing,
    "relabel": _nothing,
}
