"""What a roll-up along a hierarchy means: who stands below the reader, and what their values come to.

Everybody below is worked out for the reader's period; a value that is unknown makes that of everybody above unknown.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rulelang.core.nodes import Hierarchy, Quantity, Rollup
from rulelang.core.population import Subject, Value
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, because, gathered
from rulelang.interpret.working import Place, Setting, Working

Below = Mapping[Value, Sequence[Subject]]


def rollup(work: Working, node: Rollup, place: Place) -> Trace:
    """One figure over those below the subject being worked out; the trace names who counted."""
    if not work.setting.population.whole:
        return Trace(node, place.period, because("cohort", work.core.subject.name))
    hierarchy = work.core.subject.hierarchy
    assert hierarchy is not None, "the checker found it"
    levels = hierarchy.depth if node.levels is None else node.levels
    unknowns: list[Answer] = []
    counted: list[tuple[Subject, Trace]] = []
    for level, subject in _down(_below(work.setting, hierarchy), work.subject, 0, levels):
        if level < levels and work.core.subject.name in subject.rejected:
            unknowns.append(because("rejected", work.core.subject.name))
        if level:
            read = _read(work.setting.working(subject, work.handlers), node, Place(place.period))
            unknowns += [trace.value for trace in read]
            if read and gathered(trace.value for trace in read) is None:
                counted.append((subject, read[-1]))
    answer = gathered(unknowns) or _together(work, node, [trace.value for _, trace in counted])
    below = tuple((subject.key, trace) for subject, trace in counted)
    return Trace(node, place.period, answer, tuple(trace for _, trace in below), rows=len(below), below=below)


def _below(setting: Setting, hierarchy: Hierarchy) -> Below:
    """Who stands directly below whom, in order of key, by the key above."""
    found: dict[Value, list[Subject]] | None = setting.compared.get("below")
    if found is None:
        found = setting.compared["below"] = {}
        for subject in sorted(setting.population.subjects, key=lambda each: each.key):
            found.setdefault(subject.fields[hierarchy.link], []).append(subject)
    return found


def _down(below: Below, subject: Subject, level: int, levels: int) -> Iterator[tuple[int, Subject]]:
    """A subject and those below it, each with how many levels below the reader it stands."""
    yield level, subject
    if level < levels:
        (key,) = subject.key
        for child in below.get(key, ()):
            yield from _down(below, child, level + 1, levels)


def _read(work: Working, node: Rollup, place: Place) -> tuple[Trace, ...]:
    """The test and the value of one of those below; nothing where it is not meant."""
    tested = () if node.where is None else (work.read(node.where, place),)
    if any(trace.value is False for trace in tested):
        return ()
    if node.value is None:
        return tested or (Trace(node, place.period, True),)  # noqa: FBT003 - a trace's value
    return (*tested, work.read(node.value, place))


def _together(work: Working, node: Rollup, values: Sequence[Answer]) -> Answer:
    if node.function == "count":
        return Fraction(len(values))
    found = [value for value in values if isinstance(value, Fraction)]
    if node.function == "total":
        total = sum(found, Fraction(0))
        assert isinstance(node.type, Quantity)
        fits = abs(total) * node.type.denominator <= node.limit
        return total if fits else because("total_too_large", node.definition)
    if not found:
        return because("missing", work.core.subject.name)
    return min(found) if node.function == "lowest" else max(found)
