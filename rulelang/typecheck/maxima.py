"""What the parts of a scorecard are worth at most, as an expression of its figures, and what such an expression is on a
day. Knows figures (literals and parameters) and nothing that is measured."""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.constants import days_of, literal_value, value_on
from rulelang.typecheck.parts import parts_of

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


# ------------------------------------------------------------------------------------------------ on a day


def figure_on(resolved: Resolved, node: nodes.Expression, day: datetime.date) -> Fraction | None:
    """What an expression of figures is on a day; None where a parameter has no value then."""
    match node:
        case nodes.Arithmetic(operator="+", left=left, right=right):
            first, second = figure_on(resolved, left, day), figure_on(resolved, right, day)
            return first + second if first is not None and second is not None else None
        case nodes.Extreme(which=which, items=items):
            values = [figure_on(resolved, item, day) for item in items]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            return max(known) if which == "higher" else min(known)
    return value_on(resolved, node, day)


def figure_days(resolved: Resolved, *figures: nodes.Expression) -> tuple[datetime.date, ...]:
    """The first day of the program, and those on which a parameter among some figures takes another value."""
    return days_of(resolved, *(reading for figure in figures for reading in _readings(figure)))


def _readings(node: object) -> Iterator[nodes.Reading]:
    if isinstance(node, nodes.Reading):
        yield node
        return
    for part in parts_of(node):
        yield from _readings(part)


def is_figure(resolved: Resolved, node: nodes.Expression) -> bool:
    """Whether a value is written or a parameter, so that it is the same for every partner."""
    if isinstance(node, nodes.Reading):
        plain = len(node.path) == 1 and node.window is None and node.day is None
        return plain and node.path[0].text in resolved.parameters
    return literal_value(node) is not None


def constant(resolved: Resolved, figure: nodes.Expression) -> Fraction | None:
    """The one value a figure has on every day, also before the program begins; None where it changes."""
    parameters = [resolved.parameters.get(reading.path[0].text) for reading in _readings(figure)]
    days = {resolved.start, *(value.start for each in parameters if each is not None for value in each.values)}
    values = {figure_on(resolved, figure, day) for day in days}
    return values.pop() if len(values) == 1 else None
