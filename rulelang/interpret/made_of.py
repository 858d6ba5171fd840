"""Telling what a figure was made of: why this case was taken, what each member adds, what a calculation was made from.

Conditions are told by `condition`, which is given: they are made of figures in turn. Knows no order of steps.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from rulelang.core.nodes import Aggregate, Call, Case, Literal, OrElse, Read, Rollup
from rulelang.interpret.exceptions import excepted_of, tell_exceptions
from rulelang.interpret.figures import (
    EXTREMES,
    OF_PAY,
    conditions_of,
    counts,
    every_of,
    is_choice,
    items_of,
    items_read,
    leaves,
    measure_read,
    members_read,
    taken,
    unwrapped,
)
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace

Condition = Callable[[Telling, int, Trace], None]
SHOWN_MAX = 20
"""How many members or figures are told in one place."""


@attrs.frozen
class MadeOf:
    """How figures are told."""

    telling: Telling
    condition: Condition

    def tell(self, depth: int, trace: Trace) -> None:
        """What stands below the line of a figure."""
        trace = unwrapped(trace)
        if excepted_of(trace.node) is not None:
            self._once(trace, lambda: tell_exceptions(self.telling, depth, trace, self.condition, self.tell))
        elif is_choice(trace.node):
            self._choice(depth, trace)
        elif every_of(trace.node) is not None:
            self._once(trace, lambda: self._members(depth, trace))
        elif isinstance(trace.node, Case) and trace.node.told in EXTREMES:
            self._once(trace, lambda: self._figures(depth, items_read(trace)))
        elif isinstance(trace.node, Read):
            self._behind(depth, trace)
        elif isinstance(trace.node, OrElse):
            self._fallback(depth, trace)
        elif not isinstance(trace.node, Aggregate) and trace.node.step not in OF_PAY:
            found = [leaf for leaf in leaves(trace) if leaf is not trace]
            if found:
                self._once(trace, lambda: self._figures(depth, found))

    def _once(self, trace: Trace, details: Callable[[], None]) -> None:
        if not self.telling.has_told(trace):
            self.telling.note(trace)
            details()

    def _choice(self, depth: int, trace: Trace) -> None:
        """The conditions that decided, and what was taken for it."""

        def details() -> None:
            for reached in conditions_of(trace):
                self.condition(self.telling, depth, reached)

        self._once(trace, details)
        chosen = taken(trace)
        if chosen is not None:
            self.tell(depth, chosen)

    def _fallback(self, depth: int, trace: Trace) -> None:
        """Why the fallback is what it is, where it was taken; a value that was known says all by itself."""
        if len(trace.inside) > 1:
            self.tell(depth, trace.inside[-1])

    def _members(self, depth: int, trace: Trace) -> None:
        every = every_of(trace.node)
        assert every is not None
        members = list(members_read(trace))
        for each in members[:SHOWN_MAX]:
            if each.value is not None and counts(each.value.node):
                self.condition(self.telling, depth, conditions_of(each.value)[0])
            elif each.value is not None:
                self._figures(depth, [each.value])
            elif each.test is not None and every.function == "count":
                self.condition(self.telling, depth, each.test)
            else:
                member = self.telling.wording.called(every.type, each.member)
                self.telling.add(depth, "counts_not", member=member)
        self._more(depth, len(members))

    def _figures(self, depth: int, figures: Sequence[Trace]) -> None:
        """A line for each figure, with what it was made of; what is told elsewhere has none, nor has a second one."""
        figures = [each for each in figures if not isinstance(each.node, Literal)]
        lines = dict.fromkeys(_line(self.telling, each) for each in figures)
        shown = {_line(self.telling, each): each for each in reversed(figures)}
        for line in list(lines)[:SHOWN_MAX]:
            if not isinstance(unwrapped(shown[line]).node, Call | Rollup):
                self.telling.lines.append((depth, line))
                self.tell(depth + 1, shown[line])
        self._more(depth, len(lines))

    def _more(self, depth: int, count: int) -> None:
        if count > SHOWN_MAX:
            self.telling.add(depth, "stand_below_more", count=f"{count - SHOWN_MAX:_}")

    def _behind(self, depth: int, trace: Trace) -> None:
        """Of a measure that was read by name only what nobody could see from its value: cases and members."""
        assert isinstance(trace.node, Read)
        behind = measure_read(trace)
        if behind is None or self.telling.core.definition(trace.node.definition).kind != "measure":
            return
        if isinstance(behind.node, Read) or is_choice(behind.node) or items_of(behind.node):
            self.tell(depth, behind)


def _line(telling: Telling, trace: Trace) -> str:
    return telling.say("measured", name=telling.name(trace), value=telling.value(trace))
