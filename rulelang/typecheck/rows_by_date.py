"""`each row by its own closed_on`: a measured period inside which something changes, cut into stretches of days.

Each stretch is paid by the clauses, and with the figures, of its own days, on the rows that are dated inside it; what
limits or raises the amount as a whole stands once. Knows no engine: what it makes is written as anyone could write it.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from rulelang.exact.calendar import ONE_DAY, Period
from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.resolved import PayingClause, RowsInside, Rules
from rulelang.syntax import nodes
from rulelang.syntax.rewrite import rewritten
from rulelang.typecheck.changes_inside import measured_over
from rulelang.typecheck.clauses import Placed
from rulelang.typecheck.keyed import changes_of
from rulelang.typecheck.links import relation_at
from rulelang.typecheck.parts import parts_of
from rulelang.typecheck.payable import way_of
from rulelang.typecheck.timelines import value_changes

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Clauses = tuple[PayingClause, ...]
OF_THE_WHOLE = (
    nodes.MeasuredEvery, nodes.PaidEvery, nodes.When, nodes.PlusAmount, nodes.NeverLess, nodes.AtMost,
    nodes.NothingUnder, nodes.RoundedClause,
)  # fmt: skip
"""Clauses that act on the measured period as a whole: of two that differ neither is that of one row."""


@frozen
class _Version:
    """Clauses that pay the rows from a day on: the first of all of them."""

    start: datetime.date
    clauses: Clauses


def by_own_date(checker: Checker, incentive: nodes.Incentive, rules: Rules) -> Rules | None:
    """The rules with the measured periods whose rows are paid stretch by stretch; None after a finding."""
    said, unit = first_of(nodes.VersionChange, rules.clauses), measured_over(rules)
    if said is None or said.by is None or unit is None:
        return rules
    versions = [_Version(rules.start, rules.replaced[0].clauses if rules.replaced else rules.clauses)]
    for number, each in enumerate(rules.replaced, start=1):
        later = rules.replaced[number].clauses if number < len(rules.replaced) else rules.clauses
        versions.append(_Version(each.stop + ONE_DAY, later))
    if not all(_has_rows(checker, version.clauses, said.by) for version in versions):
        return None
    if not all(_same_limits(checker, incentive, said, version.clauses, rules.clauses) for version in versions):
        return None
    return attrs.evolve(rules, by_row=tuple(_periods(checker, rules, versions, said.by, unit)))


def _one_line(node: Placed) -> str:
    return " ".join(node.span.text.split())


# ------------------------------------------------------------------------------------------------ what has rows


def _has_rows(checker: Checker, clauses: Clauses, by: nodes.Name) -> bool:
    """Whether what is paid is the sum of what is paid for each row; a finding where it is not."""
    way, on = way_of(clauses), first_of(nodes.On, clauses)
    if way is None:
        return True  # reported with the incentive
    if not isinstance(way, nodes.Pays) or on is None:
        place = way.value if isinstance(way, nodes.Pays) else way
        variant = "flat" if isinstance(way, nodes.Pays) else "together"
        checker.report.add("no-rate-of-a-row", by.span, labels=[(place.span, "way")], text=by.text, variant=variant)
        return False
    return all(_is_of_rows(checker, part, by) for part in _added_up(on.value))


def _added_up(node: nodes.Expression) -> Iterator[nodes.Expression]:
    if isinstance(node, nodes.Arithmetic) and node.operator in "+-":
        yield from _added_up(node.left)
        yield from _added_up(node.right)
    else:
        yield node


def _is_of_rows(checker: Checker, node: nodes.Expression, by: nodes.Name) -> bool:
    """Whether something that is paid on adds up rows that are dated by a field, those of the period."""
    if not isinstance(node, nodes.Aggregate) or node.function not in ("total", "count"):
        checker.report.add("rows-of-what", node.span, labels=[(by.span, "said")], text=_one_line(node))
        return False
    entity = checker.resolved.entities.get(_entity(checker, node))
    if entity is None:
        return True  # reported with the total
    apart = node.window or node.valid_at
    if apart is not None:
        labels = [(by.span, "said")]
        checker.report.add("rows-of-what", apart.span, labels=labels, text=_one_line(apart), variant="window")
        return False
    if entity.dated_by is None or entity.dated_by.text != by.text:
        dated = entity.dated_by.text if entity.dated_by is not None else ""
        checker.report.add(
            "rows-by-another-date", by.span, labels=[(node.span, "rows")], name=entity.name.text, text=by.text,
            dated=dated, records=node.source[-1].text, variant="" if dated else "undated",
        )
        return False
    return True


def _same_limits(
    checker: Checker, incentive: nodes.Incentive, said: nodes.VersionChange, before: Clauses, after: Clauses
) -> bool:
    """Whether two versions say the same of the measured period as a whole."""
    old, new = ([each for each in clauses if isinstance(each, OF_THE_WHOLE)] for clauses in (before, after))
    other = next((each for each in (*new, *old) if each not in new or each not in old), None)
    if other is not None:
        checker.report.add(
            "versions-limit-differently", said.span, labels=[(other.span, "other")], name=incentive.name.text,
            text=_one_line(other),
        )
    return other is None


# ------------------------------------------------------------------------------------------------ stretches of days


def _periods(
    checker: Checker, rules: Rules, versions: Sequence[_Version], by: nodes.Name, unit: str
) -> Iterator[RowsInside]:
    """The measured periods inside which something changes, in order, with the clauses of their stretches."""
    calendar, last = checker.resolved.calendar, rules.stop or datetime.date.max
    ends = [later.start - ONE_DAY for later in versions[1:]] + [last]
    days = {version.start for version in versions[1:]}
    for version, end in zip(versions, ends, strict=True):
        days |= {day for day in _changes(checker, version.clauses) if version.start < day <= end}
    inside = [day for day in sorted(days) if calendar.holding(unit, day).start != day]
    for whole in dict.fromkeys(calendar.holding(unit, day) for day in inside):
        period = Period(max(whole.start, rules.start), min(whole.stop, last))
        cuts = [period.start, *(day for day in inside if period.start < day <= period.stop)]
        stretches = tuple(
            _stretch(checker, next(v.clauses for v in reversed(versions) if v.start <= days[0]), by, days)
            for days in zip(cuts, (*cuts[1:], None), (False, *(True for _ in cuts[1:])), strict=True)
        )
        yield RowsInside(period, stretches)


def _changes(checker: Checker, clauses: Clauses) -> Iterator[datetime.date]:
    """The days on which a figure that a row is paid with becomes another."""
    for clause in clauses:
        for value in _of_rows(clause):
            for reading, row in _readings(checker, value, None):
                if _is_figure(checker, reading, row):
                    yield from _becomes_another(checker, reading)


def _of_rows(clause: PayingClause) -> Iterator[nodes.Expression]:
    """The values of a clause that a row is paid by; conditions are those of the partner, of whom there is one."""
    match clause:
        case nodes.On(value=value) | nodes.Pays(value=value) | nodes.Multiplied(factor=value):
            yield value
        case nodes.Exceptional(value=value) | nodes.PlusPoints(points=value):
            yield value


def _readings(
    checker: Checker, node: object, row: str | None
) -> Iterator[tuple[nodes.Reading | nodes.Call, str | None]]:
    """Every name that is read, with the entity of the record it is read for."""
    if isinstance(node, (nodes.Reading, nodes.Call)):
        yield node, row
    if isinstance(node, nodes.Aggregate):
        row = _entity(checker, node)
    for part in parts_of(node):
        yield from _readings(checker, part, row)


def _entity(checker: Checker, node: nodes.Aggregate) -> str:
    return relation_at(checker.resolved.entities, checker.subject, node.source)[0] or ""


def _is_figure(checker: Checker, reading: nodes.Reading | nodes.Call, row: str | None) -> bool:
    """Whether a name is that of a figure that is read without a day."""
    if isinstance(reading, nodes.Call):
        return reading.day is None and reading.name.text in checker.resolved.keyed
    name = reading.path[0].text
    alone = len(reading.path) == 1 and reading.day is None and reading.window is None
    return alone and name in checker.resolved.parameters and (row or checker.subject, name) not in checker.fields


def _becomes_another(checker: Checker, reading: nodes.Reading | nodes.Call) -> Sequence[datetime.date]:
    if isinstance(reading, nodes.Call):
        keyed = checker.keyed.get(reading.name.text)
        return [day for day, _ in changes_of(keyed)] if keyed is not None else ()
    return value_changes(checker.resolved.parameters[reading.path[0].text])


def _stretch(
    checker: Checker, clauses: Clauses, by: nodes.Name, days: tuple[datetime.date, datetime.date | None, bool]
) -> Clauses:
    """Clauses for the rows of some days, with the figures in force on the first of them.

    `days` are that day, the one on which the next stretch begins, and whether there is a stretch before it.
    """
    first, following, is_later = days
    within = tuple(_between(by, first if is_later else None, following))
    figures = {
        id(reading) for clause in clauses for value in _of_rows(clause)
        for reading, row in _readings(checker, value, None) if _is_figure(checker, reading, row)
    }  # fmt: skip

    def change(node: object) -> object | None:
        if isinstance(node, nodes.Reading) and id(node) in figures:
            return attrs.evolve(node, day=nodes.Date(first, span=node.span))
        if isinstance(node, nodes.Call) and id(node) in figures:
            return nodes.Call(
                node.name, rewritten(node.arguments, change), nodes.Date(first, span=node.span), span=node.span
            )
        if isinstance(node, nodes.Aggregate):
            value, where = rewritten((node.value, node.where), change)
            tests = [nodes.Comparison(*test, span=by.span) for test in within]
            both = nodes.Logic("all", (*([where] if where is not None else []), *tests), span=by.span)
            return attrs.evolve(node, value=value, where=both if len(both.items) > 1 else both.items[0])
        return None

    return tuple(rewritten(clause, change) for clause in clauses)


def _between(
    by: nodes.Name, first: datetime.date | None, following: datetime.date | None
) -> Iterator[tuple[str, nodes.Reading, nodes.Date]]:
    """The tests that a row is of some days."""
    own = nodes.Reading((by,), span=by.span)
    if first is not None:
        yield "on_or_after", own, nodes.Date(first, span=by.span)
    if following is not None:
        yield "before", own, nodes.Date(following, span=by.span)
