"""Growth over one length of time against a base of another: a quarter held against a year says nothing of growth.

Whoever reads a growth brings its period: a ladder what it assesses over, an incentive what it measures over, a reading
its window. Of what is read for the period of a run the bases are kept, and
held to that when it is known.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import MONTHS_IN, Length
from rulelang.frozen import frozen
from rulelang.names.clauses import all_of, first_of
from rulelang.names.ladder_versions import versions_of
from rulelang.names.limits import limits_elsewhere
from rulelang.names.resolved import Rules
from rulelang.names.stacks import Item
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.changes_inside import measured_over
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.windows import windows_of
from rulelang.typecheck.words import length_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


@frozen
class Reader:
    """Who reads, and how long what it reads is; `written` is the clause or window that says so."""

    length: Length
    written: Span


def length_of(unit: str, count: int = 1) -> Length:
    """The length of so many units."""
    if unit in MONTHS_IN:
        return Length(months=count * MONTHS_IN[unit])
    return Length(days=count * (7 if unit == "week" else 1))


def of_window(window: nodes.Window) -> Length:
    """The length of the days that a window looks at."""
    return Length() if window.kind == "year_to_date" else length_of(window.unit, window.count)


def check_growth_lengths(checker: Checker) -> None:
    """Every growth that is read for a period of a known length, in the order in which readers are declared."""
    if not checker.growths:
        return
    resolved, walk = checker.resolved, _Walk(checker)
    for table in (resolved.measures, resolved.eligibilities, resolved.scorecards, resolved.benefits):
        for name in table:
            walk.definition(name, None)
    for ladder in resolved.ladders.values():
        for version in versions_of(ladder):
            _of_ladder(walk, version)
    for _, versions in resolved.incentives.values():
        for rules in versions:
            limits = limits_elsewhere(rules.clauses, measured_over(rules) or "")
            walk.into(tuple(each for each in rules.clauses if each not in limits), _measured(rules))
            _of_limits(walk, limits)
    for _, versions in resolved.payouts.values():
        for rules in versions:
            _of_payout(walk, rules)


def bases_of_run(checker: Checker) -> dict[str, tuple[core.HeldAgainst, ...]]:
    """What is worked out for the period of a run, with the bases that its growth is held against."""
    if not checker.growths:
        return {}
    resolved, found = checker.resolved, dict[str, tuple[core.HeldAgainst, ...]]()
    for table in (resolved.measures, resolved.eligibilities, resolved.scorecards, resolved.benefits):
        for name in table:
            walk = _Walk(checker)
            walk.definition(name, None)
            if walk.bases:
                found[name] = tuple(walk.bases)
    return found


def _of_ladder(walk: _Walk, ladder: nodes.Tiers) -> None:
    assessed = first_of(nodes.AssessedEvery, ladder.clauses)
    if assessed is None:
        return
    length = of_window(assessed.window) if assessed.window is not None else length_of(assessed.unit)
    walk.into(ladder.tiers, Reader(length, assessed.span))


def _measured(rules: Rules) -> Reader | None:
    """The measured period of an incentive."""
    over = first_of(nodes.MeasuredEvery, rules.clauses) or first_of(nodes.PaidEvery, rules.clauses)
    return Reader(length_of(over.unit), over.span) if over is not None else None


def _of_payout(walk: _Walk, rules: Rules) -> None:
    """The limits of a payout run over the period they name; what an item waits for is asked when that is measured."""
    limits: list[nodes.AtMost | nodes.NeverLess] = [*all_of(nodes.AtMost, rules.clauses)]
    limits += all_of(nodes.NeverLess, rules.clauses)
    _of_limits(walk, limits)
    for stack in all_of(nodes.Stack, rules.clauses):
        _of_items(walk, stack.items)


def _of_limits(walk: _Walk, limits: Iterable[nodes.AtMost | nodes.NeverLess]) -> None:
    """Limits that run over the period they name."""
    for limit in limits:
        walk.into(limit.value, Reader(length_of(limit.each), limit.span) if limit.each is not None else None)


def _of_items(walk: _Walk, items: Iterable[Item]) -> None:
    for item in items:
        match item:
            case nodes.Stack(items=inside):
                _of_items(walk, inside)
            case nodes.StackItem(name=name, condition=condition):
                _, versions = walk.checker.resolved.incentives.get(name.text, (None, ()))
                for rules in versions:
                    walk.into(condition, _measured(rules))


@attrs.define(eq=False, repr=False)
class _Walk:
    """Everything that is read, each definition once for each length it is read over."""

    checker: Checker
    seen: set[tuple[str, Length | None]] = attrs.field(factory=set)
    bases: list[core.HeldAgainst] = attrs.field(factory=list)

    def definition(self, name: str, reader: Reader | None) -> None:
        """What is worked out under a name, for a reader."""
        declared, key = self.checker.resolved.read_by_name(name), (name, reader.length if reader else None)
        if declared is not None and key not in self.seen:
            self.seen.add(key)
            self.into(computed(declared), reader)

    def into(self, node: object, reader: Reader | None) -> None:
        """Whatever stands inside a value."""
        match node:
            case nodes.Reading(path=(name,), window=window):
                self.definition(name.text, _through(window) or reader)
                return
            case nodes.OnAnyDay():
                return
            case nodes.OverPeriods(test=test, periods=periods):
                self.into(test, Reader(length_of(periods.unit), periods.span))
                return
            case nodes.Aggregate(window=window) | nodes.RecordsHave(window=window) if window is not None:
                reader = _through(window)
            case nodes.Growth() if None in windows_of(self.checker.resolved, _without_window(node.now)):
                self._compare(node, _through(getattr(node.now, "window", None)) or reader)
        for part in parts_of(node):
            self.into(part, reader)

    def _compare(self, node: nodes.Growth, reader: Reader | None) -> None:
        read = node.base.reading if isinstance(node.base, nodes.OfGroup) else node.base
        window = read.window if isinstance(read, (nodes.Reading, nodes.Aggregate, nodes.InWindow)) else None
        if window is None:
            return  # it has a finding of its own
        base = of_window(window)
        if reader is None:
            self.bases.append(core.HeldAgainst(node.now.span.text, base, window.span))
            return
        if base == reader.length:
            return
        report, unit = self.checker.report, _unit_of(reader.length)
        if any(each.name == "growth-of-another-length" and each.span == window.span for each in report.findings):
            return
        variant = _advice(reader.length, unit)
        report.add(
            "growth-of-another-length", window.span, labels=[(reader.written, "measured")], name=node.now.span.text,
            now=length_words(reader.length), base=length_words(base), unit=unit_words(unit or "year"), variant=variant,
            count=reader.length.months or reader.length.days,
        )


def _advice(length: Length, unit: str | None) -> str:
    """Which base would be as long: the same year of last year is the year before, and is called so."""
    if unit is not None:
        return "year" if unit == "year" else ""
    return "months" if length.months else "days" if length.days else "to_date"


def _without_window(node: nodes.Expression) -> nodes.Expression:
    return attrs.evolve(node, window=None) if isinstance(node, (nodes.Reading, nodes.Aggregate)) else node


def _through(window: nodes.Window | None) -> Reader | None:
    return None if window is None else Reader(of_window(window), window.span)


def _unit_of(length: Length) -> str | None:
    """The unit that is just as long, where there is one."""
    return next((unit for unit, months in MONTHS_IN.items() if months == length.months), None)
