"""Caps and rates against the lines that bound them, as the merged program has them: whatever moved them.

A line about an incentive or payout `between A and B` bounds its cap, `may replace bands within A to B` what its bands
pay.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.names.by_member import of_member
from rulelang.names.clauses import all_of, first_of
from rulelang.names.doors import doors_of_members
from rulelang.names.limits import cap_over
from rulelang.names.resolved import Block, NewCell, NewClause, NewValues, Rules
from rulelang.names.timelines import on_day, spelled_out
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.as_declared import Paying, base_caps, is_about
from rulelang.typecheck.as_written import as_written, number_words
from rulelang.typecheck.band_bounds import is_as_bounded, is_bounded
from rulelang.typecheck.bounds import numbers_in
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

@frozen
class _Line:
    """A line of `adaptable` of a level, and the level."""

    block: Block
    opening: nodes.Opening

    def label(self, checker: Checker) -> str:
        return "opening" if self.block.owner is checker.resolved.program else "upper"


@frozen
class _Amount:
    """A number, and the day from which it is that."""

    value: Fraction
    day: datetime.date


def check_clause_bounds(checker: Checker) -> None:
    """Every cap and every rate that a variant moves lies inside the lines of all levels above."""
    for block in checker.resolved.adaptable:
        for opening in block.openings:
            target = opening.target
            if target is None or len(target.path) != 1:
                continue
            before = errors_so_far(checker)
            for name in _names(checker, block, opening, target):
                found = checker.resolved.incentives.get(name) or checker.resolved.payouts.get(name)
                if found is not None and errors_so_far(checker) == before:
                    _check(checker, _Line(block, opening), *found)


def _names(checker: Checker, block: Block, opening: nodes.Opening, target: nodes.Target) -> tuple[str, ...]:
    """What a line speaks of: one member by itself, or all but those that the level says something else of."""
    head = target.path[0].text
    if target.cell:
        return (of_member(head, tuple(name.text for name in target.cell)),)
    own = doors_of_members(block.openings, target, type(opening.permission))
    apart = {of_member(head, tuple(n.text for n in each.target.cell)) for each in own if each.target is not None}
    return tuple(name for name in checker.resolved.written_out(head) if name not in apart)


def _check(checker: Checker, line: _Line, declared: Paying, versions: tuple[Rules, ...]) -> None:
    changes = checker.resolved.changes
    reached = [rules for rules in versions if changes and (rules.stop is None or changes[0].day <= rules.stop)]
    for rules in reached:
        match line.opening.permission:
            case nodes.MayBeBetween() as permission:
                if not all(_check_cap(checker, line, declared, rules, cap, permission)
                           for cap in all_of(nodes.AtMost, rules.clauses)):  # fmt: skip
                    return
            case nodes.MayReplaceBands() as bounds:
                bands = first_of(nodes.Bands, rules.clauses)
                rates = [row.value for row in bands.rows] if bands is not None else []
                within = nodes.MayBeBetween(bounds.low, bounds.high, span=bounds.span)
                if not is_bounded(checker, bounds, declared.name.text):
                    return
                if not _are_alike(checker, line, declared, rules, rates, bounds):
                    return
                if not _inside(checker, line, declared, rules, rates, within, []):
                    return


def _check_cap(
    checker: Checker, line: _Line, declared: Paying, rules: Rules, cap: nodes.AtMost, permission: nodes.MayBeBetween
) -> bool:
    """Whether one of the caps lies inside a line that bounds them: the caps over other periods are others."""
    bases = base_caps(checker, declared)
    unit = cap_over(rules.clauses, cap)
    same = [(since, base) for since, base in bases if cap_over(rules.clauses, base) == unit] or bases
    base = same[-1][1] if same else None
    if not _same_period(checker, line, declared, cap, base, rules):
        return False
    return _inside(checker, line, declared, rules, [cap.value], permission, same)


def _are_alike(
    checker: Checker, line: _Line, declared: Paying, rules: Rules, rates: list[nodes.Expression],
    bounds: nodes.MayReplaceBands,
) -> bool:
    """Whether each value that a variant moved is of the kind of the bounds: however little it is, no money lies
    between two percents, and no percent between two amounts."""
    day = max(rules.start, checker.resolved.changes[0].day)
    within = nodes.MayBeBetween(bounds.low, bounds.high, span=bounds.span)
    for value in rates:
        fact = checker.facts.known(value)
        if fact is None or not types.is_numeric(fact.type) or is_as_bounded(bounds, fact.type.kind):
            continue
        amount = next(iter(_numbers_on(checker, value, day)), Fraction(0))
        if not _outside(checker, line, declared, within, value, _Amount(amount, day)):
            return False
    return True


def _same_period(
    checker: Checker, line: _Line, declared: Paying, cap: nodes.AtMost, base: nodes.AtMost | None, rules: Rules
) -> bool:
    """A cap over a shorter period is another cap: what is bounded is the one over the program's own."""
    unit = cap_over(rules.clauses, base) if base is not None else None
    if base is None or cap_over(rules.clauses, cap) == unit:
        return True
    checker.report.add(
        "cap-over-another-period", cap.span,
        labels=[(base.span, "base"), (line.opening.span, line.label(checker))], name=declared.name.text,
        unit=unit_words(unit or ""), base=line.block.owner.name.text,
    )
    return False


def _inside(
    checker: Checker, line: _Line, declared: Paying, rules: Rules, written: list[nodes.Expression],
    permission: nodes.MayBeBetween, bases: list[tuple[datetime.date, nodes.AtMost]],
) -> bool:
    """Whether each value is inside on every day on which it may change."""
    low, high = literal_value(permission.low), literal_value(permission.high)
    if low is None or high is None:
        return True
    start = max(rules.start, checker.resolved.changes[0].day)
    for value in written:
        moving = {*starts_of(checker, value), *(_scaling(checker, bases) if permission.of_global else ())}
        inside = (day for day in moving if start < day and (rules.stop is None or day <= rules.stop))
        for day in sorted({start, *inside}):
            scales = [Fraction(1)] if not permission.of_global else _global(checker, bases, day)
            found = _numbers_on(checker, value, day)
            if not found or not scales:
                if any(True for _ in _moved_by(checker, declared, value, line, day)):
                    _worked_out(checker, line, declared, value)
                    return False
                continue
            ends = [end * scale for end in (low, high) for scale in scales]
            outside = next((number for number in found if not min(ends) <= number <= max(ends)), None)
            if outside is not None:
                return _outside(checker, line, declared, permission, value, _Amount(outside, day))
    return True


def _numbers_on(checker: Checker, value: nodes.Expression, day: datetime.date) -> list[Fraction]:
    """Every number that an amount may be on a day: of a choice both ends, of a table each cell."""
    if isinstance(value, nodes.Reading) and (parameter := checker.resolved.parameters.get(value.path[0].text)):
        dated = on_day(parameter.values, day)
        numbers = [literal_value(each) for each in numbers_in(dated.value)] if dated is not None else []
        return [number for number in numbers if number is not None]
    amounts = amounts_on(checker, value, day)
    found = [*amounts.values.values()] if amounts is not None else []
    for override in checker.resolved.overrides:
        if isinstance(override, NewCell) and isinstance(value, nodes.Call) and _is_name(value, override.base.name.text):
            dated = on_day(override.edit.values, day)
            if dated is not None and isinstance(dated.value, nodes.ChooseBetween):
                found += [number for each in numbers_in(dated.value) if (number := literal_value(each)) is not None]
    return found


def _scaling(checker: Checker, bases: list[tuple[datetime.date, nodes.AtMost]]) -> Iterator[datetime.date]:
    """The days on which the global value may become another one."""
    for since, cap in bases:
        yield since
        if isinstance(cap.value, nodes.Reading):
            yield from (dated.start for dated in _root(checker, cap.value.path[0].text))


def _root(checker: Checker, name: str) -> tuple[nodes.DatedValue, ...]:
    """The values of a parameter as the program itself has them."""
    for override in checker.resolved.overrides:
        if isinstance(override, NewValues) and override.base.name.text == name:
            return override.base.values
    parameter = checker.resolved.parameters.get(name)
    return parameter.values if parameter is not None else ()


def _global(
    checker: Checker, bases: list[tuple[datetime.date, nodes.AtMost]], day: datetime.date
) -> list[Fraction]:
    """The cap of the program itself on a day; none where it is worked out, or there is none."""
    cap = next((cap for since, cap in reversed(bases) if since <= day), None)
    if cap is None:
        return []
    written: tuple[nodes.Expression, ...] = (cap.value,)
    if isinstance(cap.value, nodes.Reading):
        dated = on_day(_root(checker, cap.value.path[0].text), day)
        written = numbers_in(dated.value) if dated is not None else ()
    return [number for each in written if (number := literal_value(each)) is not None]


def _moved_by(
    checker: Checker, declared: Paying, value: nodes.Expression, line: _Line, day: datetime.date
) -> Iterator[tuple[nodes.Expression, nodes.Expression | None]]:
    """The edits that made a value what it is on a day, the lowest level first: of the clause itself, or of a parameter
    it reads, then with the value that the line puts in force (None: the one above). Where a line goes back to what
    the author of a bound says, that is the author's own affair."""
    for override in reversed(checker.resolved.overrides):
        if isinstance(override, NewClause) and is_about(override, declared):
            if any(value.span == each.span for each in _values(override.clause)):
                yield value, value
        elif isinstance(override, (NewValues, NewCell)) and _is_name(value, override.base.name.text):
            own = line.block.owner is override.doors[0].owner
            for written, found in _lines(override, day):
                if not (own and isinstance(written, nodes.AsGlobal)):
                    yield written, found


def _lines(
    override: NewValues | NewCell, day: datetime.date
) -> Iterator[tuple[nodes.Expression, nodes.Expression | None]]:
    """What an edit writes for a day, and the value that is then."""
    if isinstance(override, NewValues):
        pairs = spelled_out(override.edit.values, override.base)
        yield from (
            (written.value, dated.value) for written, dated in pairs
            if dated.start <= day and (dated.stop is None or day <= dated.stop)
        )  # fmt: skip
    elif (dated := on_day(override.edit.values, day)) is not None:
        yield dated.value, None if isinstance(dated.value, nodes.AsGlobal) else dated.value


def _shown(checker: Checker, written: nodes.Expression, found: _Amount) -> str:
    """What a designer wrote, or the value of the parameter that was named."""
    if isinstance(written, nodes.Reading):
        return as_written(found.value, checker.resolved.parameters[written.path[0].text])
    if isinstance(written, nodes.Call):
        kind = checker.keyed[written.name.text]
        return number_words(found.value, kind.type) if kind is not None else written.span.text
    return written.span.text


def _is_name(value: nodes.Expression, name: str) -> bool:
    if isinstance(value, nodes.Call):
        return value.name.text == name
    return isinstance(value, nodes.Reading) and [each.text for each in value.path] == [name]


def _values(clause: nodes.AtMost | nodes.Bands) -> Iterable[nodes.Expression]:
    return (clause.value,) if isinstance(clause, nodes.AtMost) else (row.value for row in clause.rows)


def _worked_out(checker: Checker, line: _Line, declared: Paying, value: nodes.Expression) -> None:
    checker.report.add(
        "bound-on-what-is-computed", value.span, labels=[(line.opening.span, line.label(checker))],
        name=declared.name.text, text=value.span.text, base=line.block.owner.name.text, variant="clause",
    )


def _outside(
    checker: Checker, line: _Line, declared: Paying, permission: nodes.MayBeBetween, value: nodes.Expression,
    found: _Amount,
) -> bool:
    """Tells of a value that a variant made; one that the program itself has outside its own line is its own affair."""
    for written, made in _moved_by(checker, declared, value, line, found.day):
        by_parameter = written is not value
        if by_parameter and made is not None and found.value not in [literal_value(e) for e in numbers_in(made)]:
            continue
        labels = [(line.opening.span, line.label(checker))]
        if by_parameter:
            labels.append((value.span, "read"))
        shown = value if isinstance(written, nodes.AsGlobal) else written
        checker.report.add(
            "outside-guardrail", written.span, labels=labels, name=declared.name.text,
            text=_shown(checker, shown, found),
            low=permission.low.span.text, high=permission.high.span.text, date=found.day,
            base=line.block.owner.name.text, variant="global" if permission.of_global else "",
        )
        return False
    return True
