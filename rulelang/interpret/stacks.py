"""Telling what the lists of a payout come to: what was added, compared or tried in turn, and which item was paid."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import attrs

from rulelang.core.nodes import Arithmetic, Case, Composed, Expression
from rulelang.core.schedule import Entitlement
from rulelang.interpret.earnings import earned_line, tell_earned
from rulelang.interpret.requirements import tell_condition
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Earned, Term, Trace
from rulelang.interpret.unknown import Unknown


def tell_term(telling: Telling, depth: int, term: Term) -> None:
    """What a stack adds on one due date; of the best of several, what each of them has earned."""
    value = telling.money(term.value)
    if isinstance(term.stack, Composed):
        names = ", ".join(telling.wording.called(name) for name, _ in term.stack.items)
        telling.add(depth, f"{term.stack.kind}_due", name=names, names=names, day=term.due, value=value)
        _tell_composed(telling, depth + 1, term, term.stack)
        return
    names = ", ".join(telling.wording.called(earned.incentive) for earned in (term.plus[0] if term.plus else ()))
    if term.stack.kind != "best":
        phrase = "less_due" if term.stack.kind == "less" else "item_due"
        telling.add(depth, phrase, name=names, day=term.due, value=value)
        tell_entitlements(telling, depth + 1, chain(*term.plus), chain(*term.minus))
        return
    telling.add(depth, "best_due", names=names, day=term.due, value=value)
    for earned in chain(*term.plus):
        tell_earned(telling, depth + 1, earned, "best_candidate")
    for earned in chain(*term.minus):
        telling.lines.append((depth + 1, earned_line(telling, earned, "best_before")))


def tell_entitlements(telling: Telling, depth: int, plus: Iterable[Earned], minus: Iterable[Earned]) -> None:
    for earned in plus:
        tell_earned(telling, depth, earned)
    for earned in minus:
        telling.lines.append((depth, earned_line(telling, earned, "earned_before")))


# ------------------------------------------------------------------------------------------------ one incentive


@attrs.frozen
class _List:
    """A list being told: the incentives it is made of, by the identity of what each has earned."""

    telling: Telling
    entitlement: Entitlement
    items: Mapping[int, str]

    def tell(self, depth: int, trace: Trace) -> None:
        """What one part of the list came to."""
        name = self.items.get(id(trace.node))
        if name is not None:
            tell_earned(self.telling, depth, Earned(name, self.entitlement, trace), "best_candidate")
            return
        match trace.node.step:
            case "listed if":
                self._tell_if(depth, trace)
            case "listed first":
                self._tell_first(depth, trace)
            case "listed best":
                self._tell_best(depth, trace)
            case "listed":
                for inside in trace.inside:
                    self.tell(depth, inside)

    def _tell_if(self, depth: int, trace: Trace) -> None:
        """An incentive under a condition of its own."""
        condition, *taken = trace.inside
        self.telling.add(depth, "listed_if", name=self.names(trace.node), value=self.telling.value(trace))
        tell_condition(self.telling, depth + 1, condition)
        for each in taken:
            self.tell(depth + 1, each)

    def _tell_first(self, depth: int, trace: Trace) -> None:
        """What did not apply, and what then did."""
        assert isinstance(trace.node, Case)
        for tested, (condition, value) in zip(trace.inside, trace.node.branches, strict=False):
            if tested.node is condition and tested.value is not True:
                phrase = "applies_unknown" if isinstance(tested.value, Unknown) else "applies_not"
                self.telling.add(depth, phrase, names=self.names(value))
                tell_condition(self.telling, depth + 1, tested)
        self.tell(depth, trace.inside[-1])

    def _tell_best(self, depth: int, trace: Trace) -> None:
        """All that are compared, and the best of them."""
        for candidate in self._candidates(trace, trace.node):
            self.tell(depth, candidate)
        if len(trace.inside) > 1:
            best = self._taken(trace, trace.node)
            names, value = self.names(best.node), self.telling.value(trace)
            self.telling.add(depth, "best_is", names=names, value=value)

    def _candidates(self, trace: Trace, of: Expression) -> Iterator[Trace]:
        """What is compared, in the order written; a list of another kind inside is one of those compared."""
        if not self._is_of(trace, of):
            yield trace
            return
        other, before = trace.inside[0].inside
        yield from self._candidates(before, of)
        yield other

    def _taken(self, trace: Trace, of: Expression) -> Trace:
        return self._taken(trace.inside[-1], of) if self._is_of(trace, of) else trace

    def _is_of(self, trace: Trace, of: Expression) -> bool:
        """Whether a comparison belongs to the list in which another one stands: they stand in one place."""
        return trace.node.step == "listed best" and trace.node.span == of.span

    def names(self, node: Expression) -> str:
        """The incentives inside a part of the list."""
        return ", ".join(self.telling.wording.called(name) for name in self._names(node))

    def _names(self, node: Expression) -> Iterator[str]:
        if id(node) in self.items:
            yield self.items[id(node)]
        elif isinstance(node, Arithmetic):
            yield from chain(self._names(node.left), self._names(node.right))
        elif isinstance(node, Case):
            values = [value for _, value in node.branches]
            parts = (node.otherwise, *values) if node.step == "listed best" else (*values, node.otherwise)
            yield from dict.fromkeys(name for part in parts for name in self._names(part))


def _tell_composed(telling: Telling, depth: int, term: Term, composed: Composed) -> None:
    items = {id(node): name for name, nodes in composed.items for node in nodes}
    for earned in chain(*term.plus):
        _List(telling, earned.entitlement, items).tell(depth, earned.trace)
    for earned in chain(*term.minus):
        telling.lines.append((depth, earned_line(telling, earned, "earned_before")))
