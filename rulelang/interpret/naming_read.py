"""What an expression that was read is called: as it is written, with the dates that it looked at.

Of an aggregate it tells how many records took part, of a comparison how many were compared. Knows no values but keys.
"""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    Case,
    Cohort,
    Core,
    KeyedValue,
    Literal,
    ParameterValue,
    Read,
)
from rulelang.core.samples import is_sample, is_sample_cell
from rulelang.core.walk import walk
from rulelang.exact.calendar import Period
from rulelang.interpret.figures import is_choice, taken
from rulelang.interpret.naming import words
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown
from rulelang.interpret.wording import Wording


def name(core: Core, wording: Wording, trace: Trace) -> str:
    """An expression that was read, with the dates it looked at and, of an aggregate, how many records took part."""
    trace = named_by(trace)
    if is_choice(trace.node) and taken(trace) is not None:
        return wording.say("by_case")
    thing = figure(core, wording, trace)
    days = _looked_at(core, trace)
    among = _compared(trace)
    if among is not None:
        compared = wording.say("among", count=f"{among.rows:_}")
        if days is None:
            return wording.say("compared_undated", thing=thing, compared=compared)
        return wording.say("compared", thing=thing, compared=compared, days=wording.days(days))
    if days is None:
        return _of_any_day(core, wording, thing, trace)
    if isinstance(trace.node, ParameterValue | KeyedValue):
        return wording.say("sample" if _is_sample(core, trace) else "in_force", thing=thing, day=days.start)
    if not isinstance(trace.node, Aggregate) or isinstance(trace.value, Unknown):
        return wording.say("dated", thing=thing, days=wording.days(days))
    return wording.say("counted", thing=thing, days=wording.days(days), records=_records(wording, trace.rows))


def named_by(trace: Trace) -> Trace:
    """The reading whose name stands for one: of what has versions the one in force, of a choice what was taken, unless
    that is written there."""
    if isinstance(trace.node, Case) and trace.node.told == "versions":
        return named_by(trace.inside[-1])
    chosen = taken(trace) if is_choice(trace.node) else None
    return trace if chosen is None or isinstance(chosen.node, Literal) else named_by(chosen)


def figure(core: Core, wording: Wording, trace: Trace) -> str:
    """An expression that was read without its dates; a cell by the keys that were read."""
    if isinstance(trace.node, KeyedValue) and trace.inside:
        keys = ", ".join(wording.value(key.value, key.node.type) for key in trace.inside)
        return f"{wording.called(trace.node.parameter)}({keys})"
    return words(core, wording, trace.node)


def _of_any_day(core: Core, wording: Wording, thing: str, trace: Trace) -> str:
    """Of records without a date all are meant, whatever the period."""
    if not any(_is_undated(core, found) for found in _aggregates(core, trace)):
        return thing
    if not isinstance(trace.node, Aggregate) or isinstance(trace.value, Unknown):
        return wording.say("undated", thing=thing)
    return wording.say("counted_undated", thing=thing, records=_records(wording, trace.rows))


def _is_undated(core: Core, trace: Trace) -> bool:
    """Whether an aggregate looks at all records, not at those of some days."""
    node = trace.node
    return isinstance(node, Aggregate) and node.valid_at is None and core.entity(node.relation).dated_by is None


def _is_sample(core: Core, trace: Trace) -> bool:
    """Whether a parameter's value that was read is a figure that is not public."""
    assert trace.days is not None, "it is read on a day"
    if isinstance(trace.node, ParameterValue):
        return is_sample(core.parameter(trace.node.parameter), trace.days.start)
    assert isinstance(trace.node, KeyedValue)
    key = tuple(str(inside.value) for inside in trace.inside)
    return is_sample_cell(core.keyed_parameter(trace.node.parameter), key, trace.days.start)


def _compared(trace: Trace) -> Trace | None:
    """The comparison across subjects that a reading is, itself or by the definition it reads; None where it is none."""
    if isinstance(trace.node, Cohort):
        return None if isinstance(trace.value, Unknown) and not trace.rows else trace
    if isinstance(trace.node, Read) or (isinstance(trace.node, Arithmetic) and trace.node.operator == "divide"):
        return next((found for inside in trace.inside if (found := _compared(inside)) is not None), None)
    return None


def _records(wording: Wording, count: int) -> str:
    return wording.say("one_record") if count == 1 else wording.say("records", count=f"{count:_}")


def _looked_at(core: Core, trace: Trace) -> Period | None:
    """The days that a reading's records were taken from: all of them from the first to the last; None if undated."""
    if isinstance(trace.node, ParameterValue | KeyedValue):
        return trace.days
    found = [each.days for each in _aggregates(core, trace) if each.days is not None and not _is_undated(core, each)]
    return Period(min(d.start for d in found), max(d.stop for d in found)) if found else None


def _aggregates(core: Core, trace: Trace) -> Iterator[Trace]:
    """Each once: a reading that is shared stands in many places of a trace. Of records without a date that are looked
    at for their own measures, these."""
    seen, waiting = set[int](), [trace]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if not isinstance(found.node, Aggregate):
            waiting.extend(reversed(found.inside))
            continue
        if _is_undated(core, found) and _reads_measures(found):
            yield from _of_each(core, found)
        else:
            yield found


def _of_each(core: Core, trace: Trace) -> Iterator[Trace]:
    """What was looked at for the measures of each record."""
    for each in (*trace.inside, *(part for _, part in (*trace.tested, *trace.lost))):
        yield from _aggregates(core, each)


def _reads_measures(trace: Trace) -> bool:
    """Whether records are looked at for what is worked out of each."""
    node = trace.node
    assert isinstance(node, Aggregate)
    return any(isinstance(each, Read) for part in (node.value, node.where) if part is not None for each in walk(part))
