"""Incentives that exclude one another: `never together` and `at most 2 of` hold for every partner, proved by what is
written and nothing stronger.

Two items of one `the best of` or `the first that applies of` are never paid together. Others are kept apart by when
they apply, looked at over the same period.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import TYPE_CHECKING

from rulelang.diagnostics.phrase import Phrase
from rulelang.diagnostics.suggest import in_backticks
from rulelang.exact.calendar import MONTHS_IN
from rulelang.names.clauses import all_of, first_of
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Rules
from rulelang.names.stacks import named
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import parts_inside, remade
from rulelang.typecheck.apart import Test, lists_of
from rulelang.typecheck.days_of_periods import as_day
from rulelang.typecheck.stacks import units
from rulelang.typecheck.witnesses import exclude, who_meets

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_together(checker: Checker, clauses: tuple[object, ...]) -> None:
    """Every such clause of one payout."""
    for clause in all_of(nodes.Together, clauses):
        if _all_paid(checker, clause, clauses):
            _check_clause(checker, clause, clauses)


def _all_paid(checker: Checker, clause: nodes.Together, clauses: tuple[object, ...]) -> bool:
    """Whether the clause names what the payout pays, each once, and more than may apply."""
    paid = {name.text for stack in all_of(nodes.Stack, clauses) for name in named(stack)}
    seen: dict[str, nodes.Name] = {}
    for item in clause.items:
        if item.text not in paid:
            known = sorted(paid)
            no_such_name(checker.report, "not-in-payout", item.span, item.text, known)
            return False
        if item.text in seen:
            labels = [(seen[item.text].span, "first")]
            checker.report.add("said-twice", item.span, labels=labels, clause=item.text)
            return False
        seen[item.text] = item
    if len(clause.items) <= clause.most:
        checker.report.add("excludes-nothing", clause.span, count=len(clause.items), most=clause.most)
        return False
    return True


def _check_clause(checker: Checker, clause: nodes.Together, clauses: tuple[object, ...]) -> None:
    """Of every so many and one more, some two are apart."""
    stacks = all_of(nodes.Stack, clauses)
    for some in combinations(clause.items, clause.most + 1):
        if any(_apart_in(stack, one.text, other.text) for stack in stacks for one, other in combinations(some, 2)):
            continue
        if not _never_meet(checker, some, stacks):
            *earlier, last = some
            example = _who_is_paid(checker, some, stacks)
            checker.report.add(
                "may-be-together", last.span, labels=[(item.span, "other") for item in earlier], name=last.text,
                others=in_backticks([item.text for item in earlier]), clause=" ".join(clause.span.text.split()),
                values=example or "", variant="example" if example else "",
            )
            return


def _apart_in(stack: nodes.Stack, one: str, other: str) -> bool:
    """Whether a list pays one of two or the other, never both."""
    parts = [{name.text for name in named(item)} for item in stack.items]
    if stack.kind in ("best", "first"):
        places = [[index for index, names in enumerate(parts) if name in names] for name in (one, other)]
        if places[0] and places[1] and places[0] != places[1]:
            return True
    return any(_apart_in(item, one, other) for item in stack.items if isinstance(item, nodes.Stack))


# ------------------------------------------------------------------------------------------------ conditions


def _never_meet(checker: Checker, some: tuple[nodes.Name, ...], stacks: tuple[nodes.Stack, ...]) -> bool:
    """Whether no partner meets all of these at once, by whichever rules of each are in force together."""
    versions = [checker.rules.get(item.text, ()) for item in some]
    return all(_apart_under(checker, some, rules, stacks) for rules in product(*versions) if _meet_in_time(rules))


def _meet_in_time(rules: tuple[Rules, ...]) -> bool:
    start = max(each.start for each in rules)
    return all(each.stop is None or start <= each.stop for each in rules)


def _apart_under(
    checker: Checker, some: tuple[nodes.Name, ...], rules: tuple[Rules, ...], stacks: tuple[nodes.Stack, ...]
) -> bool:
    """Whether every way to meet all conditions has two tests of one reading that exclude each other."""
    if not _same_days(checker, rules):
        return False  # the same words are read over other days
    ways = []
    for item, each in zip(some, rules, strict=True):
        found = _ways(checker, tuple(_conditions(item, each, stacks)))
        if found is None:
            return False
        ways.append(found)
    return all(_excluded(checker, chosen) for chosen in product(*ways))


def _who_is_paid(
    checker: Checker, some: tuple[nodes.Name, ...], stacks: tuple[nodes.Stack, ...]
) -> Phrase | None:
    """Values of a partner who meets all of these at once, by rules that are in force together over the same days."""
    for rules in product(*(checker.rules.get(item.text, ()) for item in some)):
        if not _meet_in_time(rules) or not _same_days(checker, rules) or _apart_under(checker, some, rules, stacks):
            continue
        conditions = [
            _written_out(checker, condition)
            for item, each in zip(some, rules, strict=True) for condition in _conditions(item, each, stacks)
        ]  # fmt: skip
        found = who_meets(checker, conditions)
        if found is not None:
            return found
    return None


def _same_days(checker: Checker, rules: tuple[Rules, ...]) -> bool:
    """Whether rules measure over the same periods while they hold together: none is cut where others are not."""
    measured = {units(each.clauses)[0] for each in rules}
    unit = next(iter(measured))
    if len(measured) > 1 or unit not in MONTHS_IN:
        return False
    calendar = checker.resolved.calendar
    return len({(each.start, each.stop) for each in rules}) == 1 or all(
        calendar.holding(unit, each.start).start == each.start
        and (each.stop is None or calendar.holding(unit, each.stop).stop == each.stop)
        for each in rules
    )


def _conditions(item: nodes.Name, rules: Rules, stacks: tuple[nodes.Stack, ...]) -> Iterator[nodes.Expression]:
    """When an incentive is paid: its own `when`, and what its list asks for."""
    when = first_of(nodes.When, rules.clauses)
    if when is not None:
        yield when.condition
    for listed in (each for stack in stacks for each in parts_inside(stack, nodes.StackItem)):
        if listed.name.text == item.text and listed.condition is not None:
            yield listed.condition


def _ways(checker: Checker, conditions: tuple[nodes.Expression, ...]) -> list[tuple[Test, ...]] | None:
    """The ways to meet some conditions at once, each as the tests it makes."""
    if not conditions:
        return [()]
    opened = [_written_out(checker, each) for each in conditions]
    return lists_of(opened[0] if len(opened) == 1 else nodes.Logic("all", tuple(opened), span=conditions[0].span))


def _written_out(checker: Checker, condition: nodes.Expression) -> nodes.Expression:
    """A condition with those it reads by name in the place of their names."""
    return remade(condition, lambda node: _opened(checker, node), {})


def _opened(checker: Checker, node: object) -> nodes.Expression | None:
    """What an eligibility stands for, where one is read for the reader's own period."""
    match node:
        case nodes.Reading(path=(name,), window=None, day=None) if name.text in checker.resolved.eligibilities:
            condition = checker.resolved.eligibilities[name.text].condition
            return _written_out(checker, condition)
        case nodes.InRegion():
            return checker.worked_out.get(id(node))
    return as_day(checker, node)


def _excluded(checker: Checker, chosen: tuple[tuple[Test, ...], ...]) -> bool:
    return any(exclude(checker, a, b) for one, other in combinations(chosen, 2) for a, b in product(one, other))
