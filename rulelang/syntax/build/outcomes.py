"""Measures, eligibility, ladders, incentives and payouts: what a program works out. Knows no entities."""
from __future__ import annotations

import datetime
from collections.abc import Callable

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.bounds import TIERS_MAX
from rulelang.syntax.branch import Branch
from rulelang.syntax.build import not_yet, paying, stacks
from rulelang.syntax.build.entities import type_of
from rulelang.syntax.build.exceptions import exception, meeting, with_exceptions
from rulelang.syntax.build.expressions import WINDOWS, at_least_of, expression, rounding, window
from rulelang.syntax.build.literals import date_value, document, document_of, label
from rulelang.syntax.build.paid_in import paid_in
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, the, token, tokens, trees


def subject(b: Builder, tree: Branch) -> nodes.Name:
    """The entity that a declaration is about."""
    about = the(tree, "subject").children[1]
    if about.type == "PROGRAM":
        raise Unbuilt("a measure of the whole program")
    return b.name(about)


HEAD_NOT_YET = {"keyed": "one ladder for each member", "dated_head": "a declaration that starts on a date"}


def head_not_yet(b: Builder, tree: Branch, *found: str) -> list[nodes.NotYet]:
    """What is not run of a head; `found` are the parts that are."""
    return [b.not_yet(part, HEAD_NOT_YET[part.data]) for part in trees(tree, *HEAD_NOT_YET) if part.data not in found]


def by_member(b: Builder, tree: Branch) -> tuple[nodes.Name, ...]:
    """The types for whose members there is one declaration each."""
    keyed = subtree(tree, "keyed")
    return tuple(b.name(name) for name in tokens(keyed, "NAME")) if keyed is not None else ()


def since(tree: Branch) -> datetime.date | None:
    """The day from which a declaration holds, where its head says one."""
    head = subtree(tree, "dated_head")
    return date_value(head.children[2]) if head is not None else None


def version_change(b: Builder, tree: Branch) -> nodes.VersionChange:
    """What becomes of a period that is assessed, and inside which a ladder begins."""
    word = tree.children[0]
    if word.type == "ROW_BY_OWN":
        return nodes.VersionChange("row", by=b.name(tree.children[1]), span=b.span(tree))
    return nodes.VersionChange("end" if word.type == "VERSION_AT_END" else "split", span=b.span(tree))


def measure(b: Builder, tree: Branch) -> nodes.Measure:
    outside = {"label", "subject", "keyed", "dated_head", "document", "exception", "exceptions_meet"}
    body = next(
        part for part in trees(tree) if part.data not in outside and part is not _type_part(tree)
    )
    about = the(tree, "subject").children[1]
    of_program = about.type == "PROGRAM"
    later = head_not_yet(b, tree, "keyed", "dated_head")
    value = expression(b, body)
    if of_program:
        exceptions = trees(tree, "exception", "exceptions_meet")
        later += [b.not_yet(part, not_yet.CLAUSES[part.data]) for part in exceptions]
    else:
        value = with_exceptions(b, tree, value)
    return nodes.Measure(
        b.name(tree.children[1]), label(b, subtree(tree, "label")),
        nodes.Name("program", span=b.span(about)) if of_program else b.name(about), type_of(b, tree),
        value, document_of(b, tree), tuple(later), of_program, by_member(b, tree), since(tree), span=b.span(tree),
    )  # fmt: skip


def _type_part(tree: Branch) -> Branch:
    place = next(i for i, part in enumerate(tree.children) if isinstance(part, Token) and part.type == "IS")
    found: Branch = tree.children[place + 1]
    return found


def eligibility(b: Builder, tree: Branch) -> nodes.Eligibility:
    return nodes.Eligibility(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree),
        expression(b, tree.children[-1]), document_of(b, tree), by_member(b, tree), since(tree), span=b.span(tree),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ ladders


def tiers(b: Builder, tree: Branch) -> nodes.Tiers:
    b.refuse_more(trees(tree, "tier"), TIERS_MAX, "tiers", name=tree.children[1])
    outside = {"label", "subject", "tier", *HEAD_NOT_YET}
    clauses = [tiers_clause(b, part) for part in trees(tree) if part.data not in outside]
    return nodes.Tiers(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree),
        tuple(clauses), tuple(tier(b, part) for part in trees(tree, "tier")), since=since(tree),
        by=by_member(b, tree), span=b.span(tree),
    )  # fmt: skip


def tiers_clause(b: Builder, tree: Branch) -> nodes.TiersClause:
    construct = not_yet.CLAUSES.get(tree.data)
    if construct:
        return b.not_yet(tree, construct)
    match tree.data:
        case "assessed_every":
            looked_at = window(b, subtree(tree, *WINDOWS))
            return nodes.AssessedEvery(str(tree.children[1]), looked_at, span=b.span(tree))
        case "promotion_at_once":
            return nodes.PromotionAtOnce(span=b.span(tree))
        case "version_change":
            return version_change(b, tree)
        case _:
            return document(b, tree)


def tier(b: Builder, tree: Branch) -> nodes.Tier:
    needed = tuple(requirements(b, part.children[1]) for part in trees(tree, "requires"))
    later = [part for part in trees(tree) if part.data not in ("label", "requires")]
    return nodes.Tier(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), needed,
        tuple(b.not_yet(part, not_yet.CLAUSES[part.data]) for part in later), span=b.span(tree),
    )  # fmt: skip


def requirements(b: Builder, tree: Branch) -> nodes.Requirements:
    quantity = {"require_all": "all", "require_any": "any", "require_at_least": "at_least"}[tree.data]
    count, figure = at_least_of(b, tree)
    lines = tuple(requirement(b, part) for part in trees(tree) if part.data != "at_least_of")
    return nodes.Requirements(quantity, lines, count, figure=figure, span=b.span(tree))


def requirement(b: Builder, tree: Branch) -> nodes.Requirement:
    condition, *keep = (expression(b, part) for part in trees(tree))
    entry_only = token(tree, "ENTRY_ONLY") is not None
    return nodes.Requirement(condition, keep[0] if keep else None, entry_only, span=b.span(tree))


# ------------------------------------------------------------------------------------------------ incentives


def incentive(b: Builder, tree: Branch) -> nodes.Incentive:
    outside = {"label", "subject", *HEAD_NOT_YET}
    clauses = [incentive_clause(b, part) for part in trees(tree) if part.data not in outside]
    return nodes.Incentive(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree), tuple(clauses), since(tree),
        by_member(b, tree), span=b.span(tree),
    )  # fmt: skip


def split_at_change(b: Builder, tree: Branch) -> nodes.VersionChange:
    prorated = token(tree, "EDGES_PRORATED") is not None
    edges = "prorated" if prorated else "written" if token(tree, "EDGES_WRITTEN") is not None else None
    return nodes.VersionChange("split", edges, span=b.span(tree))


def incentive_clause(b: Builder, tree: Branch) -> nodes.IncentiveClause:
    if tree.data not in CLAUSES:
        return b.not_yet(tree, not_yet.CLAUSES[tree.data])
    try:
        return CLAUSES[tree.data](b, tree)
    except Unbuilt as reason:
        return b.not_yet(tree, reason.construct)


def measured_every(b: Builder, tree: Branch) -> nodes.MeasuredEvery:
    if subtree(tree, *WINDOWS):
        raise Unbuilt("an incentive measured over a window")
    return nodes.MeasuredEvery(str(tree.children[1]), span=b.span(tree))


def cap(b: Builder, tree: Branch) -> nodes.AtMost:
    limit = subtree(tree, "limit")
    if limit is not None and token(limit, "PER") is not None:
        paying.refuse_period(b, limit)
        raise Unbuilt("a cap for each record")
    each = str(limit.children[1]) if limit is not None else None
    return nodes.AtMost(expression(b, tree.children[1]), each, span=b.span(tree))


PAID: dict[str, Callable[[Builder, Branch], nodes.PaidEvery | nodes.AtMost | nodes.RoundedClause | nodes.Document]] = {
    "paid_every": lambda b, tree: nodes.PaidEvery(str(tree.children[1]), span=b.span(tree)),
    "cap": cap,
    "rounding": lambda b, tree: nodes.RoundedClause(*rounding(b, tree), span=b.span(tree)),
    "document": document,
}
CLAUSES: dict[str, Callable[[Builder, Branch], nodes.IncentiveClause]] = {
    **PAID,
    "measured_every": measured_every,
    "when_clause": lambda b, tree: nodes.When(expression(b, tree.children[1]), span=b.span(tree)),
    "on_clause": lambda b, tree: nodes.On(expression(b, tree.children[1]), span=b.span(tree)),
    "split_at_change": split_at_change,
    "version_at_end": lambda b, tree: nodes.VersionChange("end", span=b.span(tree)),
    "row_by_own": lambda b, tree: nodes.VersionChange("row", by=b.name(tree.children[1]), span=b.span(tree)),
    **dict.fromkeys(("marginal", "whole_amount", "interpolated", "fixed_amounts", "every_rate"), paying.bands),
    "pays": paying.pays,
    "rate_found_by": paying.rate_found_by,
    "per_step": paying.per_step,
    "multiplied_by": paying.multiplied,
    "plus_points": paying.plus_points,
    "plus_amount": paying.plus_amount,
    "never_less": paying.never_less,
    "nothing_under": paying.nothing_under,
    "exception": exception,
    "exceptions_meet": meeting,
}


# ------------------------------------------------------------------------------------------------ payouts

PAYS_OUT: dict[str, Callable[[Builder, Branch], nodes.PayoutClause]] = {
    **PAID,
    "less": stacks.less,
    "split_at_change": split_at_change,
    "version_at_end": lambda b, tree: nodes.VersionChange("end", span=b.span(tree)),
    "never_less": paying.never_less,
    "never_together": stacks.together,
    "at_most_some": stacks.together,
    "paid_in": paid_in,
}


def payout(b: Builder, tree: Branch) -> nodes.Payout:
    outside = {"label", "subject", *HEAD_NOT_YET}
    clauses = [payout_clause(b, part) for part in trees(tree) if part.data not in outside]
    return nodes.Payout(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), subject(b, tree),
        tuple(clauses), since(tree), span=b.span(tree),
    )  # fmt: skip


def payout_clause(b: Builder, tree: Branch) -> nodes.PayoutClause:
    if tree.data not in PAYS_OUT and tree.data not in stacks.KINDS:
        return b.not_yet(tree, not_yet.CLAUSES[tree.data])
    try:
        return stacks.stack(b, tree) if tree.data in stacks.KINDS else PAYS_OUT[tree.data](b, tree)
    except Unbuilt as reason:
        return b.not_yet(tree, reason.construct)
