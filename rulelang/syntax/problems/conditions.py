"""Mistakes in conditions and totals: mixed joiners, misplaced periods, comparisons in a row."""
from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from rulelang.source import Span
from rulelang.syntax.branch import Branch
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.lexing import Spoken, phrases_at
from rulelang.syntax.problems.stop import LINE_MAX, Stop

RELATIONS = frozenset({"GE", "LE", "GT", "LT", "IS", "IS_NOT", "BEFORE", "AFTER", "INCLUDES", "LACKS", "IS_ONE_OF",
                       "IS_IN", "IS_NOT_IN"})
WINDOWS = frozenset(
    {"OVER_THE_LAST", "OVER_THE_LAST_FULL", "OVER_THE_PREVIOUS", "IN_PREVIOUS", "YEAR_TO_DATE", "SAME_LAST_YEAR"}
)
HEADS = frozenset({"IDENTIFIED_BY", "BELONGS_TO", "DATED_BY", "VALID_FROM", "RECORDED_ON", "EDGES_WRITTEN",
                   "EDGES_PRORATED"})
COMMA_MEANT = ("AND", "OR", "ALL_OF", "IS_ONE_OF", "INCLUDES")
NOT_WORDS = frozenset({"not", "no", "não"})


def mixed(stop: Stop) -> bool:
    """`a and b or c`: both joiners at one level."""
    other = {"AND": "OR", "OR": "AND"}.get(stop.token.type if stop.token is not None else "")
    if other is None or other not in stop.place.accepted:
        return False
    joined = next((token for token in reversed(stop.before) if token.type == other), stop.before[-1])
    stop.report.add(
        "and-mixed-with-or", stop.span(), labels=[(stop.span(joined), "first")], written=stop.written,
        other=stop.text(joined),
    )  # fmt: skip
    return True


def prefix_not(stop: Stop) -> bool:
    """`not x`: the word was read as a name, or as the answer no."""
    if stop.token is None or stop.previous not in NOT_WORDS:
        return False
    if stop.token.type not in ("NAME", "LPAR", "ALL_OF", "ANY_OF"):
        return False
    no = keywords().spellings[Keyword("NO")][stop.language][0]
    equal = keywords().spellings[Keyword("IS")][stop.language][0]
    group = stop.token.type != "NAME"
    stop.report.add(
        "not-in-front", stop.span(stop.before[-1]), variant="group" if group else "", written=stop.written,
        instead=f"{stop.written} {equal} {no}", previous=stop.previous,
    )  # fmt: skip
    return True


def window_after_where(stop: Stop) -> bool:
    if stop.meant not in WINDOWS or not _ends_in_where(stop.place.stack):
        return False
    where = next(token for token in reversed(stop.before) if token.type == "WHERE")
    stop.report.add(
        "window-after-where", stop.span(), labels=[(stop.span(where), "where")], written=_line(stop),
        where=stop.text(where),
    )  # fmt: skip
    return True


def _line(stop: Stop) -> str:
    """The words from the one that did not fit to the end of its line."""
    start = stop.span().start
    return stop.file.text[start : start + LINE_MAX].partition("\n")[0].partition("#")[0].strip()


def chain(stop: Stop) -> bool:
    """A second comparison, or a comparison of a total that has a `where`."""
    if stop.token is not None and stop.token.type == "WHERE" and not stop.place.takes_value():
        if stop.kind in ("at_most_one", "at_most"):
            stop.report.add("rule-with-where", stop.span(), written=stop.written)
        else:
            stop.report.add("total-compared", stop.span(), variant="where", written=stop.written)
        return True
    if stop.token is None or stop.token.type not in RELATIONS:
        return False
    if _ends_in_where(stop.place.stack):
        stop.report.add("total-compared", stop.span(), written=stop.written)
        return True
    compared = next((token for token in reversed(stop.before[-8:]) if token.type in RELATIONS), None)
    if compared is None or stop.place.takes_value():
        return False
    stop.report.add(
        "comparisons-in-a-row", stop.span(), labels=[(stop.span(compared), "first")], written=stop.written,
        first=stop.text(compared),
    )  # fmt: skip
    return True


def _ends_in_where(stack: Sequence[object]) -> bool:
    """Whether the last value that was read ends in a `where`."""
    if any(isinstance(item, Token) and item.type == "WHERE" for item in stack[-6:]):
        return True
    last = stack[-1] if stack else None
    while isinstance(last, Branch) and last.children:
        if str(last.data).startswith("where_"):
            return True
        last = last.children[-1]
    return False


def or_else_beside_sign(stop: Stop) -> bool:
    """`a / b or else c`: the phrase was read as `or`, because a sign stands beside it."""
    spoken = Spoken(stop.language, stop.pieces)
    for index in range(stop.index, max(stop.index - 4, 0), -1):
        ends = [end for keyword, end in phrases_at(spoken, index) if keyword.terminal == "OR_ELSE"]
        if ends:
            span = Span(stop.file, stop.pieces[index].start, stop.pieces[ends[0] - 1].stop)
            stop.report.add("or-else-beside-sign", span, written=span.text)
            return True
    return False


def comma_in_head(stop: Stop) -> bool:
    """`identified by a belongs to P`: the next part of an entity's head, whose first word was taken for a field."""
    spoken = Spoken(stop.language, stop.pieces)
    for index in (stop.index, stop.index - 1) if stop.kind == "entity" else ():
        if index > 2 and any(keyword.terminal in HEADS for keyword, _ in phrases_at(spoken, index)):
            piece, before = stop.pieces[index], stop.pieces[index - 1]
            span = Span(stop.file, piece.start, piece.stop)
            stop.report.add("comma-missing", span, written=piece.text, previous=before.text)
            return True
    return False


def comma(stop: Stop) -> bool:
    if stop.token is None or stop.token.type != "NAME" or stop.fresh or stop.meant:
        return False
    if stop.before[-1].type != "NAME" or "COMMA" not in stop.place.accepted or stop.place.takes_value():
        return False
    stop.report.add("comma-missing", stop.span(), written=stop.written, previous=stop.previous)
    return True


def row_not_closed(stop: Stop) -> bool:
    if "ROW_END" not in stop.place.accepted or not (stop.fresh or stop.token is None):
        return False
    stop.report.add("row-not-closed", stop.span(stop.before[-1]), previous=stop.previous)
    return True


def lowest_first(stop: Stop) -> bool:
    """The head of a ladder says in which order its tiers are written."""
    said = any(token.type == "LOWEST_FIRST" for token in stop.before)
    if stop.kind != "tiers" or said or "COMMA" not in stop.place.accepted or not (stop.fresh or stop.token is None):
        return False
    form = keywords().spellings[Keyword("LOWEST_FIRST")][stop.language][0]
    stop.report.add(
        "order-of-tiers-missing", stop.span(stop.before[-1]), previous=stop.previous, instead=f", {form}",
        ladder=stop.text(stop.before[1]) if len(stop.before) > 1 else stop.previous,
    )  # fmt: skip
    return True


def comma_between_conditions(stop: Stop) -> bool:
    if stop.token is None or stop.token.type != "COMMA" or "AND" not in stop.place.accepted:
        return False
    said = {name: keywords().spellings[Keyword(name)][stop.language][0] for name in COMMA_MEANT}
    follows = stop.pieces[stop.index + 1] if stop.index + 1 < len(stop.pieces) else None
    after = follows.text if follows is not None else ""
    listed = stop.before[-1].type == "NAME" and follows is not None and follows.kind == "WORD"
    compared = listed and [token.type for token in stop.before[-3:-1]] == ["NAME", "IS"]
    subject = stop.text(stop.before[-3]) if compared else ""
    each = f" {said['OR']} ".join(f"{subject} {said['INCLUDES']} {name}" for name in (stop.previous, after))
    stop.report.add(
        "comma-between-conditions", stop.span(), joiner=said["AND"], opener=said["ALL_OF"], previous=stop.previous,
        next=after, several=f"{subject} {said['IS_ONE_OF']} ({stop.previous}, {after})".lstrip() if listed else "",
        subject=subject, each=each if compared else "",
    )  # fmt: skip
    return True


def list_without_parentheses(stop: Stop) -> bool:
    if stop.place.accepted != {"LPAR"} or stop.token is None:
        return False
    inside = _line(stop) if stop.before[-1].type == "HAVE" and not stop.fresh else _names(stop)
    stop.report.add(
        "list-without-parentheses", stop.span(), written=stop.written, previous=stop.previous, instead=f"({inside})",
    )  # fmt: skip
    return True


def _names(stop: Stop) -> str:
    """The names from the one that did not fit to the end of its line, with commas between them."""
    names: list[str] = []
    joiners = [form for terminal in ("AND", "OR") for form in keywords().spellings[Keyword(terminal)][stop.language]]
    for piece in stop.pieces[stop.index :]:
        if (piece.kind not in ("WORD", "QUOTED") and piece.text != ",") or (names and piece.fresh):
            break
        if piece.text not in (",", *joiners):
            names.append(piece.text)
    return ", ".join(names) or stop.written
