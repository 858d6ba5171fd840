"""Programs and variants, and what a variant changes. Knows nothing of what the changes are about."""
from __future__ import annotations

from collections.abc import Callable

from lark import Token

from rulelang.syntax import nodes
from rulelang.syntax.branch import Branch
from rulelang.syntax.build import not_yet
from rulelang.syntax.build.entities import member
from rulelang.syntax.build.expressions import expression, names, path, value_of
from rulelang.syntax.build.literals import date_value, document, label, text_value, whole_number
from rulelang.syntax.build.outcomes import incentive_clause, requirements
from rulelang.syntax.build.paid_in import paid_in
from rulelang.syntax.build.parameters import dated_value, refuse_exceptions
from rulelang.syntax.build.paying import refuse_period
from rulelang.syntax.build.trees import Builder, Unbuilt, subtree, token, tokens, trees
from rulelang.syntax.keywords import built_in
from rulelang.syntax.nodes.variants import INCENTIVES


def program(b: Builder, tree: Branch) -> nodes.Program:
    return nodes.Program(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), _clauses(b, tree), span=b.span(tree)
    )


def variant(b: Builder, tree: Branch) -> nodes.Variant:
    name, base = tokens(tree, "NAME")
    return nodes.Variant(
        b.name(name), label(b, subtree(tree, "label")), b.name(base), _clauses(b, tree), span=b.span(tree)
    )


def _clauses(b: Builder, tree: Branch) -> tuple[nodes.ProgramClause, ...]:
    found = (part for part in trees(tree) if part.data not in ("label", "language"))
    return tuple(program_clause(b, part) for part in found)


def program_clause(b: Builder, tree: Branch) -> nodes.ProgramClause:
    construct = not_yet.CLAUSES.get(tree.data)
    return b.not_yet(tree, construct) if construct else CLAUSES[tree.data](b, tree)


def year_starts(b: Builder, tree: Branch) -> nodes.YearStarts:
    months = built_in("months", b.language)
    written = tree.children[1]
    if str(written) not in months:
        raise b.refuse("unknown-month", written, months=", ".join(months))
    return nodes.YearStarts(list(months).index(str(written)) + 1, span=b.span(tree))


def effective_from(b: Builder, tree: Branch) -> nodes.EffectiveFrom:
    words = {child.type for child in tree.children if isinstance(child, Token)}
    periods = "close" if "CLOSING_OPEN" in words else "next" if "FROM_NEXT" in words else None
    edges = "written" if "EDGES_WRITTEN" in words else "prorated" if "EDGES_PRORATED" in words else None
    return nodes.EffectiveFrom(date_value(tree.children[1]), periods, edges, span=b.span(tree))


def guide_in(b: Builder, tree: Branch) -> nodes.GuideIn:
    languages = tuple(str(part.children[0]).strip('"') for part in trees(tree))
    return nodes.GuideIn(languages, span=b.span(tree))


CLAUSES: dict[str, Callable[[Builder, Branch], nodes.ProgramClause]] = {
    "edition": lambda b, tree: nodes.Edition(whole_number(b, tree.children[1]), span=b.span(tree)),
    "edition_label": lambda b, tree: nodes.GuideEdition(text_value(tree.children[1]), span=b.span(tree)),
    "currency": lambda b, tree: nodes.Currency(b.name(tree.children[1]), span=b.span(tree)),
    "year_starts": year_starts,
    "calendar": lambda b, tree: nodes.CalendarReadFrom(text_value(tree.children[-1]), span=b.span(tree)),
    "effective_from": effective_from,
    "for_region": lambda b, tree: nodes.ForRegion(b.name(tree.children[1]), span=b.span(tree)),
    "guide_in": guide_in,
    "paid_in": paid_in,
    "source_clause": lambda b, tree: nodes.Source(text_value(tree.children[1]), span=b.span(tree)),
    "document": document,
}


def region(b: Builder, tree: Branch) -> nodes.Region:
    return nodes.Region(
        b.name(tree.children[1]), label(b, subtree(tree, "label")), names(b, tree), span=b.span(tree)
    )


def use(b: Builder, tree: Branch) -> nodes.Use:
    return nodes.Use(path(b, tree.children[1]), span=b.span(tree))


# ------------------------------------------------------------------------------------------------ edits


def target(b: Builder, tree: Branch) -> nodes.Target:
    named = tuple(b.name(name) for name in tokens(tree, "NAME"))
    key = subtree(tree, "cell_key")
    cell = names(b, key) if key is not None else ()
    return nodes.Target(named, token(tree, "TO_KEEP") is not None, cell, span=b.span(tree))


def set_value(b: Builder, tree: Branch) -> nodes.Set:
    changed, *rest = trees(tree)
    if rest[0].data == "dated":
        refuse_exceptions(b, rest, " ".join(str(name) for name in tokens(changed, "NAME")))
        values = tuple(dated_value(b, part) for part in rest)
        return nodes.Set(target(b, changed), values, span=b.span(tree))
    clause = incentive_clause(b, rest[0])
    if not isinstance(clause, (nodes.PaidEvery, nodes.AtMost, nodes.Bands)):
        raise Unbuilt("setting anything of an incentive but when it is paid, its cap and its bands")
    return nodes.Set(target(b, changed), clause=clause, span=b.span(tree))


def add_members(b: Builder, tree: Branch) -> nodes.AddMembers:
    members = tuple(member(b, part) for part in trees(tree, "member"))
    return nodes.AddMembers(b.name(tree.children[1]), members, span=b.span(tree))


LISTS = {"ALL_OF": "all", "BEST_OF": "best", "FIRST_OF": "first"}


def add_to_stack(b: Builder, tree: Branch) -> nodes.AddToStack:
    words = tokens(tree, *LISTS)[0]
    return nodes.AddToStack(b.name(tree.children[1]), LISTS[words.type], names(b, trees(tree)[0]), span=b.span(tree))


def drop(b: Builder, tree: Branch) -> nodes.Drop:
    return nodes.Drop(b.name(tree.children[1]), span=b.span(tree))


def relabel(b: Builder, tree: Branch) -> nodes.Relabel:
    changed, _ = trees(tree)
    found = label(b, subtree(tree, "label"))
    assert found is not None, "the grammar asks for a label"
    return nodes.Relabel(target(b, changed), found, span=b.span(tree))


def require_for(b: Builder, tree: Branch) -> nodes.RequireFor:
    if token(tree, "TO_KEEP") is not None:
        raise Unbuilt("a requirement added by a variant to keep a level only")
    key = subtree(tree, "cell_key")
    needed = requirements(b, trees(tree)[-1])
    cell = names(b, key) if key is not None else ()
    return nodes.RequireFor(b.name(tree.children[1]), needed, cell, span=b.span(tree))


# ------------------------------------------------------------------------------------------------ adaptable


def adaptable(b: Builder, tree: Branch) -> nodes.Adaptable:
    return nodes.Adaptable(tuple(opening(b, part) for part in trees(tree)), span=b.span(tree))


def opening(b: Builder, tree: Branch) -> nodes.Opening:
    what, _, allowed = tree.children
    about = target(b, what) if isinstance(what, Branch) else None
    if isinstance(what, Token) and what.type == "INCENTIVES":
        about = nodes.Target((nodes.Name(INCENTIVES, span=b.span(what)),), span=b.span(what))
    return nodes.Opening(about, permission(b, allowed), span=b.span(tree))


def permission(b: Builder, tree: Branch) -> nodes.Permission:
    construct = not_yet.CLAUSES.get(tree.data)
    return b.not_yet(tree, construct) if construct else PERMISSIONS[tree.data](b, tree)


def may_be_between(b: Builder, tree: Branch) -> nodes.MayBeBetween:
    low, high = (value_of(b, part) for part in trees(tree))
    return nodes.MayBeBetween(low, high, token(tree, "OF_GLOBAL") is not None, span=b.span(tree))


def may_be_paid_every(b: Builder, tree: Branch) -> nodes.MayBePaidEvery:
    return nodes.MayBePaidEvery(tuple(str(unit) for unit in tokens(tree, "UNIT")), span=b.span(tree))


def may_replace_bands(b: Builder, tree: Branch) -> nodes.MayReplaceBands:
    low, high = (value_of(b, part) for part in trees(tree))
    per = tokens(tree, "NAME")
    return nodes.MayReplaceBands(low, high, b.name(per[0]) if per else None, span=b.span(tree))


def may_gain(b: Builder, tree: Branch) -> nodes.MayGain:
    limit = subtree(tree, "limit")
    if limit is not None and token(limit, "PER") is not None:
        refuse_period(b, limit)
        raise Unbuilt("a cap for each record")
    each = str(limit.children[1]) if limit is not None else None
    return nodes.MayGain(expression(b, trees(tree)[0]), each, span=b.span(tree))


PERMISSIONS: dict[str, Callable[[Builder, Branch], nodes.Permission]] = {
    "may_be_between": may_be_between,
    "may_be_paid_every": may_be_paid_every,
    "may_gain_members": lambda b, tree: nodes.MayGainMembers(span=b.span(tree)),
    "may_gain_requirements": lambda b, tree: nodes.MayGainRequirements(span=b.span(tree)),
    "may_replace_bands": may_replace_bands,
    "may_replace_ladder": lambda b, tree: nodes.MayReplaceLadder(span=b.span(tree)),
    "may_gain": may_gain,
    "may_drop": lambda b, tree: nodes.MayDrop(span=b.span(tree)),
    "may_relabel": lambda b, tree: nodes.MayRelabel(span=b.span(tree)),
    "fixed": lambda b, tree: nodes.Fixed(span=b.span(tree)),
}
