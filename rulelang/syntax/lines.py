"""Words to lines: blanks between words, aligned cells, wrapped lists, comments in their place. Knows no grammar."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import attrs

from rulelang.syntax.layout import Layout, Start
from rulelang.syntax.raw import Piece
from rulelang.syntax.spelling import Word

WIDTH_MAX = 120
GIVEN_WIDTH_MAX = 110
_NO_BLANK_BEFORE = frozenset({"COMMA", "RPAR", "COLON", "DOT", "CALL"})
_NO_BLANK_AFTER = frozenset({"LPAR", "CALL", "DOT"})


@attrs.define(eq=False)
class Line:
    """A line to be: its cells of words, the comments above it and the one at its end."""

    start: Start
    cells: list[list[Word]]
    above: list[str] = attrs.field(factory=list)
    behind: str = ""


def lines(words: Sequence[Word], layout: Layout, comments: Sequence[Piece]) -> list[str]:
    """The text of a declaration, a line each. Comments stand before, between or behind the words they stood at."""
    found = _given_together(_with_comments(_broken(words, layout), comments))
    texts: list[str] = []
    for _, table in groupby(found, key=lambda line: (line.start.kind, line.start.table, line.start.depth)):
        together = list(table)
        for line, text in zip(together, _aligned(together), strict=True):
            texts += [" " * line.start.depth + comment for comment in line.above]
            texts += _wrapped(line, text)
    return texts


def _broken(words: Iterable[Word], layout: Layout) -> list[Line]:
    found: list[Line] = []
    for word in words:
        offset = word.token.start_pos or 0
        if offset in layout.lines or not found:
            found.append(Line(layout.lines.get(offset, Start(0)), [[]]))
        elif offset in layout.cells:
            found[-1].cells.append([])
        found[-1].cells[-1].append(word)
    return found


def _with_comments(found: list[Line], comments: Sequence[Piece]) -> list[Line]:
    """A comment on a line of its own goes above the line of the next word, any other behind the line of the last."""
    for comment in comments:
        text = comment.text.rstrip()
        after = next((line for line in found if _last(line) > comment.start), None)
        before = next((line for line in reversed(found) if _first(line) < comment.start), found[-1])
        if comment.fresh and after is not None:
            after.above.append(text)
        elif before.behind:
            before.above.append(before.behind)
            before.behind = text
        else:
            before.behind = text
    return found


def _first(line: Line) -> int:
    return line.cells[0][0].token.start_pos or 0


def _last(line: Line) -> int:
    return line.cells[-1][-1].token.start_pos or 0


def _given_together(found: list[Line]) -> list[Line]:
    """Given values side by side, as many as fit into a line."""
    joined: list[Line] = []
    for line in found:
        last = joined[-1] if joined else None
        if line.start.kind == "given":
            line.cells = [[word for word in line.cells[0] if word.token.type != "COMMA" or word.rule != "given_value"]]
        fits = (
            last is not None
            and last.start.kind == line.start.kind == "given"
            and not (line.above or last.behind)
            and len(_given_text(last)) + len(_given_text(line)) + 6 <= GIVEN_WIDTH_MAX
        )
        if fits and last is not None:
            last.cells.append(line.cells[0])
            last.behind = line.behind
        else:
            joined.append(line)
    return joined


def _given_text(line: Line) -> str:
    return ", ".join(joined_words(cell) for cell in line.cells)


def joined_words(words: Iterable[Word]) -> str:
    """Words with the blanks that belong between them."""
    text, before = "", ""
    for word in words:
        tight = not text or word.token.type in _NO_BLANK_BEFORE or before in _NO_BLANK_AFTER
        text += word.text if tight else f" {word.text}"
        before = word.token.type
    return text


# ------------------------------------------------------------------------------------------------ alignment


def _aligned(table: list[Line]) -> list[str]:
    kind = table[0].start.kind
    if kind == "row":
        return _rows([_row_cells(line) for line in table])
    if kind == "given":
        return [_given_text(line) for line in table]
    texts = [[joined_words(cell) for cell in line.cells] for line in table]
    if kind == "band":
        return _bands(texts)
    return _columns(texts)


def _columns(texts: list[list[str]]) -> list[str]:
    """Every cell but the last of its line as wide as the widest of its column; two blanks between them."""
    widths = [
        max((len(cells[column]) for cells in texts if len(cells) > column + 1), default=0)
        for column in range(max(len(cells) for cells in texts))
    ]
    return [
        "  ".join(cell.ljust(widths[column]) if column < len(cells) - 1 else cell for column, cell in enumerate(cells))
        for cells in texts
    ]


def _bands(texts: list[list[str]]) -> list[str]:
    """`from  50_000 USD: 4%`: the edges flush right, the colon on them."""
    split = [(word, rest.partition(":")[0] if len(cells) == 1 else rest, *cells) for word, rest, *cells in texts]
    word_width = max(len(each[0]) for each in split)
    edges = [each[1].rstrip(":").rstrip() for each in split]
    edge_width = max(len(edge) for edge in edges)
    return [
        f"{each[0].ljust(word_width)} {edge.rjust(edge_width)}: {each[2]}"
        for each, edge in zip(split, edges, strict=True)
    ]


def _row_cells(line: Line) -> list[str]:
    cells: list[list[Word]] = []
    for word in (word for cell in line.cells for word in cell):
        if word.token.type in ("ROW", "BAR"):
            cells.append([])
        elif word.token.type != "ROW_END":
            cells[-1].append(word)
    return [joined_words(cell) for cell in cells]


def _rows(rows: list[list[str]]) -> list[str]:
    widths = [
        max((len(row[column]) for row in rows if len(row) > column), default=0)
        for column in range(max(len(row) for row in rows))
    ]
    return [
        "| " + " | ".join(cell.ljust(widths[column]) for column, cell in enumerate(row)) + " |" for row in rows
    ]


# ------------------------------------------------------------------------------------------------ long lines


def _wrapped(line: Line, text: str) -> list[str]:
    """A line, broken after a comma or before `and`, `or`, `where` when it is too long."""
    depth, behind = line.start.depth, f"  {line.behind}" if line.behind else ""
    words = [word for cell in line.cells for word in cell]
    whole = " " * depth + text
    if len(whole) <= WIDTH_MAX or line.start.kind or any(word.token.type == "DOC" for word in words):
        return [whole.rstrip() + behind]
    parts = _parts(words)
    rows, room = [joined_words(parts[0])], WIDTH_MAX - depth
    for part in parts[1:]:
        added = joined_words(part)
        if len(rows[-1]) + 1 + len(added) <= room - (4 if len(rows) > 1 else 0):
            rows[-1] += f" {added}"
        else:
            rows.append(added)
    texts = [" " * (depth if not at else depth + 4) + row for at, row in enumerate(rows)]
    texts[-1] += behind
    return texts


def _parts(words: Sequence[Word]) -> list[list[Word]]:
    """The words in parts that may stand on lines of their own: cut where the fewest parentheses are open."""
    open_count, cuts = 0, []
    for at, word in enumerate(words):
        kind, before = word.token.type, words[at - 1].token.type if at else ""
        open_count -= kind == "RPAR"
        if at and (before == "COMMA" or kind in ("AND", "OR", "WHERE")):
            cuts.append((open_count, at))
        open_count += kind in ("LPAR", "CALL")
    outermost = min((count for count, _ in cuts), default=0)
    places = [at for count, at in cuts if count == outermost]
    return [list(words[start:stop]) for start, stop in zip([0, *places], [*places, len(words)], strict=True)]
