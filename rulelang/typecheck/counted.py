"""Days counted from others, and the later of several: `12 months after approved_on`, `the later of (a, b)`."""
from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.syntax import nodes
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FIGURES = ("count", "number", "share")
"""Kinds that can be so many of something; a share is like divided by like."""
OF_DATES = {"higher": "later", "lower": "earlier", "later": "higher", "earlier": "lower"}
"""What is said of dates for what is said of figures, and the other way round."""


def check_counted(checker: Checker, node: nodes.Counted, scope: Scope) -> core.Type | None:
    """A date; so many whole units from one."""
    so_many = attrs.evolve(scope, read_as=lambda: "number")
    count, origin = checker.check(node.count, so_many), checker.check(node.origin, scope)
    if count is None or origin is None:
        return None
    if not isinstance(origin, core.Day):
        checker.report.add(
            "no-date-to-count-from", node.origin.span, name=node.origin.span.text, text=node.span.text, variant="from"
        )
        return None
    if not _is_whole(count):
        figure = isinstance(count, (core.Quantity, core.Ratio)) and count.kind in FIGURES
        checker.report.add(
            "count-of-units", node.count.span, text=node.count.span.text, found=kind_words(count),
            unit=unit_words(node.unit), variant="fraction" if figure else "",
        )
        return None
    return core.Day()


def _is_whole(kind: core.Type) -> bool:
    return isinstance(kind, core.Quantity) and kind.kind in FIGURES and kind.denominator == 1


def are_of_dates(node: nodes.Extreme, kinds: list[core.Type]) -> bool:
    """Whether all of several are dates, or none is where dates are meant."""
    days = [isinstance(kind, core.Day) for kind in kinds]
    return all(days) or (node.which in ("later", "earlier") and not any(days))


def check_extreme_of_dates(
    checker: Checker, node: nodes.Extreme, kinds: list[core.Type]
) -> core.Type | None:
    """The later or earlier of dates; a finding where figures are called so, or dates the higher or lower."""
    days = [isinstance(kind, core.Day) for kind in kinds]
    if node.which in ("later", "earlier") and all(days):
        return core.Day()
    first = node.items[days.index(node.which in ("higher", "lower"))]
    kind = kinds[node.items.index(first)]
    checker.report.add(
        "later-or-higher", node.span, labels=[(first.span, "first")], text=first.span.text, found=kind_words(kind),
        variant=OF_DATES[node.which],
    )
    return None
