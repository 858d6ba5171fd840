"""Conditions of several periods or days: `in each of the last 4 quarters`, `on any day of 2025-Q2`."""
from __future__ import annotations

from collections.abc import Callable

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build.literals import period, whole_number
from rulelang.syntax.build.trees import Builder, token, trees

Build = Callable[[Builder, Branch], nodes.Expression]
Length = Callable[[Builder, Branch], nodes.Duration]


def over_periods(quantity: str, condition: Build, length: Length, static: Build) -> Build:
    """A condition followed by `in each of the last 4 quarters` and the like. `static` is what stands for a number."""

    def build(b: Builder, tree: Branch) -> nodes.OverPeriods:
        test, *named, lasts = trees(tree)
        count = token(tree, "IN_N_LAST")
        needed = whole_number(b, count) if count is not None else 1 if named else None
        figure = static(b, named[0]) if named else None
        return nodes.OverPeriods(quantity, condition(b, test), length(b, lasts), needed, figure, span=b.span(tree))

    return build


def on_any_day(condition: Build, length: Length) -> Build:
    """A condition followed by `on any day of` some days."""

    def build(b: Builder, tree: Branch) -> nodes.OnAnyDay:
        test, _, *days = tree.children
        return nodes.OnAnyDay(condition(b, test), _days(b, days[0], length) if days else None, span=b.span(tree))

    return build


def _days(b: Builder, part: Branch | Token, length: Length) -> nodes.PeriodLiteral | nodes.Duration:
    return period(b, part) if isinstance(part, Token) else length(b, part)
