"""Answers that may be unknown, and how yes, no and unknown combine. Knows no expressions, subjects or periods.

An answer is exact: a quantity is a `Fraction` in real value (dollars, not cents), never an integer of units.
"""
from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Union

import attrs

from rulelang.core.nodes import Cause


@attrs.frozen
class Unknown:
    """No answer, because of inputs that are missing, rejected, not covered, or of a division or total that failed."""

    causes: frozenset[Cause]


Known = Union[Fraction, bool, str, datetime.date, frozenset[str]]
Answer = Union[Known, Unknown]


def because(kind: str, thing: str) -> Unknown:
    """Unknown for one cause."""
    return Unknown(frozenset((Cause(kind, thing),)))


def gathered(answers: Iterable[Answer]) -> Unknown | None:
    """Unknown with the causes of all the unknown answers; None when every answer is known."""
    found = [answer.causes for answer in answers if isinstance(answer, Unknown)]
    return Unknown(frozenset().union(*found)) if found else None


def gathered_of_two(one: Answer, other: Answer) -> Unknown | None:
    """The same of two answers, which are asked for most."""
    return gathered((one, other)) if isinstance(one, Unknown) or isinstance(other, Unknown) else None


# ------------------------------------------------------------------------------------------------ yes, no, unknown


def all_of(answers: Sequence[Answer]) -> Answer:
    """No as soon as one is no, whatever is unknown beside it."""
    if any(answer is False for answer in answers):
        return False
    unknown = gathered(answers)
    return True if unknown is None else unknown


def any_of(answers: Sequence[Answer]) -> Answer:
    """Yes as soon as one is yes, whatever is unknown beside it."""
    if any(answer is True for answer in answers):
        return True
    unknown = gathered(answers)
    return False if unknown is None else unknown


def none_of(answers: Sequence[Answer]) -> Answer:
    some = any_of(answers)
    return some if isinstance(some, Unknown) else not some


def at_least(answers: Sequence[Answer], count: int) -> Answer:
    """Yes when enough are yes already, no when even all the unknown ones would not be enough."""
    yes = sum(answer is True for answer in answers)
    unknown = sum(isinstance(answer, Unknown) for answer in answers)
    if yes >= count:
        return True
    if yes + unknown < count:
        return False
    return gathered(answers) or False


QUANTITIES: Mapping[str, Callable[[Sequence[Answer], int], Answer]] = {
    "all": lambda answers, _: all_of(answers),
    "any": lambda answers, _: any_of(answers),
    "none": lambda answers, _: none_of(answers),
    "at_least": at_least,
}
