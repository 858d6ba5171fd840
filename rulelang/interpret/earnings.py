"""Telling how an entitlement came about: condition, base, bands, cap, rounding. Only the steps that did something."""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.core.nodes import Aggregate, Arithmetic, Case, Literal, PeriodShare, Read, Round
from rulelang.interpret.calls import tell_calls
from rulelang.interpret.limits_told import LIMITS, tell_limits
from rulelang.interpret.made_of import MadeOf
from rulelang.interpret.more import MORE, rate_text, tell_more
from rulelang.interpret.requirements import tell_causes, tell_condition, tell_figure
from rulelang.interpret.telling import Telling
from rulelang.interpret.told_roundings import tell_roundings
from rulelang.interpret.trace import Earned, Trace
from rulelang.interpret.unknown import Unknown


def tell_earned(telling: Telling, depth: int, earned: Earned, phrase: str = "earned") -> None:
    """One entitlement to date, with how it was worked out unless that stands above."""
    line = earned_line(telling, earned, phrase)
    telling.once(depth, line, earned.trace, lambda: _tell_working(telling, depth + 1, earned))


def earned_line(telling: Telling, earned: Earned, phrase: str) -> str:
    name, days = telling.wording.called(earned.incentive), telling.wording.days(earned.entitlement.period)
    return telling.say(phrase, name=name, days=days, value=telling.value(earned.trace))


def _tell_working(telling: Telling, depth: int, earned: Earned) -> None:
    if isinstance(earned.trace.value, Unknown):
        tell_causes(telling, depth, earned.trace.value.causes)
    share = _share_in(earned.trace)
    if share is not None and share.value != 1:
        telling.add(depth, "share", share=share.value)
    _tell_steps(telling, depth, earned.trace)
    tell_roundings(telling, depth, earned.trace)


def _tell_steps(telling: Telling, depth: int, trace: Trace) -> None:
    for step in _steps(trace, []):
        _tell_step(telling, depth, step)


def _share_in(trace: Trace) -> Trace | None:
    """What part the period is of the one that figures are written for, where that was asked for; under a limit over
    another period it is told with that."""
    waiting, seen = [trace], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one.node, PeriodShare):
            return one
        if one.node.step not in LIMITS:
            waiting.extend(reversed(one.inside))
    return None


def _steps(trace: Trace, seen: list[Trace]) -> Iterator[Trace]:
    """The traces that have a step, each once, in the order of work: conditions first, what is inside before outside.

    The rate of a band is told with the band.
    """
    if any(trace is other for other in seen):
        return
    seen.append(trace)
    if trace.node.step == "first day":
        yield from [trace] if trace.inside[0].value is True else _steps(trace.inside[-1], seen)
    elif trace.node.step in ("when", "if"):
        yield trace
        yield from _steps_inside(trace.inside[len(_conditions(trace)) :], seen)
    elif trace.node.step in ("base", "found by", *LIMITS):
        yield trace
    elif trace.node.step == "left":
        yield from _steps(trace.inside[0], seen)
        yield trace
    elif trace.node.step == "flat" or trace.node.step.startswith("band "):
        inside = _steps_inside(tuple(reversed(trace.inside)), seen)
        yield from (step for step in inside if step.node.step != "rate")
        yield trace
    elif trace.node.step == "gain cap":
        yield from _steps(_own(trace), seen)
        yield trace
    elif trace.node.step not in ("eligible", "requirement"):
        yield from _steps_inside(trace.inside, seen)
        if trace.node.step:
            yield trace


def _steps_inside(traces: tuple[Trace, ...], seen: list[Trace]) -> Iterator[Trace]:
    for trace in traces:
        yield from _steps(trace, seen)


def _tell_step(telling: Telling, depth: int, trace: Trace) -> None:
    step = trace.node.step
    if step == "first day":
        telling.add(depth, "not_there_yet", first=telling.value(trace.inside[0].inside[0]))
    elif step == "when":
        _tell_when(telling, depth, trace)
    elif step in ("base", "found by"):
        told = "base" if step == "base" else "found_by"
        telling.add(depth, told, value=telling.value(trace), name=telling.name(trace))
        _tell_parts(telling, depth + 1, trace)
        tell_calls(telling, depth + 1, trace)
    elif step == "left":
        before, taken = (telling.value(each) for each in trace.inside)
        telling.add(depth, "left", before=before, taken=taken, after=telling.value(trace))
    elif step.startswith("band "):
        _tell_band(telling, depth, trace, step.removeprefix("band "))
    elif step == "rate":
        telling.add(depth, "rate", value=rate_text(telling, trace))
        tell_figure(telling, depth + 1, trace)
    elif step in ("cap", "floor", "forfeited"):
        _tell_limit(telling, depth, trace)
    elif step in LIMITS:
        tell_limits(telling, depth, trace, _tell_steps)
    elif step in MORE:
        tell_more(telling, depth, trace)
    elif step == "gain cap":
        _tell_gain_cap(telling, depth, trace)
    elif step == "rounded":
        _tell_rounded(telling, depth, trace)


def _tell_when(telling: Telling, depth: int, trace: Trace) -> None:
    """The conditions that were tested, and, where none held, what is paid instead."""
    conditions = _conditions(trace)
    for condition in conditions:
        tell_condition(telling, depth, condition)
    if conditions and conditions[-1].value is False:
        telling.add(depth, "not_eligible", value=telling.value(trace))


def _conditions(trace: Trace) -> tuple[Trace, ...]:
    """The conditions of a choice that were reached; a value follows them unless the last one is unknown."""
    assert isinstance(trace.node, Case)
    written = [condition for condition, _ in trace.node.branches]
    return tuple(t for t, condition in zip(trace.inside, written, strict=False) if t.node is condition)


def _tell_parts(telling: Telling, depth: int, trace: Trace) -> None:
    """What a measure adds and subtracts, where it is more than one total; a part of nothing is left out."""
    parts, made_of = list(_parts(trace, sign=1)), MadeOf(telling, tell_condition)
    if len(parts) < 2:
        made_of.tell(depth, trace)
        return
    for sign, part in parts:
        phrase = "part_plus" if sign > 0 else "part_minus"
        if isinstance(part.node, Literal):
            telling.add(depth, f"{phrase}_written", value=telling.value(part))
        elif part.value != 0:
            telling.add(depth, phrase, name=telling.name(part), value=telling.value(part))
            made_of.tell(depth + 1, part)


def _parts(trace: Trace, sign: int) -> Iterator[tuple[int, Trace]]:
    node = trace.node
    if isinstance(node, Read) and trace.inside and not isinstance(trace.inside[0].node, Aggregate):
        yield from _parts(trace.inside[0], sign)
    elif isinstance(node, Arithmetic) and node.operator in ("add", "subtract") and not node.told:
        left, right = trace.inside
        yield from _parts(left, sign)
        yield from _parts(right, sign if node.operator == "add" else -sign)
    else:
        yield sign, trace


def _tell_band(telling: Telling, depth: int, trace: Trace, number: str) -> None:
    rate, amount = trace.inside
    if amount.value == 0 or isinstance(amount.value, Unknown):
        return
    rate_told, part = rate_text(telling, rate), telling.value(trace)
    telling.add(depth, "band", number=number, amount=telling.value(amount), rate=rate_told, part=part)
    tell_figure(telling, depth + 1, rate)


def _tell_limit(telling: Telling, depth: int, trace: Trace) -> None:
    """A cap, a floor or the least that is paid, where it made another amount of it."""
    compared = trace.inside[0]
    tell_roundings(telling, depth, compared)
    if compared.value is True:
        phrase = {"cap": "capped", "floor": "raised_to_floor", "forfeited": "forfeited"}[trace.node.step]
        telling.add(depth, phrase, before=telling.value(compared.inside[0]), after=telling.value(trace))


def _own(trace: Trace) -> Trace:
    """Under a cap over several incentives, the one that is told: the last of their sum."""
    total = trace.inside[0].inside[0]
    return total.inside[1] if total.node.step == "gained" else total


def _tell_gain_cap(telling: Telling, depth: int, trace: Trace) -> None:
    compared = trace.inside[0]
    if compared.value is True:
        total, cap = compared.inside
        before = telling.value(_own(trace))
        telling.add(
            depth, "gain_capped", total=telling.value(total), cap=telling.value(cap), before=before,
            after=telling.value(trace),
        )


def _tell_rounded(telling: Telling, depth: int, trace: Trace) -> None:
    assert isinstance(trace.node, Round)
    exact = trace.inside[0]
    if exact.value != trace.value:
        telling.note(trace)
        mode = telling.say(trace.node.mode)
        telling.add(depth, "rounded", mode=mode, exact=telling.value(exact), value=telling.value(trace))
