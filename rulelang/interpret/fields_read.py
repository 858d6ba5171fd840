"""Which fields an expression may read, whatever the data are. Knows no values."""
from __future__ import annotations

from collections.abc import Iterator

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Case,
    Comparison,
    Composed,
    Core,
    Expression,
    FieldValue,
    Includes,
    Ladder,
    Literal,
    Logic,
    OnField,
    Paid,
    Read,
    Stack,
    TierTest,
    TierValue,
)
from rulelang.core.walk import children, walk

Fields = frozenset[tuple[str, str]]
OF_A_ROW = (Literal, FieldValue, Comparison, Logic, Includes, Arithmetic, Case)


@attrs.frozen(eq=False)
class FieldsRead:
    """The fields, as (entity, field), that expressions and outcomes of a core may read, found once for each."""

    core: Core
    _of: dict[object, Fields] = attrs.field(factory=dict)
    _alone: dict[Expression, bool] = attrs.field(factory=dict)

    def of(self, node: Expression) -> Fields:
        """Those of an expression and of all it reads, however far."""
        if node not in self._of:
            self._of[node] = self._reached([node])
        return self._of[node]

    def only_of_its_row(self, node: Expression) -> bool:
        """Whether the value for a row is that row's alone, so that nothing beside it can change it."""
        if node not in self._alone:
            self._alone[node] = all(isinstance(inside, OF_A_ROW) for inside in walk(node))
        return self._alone[node]

    def of_ladder(self, name: str) -> Fields:
        """Those that decide a tier."""
        key = f"ladder {name}"
        if key not in self._of:
            self._of[key] = self._reached(list(_of_ladder(self.core.ladder(name))))
        return self._of[key]

    def of_outcome(self, name: str) -> Fields:
        """Those of an outcome."""
        key = f"outcome {name}"
        if key not in self._of:
            self._of[key] = self._reached(list(self._roots(name)))
        return self._of[key]

    def _roots(self, name: str) -> Iterator[Expression]:
        core = self.core
        for ladder in core.ladders:
            if ladder.name == name:
                yield from _of_ladder(ladder)
        for incentive in core.incentives:
            if incentive.name == name:
                yield from (version.entitlement for version in incentive.versions)
        for payout in core.payouts:
            for version in payout.versions if payout.name == name else ():
                yield from (limit for limit in (version.cap, version.floor) if limit is not None)
                for stack in version.stacks:
                    yield from self._of_stack(stack)
        yield from (definition.value for definition in core.definitions if definition.name == name)

    def _of_stack(self, stack: Stack | Composed) -> Iterator[Expression]:
        if isinstance(stack, Composed):
            yield from (version.entitlement for version in stack.together.versions)
            return
        for item in stack.items:
            yield from self._roots(item)

    def _reached(self, waiting: list[Expression]) -> Fields:
        found: set[tuple[str, str]] = set()
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            waiting.extend(children(node))
            match node:
                case FieldValue(entity=entity, field=field):
                    found.update((entity, column) for column, _ in self.core.read_through(entity, field))
                case Aggregate(relation=relation, valid_at=valid_at):
                    entity_ = self.core.entity(relation)
                    dates = (entity_.dated_by, entity_.valid_from, entity_.valid_to)
                    found.update((relation, date) for date in dates if date is not None)
                    waiting.extend([valid_at.field] if isinstance(valid_at, OnField) else [])
                case Read(definition=name):
                    waiting.append(self.core.definition(name).value)
                case TierTest(ladder=name) | TierValue(ladder=name):
                    waiting.extend(_of_ladder(self.core.ladder(name)))
                case Paid(name=name):
                    waiting.extend(self._roots(name))
        return frozenset(found)


def _of_ladder(ladder: Ladder) -> Iterator[Expression]:
    steps = (step for version in ladder.versions for step in version.steps)
    yield from (e for step in steps for e in (step.requires, step.keeps) if e is not None)
