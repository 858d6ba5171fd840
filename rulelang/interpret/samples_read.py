"""The figures that are not public among those that were read for one subject, wherever in its rules: each told once,
in its line of the story or below it.

What stands inside a measure, a function or a condition is read there and may be named nowhere else.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from rulelang.core.nodes import Core, KeyedValue, ParameterValue
from rulelang.core.samples import Sample, is_sample, is_sample_cell
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown
from rulelang.interpret.working import Handler, Place, Working

SHOWN_MAX = 40
"""How many figures are told."""


Key = tuple[str, tuple[str, ...], object]
"""What a figure is known by: parameter, cell and value."""


@attrs.frozen(eq=False)
class Figure:
    """A figure that was read, and the first day of what it stands in."""

    trace: Trace
    start: datetime.date


@attrs.frozen(eq=False)
class SamplesRead:
    """What was read."""

    found: dict[Key, Figure] = attrs.field(factory=dict)

    def noted(self, handlers: Mapping[type, Handler]) -> Mapping[type, Handler]:
        """The handlers, so that what is read of parameters is noted."""
        kinds = (ParameterValue, KeyedValue)
        return {**handlers, **{kind: self._noting(handlers[kind]) for kind in kinds}}

    def _noting(self, handler: Handler) -> Callable[[Working, Any, Place], Trace]:
        def noting(work: Working, node: ParameterValue | KeyedValue, place: Place) -> Trace:
            trace = handler(work, node, place)
            if trace.days is not None and not isinstance(trace.value, Unknown):
                self._note(work.core, trace, trace.days.start)
            return trace

        return noting

    def _note(self, core: Core, trace: Trace, day: datetime.date) -> None:
        node, key = trace.node, _key(trace)
        if isinstance(node, KeyedValue):
            keyed = core.keyed_parameter(node.parameter)
            starts = [table.start for table in keyed.tables if keyed.unpublished]
            private = bool(starts) and is_sample_cell(keyed, key[1], day)
        else:
            assert isinstance(node, ParameterValue)
            parameter = core.parameter(node.parameter)
            starts = [value.start for value in parameter.values]
            private = is_sample(parameter, day)
        if private:
            figure = Figure(trace, max(start for start in starts if start <= day))
            known = self.found.setdefault(key, figure)
            if figure.start < known.start:
                self.found[key] = figure


def _key(trace: Trace) -> Key:
    assert isinstance(trace.node, ParameterValue | KeyedValue)
    return trace.node.parameter, tuple(str(key.value) for key in trace.inside), trace.value


def samples_of_story(read: SamplesRead) -> tuple[Sample, ...]:
    """What was read as values, in the order of their names, then of their days."""
    found = [
        Sample(name, cell, figure.start, value, figure.trace.node.type)
        for (name, cell, value), figure in read.found.items()
    ]
    return tuple(sorted(found, key=lambda sample: (sample.parameter, sample.cell, sample.start)))


def tell_samples(telling: Telling, read: SamplesRead) -> None:
    """A line for each figure that the story has not told, in the order of their names, then of their days."""
    if not read.found:
        return
    above = {_key(trace) for trace in telling.parameters_told()} & read.found.keys()
    telling.gap()
    if len(above) == len(read.found):
        telling.add(0, "samples_above")
        return
    telling.add(0, "samples_more" if above else "samples")
    left = {key: figure for key, figure in read.found.items() if key not in above}
    found = [(name, cell, figure.start, figure.trace) for (name, cell, _), figure in left.items()]
    told = sorted(found, key=lambda each: each[:3])
    for _, _, start, trace in told[:SHOWN_MAX]:
        figure = telling.figure(trace)
        telling.add(1, "sample_figure", name=figure, value=telling.value(trace), day=start)
    if len(told) > SHOWN_MAX:
        telling.add(1, "stand_below_more", count=f"{len(told) - SHOWN_MAX:_}")
