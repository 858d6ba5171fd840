"""The days and keys for which figures are proved against one another, and what a figure is in each such case.

A figure is written, a parameter, or one with keys. Figures that are read with the same key have the same member in a
case, and those that are read on the same day the same day: what has to add up does so in each case by itself. Knows
nothing of what the figures are for.
"""
from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.frozen import frozen
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.figures_on import amounts_on, key_written, starts_of
from rulelang.typecheck.parts import parts_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

CASES_MAX = 5_000
"""More days and keys together than this are not tried one by one."""
Read = nodes.Reading | nodes.Call
Key = tuple[nodes.Expression, core.Moment | None]
"""How a key is read, and of a tier on which day: what two figures have in common is the same member."""
END = core.AtPeriodEnd()


@frozen
class Case:
    """One day for each way a day is said, and one member for each key that differs from partner to partner."""

    days: Mapping[core.Moment, datetime.date]
    keys: Mapping[Key, str]

    @property
    def day(self) -> datetime.date:
        """The day that it is told by."""
        return max(self.days.values())

    @property
    def shown(self) -> str:
        """`kind reseller, country CO`, as an example gives it; nothing where there are no keys."""
        return ", ".join(f"{_name(argument)} {member}" for (argument, _), member in self.keys.items())


def _name(argument: nodes.Expression) -> str:
    if isinstance(argument, nodes.Reading):
        return ".".join(name.text for name in argument.path)
    return argument.span.text


def is_figure(checker: Checker, node: nodes.Expression) -> bool:
    """Whether a value is written, a parameter, or one with keys: so that all it may be is written down."""
    match node:
        case nodes.Reading(path=(name,), window=None):
            return name.text in checker.resolved.parameters
        case nodes.Call(name=name, window=None):
            return name.text in checker.resolved.keyed
    return literal_value(node) is not None


def cases_of(checker: Checker, *figures: nodes.Expression) -> Iterator[Case]:
    """Every day on which one of some figures becomes another, with every combination of their keys on that day. Of more
    than can be tried nothing is proved, which is reported."""
    reads = [read for figure in figures for read in leaves(figure)]
    tried = [(days, _members(checker, reads, days)) for days in islice(_days(checker, reads), CASES_MAX + 1)]
    count = sum(math.prod(len(members) for members in keys.values()) for _, keys in tried)
    if count > CASES_MAX:
        checker.report.add("too-many-keys-together", reads[-1].span, count=count, most=CASES_MAX)
        return
    for days, keys in tried:
        for members in product(*keys.values()):
            yield Case(days, dict(zip(keys, members, strict=True)))


def figure_in(checker: Checker, node: nodes.Expression, case: Case) -> Fraction | None:
    """What an expression of figures is in a case; None where a parameter has no value then."""
    return made_of(node, lambda leaf: _leaf_in(checker, leaf, case))


def made_of(node: nodes.Expression, leaf: Callable[[nodes.Expression], Fraction | None]) -> Fraction | None:
    """What an expression is, of what each of its figures is."""
    match node:
        case nodes.Arithmetic(operator="+", left=left, right=right):
            first, second = made_of(left, leaf), made_of(right, leaf)
            return first + second if first is not None and second is not None else None
        case nodes.Extreme(which=which, items=items):
            values = [made_of(item, leaf) for item in items]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            return max(known) if which == "higher" else min(known)
    return leaf(node)


def _leaf_in(checker: Checker, node: nodes.Expression, case: Case) -> Fraction | None:
    if not isinstance(node, Read):
        return literal_value(node)
    day = case.days[_moment(checker, node)]
    if isinstance(node, nodes.Reading):
        return value_on(checker.resolved, node, day)
    found = amounts_on(checker, node, day)
    if found is None:
        return None
    cell = [key_written(checker, argument) or case.keys.get(_key(checker, argument)) for argument in node.arguments]
    return found.values.get(tuple(member for member in cell if member is not None))


def leaves(node: object) -> Iterator[Read]:
    """The readings of parameters in a figure, with keys or without."""
    if isinstance(node, Read):
        yield node
        return
    for part in parts_of(node):
        yield from leaves(part)


# ------------------------------------------------------------------------------------------------ days


def _moment(checker: Checker, read: Read) -> core.Moment:
    """The day a figure is read on; without one it is read at the end of the period."""
    fact = checker.facts.known(read)
    return END if fact is None or fact.moment is None else fact.moment


def _days(checker: Checker, reads: Sequence[Read]) -> Iterator[Mapping[core.Moment, datetime.date]]:
    """The first day of the program or of the version that is looked at, and those on which a figure takes another value
    while it holds; for each way a day is said. No period starts after it ends."""
    first, last = checker.holding
    begin = max(checker.resolved.start, first or checker.resolved.start)
    moments = list(dict.fromkeys(_moment(checker, read) for read in reads)) or [END]
    starts = [day for read in reads for day in starts_of(checker, read) if not last or day <= last]
    choices = [_of_moment(moment, begin, starts) for moment in moments]
    for chosen in product(*choices):
        days = dict(zip(moments, chosen, strict=True))
        if days.get(core.AtPeriodStart(), datetime.date.min) <= days.get(END, datetime.date.max):
            yield days


def _of_moment(
    moment: core.Moment, begin: datetime.date, starts: Iterable[datetime.date]
) -> Sequence[datetime.date]:
    match moment:
        case core.OnDate(day=day):
            return [day]
        case core.AtPeriodEnd():
            return sorted({begin, *(day for day in starts if day > begin)})
    return sorted({begin, *starts})


# ------------------------------------------------------------------------------------------------ keys


def _key(checker: Checker, argument: nodes.Expression) -> Key:
    fact = checker.facts.known(argument)
    return argument, fact.moment if fact is not None and fact.role == "tier" else None


def _members(
    checker: Checker, reads: Sequence[Read], days: Mapping[core.Moment, datetime.date]
) -> dict[Key, list[str]]:
    """The members to try for each key: of those for which no figure differs, one."""
    told: dict[Key, dict[str, list[object]]] = {}
    for place, read in enumerate(reads):
        if not isinstance(read, nodes.Call):
            continue
        found = amounts_on(checker, read, days[_moment(checker, read)])
        for at, argument in enumerate(read.arguments):
            if key_written(checker, argument) is not None:
                continue
            signs = told.setdefault(_key(checker, argument), {})
            for cell, value in found.values.items() if found is not None else ():
                signs.setdefault(cell[at], []).append((place, at, *cell[:at], *cell[at + 1:], value))
    return {key: _different(signs) for key, signs in told.items()}


def _different(signs: Mapping[str, Sequence[object]]) -> list[str]:
    first: dict[frozenset[object], str] = {}
    for member, values in signs.items():
        first.setdefault(frozenset(values), member)
    return list(first.values())
