"""What an outcome of a core may read, however far, whatever the data are. Knows no values."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulelang.core.nodes import (
    Aggregate,
    Composed,
    Core,
    Expression,
    Ladder,
    OnField,
    Paid,
    Read,
    Stack,
    TierTest,
    TierValue,
)
from rulelang.core.walk import children


def roots_of_outcome(core: Core, name: str) -> Iterator[Expression]:
    """The expressions that decide an outcome: those of a ladder, an incentive, a payout with all it pays, or a
    definition."""
    for ladder in core.ladders:
        if ladder.name == name:
            yield from roots_of_ladder(ladder)
    for incentive in core.incentives:
        if incentive.name == name:
            yield from (version.entitlement for version in incentive.versions)
    for payout in core.payouts:
        for version in payout.versions if payout.name == name else ():
            rate = version.paid_in.rate if version.paid_in is not None else None
            yield from (each for each in (version.cap, version.floor, rate) if each is not None)
            for stack in version.stacks:
                yield from _of_stack(core, stack)
    yield from (definition.value for definition in core.definitions if definition.name == name)


def _of_stack(core: Core, stack: Stack | Composed) -> Iterator[Expression]:
    if isinstance(stack, Composed):
        yield from (version.entitlement for version in stack.together.versions)
        return
    for item in stack.items:
        yield from roots_of_outcome(core, item)


def roots_of_ladder(ladder: Ladder) -> Iterator[Expression]:
    """The requirements of all its tiers."""
    steps = (step for version in ladder.versions for step in version.steps)
    yield from (e for step in steps for e in (step.requires, step.keeps) if e is not None)


def reached(core: Core, roots: Iterable[Expression]) -> Iterator[Expression]:
    """Every expression inside some roots and inside all that they read, each once."""
    waiting, seen = list(roots), set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        waiting.extend(children(node))
        match node:
            case Aggregate(valid_at=OnField(field=field)):
                waiting.append(field)
            case Read(definition=name):
                waiting.append(core.definition(name).value)
            case TierTest(ladder=name) | TierValue(ladder=name):
                waiting.extend(roots_of_ladder(core.ladder(name)))
            case Paid(name=name):
                waiting.extend(roots_of_outcome(core, name))
