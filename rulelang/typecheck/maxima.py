"""What the parts of a scorecard are worth at most, as an expression of its figures. Knows figures (literals and
parameters) and nothing that is measured."""
from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from fractions import Fraction

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.constants import value_on
from rulelang.typecheck.figure_cases import leaves, made_of

Part = nodes.Metric | nodes.Category | nodes.Scorecard


def maximum_of(card: nodes.Scorecard, part: Part) -> nodes.Expression | None:
    """The most points of a part; None where nothing limits them."""
    if isinstance(part, nodes.Metric):
        return _of_metric(part)
    own = part.at_most if isinstance(part, nodes.Category) else None
    if isinstance(part, nodes.Scorecard):
        parts: Sequence[Part] = [c for c in card.categories if c.inside is None]
    else:
        inner = [c for c in card.categories if c.inside is not None and c.inside.text == part.name.text]
        parts = [*part.metrics, *inner]
    if any(each.weight is not None for each in parts if not isinstance(each, nodes.Scorecard)):
        most: nodes.Expression | None = nodes.Points(100, 0, span=part.name.span)
    else:
        most = _together([maximum_of(card, each) for each in parts], "sum")
    return _limited(most, [own] if own is not None else [])


def _of_metric(metric: nodes.Metric) -> nodes.Expression | None:
    most = _together([_of_line(line) for line in metric.lines], "best" if metric.kind == "best" else "sum")
    return _limited(most, [limit.value for limit in metric.limits if limit.kind == "at_most"])


def _of_line(line: nodes.ScoringLine) -> nodes.Expression | None:
    match line.curve:
        case None:
            return line.value
        case nodes.Linear(points=points, low_points=None):
            return points
        case nodes.Linear(points=points, low_points=low) if low is not None:
            return nodes.Extreme("higher", (low, points), span=line.span)
        case nodes.Steps(rows=rows):
            return _together([row.value for row in rows], "best")
    return None


def _together(items: Sequence[nodes.Expression | None], how: str) -> nodes.Expression | None:
    known = [item for item in items if item is not None]
    if not known or len(known) < len(items):
        return None
    if how == "best":
        return known[0] if len(known) == 1 else nodes.Extreme("higher", tuple(known), span=known[0].span)
    total, *others = known
    for other in others:
        total = nodes.Arithmetic("+", total, other, span=total.span)
    return total


def _limited(most: nodes.Expression | None, limits: Sequence[nodes.Expression]) -> nodes.Expression | None:
    known = [*limits, *([most] if most is not None else [])]
    if not known:
        return None
    return known[0] if len(known) == 1 else nodes.Extreme("lower", tuple(known), span=known[0].span)


def constant(resolved: Resolved, figure: nodes.Expression) -> Fraction | None:
    """The one value a figure has on every day, also before the program begins; None where it changes, or has keys."""
    read = list(leaves(figure))
    if any(isinstance(leaf, nodes.Call) for leaf in read):
        return None
    parameters = [resolved.parameters.get(leaf.path[0].text) for leaf in read if isinstance(leaf, nodes.Reading)]
    days = {resolved.start, *(value.start for each in parameters if each is not None for value in each.values)}
    values = {made_of(figure, functools.partial(_without_keys, resolved, day)) for day in days}
    return values.pop() if len(values) == 1 else None


def _without_keys(resolved: Resolved, day: datetime.date, leaf: nodes.Expression) -> Fraction | None:
    return value_on(resolved, leaf, day)
