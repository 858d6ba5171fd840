"""Caps and rates against the lines that bound them, as the merged program has them: whatever moved them.

A line about an incentive or payout `between A and B` bounds its cap, `may replace bands within A to B` its rates.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.frozen import frozen
from rulelang.names.clauses import first_of
from rulelang.names.resolved import Block, NewCell, NewClause, NewValues, Rules
from rulelang.syntax import nodes
from rulelang.typecheck.added_requirements import as_written, number_words
from rulelang.typecheck.constants import literal_value, value_on
from rulelang.typecheck.figures_on import amounts_on, starts_of
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

Paying = nodes.Incentive | nodes.Payout


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
            name = target.path[0].text
            found = checker.resolved.incentives.get(name) or checker.resolved.payouts.get(name)
            if found is not None:
                _check(checker, _Line(block, opening), *found)


def _check(checker: Checker, line: _Line, declared: Paying, versions: tuple[Rules, ...]) -> None:
    begun = [rules for rules in versions if any(rules.began is change for change in checker.resolved.changes)]
    for rules in begun:
        match line.opening.permission:
            case nodes.MayBeBetween() as permission:
                cap, base = first_of(nodes.AtMost, rules.clauses), _base_cap(checker, declared)
                if cap is not None and not _same_period(checker, line, declared, cap, base, rules):
                    return
                if cap is not None and not _inside(checker, line, declared, rules, [cap.value], permission, base):
                    return
            case nodes.MayReplaceBands() as bounds:
                bands = first_of(nodes.Bands, rules.clauses)
                rates = [row.value for row in bands.rows] if bands is not None else []
                within = nodes.MayBeBetween(bounds.low, bounds.high, span=bounds.span)
                if not _inside(checker, line, declared, rules, rates, within, None):
                    return


def _base_cap(checker: Checker, declared: Paying) -> nodes.AtMost | None:
    """The cap as it was first declared."""
    for override in checker.resolved.overrides:
        if isinstance(override, NewClause) and override.base.name.text == declared.name.text:
            return first_of(nodes.AtMost, override.base.clauses)
    return first_of(nodes.AtMost, declared.clauses)


def _same_period(
    checker: Checker, line: _Line, declared: Paying, cap: nodes.AtMost, base: nodes.AtMost | None, rules: Rules
) -> bool:
    """A cap over a shorter period is another cap: what is bounded is the one over the program's own."""
    measured = first_of(nodes.MeasuredEvery, rules.clauses) or first_of(nodes.PaidEvery, rules.clauses)
    unit = measured.unit if measured is not None and isinstance(declared, nodes.Incentive) else None
    if base is None or (cap.each or unit) == (base.each or unit):
        return True
    checker.report.add(
        "cap-over-another-period", cap.span,
        labels=[(base.span, "base"), (line.opening.span, line.label(checker))], name=declared.name.text,
        unit=unit_words(base.each or unit or ""), base=line.block.owner.name.text,
    )
    return False


def _inside(
    checker: Checker, line: _Line, declared: Paying, rules: Rules, written: list[nodes.Expression],
    permission: nodes.MayBeBetween, base: nodes.AtMost | None,
) -> bool:
    """Whether each value is inside on every day on which it may change."""
    low, high = literal_value(permission.low), literal_value(permission.high)
    if low is None or high is None:
        return True
    for value in written:
        moving = (d for d in starts_of(checker, value) if rules.start < d and (rules.stop is None or d <= rules.stop))
        scaling = _scaling(checker, rules) if permission.of_global else ()
        for day in sorted({rules.start, *moving, *scaling}):
            scale = Fraction(1) if not permission.of_global else _global(checker, base, day)
            found = amounts_on(checker, value, day)
            if found is None or scale is None:
                if any(True for _ in _moved_by(checker, declared, value)):
                    _worked_out(checker, line, declared, value)
                    return False
                continue
            for amount in found.values.values():
                if not low * scale <= amount <= high * scale:
                    return _outside(checker, line, declared, permission, value, _Amount(amount, day))
    return True


def _scaling(checker: Checker, rules: Rules) -> Iterator[datetime.date]:
    """The days on which the global value may become another one."""
    for parameter in checker.resolved.parameters.values():
        for dated in parameter.values:
            if rules.start < dated.start and (rules.stop is None or dated.start <= rules.stop):
                yield dated.start


def _global(checker: Checker, base: nodes.AtMost | None, day: datetime.date) -> Fraction | None:
    """The cap of the program itself on a day."""
    if base is None:
        return None
    if isinstance(base.value, nodes.Reading):
        name = base.value.path[0].text
        for override in checker.resolved.overrides:
            if isinstance(override, NewValues) and override.base.name.text == name:
                begun = [dated for dated in override.base.values if dated.start <= day]
                return literal_value(begun[-1].value) if begun else None
    return value_on(checker.resolved, base.value, day)


def _moved_by(
    checker: Checker, declared: Paying, value: nodes.Expression
) -> Iterator[tuple[nodes.Expression, bool]]:
    """The edits that made a value what it is: of the clause itself, or of a parameter it reads (then true)."""
    for override in checker.resolved.overrides:
        if isinstance(override, NewClause) and override.base.name.text == declared.name.text:
            if any(value is each for each in _values(override.clause)):
                yield value, False
        elif isinstance(override, (NewValues, NewCell)) and _is_name(value, override.base.name.text):
            yield from ((dated.value, True) for dated in override.edit.values)


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
    for written, by_parameter in _moved_by(checker, declared, value):
        if by_parameter and literal_value(written) != found.value:
            continue
        labels = [(line.opening.span, line.label(checker))]
        if by_parameter:
            labels.append((value.span, "read"))
        checker.report.add(
            "outside-guardrail", written.span, labels=labels, name=declared.name.text,
            text=_shown(checker, written, found),
            low=permission.low.span.text, high=permission.high.span.text, date=found.day,
            base=line.block.owner.name.text, variant="global" if permission.of_global else "",
        )
        return False
    return True
