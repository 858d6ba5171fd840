"""Ladders that are easier higher up: what a tier asks for against what the tiers below it ask for.

Only tests of the same reading against figures are compared, line by line, on every day on which one of them becomes
another. Of everything else nothing is said.
"""
from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.exact.calendar import ONE_DAY
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.ladder_versions import versions_of
from rulelang.names.timelines import on_day
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.apart import OPPOSITE
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.days_of_periods import as_day
from rulelang.typecheck.figures_on import Amounts, amounts_on, starts_of
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.sameness import Key, Sameness

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

FROM_BELOW, FROM_ABOVE = (">=", ">", "on_or_after", "after"), ("<=", "<", "on_or_before", "before")
STRICT = (">", "<", "after", "before")
MIRRORED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
ALL_OF, ANY_OF = "all", "any"


@frozen(eq=False)
class Line:
    """One test of a tier: `reading` against `figure`; `whole` is the condition that it stands in."""

    tier: nodes.Tier
    reading: nodes.Expression
    operator: str
    figure: nodes.Expression
    whole: nodes.Expression
    amounts: Amounts

    @property
    def from_below(self) -> bool:
        return self.operator in FROM_BELOW

    def strength(self, cell: core.CellKey) -> tuple[Fraction, bool]:
        """What grows as the test gets harder."""
        value = self.amounts.values[cell if self.amounts.keys else ()]
        return value if self.from_below else -value, self.operator in STRICT


Test = tuple[nodes.Expression, str, nodes.Expression]
Lines = dict[Key, dict[bool, Line]]


@frozen(eq=False)
class Asked:
    """The tests of a list, by what they read and from which side. `least` of its lines are to hold."""

    quantity: str
    least: int
    lines: Lines


@frozen(eq=False)
class Moment:
    """A ladder on a day, entered or kept."""

    checker: Checker
    sameness: Sameness
    day: datetime.date
    keep: bool


def _made_of_others(checker: Checker) -> frozenset[str]:
    """Measures and eligibilities that read others. They are compared by name: what they stand for may double with every
    one of them that is opened."""
    resolved = checker.resolved
    declared: dict[str, nodes.Measure | nodes.Eligibility] = {**resolved.measures, **resolved.eligibilities}
    return frozenset(name for name, each in declared.items() if _reads_one_of(computed(each), declared))


def _reads_one_of(node: object, names: Container[str]) -> bool:
    if isinstance(node, nodes.Reading) and node.path[-1].text in names:
        return True
    return any(_reads_one_of(part, names) for part in parts_of(node))


def check_rising(checker: Checker, ladder: nodes.Tiers) -> None:
    """Every version of a ladder by itself; each test is told of once."""
    versions = versions_of(ladder)
    named = _made_of_others(checker)
    for version, following in zip(versions, (*versions[1:], None), strict=True):
        stop = following.since - ONE_DAY if following is not None and following.since is not None else None
        assessed = first_of(nodes.AssessedEvery, version.clauses)
        window = assessed.window if assessed is not None else None
        told: set[int] = set()
        for day, keep in product(_days(checker, version, stop), (False, True)):
            moment = Moment(checker, Sameness(checker, day, window, named), day, keep)
            _check_on(moment, [_asked(moment, tier) for tier in version.tiers], told)


def _check_on(moment: Moment, asked: Sequence[Sequence[Asked]], told: set[int]) -> None:
    """Each tier against those below it, the nearest first."""
    for place, upper in enumerate(asked):
        for lower in reversed(asked[:place]):
            for one, other in product(upper, lower):
                for higher_up, lower_down, cell in _easier(one, other):
                    places = {id(higher_up.whole), id(lower_down.whole)}
                    if not told & places:
                        told |= places
                        _report(moment, higher_up, lower_down, cell)


def _days(checker: Checker, ladder: nodes.Tiers, stop: datetime.date | None) -> Iterator[datetime.date]:
    """The first day of a ladder, and those on which it may ask for something else."""
    start = max(ladder.since or checker.resolved.start, checker.resolved.start)
    found = {start}
    for needed in (needed for tier in ladder.tiers for needed in tier.requirements):
        if needed.since is not None:
            found.add(needed.since)
        for line in needed.items:
            for _, _, figure in _tests(line.condition):
                found.update(starts_of(checker, figure))
            if line.keep is not None:
                found.update(starts_of(checker, line.keep))
    yield from sorted(day for day in found if day >= start and (stop is None or day <= stop))


# ------------------------------------------------------------------------------------------------ what is asked


def _tests(condition: nodes.Expression, denied: bool = False) -> Iterator[Test]:
    """What a condition tests, how, and against what, where all of it is to hold; none of it where it is denied."""
    match condition:
        case nodes.Comparison(left=left, operator=operator, right=right) if operator in (*FROM_BELOW, *FROM_ABOVE):
            yield left, OPPOSITE[operator] if denied else operator, right
        case nodes.Between(value=value, low=low, high=high) if not denied:
            yield from ((value, ">=", low), (value, "<=", high))
        case nodes.Logic(quantity="all" | "none" as quantity, items=items) if not denied:
            for item in items:
                yield from _tests(item, quantity == "none")


def _asked(moment: Moment, tier: nodes.Tier) -> list[Asked]:
    """What a tier asks for: all lists of which everything is to hold as one, each other list by itself."""
    in_force = [needed for needed in tier.requirements if needed.since is None or needed.since <= moment.day]
    together = [needed for needed in in_force if needed.quantity in ("all", "none")]
    found = [Asked(ALL_OF, 0, _by_reading(moment, _lines(moment, tier, together), strongest=True))]
    for needed in in_force:
        if needed not in together:
            lines = _by_reading(moment, _lines(moment, tier, [needed]), strongest=False)
            found.append(Asked(ANY_OF, needed.count or 1, lines))
    return found


def _lines(moment: Moment, tier: nodes.Tier, lists: Iterable[nodes.Requirements]) -> Iterator[Line]:
    for needed in lists:
        for item in needed.items:
            if moment.keep and item.entry_only:
                continue
            if isinstance(item.condition, nodes.Logic) and needed.quantity not in ("all", "none"):
                continue  # one of several ways
            for reading, operator, written in _tests(item.condition, needed.quantity == "none"):
                figure = item.keep if moment.keep and item.keep is not None else written
                found = _line(moment, tier, item, (reading, operator, figure))
                if found is not None:
                    yield found


def _line(moment: Moment, tier: nodes.Tier, item: nodes.Requirement, test: Test) -> Line | None:
    """A test against a figure, on whichever side that stands."""
    reading, operator, figure = test
    amounts = _amounts(moment, figure)
    if amounts is None and operator in MIRRORED:
        reading, operator, figure = figure, MIRRORED[operator], reading
        amounts = _amounts(moment, figure)
    if amounts is None or not amounts.values:
        return None
    return Line(tier, reading, operator, figure, item.condition, amounts)


def _amounts(moment: Moment, figure: nodes.Expression) -> Amounts | None:
    """The numbers that a figure is on the day: also the place of a member or of a day among others."""
    found = amounts_on(moment.checker, figure, moment.day)
    if found is not None:
        return found
    day = as_day(moment.checker, figure) or figure
    if isinstance(day, nodes.Date):
        return Amounts((), {(): Fraction(day.value.toordinal())})
    fact = moment.checker.facts.known(figure)
    if fact is not None and fact.role == "member" and isinstance(fact.type, core.Choice):
        return Amounts((), {(): Fraction(fact.type.members.index(fact.name))})
    if fact is not None and isinstance(fact.type, core.Quantity):
        worked = moment.sameness.sum_of(figure)
        return Amounts((), {(): worked.constant}) if not worked.parts else None
    return None


def _by_reading(moment: Moment, lines: Iterable[Line], *, strongest: bool) -> Lines:
    """The line for each reading and side. Of several the strongest counts where all are to hold and figures have no
    keys; else nothing is said of them."""
    found: dict[tuple[Key, bool], list[Line]] = {}
    for line in lines:
        found.setdefault((moment.sameness.key(line.reading), line.from_below), []).append(line)
    by_reading: Lines = {}
    for (key, from_below), some in found.items():
        if len(some) > 1 and (not strongest or any(line.amounts.keys for line in some)):
            continue
        by_reading.setdefault(key, {})[from_below] = (
            max(some, key=lambda line: line.strength(())) if len(some) > 1 else some[0]
        )
    return by_reading


# ------------------------------------------------------------------------------------------------ compared


def _easier(upper: Asked, lower: Asked) -> Iterator[tuple[Line, Line, core.CellKey]]:
    """Tests of the upper list that pass everything that those of the lower one pass, and more."""
    if upper.quantity != lower.quantity or upper.least > lower.least:
        return
    for key, sides in upper.lines.items():
        beside = lower.lines.get(key, {})
        if sides.keys() != beside.keys():
            continue  # one of them bounds the reading where the other does not
        cells = _cells([line.amounts for line in (*sides.values(), *beside.values())])
        found = (_easier_side(sides, beside, cell) for cell in cells)
        first = next((each for each in found if each is not None), None)
        if first is not None:
            yield first


def _easier_side(
    upper: dict[bool, Line], lower: dict[bool, Line], cell: core.CellKey
) -> tuple[Line, Line, core.CellKey] | None:
    strengths = {side: (upper[side].strength(cell), lower[side].strength(cell)) for side in upper}
    if any(mine > other for mine, other in strengths.values()):
        return None
    easier = [side for side, (mine, other) in strengths.items() if mine < other]
    return (upper[easier[0]], lower[easier[0]], cell) if easier else None


def _cells(amounts: Sequence[Amounts]) -> list[core.CellKey]:
    """The keys for which some figures can be compared; none where they are read with different keys."""
    keyed = [each for each in amounts if each.keys]
    if not keyed:
        return [()]
    if any(each.keys != keyed[0].keys for each in keyed):
        return []
    return [key for key in keyed[0].values if all(key in each.values for each in keyed)]


# ------------------------------------------------------------------------------------------------ told


def _report(moment: Moment, upper: Line, lower: Line, cell: core.CellKey) -> None:
    """At the line that caused it: the one that a variant writes, else that of the higher tier."""
    above, below = (_place(moment, line) for line in (upper, lower))
    by_lower = below.file != upper.whole.span.file and above.file == upper.whole.span.file
    moment.checker.report.add(
        "easier-higher-up", below if by_lower else above, name=upper.tier.name.text, lower=lower.tier.name.text,
        labels=[(above, "upper") if by_lower else (below, "lower")], text=_words(moment, upper, cell),
        other=_words(moment, lower, cell), day=moment.day, variant="keep" if moment.keep else "",
    )


def _place(moment: Moment, line: Line) -> Span:
    """Where a figure is written: in a variant, where one sets it."""
    figure = line.figure
    if isinstance(figure, nodes.Reading) and len(figure.path) == 1:
        parameter = moment.checker.resolved.parameters.get(figure.path[0].text)
        dated = on_day(parameter.values, moment.day) if parameter is not None else None
        if dated is not None and dated.value.span.file != figure.span.file:
            return dated.value.span
    return figure.span


def _words(moment: Moment, line: Line, cell: core.CellKey) -> str:
    """A test as it would be written with its figure."""
    if line.operator not in MIRRORED:
        return " ".join(line.whole.span.text.split())
    fact = moment.checker.facts.known(line.figure)
    kind, value = fact.type if fact is not None else None, line.figure.span.text
    if isinstance(line.figure, (nodes.Reading, nodes.Call)) and isinstance(kind, core.Quantity):
        value = number_words(line.amounts.values[cell if line.amounts.keys else ()], kind)
    where = f" ({', '.join(cell)})" if line.amounts.keys else ""
    return f"{line.reading.span.text} {line.operator} {value}{where}"
