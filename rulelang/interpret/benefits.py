"""Telling why a partner gets a benefit: what was asked, down to what decided."""
from __future__ import annotations

from rulelang.core.nodes import Case, KeyedValue, ParameterValue
from rulelang.interpret.requirements import tell_causes, tell_condition, tell_figure
from rulelang.interpret.telling import Telling
from rulelang.interpret.told_roundings import tell_roundings
from rulelang.interpret.trace import Reasoned, Trace, in_force
from rulelang.interpret.unknown import Unknown


def tell_benefit(telling: Telling, found: Reasoned) -> None:
    """The benefit, with the conditions that were looked at."""
    trace = found.trace
    assert trace is not None
    name = telling.wording.named(found.name)
    line = telling.say("outcome", name=name, value=telling.value(trace))
    telling.once(0, line, trace, lambda: _tell_choice(telling, in_force(trace)))
    tell_roundings(telling, 1, trace)


def _tell_choice(telling: Telling, trace: Trace) -> None:
    if isinstance(trace.value, Unknown):
        tell_causes(telling, 1, trace.value.causes)
    while isinstance(trace.node, Case):
        tell_condition(telling, 1, trace.inside[0])
        if len(trace.inside) == 1:
            return  # not known whether it holds
        trace = trace.inside[-1]
    if isinstance(trace.node, KeyedValue | ParameterValue):
        telling.add(1, "measured", name=telling.name(trace), value=telling.value(trace))
        tell_figure(telling, 2, trace)
