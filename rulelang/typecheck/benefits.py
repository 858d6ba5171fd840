"""Benefits: what a table or a text gives, as one value. A level is read on the last day of the period.

Of a ladder only the levels at which the benefit changes are tested, so it is known as soon as every level that a
partner may be at gives the same.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.suggest import in_backticks
from rulelang.names.ladder_versions import tier_names
from rulelang.names.problems import no_such_name
from rulelang.names.scored_versions import versions_of
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope, Worth, label_of
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker

NOTHING = "none"
"""What a benefit that is a text says to whom it gives nothing; an amount is 0 then."""
Rows = Sequence[nodes.BenefitRow]


def check_benefit(checker: Checker, benefit: nodes.Benefit) -> core.Type | None:
    """The type of what is given; None after a finding."""
    before, scope = errors_so_far(checker), Scope("benefit", benefit.name.text)
    value = _in_force(checker, benefit)
    if value is None or errors_so_far(checker) > before:
        return None
    label = label_of(benefit.label)
    checker.parts[benefit.name.text] = Worth(benefit.name.text, "benefit", value, label, benefit.name.span)
    kind = checker.check(value, scope)
    for version in versions_of(benefit) if kind is not None else ():
        for column in range(len(version.keys)):
            _tell_tiers_left_out(checker, version, column)
    return kind


def _in_force(checker: Checker, benefit: nodes.Benefit) -> nodes.Expression | None:
    """What is given, by the version in force on the last day of the period; None after a finding about one of them."""
    found = [
        (version, _of_text(version) if version.gives is not None else _of_table(checker, version))
        for version in versions_of(benefit)
    ]
    if len(found) == 1 and benefit.since is None:
        return found[0][1]
    begun = [nodes.Begun(v.since, value, v.name, span=v.name.span) for v, value in found if value is not None]
    return nodes.OfVersions(tuple(begun), span=benefit.name.span) if len(begun) == len(found) else None


def _of_text(benefit: nodes.Benefit) -> nodes.Expression:
    assert benefit.gives is not None
    if benefit.condition is None:
        return benefit.gives
    nothing = nodes.Text(NOTHING, span=benefit.gives.span)
    return nodes.Cases(((benefit.condition, benefit.gives),), nothing, span=benefit.span)


def _of_table(checker: Checker, benefit: nodes.Benefit) -> nodes.Expression | None:
    if not _keys_are_there(checker, benefit):
        return None
    seen: dict[tuple[nodes.BenefitCell, ...], Span] = {}
    for row in benefit.rows:
        key = row.cells[:-1]
        if key in seen:
            labels = [(seen[key], "first")]
            checker.report.add("benefit-row-twice", row.span, labels=labels, name=benefit.name.text)
            return None
        seen[key] = row.span
    given = [_value(row.cells[-1], span) for row in benefit.rows for span in row.cell_spans[-1:]]
    like = next((value for value in given if value is not None), None)
    if like is None:
        checker.report.add("benefit-gives-nothing", benefit.name.span, name=benefit.name.text)
        return None
    nothing = _nothing(checker, like)
    return None if nothing is None else _chosen(checker, benefit, benefit.rows, 0, nothing)


def _tell_tiers_left_out(checker: Checker, benefit: nodes.Benefit, column: int) -> None:
    """A tier above one that gets something is hardly meant to get nothing, unless it has a row that says so."""
    key = _key(benefit, column)
    ladder = checker.resolved.ladders.get(key.text)
    if ladder is None:
        return
    tiers = tier_names(ladder)
    said = {_name(row, column).text for row in benefit.rows}
    first = next((n for n, tier in enumerate(tiers) if tier in said), len(tiers))
    missing = [tier for tier in tiers[first:] if tier not in said]
    if missing:
        checker.report.add(
            "tier-without-a-row", key.span, labels=[(ladder.name.span, "ladder")], name=benefit.name.text,
            tiers=in_backticks(missing), ladder=key.text, variant="" if len(missing) == 1 else "several",
        )


def _keys_are_there(checker: Checker, benefit: nodes.Benefit) -> bool:
    """The last column gives the benefit; the ones before are ladders, or choices or countries of the partner."""
    last = benefit.given
    assert last is not None
    declared = benefit.name.text.partition("(")[0]
    if not benefit.keys or last.text != declared:
        checker.report.add("benefit-column", last.span, name=declared, text=last.text)
        return False
    keys: tuple[nodes.Expression, ...] = benefit.keys
    for reading in keys:
        if not isinstance(reading, nodes.Reading):
            if isinstance(reading, nodes.Call) and checker.check(reading, Scope("benefit", declared)) is not None:
                checker.report.add("benefit-key", reading.span, name=reading.span.text, suggestion="")
            return False  # else it is reported already
        key = reading.path[0]
        if key.text in checker.resolved.ladders:
            continue
        known = (checker.subject, key.text) in checker.fields or checker.resolved.read_by_name(key.text) is not None
        kind = checker.check(reading, Scope("benefit", benefit.name.text)) if known else None
        if known and kind is None:
            return False
        if not isinstance(kind, core.Choice) and kind != core.Words(country=True):
            fields = [field for entity, field in checker.fields if entity == checker.subject]
            names = [*checker.resolved.ladders, *fields, *checker.resolved.measures]
            no_such_name(checker.report, "benefit-key", key.span, key.text, [n for n in names if n != key.text])
            return False
    return True


def _chosen(
    checker: Checker, benefit: nodes.Benefit, rows: Rows, column: int, nothing: nodes.Expression
) -> nodes.Expression:
    """What the rows give by their keys from one column on."""
    if column == len(benefit.keys):
        found = _value(rows[0].cells[-1], rows[0].cell_spans[-1]) if rows else None
        return nothing if found is None else found
    key = _key(benefit, column)
    ladder = checker.resolved.ladders.get(key.text)
    groups: dict[str, list[nodes.BenefitRow]] = {}
    for row in rows:
        cell = row.cells[column]
        groups.setdefault(cell.text if isinstance(cell, nodes.Name) else row.cell_spans[column].text, []).append(row)
    if ladder is not None:
        return _by_level(checker, benefit, groups, column, nothing, ladder)
    reached = nothing
    for group in groups.values():
        named = nodes.Reading((_name(group[0], column),), span=group[0].cell_spans[column])
        test = nodes.Comparison("is", nodes.Reading((key,), span=key.span), named, span=named.span)
        value = _chosen(checker, benefit, group, column + 1, nothing)
        reached = nodes.Cases(((test, value),), reached, span=named.span)
    return reached


def _by_level(
    checker: Checker, benefit: nodes.Benefit, groups: dict[str, list[nodes.BenefitRow]], column: int,
    nothing: nodes.Expression, ladder: nodes.Tiers,
) -> nodes.Expression:
    """One test for each level at which another value begins."""
    tiers = tier_names(ladder)
    for name, group in groups.items():
        if name not in tiers:
            span = group[0].cell_spans[column]
            no_such_name(
                checker.report, "no-such-tier", span, name, tiers, ladder=ladder.name.text, tiers=", ".join(tiers)
            )
    key, reached = _key(benefit, column), nothing
    for number, tier in enumerate(tiers):
        value = _chosen(checker, benefit, groups.get(tier, ()), column + 1, nothing)
        if number == 0:
            reached = last = value
        elif value != last:
            span = groups[tier][0].cell_spans[column] if tier in groups else key.span
            level = nodes.Reading((key,), day=nodes.PeriodEnd(span=key.span), span=key.span)
            named = nodes.Reading((nodes.Name(tier, span=span),), span=span)
            test = nodes.Comparison(">=", level, named, span=span)
            reached, last = nodes.Cases(((test, value),), reached, span=span), value
    return reached


def _key(benefit: nodes.Benefit, column: int) -> nodes.Name:
    """What a column goes by, which was seen to be a name."""
    key = benefit.keys[column]
    assert isinstance(key, nodes.Reading), "other keys have a finding"
    return key.path[0]


def _name(row: nodes.BenefitRow, column: int) -> nodes.Name:
    cell = row.cells[column]
    return cell if isinstance(cell, nodes.Name) else nodes.Name(row.cell_spans[column].text, span=row.span)


def _value(cell: nodes.BenefitCell, span: Span) -> nodes.Expression | None:
    """A name stands for itself as a text."""
    match cell:
        case nodes.Name(text=text):
            return nodes.Text(text, span=span)
        case tuple():
            return nodes.Text(", ".join(name.text for name in cell), span=span)
    return cell


def _nothing(checker: Checker, like: nodes.Expression) -> nodes.Expression | None:
    """None of a kind: 0 of an amount, `no` of a yes or no, the word for nothing of a text; None after a finding."""
    match like:
        case nodes.Number() | nodes.Percent() | nodes.Money() | nodes.Points():
            return attrs.evolve(like, coefficient=0)
        case nodes.YesNo():
            return attrs.evolve(like, value=False)
        case nodes.Reading() | nodes.Call():
            return _none_of(checker, like)
    return nodes.Text(NOTHING, span=like.span)


def _none_of(checker: Checker, read: nodes.Reading | nodes.Call) -> nodes.Expression | None:
    """The same of what a parameter holds."""
    kind, span = checker.check(read, Scope("benefit", read.span.text)), read.span
    match kind:
        case None:
            return None
        case core.Truth():
            return nodes.YesNo(value=False, span=span)
        case core.Words(country=False, is_currency=False):
            return nodes.Text(NOTHING, span=span)
        case core.Quantity(kind="percent"):
            return nodes.Percent(0, 0, span=span)
        case core.Quantity(kind="money", currency=str(currency)):
            return nodes.Money(0, 0, currency, span=span)
        case core.Quantity(kind="points"):
            return nodes.Points(0, 0, span=span)
        case core.Quantity(kind="number" | "count"):
            return nodes.Number(0, 0, span=span)
    checker.report.add("benefit-of-another-kind", span, name=span.text, kind=kind_words(kind))
    return None
