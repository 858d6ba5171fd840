"""What every builder needs: places, tokens and the way out for constructs that have no node. Builds nothing itself."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Union

import attrs
from lark import Token, Tree

from rulelang.diagnostics.model import Report
from rulelang.source import SourceFile, Span
from rulelang.syntax import nodes
from rulelang.syntax.keywords import built_in
from rulelang.syntax.wording import canonical_text

Part = Union[Tree, Token]


class Unbuilt(Exception):
    """A part has no node of its own: the nearest expression, clause or declaration becomes a `NotYet`."""

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.construct = construct


class Unreadable(Exception):
    """A part was reported: its declaration is a `Broken`."""


@attrs.frozen(eq=False)
class Builder:
    """What the builders share for one file."""

    file: SourceFile
    language: str
    report: Report

    def span(self, part: Part) -> Span:
        """From the first token of a part to its last."""
        first, last = edge(part, 0), edge(part, -1)
        if first is None or last is None:
            return Span(self.file, 0, 0)
        return Span(self.file, first.start_pos or 0, last.end_pos or 0)

    def between(self, parts: list[Part]) -> Span:
        return self.span(parts[0]).to(self.span(parts[-1]))

    def not_yet(self, part: Tree, construct: str, name: str | None = None) -> nodes.NotYet:
        return nodes.NotYet(construct, canonical_text(part, self.language), name, span=self.span(part))

    def refuse(self, finding: str, part: Part, **values: object) -> Unreadable:
        """Reports a part, and gives what to raise."""
        span = self.span(part)
        self.report.add(finding, span, written=span.text, **values)
        return Unreadable(finding)

    def name(self, token: Part) -> nodes.Name:
        return nodes.Name(str(token), span=self.span(token))

    def type_name(self, token: Part) -> nodes.Name:
        """A type's name; a built-in one by its name in the tree, whatever the language of the file."""
        known = built_in("types", self.language)
        return nodes.Name(known.get(str(token), str(token)), span=self.span(token))


def edge(part: Part, which: int) -> Token | None:
    """The first (0) or last (-1) token of a part, None when it is empty."""
    if isinstance(part, Token):
        return part
    for child in part.children if which == 0 else reversed(part.children):
        found = edge(child, which)
        if found is not None:
            return found
    return None


def kinds(tree: Tree) -> Iterator[str]:
    """The kind of each child: a terminal or the name of a rule."""
    return (child.type if isinstance(child, Token) else str(child.data) for child in tree.children)


def tokens(tree: Tree, *terminals: str) -> list[Token]:
    """The direct children that are one of these terminals."""
    return [child for child in tree.children if isinstance(child, Token) and child.type in terminals]


def token(tree: Tree, *terminals: str) -> Token | None:
    found = tokens(tree, *terminals)
    return found[0] if found else None


def trees(tree: Tree, *rules: str) -> list[Tree]:
    """The direct children that are trees of one of these rules, of any rule when none is given."""
    return [child for child in tree.children if isinstance(child, Tree) and (not rules or child.data in rules)]


def subtree(tree: Tree, *rules: str) -> Tree | None:
    found = trees(tree, *rules)
    return found[0] if found else None
