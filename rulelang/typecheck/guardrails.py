"""Whether a variant stays inside what the base left open: each edit against the line of `adaptable` that speaks of it.

Whether the merged program means anything is proved elsewhere; here only who may change what.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import listed
from rulelang.exact.calendar import ONE_DAY
from rulelang.names.clauses import first_of
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import NewCadence, NewMembers, NewValues, Override
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type, literal_fits
from rulelang.typecheck.words import kind_words, unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


PERCENT = core.Quantity("percent", 1, 0, 0)
LABELS_MAX = 5
"""Tests shown beside a new member; the count tells of the others."""


def check_openings(checker: Checker) -> None:
    """The base's own `adaptable`: targets exist and permissions fit them."""
    resolved = checker.resolved
    tables = (
        resolved.parameters, resolved.incentives, resolved.payouts, resolved.ladders, resolved.enumerations,
        resolved.measures, resolved.eligibilities,
    )
    known = [name for table in tables for name in table]
    for opening in resolved.adaptable:
        if isinstance(opening.permission, nodes.NotYet):
            continue  # a door that nobody can walk through yet: the edit is what is reported
        if opening.target is None:
            continue
        head = opening.target.path[0]
        if head.text == "incentives":
            continue
        if head.text not in known:
            no_such_name(checker.report, "unknown-target", head.span, head.text, known)
        elif isinstance(opening.permission, nodes.MayBeBetween) and head.text in resolved.parameters:
            _check_range(checker, opening.permission, resolved.parameters[head.text])


def _check_range(checker: Checker, permission: nodes.MayBeBetween, parameter: nodes.Parameter) -> None:
    """The ends of a range are of the parameter's kind, or percents of its global value, the lower one first."""
    kind = checker.parameters.get(parameter.name.text)
    if kind is None:
        return
    wanted = PERCENT if permission.of_global else kind
    for end in (permission.low, permission.high):
        if not literal_fits(wanted, end):
            checker.report.add(
                "another-kind-of-value", end.span, labels=[(parameter.type.span, "declared")], text=end.span.text,
                wanted=kind_words(wanted),
            )
            return
    if _ends(permission, kind) is None:
        checker.report.add(
            "bounds-reversed", permission.span, low=permission.low.span.text, high=permission.high.span.text
        )


def _ends(permission: nodes.MayBeBetween, kind: core.Quantity) -> tuple[Fraction, Fraction] | None:
    """The ends of a range that holds a value at all."""
    wanted = PERCENT if permission.of_global else kind
    low, high = literal_value(permission.low), literal_value(permission.high)
    fit = literal_fits(wanted, permission.low) and literal_fits(wanted, permission.high)
    return (low, high) if low is not None and high is not None and fit and low <= high else None


def check_new_money(checker: Checker) -> None:
    """What a variant declares of its own may compute and group, not pay: money comes through an opened door."""
    resolved = checker.resolved
    for name in sorted(resolved.own):
        declared = resolved.incentives.get(name) or resolved.payouts.get(name)
        if declared is not None:
            checker.report.add("new-money-not-open", declared[0].name.span, name=name, base=resolved.program.name.text)


def check_new_members(checker: Checker) -> None:
    """A test of a type that gained a member and does not mention it decides for it silently: each is pointed out."""
    for override in checker.resolved.overrides:
        if not isinstance(override, NewMembers):
            continue
        gained = [m.name.text for m in override.edit.members]
        tests = _tests_of(checker, override.base.name.text, set(gained))
        if tests:
            checker.report.add(
                "new-member-not-mentioned", override.edit.span, labels=[(span, "test") for span in tests[:LABELS_MAX]],
                name=override.base.name.text, members=", ".join(gained), count=len(tests),
            )


def _tests_of(checker: Checker, enumeration: str, gained: set[str]) -> list[Span]:
    """The comparisons with members of a type that name none of those it gained, in the order of the file."""
    found = []
    for node in checker.facts.kept:
        match node:
            case nodes.OneOf(value=value, members=members):
                named = {m.text for m in members}
            case nodes.Comparison(left=value, right=nodes.Reading(path=(name,))):
                named = {name.text}
            case _:
                continue
        fact = checker.facts.known(value)
        if fact is not None and getattr(fact.type, "enumeration", None) == enumeration and not named & gained:
            found.append(node.span)
    return sorted(dict.fromkeys(found), key=lambda span: (span.file.name, span.start))


def check_overrides(checker: Checker) -> None:
    """Each edit of a variant against the line that opens, or does not open, what it changes."""
    for override in checker.resolved.overrides:
        opening = override.opening
        if opening is None or isinstance(opening.permission, nodes.Fixed):
            _not_open(checker, override)
            continue
        permission = opening.permission
        match override, permission:
            case _, nodes.NotYet():
                checker.not_yet(permission)
            case NewMembers(), nodes.MayGainMembers():
                pass
            case NewValues(), nodes.MayBeBetween():
                _check_values(checker, override, _Range(opening, permission))
            case NewCadence(), nodes.MayBePaidEvery():
                _check_cadence(checker, override, opening, permission)
            case _:
                checker.report.add(
                    "another-opening", override.edit.span, labels=[(opening.span, "opening")],
                    name=override.base.name.text, permission=permission.span.text,
                )


def _not_open(checker: Checker, override: Override) -> None:
    labels = [(override.base.name.span, "base")]
    if override.opening is not None:
        labels.append((override.opening.span, "opening"))
    checker.report.add(
        "not-open", override.edit.span, labels=labels, name=override.base.name.text,
        base=checker.resolved.program.name.text, variant="" if override.opening is not None else "unsaid",
    )


# ------------------------------------------------------------------------------------------------ values


@attrs.frozen
class _Range:
    """The line of `adaptable` that lets a parameter's value move, and how far."""

    opening: nodes.Opening
    permission: nodes.MayBeBetween


@attrs.frozen
class _Stretch:
    """The lowest and highest value allowed from a day on."""

    low: Fraction
    high: Fraction
    since: datetime.date


def _check_values(checker: Checker, override: NewValues, allowed: _Range) -> None:
    base, permission = override.base, allowed.permission
    kind = declared_type(checker, base.type, base.bounds)
    bounds = _ends(permission, kind) if isinstance(kind, core.Quantity) else None
    if bounds is None or not isinstance(kind, core.Quantity):
        return  # reported with the parameter, or with the line of the base
    for dated in _in_force(override.edit.values):
        value = literal_value(dated.value)
        if value is None or not literal_fits(kind, dated.value):
            continue  # reported with the merged parameter
        if base.bounds is not None and not kind.low <= value * kind.denominator <= kind.high:
            continue  # so is a value that nobody may set
        for stretch in _stretches(permission, bounds, base, dated):
            if not stretch.low <= value <= stretch.high:
                _outside(checker, override, allowed, dated, stretch.since)
                break


def _in_force(values: tuple[nodes.DatedValue, ...]) -> Iterator[nodes.DatedValue]:
    """The values with the last day each is in force: a later one ends it."""
    for dated, following in zip(values, (*values[1:], None), strict=True):
        last = following.start - ONE_DAY if following is not None else None
        if last is None or (dated.stop is not None and dated.stop <= last):
            yield dated
        else:
            yield attrs.evolve(dated, stop=last)


def _stretches(
    permission: nodes.MayBeBetween, bounds: tuple[Fraction, Fraction], base: nodes.Parameter, dated: nodes.DatedValue
) -> Iterator[_Stretch]:
    """The bounds on each stretch of days on which the edit's value is in force; of the global value of the same day."""
    low, high = bounds
    if not permission.of_global:
        yield _Stretch(low, high, dated.start)
        return
    for root in _in_force(base.values):
        if (root.stop is not None and root.stop < dated.start) or (dated.stop is not None and root.start > dated.stop):
            continue
        value = literal_value(root.value) or Fraction(0)
        yield _Stretch(low * value, high * value, max(root.start, dated.start))


def _outside(
    checker: Checker, override: NewValues, allowed: _Range, dated: nodes.DatedValue, since: datetime.date
) -> None:
    permission = allowed.permission
    labels: list[tuple[Span, str]] = [(allowed.opening.span, "opening"), (override.base.name.span, "base")]
    checker.report.add(
        "outside-guardrail", dated.value.span, labels=labels, name=override.base.name.text, text=dated.value.span.text,
        low=permission.low.span.text, high=permission.high.span.text, date=since,
        base=checker.resolved.program.name.text, variant="global" if permission.of_global else "",
    )


# ------------------------------------------------------------------------------------------------ cadence


def _check_cadence(
    checker: Checker, override: NewCadence, opening: nodes.Opening, permission: nodes.MayBePaidEvery
) -> None:
    base, clause = override.base, override.paid
    name = base.name.text
    if clause.unit not in permission.units:
        units = listed(unit_words(unit) for unit in permission.units)
        checker.report.add(
            "cadence-outside-guardrail", clause.span, labels=[(opening.span, "opening")], name=name,
            unit=unit_words(clause.unit), units=units,
        )
    elif isinstance(base, nodes.Incentive) and first_of(nodes.MeasuredEvery, base.clauses) is None:
        paid = first_of(nodes.PaidEvery, base.clauses)
        checker.report.add(
            "cadence-could-mean-two", clause.span, labels=[(paid.span, "paid")] if paid else [], name=name,
            unit=unit_words(clause.unit), old=unit_words(paid.unit) if paid else "",
        )
