"""Telling what is paid besides bands: a rate of the whole, an amount, what raises them. Knows no order of steps."""
from __future__ import annotations

from rulelang.core.nodes import Case, Literal
from rulelang.interpret.exceptions import excepted_of, tell_who_is_excepted
from rulelang.interpret.requirements import tell_condition, tell_figure
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown

MORE = ("flat", "fixed", "if", "multiplied", "added")


def tell_more(telling: Telling, depth: int, trace: Trace) -> None:
    """One step of those."""
    step = trace.node.step
    if step == "if" and excepted_of(trace.node) is not None:
        tell_who_is_excepted(telling, depth, trace, tell_condition)
    elif step == "if":
        if trace.inside and trace.inside[0].value is True:
            tell_condition(telling, depth, trace.inside[0])
    elif isinstance(trace.value, Unknown):
        return
    elif step == "flat":
        _tell_flat(telling, depth, trace)
    elif step == "fixed":
        telling.add(depth, "fixed", value=telling.value(trace))
    else:
        _tell_more(telling, depth, trace)


def _tell_flat(telling: Telling, depth: int, trace: Trace) -> None:
    rate, times = trace.inside
    telling.add(
        depth, "flat", amount=telling.value(times), rate=rate_text(telling, rate), part=telling.value(trace)
    )
    tell_figure(telling, depth + 1, rate)


def _tell_more(telling: Telling, depth: int, trace: Trace) -> None:
    before, by = trace.inside
    telling.add(
        depth, trace.node.step, before=telling.value(before), by=rate_text(telling, by), after=telling.value(trace)
    )


def rate_text(telling: Telling, trace: Trace) -> str:
    """A rate, with the parameter's name and day where it comes from one, and the points that were added to it."""
    value = telling.value(trace)
    if isinstance(trace.node, Case):
        return rate_text(telling, trace.inside[-1]) if len(trace.inside) > 1 else value
    if trace.node.step == "raised":
        rate, points = trace.inside
        if points.value == 0 or isinstance(points.value, Unknown):
            return rate_text(telling, rate)
        return telling.say("rate_raised", value=value, rate=rate_text(telling, rate), points=telling.value(points))
    if isinstance(trace.node, Literal) or trace.node.step == "multiplied" or not trace.node.step:
        return value
    return telling.say("rate_named", value=value, name=telling.name(trace))
