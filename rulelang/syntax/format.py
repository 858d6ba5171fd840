"""The formatter: a file of rules in its usual layout, in its own language or in another. Text in, text out.

A declaration that cannot be read keeps its text. Comments stay where they stand.
"""
from __future__ import annotations

import attrs
from lark import Token
from lark.exceptions import UnexpectedInput

from rulelang.frozen import frozen
from rulelang.languages import ENGLISH, suffix_of
from rulelang.source import SourceFile
from rulelang.syntax.branch import Branch
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.syntax.layout import layout
from rulelang.syntax.lexing import Spoken
from rulelang.syntax.lines import lines
from rulelang.syntax.parse import Parsed, parse
from rulelang.syntax.raw import Piece, pieces
from rulelang.syntax.spelling import Speller
from rulelang.syntax.split import Chunk, split
from rulelang.syntax.table import parser


def format_text(file: SourceFile, language: str | None = None) -> str:
    """The text of the file, laid out. With `language` its keywords are rewritten into that language.

    The result reads to the same tree, and formatting it again changes nothing.
    """
    parsed = parse(file)
    target = language or parsed.language
    by_start = {item.chunk.start: item for item in parsed.declarations}
    blocks: list[Block] = []
    for chunk in split(file):
        before, inside, behind = _comments(chunk)
        blocks += _interlude(file, before)
        item = by_start.get(chunk.start)
        if item is not None:
            first = item is parsed.declarations[0]
            blocks.append(_declaration(file, item, parsed.language, target, inside, first=first))
        blocks += _interlude(file, behind)
    return _joined(file.text, blocks)


@frozen(eq=False)
class Block:
    """A declaration or a group of comments: its lines, and where it stood in the old text."""

    lines: list[str]
    start: int
    stop: int
    comment: bool = False


def _comments(chunk: Chunk) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Comments before the declaration's first word, those that belong to it, and those in column one after it."""
    if not chunk.pieces:
        return list(chunk.comments), [], []
    first, last = chunk.pieces[0].start, chunk.pieces[-1].stop
    before = [comment for comment in chunk.comments if comment.start < first]
    after = [comment for comment in chunk.comments if comment.start > first]
    loose = next(
        (i for i, comment in enumerate(after) if comment.start > last and comment.fresh and not comment.indented),
        len(after),
    )
    return before, after[:loose], after[loose:]


def _interlude(file: SourceFile, comments: list[Piece]) -> list[Block]:
    """Comments between declarations, a block for each group without a blank line in it."""
    blocks: list[Block] = []
    for comment in comments:
        close = blocks and file.text[blocks[-1].stop : comment.start].count("\n") <= 1
        text = comment.text.rstrip()
        if close:
            last = blocks.pop()
            blocks.append(Block([*last.lines, text], last.start, comment.stop, comment=True))
        else:
            blocks.append(Block([text], comment.start, comment.stop, comment=True))
    return blocks


def _joined(text: str, blocks: list[Block]) -> str:
    """One blank line between blocks; none under a comment, nor between single lines that stood together."""
    out: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is not None:
            together = "\n" not in text[before.stop : block.start].replace("\n", "", 1)
            single = len(before.lines) == 1 and len(block.lines) == 1
            if not (together and (before.comment or single)):
                out.append("")
        out += block.lines
    return "\n".join(out) + "\n" if out else ""


# ------------------------------------------------------------------------------------------------ one declaration


# `count distinct holder of certificates` is `conteo distinto de holder en certificates`.
_OF_TWO = {("IN", "count_distinct"): "OF"}


def _declaration(
    file: SourceFile, item: Parsed, source: str, target: str, comments: list[Piece], first: bool
) -> Block:
    start, stop = item.chunk.pieces[0].start, item.chunk.pieces[-1].stop
    stop = max([stop, *(comment.stop for comment in comments)])
    if item.tree is None:
        kept = file.text[start:stop].rstrip()
        return Block([line.rstrip() for line in kept.split("\n")], start, start + len(kept))
    goes_without_saying = target == (suffix_of(file.name) or ENGLISH)
    tree = _unsaid(item.tree) if source != target and goes_without_saying else item.tree
    made = _laid_out(Speller(file, source, target), tree, comments)
    if source != target and not _same(made, tree, source, target):
        made = _laid_out(Speller(file, source, target, guard_all=True), tree, comments)
    needed = source != target and not goes_without_saying
    if needed and first and tree.data in ("program", "variant") and not _says_language(tree):
        made.insert(1, f"  {keywords().spellings[Keyword('LANGUAGE')][target][0]} {target}")
    return Block(made, start, stop)


def _laid_out(speller: Speller, tree: Branch, comments: list[Piece]) -> list[str]:
    words = [
        attrs.evolve(word, text=speller.target) if word.token.type == "CODE" and word.rule == "language" else word
        for word in speller.words(tree)
    ]
    return lines(words, layout(tree), comments)


def _says_language(tree: Branch) -> bool:
    return any(isinstance(part, Branch) and part.data == "language" for part in tree.children)


def _unsaid(tree: Branch) -> Branch:
    """A declaration without the line that says the language of its file: in the one that the name of the file says."""
    if not _says_language(tree):
        return tree
    left = [part for part in tree.children if not (isinstance(part, Branch) and part.data == "language")]
    return Branch(tree.data, left)


def _same(made: list[str], tree: Branch, source: str, target: str) -> bool:
    """Whether the new text is read as the same words, so that no name has become a keyword."""
    text = "\n".join(made) + "\n"
    spoken = Spoken(target, [piece for piece in pieces(text, 0, len(text)) if piece.kind != "COMMENT"])
    try:
        read: Branch = parser().parse(spoken).children[0]
    except UnexpectedInput:
        return False
    return shape(read) == shape(tree)


def shape(tree: Branch | Token, rule: str = "") -> object:
    """A tree by its rules and terminals only; of two that a rule takes in one place, by the first."""
    if isinstance(tree, Token):
        return _OF_TWO.get((tree.type, rule), tree.type)
    return (str(tree.data), *(shape(child, str(tree.data)) for child in tree.children))

