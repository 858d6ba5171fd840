"""Telling what functions made of what they were given. Only calls that were reached are told, each once."""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.core.nodes import Aggregate, Call, Rollup
from rulelang.interpret.below import tell_below
from rulelang.interpret.conversions import tell_conversions
from rulelang.interpret.measured_records import tell_measured
from rulelang.interpret.telling import Telling
from rulelang.interpret.told_roundings import tell_roundings
from rulelang.interpret.trace import Trace


def tell_calls(telling: Telling, depth: int, trace: Trace) -> None:
    """The calls that a value came from, the inner ones first; then the conversions in it, who below counted, and
    what was rounded."""
    for found in _calls(trace, []):
        tell_call(telling, depth, found)
    tell_conversions(telling, depth, trace)
    tell_below(telling, depth, trace)
    tell_measured(telling, depth, trace)
    tell_roundings(telling, depth, trace)


def tell_call(telling: Telling, depth: int, trace: Trace) -> None:
    """One call: what was given for each input, and what came out."""
    assert isinstance(trace.node, Call)
    given = zip(trace.node.inputs, trace.inside[1:], strict=True)
    inputs = ", ".join(_input(telling, trace.node, name, one) for (name, _), one in given)
    name = telling.wording.called(trace.node.function)
    line = telling.say("called", name=name, inputs=inputs, value=telling.value(trace))
    telling.once(depth, line, trace, _nothing)


def _input(telling: Telling, call: Call, name: str, given: Trace) -> str:
    called = telling.wording.called(call.function, name)
    return telling.say("input", name=called, value=telling.value(given))


def _nothing() -> None:
    """A call has no details of its own."""


def _calls(trace: Trace, seen: list[Trace]) -> Iterator[Trace]:
    if isinstance(trace.node, (Aggregate, Rollup)) or any(trace is other for other in seen):
        return
    seen.append(trace)
    for inside in trace.inside:
        yield from _calls(inside, seen)
    if isinstance(trace.node, Call):
        yield trace
