"""Exceptions: two that may meet with different results are refused unless it is said which holds. Without order."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rulelang.core import nodes as core
from rulelang.diagnostics.phrase import Phrase
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.apart import are_apart
from rulelang.typecheck.errors_so_far import errors_so_far
from rulelang.typecheck.facts import Scope
from rulelang.typecheck.regions import opened
from rulelang.typecheck.sides import Sides
from rulelang.typecheck.witnesses import exclude, who_meets
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_excepted(checker: Checker, node: nodes.Excepted, scope: Scope) -> core.Type | None:
    """The type of a value with exceptions, and what it is worked out as; None after a finding."""
    before = errors_so_far(checker)
    _check_titles(checker, node)
    for each in node.exceptions:
        checker.check_truth(each.condition, scope)
    # Every value is looked at first, so that slips are told where they are written.
    values = (node.base, *(each.value for each in node.exceptions))
    sides = Sides(checker, values, scope)
    kinds = [sides.check(at) for at in range(len(values))]
    kind = kinds[0]
    if kind is None or errors_so_far(checker) > before:
        return None
    _check_meetings(checker, node, kind)
    if errors_so_far(checker) > before or not _can_meet_so(checker, node, kind):
        return None
    worked = _worked_out(checker, node, kind)
    found = checker.check(worked, scope)
    if found is not None:
        checker.worked_out[id(node)] = worked
    return found


def _check_titles(checker: Checker, node: nodes.Excepted) -> None:
    seen: dict[str, Span] = {}
    for each in node.exceptions:
        if each.title.value in seen:
            labels = [(seen[each.title.value], "first")]
            checker.report.add("said-twice", each.title.span, labels=labels, clause=each.title.span.text)
        seen.setdefault(each.title.value, each.title.span)
    meeting = node.meeting
    if meeting is not None and meeting.winner is not None and meeting.winner.value not in seen:
        near = in_backticks(did_you_mean(meeting.winner.value, seen))
        checker.report.add(
            "no-such-exception", meeting.winner.span, name=meeting.winner.value, suggestion=near,
            variant="suggest" if near else "",
        )


def _can_meet_so(checker: Checker, node: nodes.Excepted, kind: core.Type) -> bool:
    """Whether the higher of such values can be told, or what they add up to; else it is the author who says which."""
    meeting = node.meeting
    how = meeting.how if meeting is not None else "wins"
    if meeting is None or how == "wins" or types.is_numeric(kind) or (how == "higher" and _has_order(kind)):
        return True
    checker.report.add(
        "exceptions-cannot-meet-so", meeting.span, variant=how, found=kind_words(kind),
        name=node.exceptions[0].title.value,
    )
    return False


def _has_order(kind: core.Type) -> bool:
    return isinstance(kind, core.Choice) and kind.ordered


def _check_meetings(checker: Checker, node: nodes.Excepted, kind: core.Type) -> None:
    """Those that are not apart and differ need a word on which holds; a word that decides nothing is none."""
    meet = False
    for index, one in enumerate(node.exceptions):
        for earlier in node.exceptions[:index]:
            both = opened(checker, earlier.condition), opened(checker, one.condition)
            apart = are_apart(*both, lambda a, b: exclude(checker, a, b))
            if apart or _said(node.meeting, earlier, one):
                meet = meet or not apart
                continue
            if earlier.value != one.value:
                _report_meeting(checker, earlier, one, kind, who_meets(checker, both))
                return
    if node.meeting is not None and not meet:
        checker.report.add("exceptions-never-meet", node.meeting.span)


def _report_meeting(
    checker: Checker, earlier: nodes.Exceptional, one: nodes.Exceptional, kind: core.Type, example: Phrase | None
) -> None:
    """Says for whom both hold, and what could be written: figures can add, what has an order has a higher one."""
    may = "" if types.is_numeric(kind) else "order" if _has_order(kind) else "name"
    checker.report.add(
        "exceptions-may-meet", one.span, labels=[(earlier.span, "earlier")], name=one.title.value,
        earlier=earlier.title.value, value=one.value.span.text, other=earlier.value.span.text,
        values=example or "", variant=may,
    )


def _said(meeting: nodes.Meeting | None, one: nodes.Exceptional, other: nodes.Exceptional) -> bool:
    if meeting is None or meeting.winner is None:
        return meeting is not None
    return meeting.winner.value in (one.title.value, other.title.value)


def winner_of(meeting: nodes.Meeting | None) -> str:
    """The title of the exception that holds wherever it does; nothing where none is named."""
    return meeting.winner.value if meeting is not None and meeting.winner is not None else ""


def _worked_out(checker: Checker, node: nodes.Excepted, kind: core.Type) -> nodes.Expression:
    how = node.meeting.how if node.meeting is not None else "apart"
    if how == "higher" and isinstance(kind, core.Choice):
        return _one_by_one(_highest_first(checker, node, kind), node.base)
    if how in ("higher", "add"):
        return _together(node, how, kind)
    ordered, winner = list(node.exceptions), winner_of(node.meeting)
    if winner:
        ordered.sort(key=lambda each: each.title.value != winner)
    return _one_by_one([(each.condition, each) for each in ordered], node.base, winner)


def _one_by_one(
    ordered: Sequence[tuple[nodes.Expression, nodes.Exceptional]], base: nodes.Expression, winner: str = ""
) -> nodes.Expression:
    """The first that holds of several, else the base."""
    reached, how = base, "wins" if winner else "apart"
    for condition, each in reversed(ordered):
        reached = nodes.Cases(((condition, each.value),), reached, (each.title.value,), how, winner, span=each.span)
    return reached


def _highest_first(
    checker: Checker, node: nodes.Excepted, kind: core.Choice
) -> list[tuple[nodes.Expression, nodes.Exceptional]]:
    """Exceptions of an ordered type from the highest down. Where one says what data say, it holds only where no other
    that holds says a higher one."""
    places = [_place(checker, each.value, kind) for each in node.exceptions]
    if None not in places:
        ordered = sorted(zip(places, node.exceptions, strict=True), key=lambda each: -(each[0] or 0))
        return [(each.condition, each) for _, each in ordered]
    found: list[tuple[nodes.Expression, nodes.Exceptional]] = []
    for each in node.exceptions:
        rivals = [_not_above(other, each) for other in node.exceptions if other is not each]
        found.append((nodes.Logic("all", (each.condition, *rivals), span=each.span), each))
    return found


def _place(checker: Checker, value: nodes.Expression, kind: core.Choice) -> int | None:
    """Which member of a type a value names; None where it is read."""
    fact = checker.facts.known(value)
    return kind.members.index(fact.name) if fact is not None and fact.role == "member" else None


def _not_above(other: nodes.Exceptional, each: nodes.Exceptional) -> nodes.Expression:
    """That another exception does not hold, or says no more than this one."""
    span = each.span
    not_held = nodes.Logic("none", (other.condition,), span=span)
    return nodes.Logic("any", (not_held, nodes.Comparison(">=", each.value, other.value, span=span)), span=span)


def _together(node: nodes.Excepted, how: str, kind: core.Type) -> nodes.Expression:
    """Of those that hold the highest or the sum. One that does not hold stands there with the lowest value of all, or
    with nothing, so that it changes neither."""
    values = [each.value for each in node.exceptions]
    span = node.span
    if how == "higher":
        aside: nodes.Expression = nodes.Extreme("lower", tuple(values), span=span) if len(values) > 1 else values[0]
    else:
        aside = _zero(kind, span)
    terms = [
        nodes.Cases(((each.condition, each.value),), aside, (each.title.value,), "one", span=each.span)
        for each in node.exceptions
    ]
    reached = _higher(terms, span) if how == "higher" else _sum(terms, span)
    anyone = nodes.Logic("any", tuple(each.condition for each in node.exceptions), span=span)
    titles = tuple(each.title.value for each in node.exceptions)
    return nodes.Cases(((anyone, reached),), node.base, titles, how, span=span)


def _higher(terms: Sequence[nodes.Expression], span: Span) -> nodes.Expression:
    return nodes.Extreme("higher", tuple(terms), span=span)


def _sum(terms: Sequence[nodes.Expression], span: Span) -> nodes.Expression:
    total, *others = terms
    for other in others:
        total = nodes.Arithmetic("+", total, other, span=span)
    return total


def _zero(kind: core.Type, span: Span) -> nodes.Expression:
    """Nothing of a kind, as it would be written."""
    match kind.kind if types.is_numeric(kind) else "":
        case "months" | "days" as unit:
            return nodes.Duration(0, unit[:-1], span=span)
        case "money":
            assert types.is_numeric(kind)
            return nodes.Money(0, 0, kind.currency or "", span=span)
        case "percent":
            return nodes.Percent(0, 0, span=span)
        case "points":
            return nodes.Points(0, 0, span=span)
    return nodes.Number(0, 0, span=span)
