"""Whether a variant stays inside what the base left open: each edit against the line of `adaptable` that speaks of it."""
from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.names.problems import no_such_name
from rulelang.names.resolved import Override
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.declared import declared_type, literal_fits
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


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
        if isinstance(override.edit, nodes.AddMembers):
            gained = {m.name.text for m in override.edit.members}
            tests = _tests_of(checker, override.base.name.text, gained)
            if tests:
                checker.report.add(
                    "new-member-not-mentioned", override.edit.span, labels=[(span, "test") for span in tests[:LABELS_MAX]],
                    name=override.base.name.text, members=", ".join(m.name.text for m in override.edit.members),
                    count=len(tests),
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
    for override in checker.resolved.overrides:
        edit, opening = override.edit, override.opening
        target = edit.target if isinstance(edit, nodes.AddMembers) else edit.target.path[0]
        if opening is None or isinstance(opening.permission, nodes.Fixed):
            labels = [(override.base.name.span, "base")]
            if opening is not None:
                labels.append((opening.span, "opening"))
            checker.report.add(
                "not-open", edit.span, labels=labels, name=target.text, base=checker.resolved.program.name.text,
                variant="" if opening is not None else "unsaid",
            )
            continue
        if isinstance(opening.permission, nodes.NotYet):
            checker.not_yet(opening.permission)
            continue
        if isinstance(edit, nodes.AddMembers):
            _check_members(checker, override, opening)
        elif isinstance(override.base, nodes.Parameter):
            _check_values(checker, override, opening)
        else:
            _check_cadence(checker, override, opening)


def _wrong_door(checker: Checker, override: Override, opening: nodes.Opening, name: str) -> None:
    checker.report.add(
        "another-opening", override.edit.span, labels=[(opening.span, "opening")], name=name,
        permission=opening.permission.span.text,
    )


def _check_members(checker: Checker, override: Override, opening: nodes.Opening) -> None:
    if not isinstance(opening.permission, nodes.MayGainMembers):
        _wrong_door(checker, override, opening, override.base.name.text)


def _check_values(checker: Checker, override: Override, opening: nodes.Opening) -> None:
    permission, base, edit = opening.permission, override.base, override.edit
    if not isinstance(permission, nodes.MayBeBetween):
        _wrong_door(checker, override, opening, base.name.text)
        return
    kind = declared_type(checker, base.type, base.bounds)
    for dated in edit.values:
        value = literal_value(dated.value)
        if value is None or not isinstance(kind, core.Quantity) or not literal_fits(kind, dated.value):
            continue  # reported with the merged parameter
        for low, high, since in _bounds(permission, base, dated):
            if low is None or high is None:
                _wrong_bound(checker, permission, kind, base)
                return
            if not low <= value <= high:
                _outside(checker, override, opening, dated, since, (low, high))
                break


def _bounds(
    permission: nodes.MayBeBetween, base: nodes.Parameter, dated: nodes.DatedValue
) -> list[tuple[Fraction | None, Fraction | None, datetime.date]]:
    """The bounds on each stretch of days on which the edit's value is in force; of the global value of the same day."""
    low, high = literal_value(permission.low), literal_value(permission.high)
    if not permission.of_global or low is None or high is None:
        return [(low, high, dated.start)]
    stretches = []
    for index, root in enumerate(base.values):
        following = base.values[index + 1].start if index + 1 < len(base.values) else datetime.date.max
        last = min(root.stop or datetime.date.max, following)
        if last <= dated.start or (dated.stop is not None and root.start > dated.stop):
            continue
        value = literal_value(root.value) or Fraction(0)
        stretches.append((low * value, high * value, max(root.start, dated.start)))
    return stretches


def _wrong_bound(checker: Checker, permission: nodes.MayBeBetween, kind: core.Quantity, base: nodes.Parameter) -> None:
    checker.report.add("another-kind-of-value", permission.span, text=permission.span.text, wanted=kind_words(kind),
                       labels=[(base.type.span, "declared")])


def _outside(
    checker: Checker, override: Override, opening: nodes.Opening, dated: nodes.DatedValue, since: datetime.date,
    bounds: tuple[Fraction, Fraction],
) -> None:
    permission = opening.permission
    labels: list[tuple[Span, str]] = [(opening.span, "opening"), (override.base.name.span, "base")]
    checker.report.add(
        "outside-guardrail", dated.value.span, labels=labels, name=override.base.name.text, text=dated.value.span.text,
        low=permission.low.span.text, high=permission.high.span.text, date=since,
        base=checker.resolved.program.name.text, variant="global" if permission.of_global else "",
    )


def _check_cadence(checker: Checker, override: Override, opening: nodes.Opening) -> None:
    permission, base, clause = opening.permission, override.base, override.edit.clause
    name = base.name.text
    if not isinstance(permission, nodes.MayBePaidEvery):
        _wrong_door(checker, override, opening, name)
        return
    if clause.unit not in permission.units:
        units = ", ".join(permission.units)
        checker.report.add(
            "cadence-outside-guardrail", clause.span, labels=[(opening.span, "opening")], name=name, unit=clause.unit,
            units=units,
        )
        return
    if isinstance(base, nodes.Incentive) and not any(isinstance(c, nodes.MeasuredEvery) for c in base.clauses):
        paid = next((c for c in base.clauses if isinstance(c, nodes.PaidEvery)), None)
        checker.report.add(
            "cadence-could-mean-two", clause.span, labels=[(paid.span, "paid")] if paid else [], name=name,
            unit=clause.unit, old=paid.unit if paid else "",
        )
