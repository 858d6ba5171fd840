"""A story being told: lines with their depth, and what has been told already, so that nothing is told twice."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from rulelang.core.nodes import Core, Expression, KeyedValue, ParameterValue
from rulelang.interpret.naming import words
from rulelang.interpret.naming_read import figure, name, named_by
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer
from rulelang.interpret.wording import Wording


@attrs.frozen
class Telling:
    """`lines` are (depth, text); `_told` holds the things whose details stand in an earlier line, by identity;
    `_passed` the traces whose roundings do, `_rounded` the lines that tell of them; `_parameters` by their names those
    that were read and named."""

    core: Core
    wording: Wording
    lines: list[tuple[int, str]] = attrs.field(factory=list)
    _told: dict[int, object] = attrs.field(factory=dict)
    _passed: dict[int, Trace] = attrs.field(factory=dict)
    _rounded: set[str] = attrs.field(factory=set)
    _parameters: dict[str, Trace] = attrs.field(factory=dict)

    def say(self, phrase: str, **facts: object) -> str:
        return self.wording.say(phrase, **facts)

    def add(self, depth: int, phrase: str, **facts: object) -> None:
        self.lines.append((depth, self.say(phrase, **facts)))

    def gap(self) -> None:
        """An empty line."""
        self.lines.append((0, ""))

    def once(self, depth: int, line: str, thing: object, details: Callable[[], None]) -> None:
        """A line with its details; only the line, where the details of the same thing have been told."""
        if self.has_told(thing):
            self.lines.append((depth, self.say("as_above", line=line)))
            return
        self.note(thing)
        self.lines.append((depth, line))
        details()

    def has_told(self, thing: object) -> bool:
        return id(thing) in self._told

    def note(self, thing: object) -> None:
        """The details of a thing stand in a line now."""
        self._told[id(thing)] = thing

    def has_passed(self, trace: Trace) -> bool:
        return id(trace) in self._passed

    def pass_by(self, trace: Trace) -> None:
        """The roundings inside a trace are told with this line, or were before."""
        self._passed[id(trace)] = trace

    def is_new(self, rounding: str) -> bool:
        """Whether a line that tells of a rounding stands nowhere yet; from now on it does."""
        known = rounding in self._rounded
        self._rounded.add(rounding)
        return not known

    def written(self, node: Expression) -> str:
        """An expression as it is written."""
        return words(self.core, self.wording, node)

    def name(self, trace: Trace) -> str:
        """What was read, with the dates that it looked at."""
        told, read = name(self.core, self.wording, trace), named_by(trace)
        if isinstance(read.node, ParameterValue | KeyedValue):
            self._parameters[told] = read
        return told

    def parameters_told(self) -> Iterator[Trace]:
        """The parameters whose names stand in a line; a name that was asked for may have been left out."""
        lines = [line for _, line in self.lines]
        return (read for name, read in self._parameters.items() if any(name in line for line in lines))

    def figure(self, trace: Trace) -> str:
        """The same without its dates."""
        return figure(self.core, self.wording, trace)

    def value(self, trace: Trace) -> str:
        return self.answer(trace.value, trace)

    def answer(self, answer: Answer, like: Trace) -> str:
        """A value written as one of the kind of another."""
        return self.wording.value(answer, like.node.type)

    def money(self, answer: Answer) -> str:
        """An amount in the program's currency."""
        return self.wording.money(answer, self.core.currency)

    def text(self) -> str:
        return "".join(f"{'  ' * depth}{line}\n" for depth, line in self.lines)
