"""What stands for a value in a timeline or a table: a literal, a member, a set, a choice between two figures."""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Union

from rulelang.core import nodes as core
from rulelang.exact.countries import is_country
from rulelang.exact.currencies import is_currency
from rulelang.names.problems import no_such_name
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import literal_fits
from rulelang.typecheck.meant import example_of, instead_of
from rulelang.typecheck.period_values import period_figure
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Figure = Union[Fraction, bool, str, datetime.date, frozenset[str]]


def figure_of(kind: core.Type, node: nodes.Expression) -> Figure | None:
    """The value that is written, of a choice its lower end; None where it is not of the kind."""
    match node:
        case nodes.ChooseBetween(low=low):
            return figure_of(kind, low)
        case nodes.Reading(path=(name,), window=None, day=None):
            return _named(kind, (name.text,))
        case nodes.Members(names=names):
            found = _named(kind, tuple(name.text for name in names))
            return found if isinstance(kind, core.ChoiceSet) else None
    if isinstance(kind, core.Quantity):
        fits = isinstance(node, nodes.Money) if core.in_own_currency(kind) else literal_fits(kind, node)
        return literal_value(node) if fits else None
    match kind, node:
        case (core.Truth(), nodes.YesNo(value=answer)):
            return answer
        case (core.Day(), nodes.Date(value=day)):
            return day
        case (core.Words(year_starts=month), _) if month:
            return period_figure(kind, node)
        case (core.Words(country=False, is_currency=False), nodes.Text(value=text)):
            return text
    return None


def _named(kind: core.Type, names: tuple[str, ...]) -> Figure | None:
    """What bare names stand for where a value of a kind is wanted."""
    match kind:
        case core.ChoiceSet(members=members):
            return frozenset(names) if set(names) <= set(members) else None
        case core.Choice(members=members):
            return names[0] if names[0] in members else None
        case core.Words(country=True):
            return names[0] if is_country(names[0]) else None
        case core.Words(is_currency=True):
            return names[0] if is_currency(names[0]) else None
    return None


def check_figure(
    checker: Checker, name: str, kind: core.Type, bounds: nodes.Bounds | None, declared: Span, node: nodes.Expression
) -> bool:
    """Whether a value is of the kind and inside the bounds of the parameter it is given for."""
    if isinstance(node, nodes.NotYet):
        checker.not_yet(node)
        return False
    if isinstance(node, nodes.ChooseBetween):
        return _check_choice(checker, name, kind, bounds, declared, node)
    value, text = figure_of(kind, node), node.span.text
    if value is None:
        _not_of_kind(checker, kind, declared, node)
        return False
    if bounds is None or _is_inside(kind, value):
        return True
    checker.report.add(
        "outside-bounds", node.span, labels=[(bounds.span, "bounds")], name=name, text=text, low=bounds.low.span.text,
        high=bounds.high.span.text,
    )
    return False


def _is_inside(kind: core.Type, value: Figure) -> bool:
    if not isinstance(kind, core.Quantity) or not isinstance(value, Fraction):
        return True
    return kind.low <= value * kind.denominator <= kind.high


def _not_of_kind(checker: Checker, kind: core.Type, declared: Span, node: nodes.Expression) -> None:
    """A name that is none of the members is told with those that are."""
    named = node.names if isinstance(node, nodes.Members) else ()
    if isinstance(node, nodes.Reading) and len(node.path) == 1:
        named = node.path
    if isinstance(kind, core.Choice | core.ChoiceSet) and named:
        other = next((name for name in named if name.text not in kind.members), None)
        if other is not None:
            no_such_name(
                checker.report, "no-such-member", other.span, other.text, kind.members,
                labels=[(declared, "declared")], enumeration=kind.enumeration, members=", ".join(kind.members),
            )
            return
    checker.report.add(
        "another-kind-of-value", node.span, labels=[(declared, "declared")], text=node.span.text,
        wanted=kind_words(kind), instead=instead_of(kind, node), example=example_of(kind, node),
    )


def _check_choice(
    checker: Checker, name: str, kind: core.Type, bounds: nodes.Bounds | None, declared: Span,
    node: nodes.ChooseBetween,
) -> bool:
    """Both ends are of the kind, the lower one first."""
    for end in (node.low, node.high):
        if not check_figure(checker, name, kind, bounds, declared, end):
            return False
    low, high = figure_of(kind, node.low), figure_of(kind, node.high)
    if isinstance(low, Fraction) and isinstance(high, Fraction) and low < high:
        return True
    checker.report.add("choice-reversed", node.span, low=node.low.span.text, high=node.high.span.text)
    return False


def ends_of_figure(kind: core.Type, node: nodes.Expression) -> tuple[Figure, ...]:
    """Every value a place may come to hold: of a choice its two ends."""
    parts = (node.low, node.high) if isinstance(node, nodes.ChooseBetween) else (node,)
    return tuple(value for part in parts if (value := figure_of(kind, part)) is not None)
