"""Telling which exception holds instead of the base, by its name, and why others do not."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from rulelang.core.nodes import Aggregate, Case, Excepted, Expression, Read
from rulelang.interpret.telling import Telling
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Unknown

Condition = Callable[[Telling, int, Trace], None]
Figure = Callable[[int, Trace], None]
"""Tells what stands below a figure."""


def excepted_of(node: Expression) -> Excepted | None:
    """What a case of exceptions says of itself; None of any other expression."""
    return node.told if isinstance(node, Case) and isinstance(node.told, Excepted) else None


def tell_exceptions(telling: Telling, depth: int, trace: Trace, condition: Condition, figure: Figure) -> None:
    """Each exception that was looked at with its condition and value, then what the base is made of, if that holds.

    Of a rate, who is excepted has been told already.
    """
    excepted = excepted_of(trace.node)
    assert excepted is not None
    if trace.node.step != "rate":
        tell_who_is_excepted(telling, depth, trace, condition)
    terms = list(_terms(trace, excepted)) if excepted.meeting in ("higher", "add") else []
    if len(terms) > 1:
        for title, value in terms:
            telling.add(depth, "measured", name=f'"{title}"', value=telling.value(value))
            figure(depth + 1, value)
        telling.add(depth, f"exceptions_{excepted.meeting}", value=telling.value(trace))
    elif terms:
        figure(depth, terms[0][1])
    elif not isinstance(_answers(trace)[-1].value, Unknown):
        figure(depth, trace.inside[-1])


def tell_who_is_excepted(telling: Telling, depth: int, trace: Trace, condition: Condition) -> None:
    """Each exception with whether it applies and why, as far as it was looked at."""
    excepted = excepted_of(trace.node)
    assert excepted is not None
    answers = _answers(trace)
    holding = {title for title, answer in zip(excepted.titles, answers, strict=True) if answer.value is True}
    for title, answer in zip(excepted.titles, answers, strict=True):
        if title in holding and excepted.winner in holding - {title}:
            telling.add(depth, "exception_behind", name=title, other=excepted.winner)
        else:
            telling.add(depth, _phrase(answer), name=title)
        condition(telling, depth + 1, answer)
    if trace.node.step != "if" and len(holding) == 1 and excepted.meeting in ("apart", "wins"):
        assert isinstance(trace.node, Case)
        for behind in _behind(trace.node.otherwise):
            telling.add(depth, "exception_behind", name=behind, other=excepted.titles[0])


def _phrase(answer: Trace) -> str:
    if isinstance(answer.value, Unknown):
        return "exception_unknown"
    return "exception_applies" if answer.value is True else "exception_not"


def _answers(trace: Trace) -> tuple[Trace, ...]:
    """The conditions of the exceptions that a case tries, in the order of their titles."""
    excepted = excepted_of(trace.node)
    assert excepted is not None
    tested = trace.inside[0]
    return (tested,) if len(excepted.titles) == 1 else tested.inside


def _behind(node: Expression) -> Iterator[str]:
    """The exceptions that were not looked at, as one before them holds."""
    while (excepted := excepted_of(node)) is not None:
        yield from excepted.titles
        assert isinstance(node, Case)
        node = node.otherwise


def _terms(trace: Trace, excepted: Excepted) -> Iterator[tuple[str, Trace]]:
    """Of exceptions that stand together those that hold, each with its value."""
    holding = {title for title, answer in zip(excepted.titles, _answers(trace), strict=True) if answer.value is True}
    seen, waiting = set[int](), [*reversed(trace.inside[1:])] if holding else []
    while waiting:
        found = waiting.pop()
        if id(found) in seen or isinstance(found.node, Read | Aggregate):
            continue
        seen.add(id(found))
        term = excepted_of(found.node)
        if term is None or term.meeting != "one":
            waiting.extend(reversed(found.inside))
        elif term.titles[0] in holding:
            yield term.titles[0], found.inside[-1]
