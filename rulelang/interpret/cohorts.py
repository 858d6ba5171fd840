"""What a comparison across subjects means: who is compared, and what their values come to.

Every subject is worked out for the reader's period, once for each comparison and period; whose value is unknown, or of
whom it is unknown whether it belongs, is left out of what the others are compared with.
"""
from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core.nodes import OF_THE_READER, Cohort, Quantity
from rulelang.core.population import Value
from rulelang.core.walk import may_round
from rulelang.exact.calendar import Period
from rulelang.interpret.trace import Trace
from rulelang.interpret.unknown import Answer, Unknown, because, gathered
from rulelang.interpret.working import Place, Working

Group = tuple[Answer, ...]
ByKey = tuple[tuple[tuple[Value, ...], Trace], ...]


@attrs.frozen(eq=False)
class Compared:
    """One subject in a comparison: its value where it is a member, else why it is not. `group` None is unknown."""

    answer: Answer
    group: Group | None
    inside: tuple[Trace, ...]
    is_left_out: bool = False


@attrs.frozen(eq=False)
class Everybody:
    """All subjects of a population in one comparison, by key; the values of each group from the least up, and, where
    one of them may be rounded, what they were made of."""

    subjects: Mapping[tuple[Value, ...], Compared]
    values: Mapping[Group | None, Sequence[Fraction]]
    made_of: Mapping[Group | None, ByKey]

    @classmethod
    def of(cls, subjects: Mapping[tuple[Value, ...], Compared], *, rounding: bool) -> Everybody:
        values: dict[Group | None, list[Fraction]] = {}
        made_of: dict[Group | None, list[tuple[tuple[Value, ...], Trace]]] = {}
        for key, one in subjects.items():
            found = values.setdefault(one.group, [])
            if isinstance(one.answer, Fraction):
                found.append(one.answer)
            if rounding:
                made_of.setdefault(one.group, []).extend((key, trace) for trace in one.inside)
        rising = {group: sorted(found) for group, found in values.items()}
        return cls(subjects, rising, {group: tuple(found) for group, found in made_of.items()})


def cohort(work: Working, node: Cohort, place: Place) -> Trace:
    """One figure of a comparison, for the subject being worked out."""
    if not work.setting.population.whole:
        return Trace(node, place.period, because("cohort", work.core.subject.name))
    everybody = compared(work, node, place.period)
    own = everybody.subjects[work.subject.key]
    values = everybody.values[own.group]
    if node.function in OF_THE_READER:
        answer = _of_reader(node, own, values)
    else:
        answer = _of_all(work, node, values) if own.group is not None else _unknown_group(work, node, place)
    others = everybody.made_of.get(own.group, ()) if node.function != "own" else ()
    return Trace(node, place.period, answer, own.inside, rows=len(values), below=others)


def compared(work: Working, node: Cohort, period: Period) -> Everybody:
    """Every subject of the population in this comparison."""
    key = (node.value, node.where, node.by, node.definition, period)
    found: Everybody | None = work.setting.compared.get(key)
    if found is None:
        subjects = work.setting.population.subjects
        found = work.setting.compared[key] = Everybody.of(
            {s.key: _compared(work.setting.working(s, work.handlers), node, Place(period)) for s in subjects},
            rounding=may_round(node.value) or may_round(node.where),
        )
    return found


def _compared(work: Working, node: Cohort, place: Place) -> Compared:
    group = tuple(work.read(field, place).value for field in node.by)
    tested = work.read(node.where, place) if node.where is not None else None
    if tested is not None and tested.value is False:
        return Compared(because("outside", node.definition), _known(group), (tested,))
    value = work.read(node.value, place)
    inside = (value,) if tested is None else (tested, value)
    unknown = gathered((*group, *(trace.value for trace in inside)))
    return Compared(unknown or value.value, _known(group), inside, is_left_out=unknown is not None)


def _known(group: Group) -> Group | None:
    return None if gathered(group) else group


# ------------------------------------------------------------------------------------------------ figures


def _of_reader(node: Cohort, own: Compared, values: Sequence[Fraction]) -> Answer:
    if isinstance(own.answer, Unknown) or node.function == "own":
        return own.answer
    assert isinstance(own.answer, Fraction)
    if node.function == "rank":
        return Fraction(1 + len(values) - bisect.bisect_right(values, own.answer))
    return Fraction(bisect.bisect_left(values, own.answer))


def _of_all(work: Working, node: Cohort, values: Sequence[Fraction]) -> Answer:
    """The same for all readers of a group; `values` are sorted."""
    if node.function == "count":
        return Fraction(len(values))
    if node.function in ("total", "top_total"):
        return _total(node, values)
    if not values:
        return because("missing", work.core.subject.name)
    if node.function == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return values[0] if node.function == "lowest" else values[-1]


def _unknown_group(work: Working, node: Cohort, place: Place) -> Unknown:
    found = gathered([work.read(field, Place(place.period)).value for field in node.by])
    assert found is not None, "a group is unknown because of a field that is missing"
    return found


def _total(node: Cohort, values: Sequence[Fraction]) -> Answer:
    """Of the greatest values only those that are in the top part of them; the number of these is rounded up."""
    taken = values[len(values) - math.ceil(len(values) * node.top) :]
    total = sum(taken, Fraction(0))
    assert isinstance(node.type, Quantity)
    if abs(total) * node.type.denominator > node.limit:
        return because("total_too_large", node.definition)
    return total
