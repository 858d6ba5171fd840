"""Telling the roundings inside figures: of conditions, measures, functions, metrics, records and others that one is
compared with. Each once in a story.

What is rounded on the way of a payment is told there, as a step of its own. A rounding that lost nothing is not told.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from rulelang.core.nodes import Aggregate, Cohort, Rollup, Round
from rulelang.core.walk import may_round
from rulelang.interpret.conversions import record_called
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown

SHOWN_MAX = 20
"""How many roundings are told in one place."""
Found = tuple[str, Trace]
"""A rounding, and the record or the partner below for which it was worked out, if it was for one."""


@attrs.frozen(eq=False)
class OfOthers:
    """What was rounded in the values of so many others that one is compared with. Whose and from what is not told: an
    explanation is shown to the partner, and the figures of another are none of theirs."""

    rounding: Trace
    count: int


def tell_roundings(telling: Telling, depth: int, *traces: Trace) -> None:
    """The roundings that values came from and that stand nowhere in the story yet, the inner ones first."""
    found: list[Found | OfOthers] = []
    for trace in traces:
        _collect(telling, trace, "", found)
    lines = list(_lines(telling, found))
    telling.lines.extend((depth, line) for line in lines[:SHOWN_MAX])
    if len(lines) > SHOWN_MAX:
        telling.add(depth, "stand_below_more", count=f"{len(lines) - SHOWN_MAX:_}")


def _lines(telling: Telling, found: Iterable[Found | OfOthers]) -> Iterator[str]:
    """A measure that was read twice for the same days is rounded twice and told once; records are each told."""
    for one in found:
        whose = "" if isinstance(one, OfOthers) else one[0]
        line = _line_of_others(telling, one) if isinstance(one, OfOthers) else rounding_line(telling, one[1])
        if telling.is_new(line) or whose:
            yield telling.say("outcome", name=whose, value=line) if whose else line


def rounding_line(telling: Telling, trace: Trace) -> str:
    """What was rounded, how, and what came of it; a quotient as a value of the kind it was rounded to."""
    assert isinstance(trace.node, Round)
    (exact,) = trace.inside
    return telling.say(
        "rounded_inside", name=telling.name(exact), mode=telling.say(trace.node.mode),
        exact=telling.answer(exact.value, trace), value=telling.value(trace),
    )


def _line_of_others(telling: Telling, others: OfOthers) -> str:
    node = others.rounding.node
    assert isinstance(node, Round)
    return telling.say(
        "rounded_of_others" if others.count > 1 else "rounded_of_other", name=telling.name(others.rounding.inside[0]),
        mode=telling.say(node.mode), count=f"{others.count:_}",
    )


def _collect(telling: Telling, trace: Trace, row: str, found: list[Found | OfOthers]) -> None:
    if telling.has_passed(trace):
        return
    telling.pass_by(trace)
    node = trace.node
    if isinstance(node, Aggregate):
        _collect_rows(telling, trace, row, found)
        return
    for inside in trace.inside:
        _collect(telling, inside, row, found)
    if isinstance(node, Rollup):
        for key, below in trace.below:
            _collect(telling, below, ", ".join(str(part) for part in key), found)
    if isinstance(node, Cohort):
        found += _of_others(telling, trace)
    if isinstance(node, Round) and _lost_something(trace) and not telling.has_told(trace):
        telling.note(trace)
        found.append((row, trace))


def _of_others(telling: Telling, trace: Trace) -> list[OfOthers]:
    """The roundings of those compared, each once with the number of those whose value it changed; one's own was told
    before."""
    lost: dict[int, dict[tuple[object, ...], Trace]] = {}
    for key, below in trace.below:
        found: list[Found | OfOthers] = []
        _collect(telling, below, "", found)
        for one in found:
            rounding = one.rounding if isinstance(one, OfOthers) else one[1]
            lost.setdefault(id(rounding.node), {}).setdefault(key, rounding)
    return [OfOthers(next(iter(those.values())), len(those)) for those in lost.values()]


def _collect_rows(telling: Telling, trace: Trace, whose: str, found: list[Found | OfOthers]) -> None:
    """Each record with the rounding of its test, then of its value; behind whose it is, where it is another's."""
    node = trace.node
    assert isinstance(node, Aggregate)
    if not may_round(node.where) and not may_round(node.value):
        return
    # Where rows are only counted, that they are is the test itself.
    counted = node.value is None and bool(trace.tested)
    values = () if counted or not trace.taken else zip(trace.taken, trace.inside, strict=True)
    for record, inside in (*trace.tested, *values, *trace.lost):
        called = record_called(telling, node, record)
        _collect(telling, inside, f"{whose}, {called}" if whose else called, found)


def _lost_something(trace: Trace) -> bool:
    return not isinstance(trace.value, Unknown) and trace.inside[0].value != trace.value
