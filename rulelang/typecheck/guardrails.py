"""Whether a variant stays inside what the base left open: each edit against the line of `adaptable` that speaks of it.

Whether the merged program means anything is proved elsewhere; here only who may change what.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulelang.diagnostics.language import language_of
from rulelang.diagnostics.phrase import listed
from rulelang.names.clauses import first_of
from rulelang.names.doors import doors_of_members, same_target
from rulelang.names.resolved import (
    Door,
    Dropped,
    NewCadence,
    NewCell,
    NewClause,
    NewItems,
    NewLabel,
    NewLadder,
    NewMembers,
    NewMoney,
    NewRequirements,
    NewValues,
    Override,
)
from rulelang.names.thresholds import for_all, spoken
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.syntax.build.paying import WORDS_OF_BANDS
from rulelang.syntax.keywords import Keyword, keywords
from rulelang.typecheck.bounds import Bound, author_of, check_figures, check_values, declared_by, line_of
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.words import unit_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker
    from rulelang.typecheck.facts import Facts


WANTED: dict[type, type] = {
    nodes.PaidEvery: nodes.MayBePaidEvery, nodes.AtMost: nodes.MayBeBetween, nodes.Bands: nodes.MayReplaceBands,
    type(None): nodes.MayBeBetween,
}
"""The kind of line that lets a clause, or a number, be another one."""
LABELS_MAX = 5
"""Tests shown beside a new member; the count tells of the others."""


def check_new_members(checker: Checker) -> None:
    """A test of a type that gained a member and does not mention it decides for it silently: each is pointed out."""
    for override in checker.resolved.overrides:
        if not isinstance(override, NewMembers):
            continue
        gained = [m.name.text for m in override.edit.members]
        tests = tests_of(checker.facts, override.base.name.text, set(gained))
        if tests:
            checker.report.add(
                "new-member-not-mentioned", override.edit.span, labels=[(span, "test") for span in tests[:LABELS_MAX]],
                name=override.base.name.text, members=", ".join(gained), count=len(tests),
                variant="one" if len(tests) == 1 else "",
            )


def tests_of(facts: Facts, enumeration: str, gained: set[str]) -> list[Span]:
    """The comparisons with members of a type that name none of those it gained, in the order of the file."""
    found = []
    for node in facts.kept:
        match node:
            case nodes.OneOf(value=value, members=members):
                named = {m.text for m in members}
            case nodes.Comparison(left=value, right=nodes.Reading(path=(name,))):
                named = {name.text}
            case _:
                continue
        fact = facts.known(value)
        if fact is not None and getattr(fact.type, "enumeration", None) == enumeration and not named & gained:
            found.append(node.span)
    return sorted(dict.fromkeys(found), key=lambda span: (span.file.name, span.start))


def check_overrides(checker: Checker) -> None:
    """Each edit of each variant against the lines that open, or do not open, what it changes; all levels hold."""
    for override in checker.resolved.overrides:
        _check_start(checker, override)
        # a level between that says nothing lets through what the levels above it do
        said = [door for number, door in enumerate(override.doors) if door.opening is not None or number == 0]
        passes = all(_passes(checker, override, door) for door in [*said, *_of_members(checker, override)])
        if passes and isinstance(override, NewValues):
            check_figures(checker, override)
            from rulelang.typecheck.chosen import check_chosen

            check_chosen(checker, override)
        if passes and isinstance(override, NewRequirements):
            from rulelang.typecheck.added_requirements import check_added

            check_added(checker, override)
        if passes and isinstance(override, NewCell):
            from rulelang.typecheck.chosen import check_chosen_cell

            check_chosen_cell(checker, override)


def check_given(checker: Checker) -> None:
    """Each value that was given to ask what if, against the ranges that the levels above the variant leave it."""
    for given in checker.resolved.given:
        for door in given.doors:
            opening = door.opening
            if opening is None or not isinstance(opening.permission, nodes.MayBeBetween):
                continue
            bound = Bound(door, opening, opening.permission)
            if isinstance(given, NewValues):
                check_values(checker, given, bound)
            else:
                from rulelang.typecheck.cell_bounds import check_cell

                check_cell(checker, given, bound)
        if isinstance(given, NewValues):
            check_figures(checker, given)


def _of_members(checker: Checker, override: Override) -> Iterator[Door]:
    """What the levels above say of single members of what an edit changes for all: it holds for those that the same
    variant does not change by themselves."""
    if not isinstance(override, (NewCadence, NewClause, NewValues)) or override.edit.cell:
        return
    kind, target = type(override.edit.clause), override.edit.target
    others = [o.edit for o in checker.resolved.overrides if isinstance(o, type(override)) and o.owner is override.owner]
    own = {tuple(name.text for name in edit.cell) for edit in others
           if edit.cell and type(edit.clause) is kind and same_target(for_all(edit.target), target)
           and _begins(edit) <= _begins(override.edit)}  # fmt: skip
    for door in override.doors:
        block = next(block for block in checker.resolved.adaptable if block.owner is door.owner)
        for opening in doors_of_members(block.openings, target, WANTED[kind]):
            assert opening.target is not None
            if tuple(name.text for name in opening.target.cell) not in own:
                yield Door(door.owner, opening)


def _begins(edit: nodes.Set) -> datetime.date:
    """The day from which an edit has dates of its own."""
    return min((value.start for value in edit.values), default=datetime.date.min)


def _check_start(checker: Checker, override: Override) -> None:
    """Until its own date a variant is what it adapts: no value of its own is in force before it."""
    if not isinstance(override, NewValues | NewCell):
        return
    resolved = checker.resolved
    change = next(c for v, c in zip(resolved.lineage, resolved.changes, strict=True) if v is override.owner)
    for dated in override.edit.values:
        if dated.start < change.day:
            checker.report.add(
                "before-the-variant", dated.span, labels=[(change.span, "change")],
                name=spoken(override.base.name.text), start=dated.start, day=change.day,
                variant_name=override.owner.name.text,
            )
            return


def _passes(checker: Checker, override: Override, door: Door) -> bool:
    """Whether one level lets an edit through; the first that does not is told of."""
    before = errors_so_far(checker)
    opening = door.opening
    if isinstance(override, NewMoney):
        return _check_money(checker, override, door)
    if opening is None or isinstance(opening.permission, nodes.Fixed):
        _not_open(checker, override, door)
        return False
    match override, opening.permission:
        case _, nodes.NotYet() as permission:
            checker.not_yet(permission)
        case NewMembers(), nodes.MayGainMembers():
            pass
        case NewRequirements(), nodes.MayGainRequirements():
            pass  # what they ask for is held to the lines about the numbers of the tier, of all levels
        case NewValues(), nodes.MayBeBetween() as permission:
            check_values(checker, override, Bound(door, opening, permission))
        case NewCell(), nodes.MayBeBetween() as permission:
            from rulelang.typecheck.cell_bounds import check_cell

            check_cell(checker, override, Bound(door, opening, permission))
        case (
            (NewClause(clause=nodes.AtMost()), nodes.MayBeBetween())
            | (NewItems(), nodes.MayGain())
            | (Dropped(), nodes.MayDrop())
            | (NewLabel(), nodes.MayRelabel())
            | (NewLadder(), nodes.MayReplaceLadder())
        ):
            pass  # what the clauses come to is held to the line with the merged program
        case NewClause(clause=nodes.Bands(kind=kind)), nodes.MayReplaceBands() if kind in _kinds(override.base):
            pass  # so are the rates
        case NewCadence(), nodes.MayBePaidEvery() as permission:
            _check_cadence(checker, override, door, permission)
        case NewClause(clause=nodes.Bands() as bands), nodes.MayReplaceBands() if _kinds(override.base):
            _tell_other_words(checker, override, bands)
        case _:
            _tell_other_opening(checker, override, door, opening)
    return errors_so_far(checker) == before


def _tell_other_opening(checker: Checker, override: Override, door: Door, opening: nodes.Opening) -> None:
    """An edit of a kind that no line about its target opens: with all that the level says of it."""
    block = next(block for block in checker.resolved.adaptable if block.owner is door.owner)
    target = opening.target
    about = [o for o in block.openings if target is not None and o.target is not None and same_target(o.target, target)]
    checker.report.add(
        "another-opening", override.edit.span,
        labels=[(each.span, line_of(checker, door)) for each in about or [opening]],
        name=spoken(override.base.name.text), base=door.owner.name.text,
        permission="; ".join(each.permission.span.text for each in about or [opening]),
    )


def _tell_other_words(checker: Checker, override: NewClause, bands: nodes.Bands) -> None:
    """Bands that pay in another way than those they replace, with the words that stay."""
    assert isinstance(override.base, nodes.Incentive)
    there = first_of(nodes.Bands, override.base.clauses)
    assert there is not None, "an incentive that has words for its bands has bands"
    written = keywords().spellings[Keyword(WORDS_OF_BANDS[there.kind])][language_of(bands.span.file)][0]
    checker.report.add(
        "bands-pay-otherwise", bands.span, labels=[(there.span, "bands")], name=override.base.name.text, words=written
    )


def _kinds(base: object) -> set[str]:
    """The words that say how the bands of an incentive pay: others are other money."""
    clauses = base.clauses if isinstance(base, nodes.Incentive) else ()
    return {clause.kind for clause in clauses if isinstance(clause, nodes.Bands)}


def _check_money(checker: Checker, override: NewMoney, door: Door) -> bool:
    """What a variant declares of its own may compute and group; it pays through an opened door."""
    opening, name = door.opening, override.base.name
    opened = opening is not None and isinstance(opening.permission, nodes.MayGain)
    if not opened or isinstance(override.base, nodes.Payout):
        labels = [(opening.span, line_of(checker, door))] if opening is not None else []
        checker.report.add(
            "new-money-not-open", name.span, labels=labels, name=name.text, base=door.owner.name.text,
            variant="payout" if opened else "",
        )
        return False
    return True


def _not_open(checker: Checker, override: Override, door: Door) -> None:
    name = override.base.name
    labels, told = [(name.span, declared_by(checker, name.text))], name.text
    if door.opening is not None:
        labels.append((door.opening.span, line_of(checker, door)))
        one = door.opening.target
        told = one.span.text if one is not None and one.cell else told
    checker.report.add(
        "not-open", override.edit.span, labels=labels, name=spoken(told), base=door.owner.name.text,
        author=author_of(checker, name.text), variant="" if door.opening is not None else "unsaid",
    )


def _check_cadence(
    checker: Checker, override: NewCadence, door: Door, permission: nodes.MayBePaidEvery
) -> None:
    base, clause = override.base, override.paid
    name = base.name.text
    if clause.unit not in permission.units:
        units = listed(unit_words(unit) for unit in permission.units)
        labels = [(door.opening.span, line_of(checker, door))] if door.opening is not None else []
        checker.report.add(
            "cadence-outside-guardrail", clause.span, labels=labels, name=name, unit=unit_words(clause.unit),
            units=units, base=door.owner.name.text,
        )
    elif isinstance(base, nodes.Incentive) and first_of(nodes.MeasuredEvery, base.clauses) is None:
        paid = first_of(nodes.PaidEvery, base.clauses)
        checker.report.add(
            "cadence-could-mean-two", clause.span, labels=[(paid.span, "paid")] if paid else [], name=name,
            unit=unit_words(clause.unit), old=unit_words(paid.unit) if paid else "",
        )
