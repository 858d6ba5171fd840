"""The parser's table: built from `grammar.lark` once, then kept between runs. Knows no program text.

Building takes seconds, reading what was kept a hundredth of that.
"""
from __future__ import annotations

import functools
import re

import lark
from lark import Lark

from rulelang import kept
from rulelang.shipped import shipped
from rulelang.syntax.branch import Branch
from rulelang.syntax.kept_table import START, KeptParser, written
from rulelang.syntax.lexing import PhraseLexer

# Part of the key of a kept table: goes up when `build` passes other options or `written` writes otherwise.
FORMAT = 3


@functools.cache
def grammar_text() -> str:
    """The grammar with a declaration of every terminal it uses."""
    text = shipped("syntax", "grammar.lark").read_text(encoding="utf-8")
    rules = re.sub(r"//.*", "", text)
    terminals = sorted(set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", rules)))
    return f"{text}\n%declare {' '.join(terminals)}\n"


def build(strict: bool = False) -> Lark:
    """The parser, built from the grammar. `strict` refuses any conflict, also those that have a usual answer."""
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer=PhraseLexer,
        start=START,
        maybe_placeholders=False,
        strict=strict,
        tree_class=Branch,
    )


@functools.cache
def parser() -> KeptParser:
    """The parser, from what is kept for this grammar and this version of lark; else it is built and kept."""
    key = kept.key_of(str(FORMAT), lark.__version__, grammar_text())
    text = kept.recall("parser", key)
    if text is None:
        text = written(build()).encode()
        kept.keep("parser", key, text)
    return KeptParser(text.decode())
