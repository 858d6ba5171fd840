"""What every builder needs: places, tokens and the way out for constructs that have no node. Builds nothing itself."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Union

import attrs
from lark import Token

from rulelang.diagnostics.model import Diagnostic, Report
from rulelang.frozen import frozen
from rulelang.source import SourceFile, Span
from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch, edge
from rulelang.syntax.keywords import built_in
from rulelang.syntax.wording import canonical_text

Part = Union[Branch, Token]


class Unbuilt(Exception):
    """A part has no node of its own: the nearest expression, clause or declaration becomes a `NotYet`."""

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.construct = construct


class Unreadable(Exception):
    """A part was reported: its declaration is a `Broken`."""


@frozen(eq=False)
class Builder:
    """What the builders share for one file."""

    file: SourceFile
    language: str
    report: Report
    figures: list[nodes.Expression] = attrs.field(factory=list)
    """What stands for numbers that lay out what is read."""

    def span(self, part: Part) -> Span:
        """From the first token of a part to its last."""
        first, last = edge(part, 0), edge(part, -1)
        if first is None or last is None:
            return Span(self.file, 0, 0)
        return Span(self.file, first.start_pos or 0, last.end_pos or 0)

    def between(self, parts: list[Part]) -> Span:
        return self.span(parts[0]).to(self.span(parts[-1]))

    def not_yet(self, part: Branch, construct: str, name: str | None = None) -> nodes.NotYet:
        return nodes.NotYet(construct, canonical_text(part, self.language), name, span=self.span(part))

    def refuse(self, finding: str, part: Part, variant: str = "", **values: object) -> Unreadable:
        """Reports a part, and gives what to raise."""
        span = self.span(part)
        written = {key: str(value) for key, value in values.items()}
        self.report.findings.append(Diagnostic(finding, span, {"written": span.text, **written}, variant=variant))
        return Unreadable(finding)

    def refuse_more(self, parts: Sequence[Part], limit: int, variant: str = "", **values: object) -> None:
        """Raises Unreadable where there are more parts of one thing than can be followed."""
        if len(parts) > limit:
            counted = {"count": f"{len(parts):_}", "limit": f"{limit:_}"}
            raise self.refuse("too-many-in-one", parts[limit], variant, **counted, **values)

    def name(self, token: Part) -> nodes.Name:
        return nodes.Name(str(token), span=self.span(token))

    def type_name(self, token: Part) -> nodes.Name:
        """A type's name; a built-in one by its name in the tree, whatever the language of the file."""
        known = built_in("types", self.language)
        return nodes.Name(known.get(str(token), str(token)), span=self.span(token))


def tokens(tree: Branch, *terminals: str) -> list[Token]:
    """The direct children that are one of these terminals."""
    return [child for child in tree.children if isinstance(child, Token) and child.type in terminals]


def token(tree: Branch, *terminals: str) -> Token | None:
    found = tokens(tree, *terminals)
    return found[0] if found else None


def trees(tree: Branch, *rules: str) -> list[Branch]:
    """The direct children that are trees of one of these rules, of any rule when none is given."""
    return [child for child in tree.children if isinstance(child, Branch) and (not rules or child.data in rules)]


def subtree(tree: Branch, *rules: str) -> Branch | None:
    found = trees(tree, *rules)
    return found[0] if found else None


def the(tree: Branch, *rules: str) -> Branch:
    """The branch of one of these rules that the grammar always puts here."""
    return trees(tree, *rules)[0]
