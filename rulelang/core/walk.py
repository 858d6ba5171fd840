"""Walking a core and its expressions. Knows which nodes have children, nothing of what they mean."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Call,
    Case,
    Cohort,
    Comparison,
    Composed,
    Core,
    CountedDay,
    Covered,
    DayValue,
    Expression,
    FromFirstDay,
    GainedIn,
    Includes,
    InWindow,
    KeyedValue,
    Known,
    Logic,
    OnAnyDay,
    OnField,
    OrElse,
    OverMembers,
    OverUnits,
    Paid,
    ParameterValue,
    PeriodShare,
    Read,
    Rollup,
    Round,
    TierTest,
    TierValue,
    WholeBetween,
)


def _of_days(node: WholeBetween | CountedDay) -> tuple[Expression, Expression]:
    return (node.start, node.stop) if isinstance(node, WholeBetween) else (node.count, node.origin)


def _beside_first_day(node: Covered | FromFirstDay | PeriodShare) -> Iterator[Expression]:
    """What is read beside the first day of a subject, and that day."""
    if not isinstance(node, PeriodShare):
        yield node.value
    if node.since is not None:
        yield node.since


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly inside a node, in the order they are written; a day on a field counts as inside."""
    match node:
        case Arithmetic() | Comparison():
            yield from (node.left, node.right)
        case WholeBetween() | CountedDay():
            yield from _of_days(node)
        case OverMembers():
            yield from (*node.values, *node.tests)
        case Logic():
            yield from node.items
        case Case():
            for condition, value in node.branches:
                yield from (condition, value)
            yield node.otherwise
        case Round() | Known() | Call() | InWindow() | OnAnyDay() | OverUnits() | GainedIn():
            yield node.value
        case Covered() | FromFirstDay() | PeriodShare():
            yield from _beside_first_day(node)
        case OrElse():
            yield from (node.value, node.fallback)
        case Includes():
            yield node.members
        case Aggregate():
            yield from (e for e in (node.value, node.where, *node.order, node.since, *node.per) if e is not None)
        case Cohort() | Rollup():
            groups = node.by if isinstance(node, Cohort) else ()
            yield from (e for e in (node.value, node.where, *groups) if e is not None)
        case KeyedValue():
            yield from node.keys
            if isinstance(node.day, OnField):
                yield node.day.field
        case ParameterValue(day=day) | TierTest(day=day) | TierValue(day=day):
            if isinstance(day, OnField):
                yield day.field
        case DayValue(moment=OnField(field=field)):
            yield field


def walk(root: Expression) -> Iterator[Expression]:
    """Every expression inside a root, itself first; a shared one as often as it stands."""
    yield root
    for child in children(root):
        yield from walk(child)


def expressions_of(core: Core) -> list[Expression]:
    """The expressions that a core's declarations are made of."""
    versions = [version for ladder in core.ladders for version in ladder.versions]
    lists = [e for version in versions for step in version.steps for e in (step.requires, step.keeps)]
    caps = [limit for payout in core.payouts for v in payout.versions for limit in (v.cap, v.floor)]
    rates = [v.paid_in.rate for payout in core.payouts for v in payout.versions if v.paid_in is not None]
    return [
        *(definition.value for definition in core.definitions),
        *(definition.value for claim in core.claims for definition in claim.definitions),
        *(version.entitlement for incentive in core.incentives for version in incentive.versions),
        *(version.entitlement for composed in composed_in(core) for version in composed.together.versions),
        *(e for e in (*lists, *caps, *rates) if e is not None),
    ]


def composed_in(core: Core) -> Iterator[Composed]:
    """The lists of payouts that are as one incentive."""
    for payout in core.payouts:
        for version in payout.versions:
            yield from (stack for stack in version.stacks if isinstance(stack, Composed))


def may_round(node: Expression | None) -> bool:
    """Whether something may be rounded where an expression is worked out for a record."""
    return node is not None and any(isinstance(inside, Round | Read) for inside in walk(node))


def walk_once(roots: Iterable[Expression]) -> Iterator[Expression]:
    """Every expression inside some roots, a shared one once."""
    waiting, seen = list(roots), set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting.extend(children(node))


def cohorts_of(core: Core) -> tuple[Cohort, ...]:
    """One node for each comparison across subjects, by the name of the definition it stands in."""
    found: dict[tuple[int, int, str], Cohort] = {}
    waiting = list(reversed(expressions_of(core)))
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Cohort):
            found.setdefault((id(node.value), id(node.where), node.definition), node)
        waiting.extend(reversed(list(children(node))))
    return tuple(sorted(found.values(), key=lambda node: node.definition))


def reads_tiers(core: Core, root: Expression) -> bool:
    """Whether an expression depends on a tier, by whatever it reads on the way. Money paid is taken to depend on it."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, (TierTest, TierValue, Paid)):
            return True
        if id(node) not in seen:
            seen.add(id(node))
            waiting.extend(children(node))
            waiting.extend([core.definition(node.definition).value] if isinstance(node, Read) else [])
    return False
