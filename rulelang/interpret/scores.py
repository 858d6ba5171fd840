"""Telling how a score came about: each category and metric with what was measured and the points it is worth, and why
a designation is reached or not."""
from __future__ import annotations

from fractions import Fraction

from rulelang.core.nodes import Case, Literal, Logic, Read, Round
from rulelang.interpret.requirements import tell_causes, tell_condition, tell_figure, tell_items, verdict
from rulelang.interpret.telling import Telling
from rulelang.interpret.told_roundings import tell_roundings
from rulelang.interpret.trace import Reasoned, Trace, in_force
from rulelang.interpret.unknown import Answer, Unknown


def tell_score(telling: Telling, found: Reasoned) -> None:
    """A score, a part a line."""
    trace = found.trace
    assert trace is not None
    name = telling.wording.named(found.name)
    line = telling.say("outcome", name=name, value=_points(telling, trace.value))

    def details() -> None:
        if isinstance(trace.value, Unknown):
            tell_causes(telling, 1, trace.value.causes)
        _tell_level(telling, 1, trace)
        tell_roundings(telling, 1, trace)

    telling.once(0, line, trace, details)


def _points(telling: Telling, answer: Answer) -> str:
    """A worth in points, whatever its kind."""
    if isinstance(answer, Unknown):
        return telling.say("unknown")
    assert isinstance(answer, Fraction)
    return telling.say("one_point" if answer == 1 else "points", value=telling.wording.number(answer))


def _tell_level(telling: Telling, depth: int, trace: Trace) -> None:
    """The parts of a level in the order they are added, then what is done with their sum."""
    _tell_parts(telling, depth, trace, [])


def _tell_parts(telling: Telling, depth: int, trace: Trace, seen: list[Trace]) -> None:
    node = trace.node
    if any(trace is other for other in seen):
        return
    seen.append(trace)
    if isinstance(node, Read):
        _tell_part(telling, depth, trace, None)
        return
    if node.step == "weighed":
        part = _read_inside(trace)
        assert part is not None, "a part is weighed"
        _tell_part(telling, depth, part, trace)
        return
    for inside in trace.inside if node.step != "rescaled" else trace.inside[:1]:
        _tell_parts(telling, depth, inside, seen)
    if node.step == "rescaled":
        telling.add(depth, "rescaled", weights=telling.value(trace.inside[1]))
    if isinstance(node, Round) and trace.inside[0].value != trace.value and not isinstance(trace.value, Unknown):
        telling.note(trace)
        exact = telling.value(trace.inside[0])
        telling.add(depth, "rounded", mode=telling.say(node.mode), exact=exact, value=telling.value(trace))


def _read_inside(trace: Trace) -> Trace | None:
    """The one reading of a part inside what weighs it, beside its weight and its maximum."""
    if isinstance(trace.node, Read):
        return trace
    found = (_read_inside(inside) for inside in trace.inside)
    return next((part for part in found if part is not None), None)


def _tell_part(telling: Telling, depth: int, read: Trace, weighed: Trace | None) -> None:
    assert isinstance(read.node, Read)
    definition = telling.core.definition(read.node.definition)
    name, value = telling.wording.called(definition.name), _points(telling, read.value)
    if weighed is None:
        line = telling.say("outcome", name=name, value=value)
    else:
        line = telling.say("weighed", name=name, value=value, weighed=_points(telling, weighed.value))
    tell = _tell_metric if definition.kind == "metric" else _tell_level
    telling.once(depth, line, read.inside[0], lambda: tell(telling, depth + 1, read.inside[0]))


def _tell_metric(telling: Telling, depth: int, trace: Trace) -> None:
    """What was measured, and the conditions that decided whether it counts."""
    _tell_measured(telling, depth, trace, [])


def _tell_measured(telling: Telling, depth: int, trace: Trace, seen: list[Trace]) -> None:
    if any(trace is other for other in seen):
        return
    seen.append(trace)
    inside = trace.inside
    match trace.node.step:
        case "measured":
            telling.add(depth, "measured", name=telling.name(trace), value=telling.value(trace))
            tell_figure(telling, depth + 1, trace)
            return
        case "applies" | "gate" | "line" as step:
            condition, *inside_ = inside
            inside = tuple(inside_)
            decided = condition.value is (step == "applies") or isinstance(condition.value, Unknown)
            if decided or step == "line":
                phrase = "not_applicable" if step == "applies" else "earns_only"
                if step != "line":
                    telling.add(depth, phrase)
                tell_condition(telling, depth + (step != "line"), condition)
    for each in inside:
        _tell_measured(telling, depth, each, seen)


def tell_designation(telling: Telling, found: Reasoned) -> None:
    """The designations from the highest down to the one reached, with what each asks for."""
    trace = found.trace
    assert trace is not None
    name = telling.wording.named(found.name)
    telling.add(0, "outcome", name=name, value=telling.value(trace))
    if isinstance(trace.value, Unknown):
        tell_causes(telling, 1, trace.value.causes)
    step: Trace | None = in_force(trace)
    while step is not None and isinstance(step.node, Case):
        condition = step.inside[0]
        named = step.node.branches[0][1]
        assert isinstance(named, Literal)
        tier = telling.wording.value(named.value, named.type)
        telling.add(1, "tier_reach", tier=tier, verdict=verdict(telling, condition.value))
        _tell_asked(telling, 2, condition)
        tell_roundings(telling, 2, condition)
        step = step.inside[-1] if condition.value is False else None


def _tell_asked(telling: Telling, depth: int, condition: Trace) -> None:
    """The points a designation asks for, and the minimums, which are the same for each."""
    items = condition.inside if isinstance(condition.node, Logic) else (condition,)
    for item in items:
        if item.node.step == "minimums":
            line = telling.say("minimums", verdict=verdict(telling, item.value))
            telling.once(depth, line, item, lambda item=item: tell_items(telling, depth + 1, item))  # type: ignore[misc]
        else:
            tell_condition(telling, depth, item)
