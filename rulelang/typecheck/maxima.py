"""What the parts of a scorecard are worth at most, as an expression of its figures, and what such an expression is on a
day. Knows figures (literals and parameters) and nothing that is measured."""
from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.names.resolved import Resolved
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.parts import parts_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

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


def figure_on(checker: Checker, node: nodes.Expression, day: datetime.date) -> Fraction | None:
    """What an expression of figures is on a day; None where a parameter has no value then."""
    return _made_of(node, lambda leaf: _leaf_on(checker, leaf, day))


def _made_of(node: nodes.Expression, leaf: Callable[[nodes.Expression], Fraction | None]) -> Fraction | None:
    match node:
        case nodes.Arithmetic(operator="+", left=left, right=right):
            first, second = _made_of(left, leaf), _made_of(right, leaf)
            return first + second if first is not None and second is not None else None
        case nodes.Extreme(which=which, items=items):
            values = [_made_of(item, leaf) for item in items]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            return max(known) if which == "higher" else min(known)
    return leaf(node)


def _leaf_on(checker: Checker, node: nodes.Expression, day: datetime.date) -> Fraction | None:
    """A literal, a parameter, or the cell of a table whose keys are written."""
    if not isinstance(node, nodes.Call):
        return value_on(checker.resolved, node, day)
    found = amounts_on(checker, node, day)
    keys = [_key(argument) for argument in node.arguments]
    return found.values.get(tuple(key for key in keys if key is not None)) if found is not None else None


def _key(argument: nodes.Expression) -> str | None:
    match argument:
        case nodes.TheMember(member=member):
            return member
        case nodes.Reading(path=(name,)):
            return name.text
        case nodes.Text(value=value):
            return value
    return None


def figure_days(checker: Checker, *figures: nodes.Expression) -> tuple[datetime.date, ...]:
    """The first day of the program or of the version that is looked at, and those on which a parameter among some
    figures takes another value while it holds."""
    first, last = checker.holding
    start = max(checker.resolved.start, first or checker.resolved.start)
    leaves = [leaf for figure in figures for leaf in _leaves(figure)]
    later = {day for leaf in leaves for day in starts_of(checker, leaf) if day > start and (not last or day <= last)}
    return tuple(sorted({start, *later}))


def _leaves(node: object) -> Iterator[nodes.Expression]:
    """The readings of parameters in a figure, with keys or without."""
    if isinstance(node, (nodes.Reading, nodes.Call)):
        yield node
        return
    for part in parts_of(node):
        yield from _leaves(part)


def is_figure(checker: Checker, node: nodes.Expression) -> bool:
    """Whether a value is written, a parameter, or one with written keys: so that it is the same for every partner."""
    match node:
        case nodes.Reading(path=path):
            plain = len(path) == 1 and node.window is None and node.day is None
            return plain and path[0].text in checker.resolved.parameters
        case nodes.Call(name=name, day=None) if name.text in checker.resolved.keyed:
            facts = [checker.facts.known(argument) for argument in node.arguments]
            return all(
                isinstance(argument, nodes.Text) or (fact is not None and fact.role in ("member", "country"))
                for argument, fact in zip(node.arguments, facts, strict=True)
            )
    return literal_value(node) is not None


def constant(resolved: Resolved, figure: nodes.Expression) -> Fraction | None:
    """The one value a figure has on every day, also before the program begins; None where it changes, or has keys."""
    leaves = list(_leaves(figure))
    if any(isinstance(leaf, nodes.Call) for leaf in leaves):
        return None
    parameters = [resolved.parameters.get(leaf.path[0].text) for leaf in leaves if isinstance(leaf, nodes.Reading)]
    days = {resolved.start, *(value.start for each in parameters if each is not None for value in each.values)}
    values = {_made_of(figure, functools.partial(_without_keys, resolved, day)) for day in days}
    return values.pop() if len(values) == 1 else None


def _without_keys(resolved: Resolved, day: datetime.date, leaf: nodes.Expression) -> Fraction | None:
    return value_on(resolved, leaf, day)
