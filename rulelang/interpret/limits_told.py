"""Telling floors and caps over another period than the measured one: the periods that they add up, and what was left
of them. How one period was worked out is told by whoever asks."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from rulelang.core.nodes import Case, Comparison, GainedIn, Logic, OrElse, OverUnits, PeriodShare, Round
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown

TellSteps = Callable[[Telling, int, Trace], None]
LIMITS = ("limited", "by unit")
"""Steps that are told here, with all that is inside."""


def tell_limits(telling: Telling, depth: int, trace: Trace, steps: TellSteps) -> None:
    """What a limit over another period made of what was earned."""
    if trace.node.step == "by unit":
        _tell_by_unit(telling, depth, trace, steps)
        return
    *tested, value = trace.inside
    if value.node.step == "gained":
        _tell_gained(telling, depth, value, steps)
        return
    if isinstance(trace.value, Unknown):
        return
    _tell_tested(telling, depth, tested, steps)


# ------------------------------------------------------------------------------------------------ to date


def _tell_gained(telling: Telling, depth: int, gained: Trace, steps: TellSteps) -> None:
    """The sum to date under its limits, less what that came to before."""
    now, *before = map(_once_there, gained.inside)
    bounds = list(_bounds(now))
    innermost = _compared(bounds[-1]) if bounds else now
    if innermost is not None and innermost.node.step == "to date":
        _tell_sum(telling, depth, innermost, steps)
    for bound in reversed(bounds):
        _tell_share(telling, depth, bound)
        _tell_bound(telling, depth, bound)
    _tell_rounded(telling, depth, now)
    for each in before:
        days = telling.wording.days(each.period)
        telling.add(depth, "gained_before", days=days, value=telling.value(each))


def _tell_sum(telling: Telling, depth: int, summed: Trace, steps: TellSteps) -> None:
    """The periods that are added up: those before with how they came about, unless that stands above."""
    *earlier, last = summed.inside
    for unit in earlier:
        _tell_earlier(telling, depth, unit, steps)
    _tell_unit(telling, depth, last, steps)
    if earlier:
        days = telling.wording.days(summed.period)
        telling.add(depth, "sum_to_date", days=days, value=telling.value(summed))


def _tell_earlier(telling: Telling, depth: int, unit: Trace, steps: TellSteps) -> None:
    days, value = telling.wording.days(unit.period), telling.value(unit)
    line = telling.say("before_limits", days=days, value=value)
    telling.once(depth, line, unit, lambda: steps(telling, depth + 1, unit))


def _tell_unit(telling: Telling, depth: int, unit: Trace, steps: TellSteps) -> None:
    """The period that is being paid: its details stand in this line's story."""
    telling.note(unit)
    steps(telling, depth, unit)


def _tell_tested(telling: Telling, depth: int, tested: list[Trace], steps: TellSteps) -> None:
    """Why nothing is paid without adding up: the cap was reached by what came before, or nothing was earned."""
    last = tested[-1]
    if isinstance(last.node, Logic):
        _tell_unit(telling, depth, last.inside[-1].inside[0], steps)
        return
    for summed in _sums(last):
        for unit in summed.inside:
            known = unit.inside[0] if isinstance(unit.node, OrElse) else unit
            _tell_earlier(telling, depth, known, steps)
        days = telling.wording.days(summed.period)
        telling.add(depth, "cap_reached", days=days, value=telling.value(summed))
        return


def _sums(trace: Trace) -> Iterator[Trace]:
    if isinstance(trace.node, OverUnits):
        yield trace
        return
    for inside in trace.inside:
        yield from _sums(inside)


# ------------------------------------------------------------------------------------------------ unit by unit


def _tell_by_unit(telling: Telling, depth: int, trace: Trace, steps: TellSteps) -> None:
    """The amount to date, then what it has grown by in each unit, with what a limit made of that."""
    told = False
    for unit in reversed(trace.inside):
        grown = _grown(unit)
        if grown is not None and not told:
            _tell_unit(telling, depth, grown.inside[0], steps)
            told = True
    for unit in trace.inside:
        grown = _grown(unit)
        if grown is None:
            continue
        telling.add(depth, "grown", days=telling.wording.days(grown.period), value=telling.value(grown))
        for bound in reversed(list(_bounds(unit))):
            _tell_share(telling, depth + 1, bound)
            _tell_bound(telling, depth + 1, bound)


def _grown(unit: Trace) -> Trace | None:
    """What a limited unit has grown by."""
    bounds = list(_bounds(unit))
    found = _compared(bounds[-1]) if bounds else _once_there(unit)
    return found if found is not None and isinstance(found.node, GainedIn) else None


# ------------------------------------------------------------------------------------------------ one limit


def _bounds(trace: Trace) -> Iterator[Trace]:
    """The floor and the cap that a value came under, the last of them first."""
    found: Trace | None = _unrounded(_once_there(trace))
    while found is not None and isinstance(found.node, Case) and found.node.step in ("cap", "floor"):
        yield found
        found = _compared(found)


def _once_there(trace: Trace) -> Trace:
    """What counts from the first day of the subject on, without the test whether that has come."""
    return trace.inside[-1] if trace.node.step == "first day" else trace


def _unrounded(trace: Trace) -> Trace:
    """What was rounded; where that was to fewer digits than the currency has, by two steps of which one loses nothing.
    """
    return _unrounded(trace.inside[0]) if isinstance(trace.node, Round) else trace


def _comparison(bound: Trace) -> Trace | None:
    """The test of a limit against what it limits; none where it was not reached."""
    tested = bound.inside[0]
    if isinstance(tested.node, Logic):
        tested = tested.inside[-1]
    return tested if isinstance(tested.node, Comparison) and not _counts(tested) else None


def _counts(tested: Trace) -> bool:
    """Whether a test only asks if anything was allowed at all."""
    return isinstance(tested.inside[0].node, OverUnits) and tested.inside[0].node.step == ""


def _compared(bound: Trace) -> Trace | None:
    tested = _comparison(bound)
    return tested.inside[0] if tested is not None else _taken(bound)


def _taken(bound: Trace) -> Trace | None:
    """The value that a limit left as it was."""
    return bound.inside[-1] if len(bound.inside) > 1 and bound.inside[0].value is False else None


def _tell_bound(telling: Telling, depth: int, bound: Trace) -> None:
    if bound.inside[0].value is not True:
        return
    before = _compared(bound)
    if before is not None:
        phrase = "capped" if bound.node.step == "cap" else "raised_to_floor"
        telling.add(depth, phrase, before=telling.value(before), after=telling.value(bound))


def _tell_rounded(telling: Telling, depth: int, trace: Trace) -> None:
    """The rounding of a sum that a limit left with more digits."""
    if not isinstance(trace.node, Round) or isinstance(trace.value, Unknown):
        return
    _tell_rounded(telling, depth, trace.inside[0])
    if trace.inside[0].value != trace.value:
        telling.note(trace)
        mode, exact = telling.say(trace.node.mode), telling.value(trace.inside[0])
        telling.add(depth, "rounded", mode=mode, exact=exact, value=telling.value(trace))


def _tell_share(telling: Telling, depth: int, bound: Trace) -> None:
    """The part of a whole unit that a cut one is, where the limit is prorated."""
    tested = _comparison(bound)
    for each in tested.inside[1].inside if tested is not None else ():
        if isinstance(each.node, PeriodShare) and each.value != 1:
            telling.add(depth, "share", share=each.value)
