"""Lists of payouts: incentives that are there, each once, and what may be compared or tried in turn."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rulelang.diagnostics.suggest import SUGGESTIONS_MAX, in_backticks
from rulelang.exact.calendar import Calendar
from rulelang.names.clauses import first_of
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Rules
from rulelang.names.stacks import Item, named, paid_by
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside
from rulelang.typecheck.changes_inside import check_changes
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Shape = tuple[datetime.date, datetime.date | None, str | None, str | None, str | None]
"""The first and last day of rules, over what they measure, when they pay, and how a period is cut."""


def check_stacks(checker: Checker, stacks: tuple[nodes.Stack, ...], payout: Rules) -> None:
    """The lists of one version of a payout."""
    seen: dict[str, nodes.Name] = {}
    for item in (name for stack in stacks for name in named(stack)):
        if item.text in seen:
            checker.report.add(
                "paid-twice", item.span, labels=[(seen[item.text].span, "first")], name=item.text,
                unpaid=paid_nowhere(checker),
            )
        seen.setdefault(item.text, item)
        if item.text not in checker.resolved.incentives:
            no_such_name(checker.report, "no-such-incentive", item.span, item.text, checker.resolved.incentives)
    for stack in stacks:
        for conditional in parts_inside(stack, nodes.StackItem):
            _check_condition(checker, conditional)
        for part in _side_by_side(stack):
            _check_same_cadence(checker, part, payout)
            for first in parts_inside(part, nodes.Stack):
                if first.kind == "first":
                    _check_reached(checker, first)


def paid_nowhere(checker: Checker) -> str:
    """The incentives that no payout pays, one of which may be meant where another one stands twice."""
    rules = [each for _, versions in checker.resolved.payouts.values() for each in versions]
    paid = {item.text for each in rules for item in paid_by(each.clauses)}
    return in_backticks([name for name in checker.resolved.incentives if name not in paid][:SUGGESTIONS_MAX])


def _side_by_side(stack: nodes.Stack) -> Iterator[nodes.Stack]:
    """The outermost lists whose items stand side by side; what is only added up need not."""
    if stack.kind not in ("all", "less"):
        yield stack
        return
    for item in stack.items:
        if isinstance(item, nodes.Stack):
            yield from _side_by_side(item)


# ------------------------------------------------------------------------------------------------ conditions


def _check_condition(checker: Checker, item: nodes.StackItem) -> None:
    """The condition of an item is read as the incentive's own: over what is measured."""
    declared = checker.resolved.incentives.get(item.name.text)
    if declared is None or item.condition is None:
        return
    if checker.check_truth(item.condition, Scope("incentive", item.name.text)) is None:
        return
    for rules in checker.rules.get(item.name.text, declared[1]):
        measured, _ = units(rules.clauses)
        before = errors_so_far(checker)
        if measured is not None:
            check_changes(checker, (item.condition,), rules, measured, item.name)
        if errors_so_far(checker) > before:
            return


def _check_reached(checker: Checker, stack: nodes.Stack) -> None:
    """Behind an item that always applies none is ever paid."""
    for item, following in zip(stack.items, stack.items[1:], strict=False):
        always = next(_always(checker, item), None)
        if always is not None:
            name = next(named(following))
            checker.report.add(
                "never-reached", following.span, labels=[(always.span, "always")], name=name.text, other=always.text
            )
            return


def _always(checker: Checker, item: Item) -> Iterator[nodes.Name]:
    """The incentives of an item for which nothing says when they apply."""
    if isinstance(item, nodes.Stack):
        for each in item.items:
            yield from _always(checker, each)
        return
    name = next(named(item))
    declared = checker.resolved.incentives.get(name.text)
    said = isinstance(item, nodes.StackItem) and item.condition is not None
    if declared is not None and not said and any(first_of(nodes.When, r.clauses) is None for r in declared[1]):
        yield name


# ------------------------------------------------------------------------------------------------ cadence


def _check_same_cadence(checker: Checker, stack: nodes.Stack, payout: Rules) -> None:
    """What stands side by side is looked at over the same days, so it is measured and paid alike."""
    first: tuple[nodes.Name, list[Shape]] | None = None
    plain = stack.kind == "best" and all(isinstance(item, nodes.Name) for item in stack.items)
    for item in named(stack):
        if item.text not in checker.resolved.incentives:
            continue
        versions = checker.rules.get(item.text) or checker.resolved.incentives[item.text][1]
        shape = [_shape(checker.resolved.calendar, rules, payout, plain=plain) for rules in _while(versions, payout)]
        if any(unit is None for _, _, *cadence, _ in shape for unit in cadence):
            continue  # reported with the incentive
        if first is not None and shape != first[1] and (day := _ended(shape, first[1])) is not None:
            ended, stays = (item, first[0]) if shape[-1][1] == day else (first[0], item)
            checker.report.add(
                "best-of-two-cadences", item.span, labels=[(first[0].span, "first")], name=ended.text,
                other=stays.text, day=day, variant="ended",
            )  # fmt: skip
        elif first is not None and shape != first[1]:
            checker.report.add(
                "best-of-two-cadences", item.span, labels=[(first[0].span, "first")], name=item.text,
                other=first[0].text, variant="" if plain else "list",
            )
        first = first or (item, shape)


def _ended(one: list[Shape], other: list[Shape]) -> datetime.date | None:
    """The day on which one of two that are alike until then ends, while the other goes on."""
    alike = one and other and all(a[0] == b[0] and a[2:] == b[2:] for a, b in zip(one, other, strict=False))
    ends = [shape[-1][1] for shape in (one, other) if shape and shape[-1][1] is not None]
    return min(ends, default=None) if alike else None


def _while(versions: Iterable[Rules], payout: Rules) -> list[Rules]:
    """The rules that begin while the payout is as it is; those of later days stand in its later lists, or in none."""
    return [rules for rules in versions if payout.stop is None or rules.start <= payout.stop]


def _shape(calendar: Calendar, rules: Rules, payout: Rules, *, plain: bool) -> Shape:
    """The days of rules, over what they measure and when they pay; where that is one figure, also how it is cut.

    What a variant drops with the end of a measured period and takes out of the list has run to the end of the list: so
    has what goes on."""
    measured, paid = units(rules.clauses)
    outlives = payout.stop is not None and (rules.stop is None or rules.stop >= payout.stop)
    edges = None if plain else rules.edges
    if outlives and measured is not None and calendar.offers(measured) and _ends_on(calendar, measured, payout.stop):
        return rules.start, payout.stop, measured, paid, edges
    return rules.start, rules.stop, measured, paid, edges


def _ends_on(calendar: Calendar, unit: str, day: datetime.date | None) -> bool:
    return day is not None and calendar.holding(unit, day).stop == day


def units(clauses: Iterable[object]) -> tuple[str | None, str | None]:
    """Over which units something is measured and paid, in whatever order that is written."""
    clauses = tuple(clauses)
    paid, measured = first_of(nodes.PaidEvery, clauses), first_of(nodes.MeasuredEvery, clauses)
    over = measured or paid
    return over.unit if over else None, paid.unit if paid else None
