"""Lists each of whose items is paid on what the earlier ones left: what they are paid on, and with how many digits.

An item has to be paid on something that can become less, and all of them on the same.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics import catalogue
from rulelang.diagnostics.model import Severity
from rulelang.names.clauses import first_of
from rulelang.names.stacks import Item, named
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside
from rulelang.typecheck import types
from rulelang.typecheck.cadence import typed_share
from rulelang.typecheck.incentives import typed
from rulelang.typecheck.limited import Limiting
from rulelang.typecheck.payable import Parts, nothing, way_of
from rulelang.typecheck.stacks import units

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_remainders(checker: Checker, stacks: tuple[nodes.Stack, ...]) -> None:
    """The lists of one payout."""
    inside = [item for stack in stacks for rest in _outermost(stack) for item in parts_inside(rest, nodes.StackItem)]
    for item in (item for stack in stacks for item in parts_inside(stack, nodes.StackItem)):
        if (item.on_full or item.not_deducted) and not any(item is other for other in inside):
            checker.report.add("nothing-left-here", item.span, name=item.name.text)
    if any(catalogue.severity(found) is Severity.ERROR for found in checker.report.findings):
        return  # what is said of an incentive or of a list is told first
    for rest in (rest for stack in stacks for rest in _outermost(stack)):
        if _same_base(checker, rest):
            _check_digits(checker, rest)


def _outermost(item: Item) -> Iterator[nodes.Stack]:
    if isinstance(item, nodes.Stack):
        if item.kind == "rest":
            yield item
            return
        for each in item.items:
            yield from _outermost(each)


def _same_base(checker: Checker, rest: nodes.Stack) -> bool:
    """Whether all items are paid on one thing, in every version that they have in this list."""
    first = next(named(rest))
    for name in named(rest):
        declared, _ = checker.resolved.incentives[name.text]
        for rules, others in zip(checker.rules[name.text], checker.rules[first.text], strict=False):
            on, way = first_of(nodes.On, rules.clauses), way_of(rules.clauses)
            if on is None or (isinstance(way, nodes.Pays) and way.per is not None):
                labels = [(declared.name.span, "declared")]
                checker.report.add(
                    "left-of-what", name.span, labels=labels, name=name.text, variant="" if on is None else "record"
                )
                return False
            said = first_of(nodes.VersionChange, rules.clauses)
            if said is not None and said.kind == "row":
                checker.report.add("left-by-row", name.span, labels=[(said.span, "said")], name=name.text)
                return False
            base = first_of(nodes.On, others.clauses)
            assert base is not None, "the first item is looked at first"
            if on.value != base.value:
                labels = [(base.value.span, "first"), (on.value.span, "other")]
                checker.report.add(
                    "left-of-another", name.span, labels=labels, name=name.text, base=_one_line(on.value.span),
                    first=_one_line(base.value.span), other=first.text,
                )
                return False
    return True


def _one_line(span: Span) -> str:
    return " ".join(span.text.split())


# ------------------------------------------------------------------------------------------------ digits


def _check_digits(checker: Checker, rest: nodes.Stack) -> None:
    """What is left is exact, so it takes more digits with each item; they fit 38."""
    for index in range(min(len(checker.rules[name.text]) for name in named(rest))):
        try:
            _exact(checker, rest, index, None)
        except _TooLong as found:
            checker.report.add("beyond-38-digits", found.item.span, text=found.item.text)
            return


class _TooLong(Exception):
    def __init__(self, item: nodes.Name) -> None:
        super().__init__(item.text)
        self.item = item


def _exact(checker: Checker, item: Item, index: int, taken: core.Expression | None) -> core.Expression | None:
    """What stands for what an item takes off: of several that exclude one another the longest. None for nothing."""
    if not isinstance(item, nodes.Stack):
        on_full = isinstance(item, nodes.StackItem) and item.on_full
        found = _amount(checker, next(named(item)), index, None if on_full else taken)
        return None if isinstance(item, nodes.StackItem) and item.not_deducted else found
    total, left = None, taken
    for each in item.items:
        exact = _exact(checker, each, index, left if item.kind == "rest" else taken)
        if exact is None:
            continue
        total = exact if total is None else _joined(total, exact, next(named(each)))
        if item.kind == "rest":
            left = exact if left is None else _joined(left, exact, next(named(each)))
    return total


def _joined(one: core.Expression, other: core.Expression, item: nodes.Name) -> core.Expression:
    """The sum of two: longer than the larger of them, and of as many digits after the point."""
    kind = types.added(types.proved(one.type), types.proved(other.type))
    if isinstance(kind, types.Clash) or not types.fits(types.proved(kind)):
        raise _TooLong(item)
    return core.Arithmetic("add", one, other, types.proved(kind), item.span)


def _amount(checker: Checker, item: nodes.Name, index: int, taken: core.Expression | None) -> core.Expression:
    """What an incentive comes to on what is left, and under its limits."""
    rules = checker.rules[item.text][index]
    measured, _ = units(rules.clauses)
    share = typed_share(checker, rules, measured or "year", item.span)
    parts = Parts(checker.resolved, item.text, rules.clauses, checker.worked_out, typed(checker), share, taken)
    limiting = Limiting(rules, parts, lambda unit: typed_share(checker, rules, unit, item.span))
    amount = limiting.to_date(limiting.amount(), lambda each: each)
    zero = types.proved(nothing(amount).type)
    if not types.fits(types.proved(types.one_of([types.proved(amount.type), zero]))):
        raise _TooLong(item)
    return amount
