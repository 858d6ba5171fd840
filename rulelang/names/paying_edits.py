"""What a variant changes of incentives, payouts and labels: clauses, lists, labels, and what it drops.

An edit that nobody opened is kept beside what it would change, and not merged: nothing is told that follows from it.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from rulelang.names.clauses import all_of
from rulelang.names.doors import doors_for, lets_pay, open_to
from rulelang.names.ladder_versions import in_every_version, tier_names, tier_written
from rulelang.names.limits import replaced_by
from rulelang.names.payout_versions import in_every_version as in_every_payout
from rulelang.names.payout_versions import payout_versions
from rulelang.names.problems import no_member, no_such_name, no_tier
from rulelang.names.resolved import Dropped, Gain, Named, NewCadence, NewClause, NewItems, NewLabel, Override
from rulelang.names.stacks import without
from rulelang.syntax import nodes
from rulelang.syntax.nodes.variants import INCENTIVES as GAIN

if TYPE_CHECKING:
    from rulelang.names.merge import Merge

Paying = nodes.Incentive | nodes.Payout


def apply_clause(merge: Merge, edit: nodes.Set, owner: nodes.Variant, paying: Paying) -> None:
    """Another pay period, cap or bands."""
    clause, name = edit.clause, paying.name.text
    merged = merge.tables.incentives.get(name) or merge.tables.payouts.get(name) or paying
    declared = merge.roots.incentives.get(name) or merge.roots.payouts[name]
    if edit.cell and isinstance(paying, nodes.Incentive) and not names_each(merge, edit.target, paying):
        return
    if clause is None or (isinstance(clause, nodes.Bands) and isinstance(paying, nodes.Payout)):
        merge.report.add("not-settable", edit.target.path[0].span, name=name)
    elif isinstance(clause, nodes.PaidEvery):
        doors = merge.doors(edit.target, nodes.MayBePaidEvery)
        merge.overrides.append(NewCadence(edit, declared, doors, owner, clause))
        if lets_pay(doors, clause) and not edit.cell:
            merge.tables.put(with_clause(merged, clause))
    else:
        wanted = nodes.MayBeBetween if isinstance(clause, nodes.AtMost) else nodes.MayReplaceBands
        doors = merge.doors(edit.target, wanted)
        merge.overrides.append(NewClause(edit, declared, doors, owner, clause))
        if open_to(doors, wanted) and not edit.cell:
            merge.tables.put(with_clause(merged, clause))


def is_by_member(paying: Paying | None) -> bool:
    """Whether there is one incentive each for the members of a type."""
    return isinstance(paying, nodes.Incentive) and bool(paying.by)


def names_each(merge: Merge, target: nodes.Target, declared: nodes.Incentive | nodes.Tiers) -> bool:
    """Whether an edit of one member names one of each type; that they are members is seen once all are known."""
    if len(target.cell) == len(declared.by):
        return True
    merge.report.add(
        "keys-do-not-match", target.span, labels=[(declared.name.span, "declared")], name=declared.name.text,
        wanted=len(declared.by), found=len(target.cell), keys=", ".join(name.text for name in declared.by),
    )
    return False


def members_changed(overrides: Iterable[Override]) -> list[tuple[str, tuple[str, ...]]]:
    """What variants change of one member by itself: the names of incentives, and the members."""
    cells = [(o.base.name.text, members_of(o)) for o in overrides if isinstance(o, (NewCadence, NewClause))]
    return list(dict.fromkeys((name, members) for name, members in cells if members))


def members_of(override: NewCadence | NewClause) -> tuple[str, ...]:
    """The members that an edit names, none where it is of all."""
    return tuple(name.text for name in override.edit.cell)


def with_clause(old: Paying, clause: nodes.SetClause) -> Paying:
    """The same with another clause of a kind, which stands last."""
    if isinstance(old, nodes.Payout):
        assert not isinstance(clause, nodes.Bands), "a payout has no bands"
        said = clause
        return in_every_payout(old, lambda there: (*(c for c in there if not isinstance(c, type(said))), said))
    replaced = replaced_by(old.clauses, clause)
    return attrs.evolve(old, clauses=(*(c for c in old.clauses if c not in replaced), clause))


def apply_items(merge: Merge, edit: nodes.AddToStack, owner: nodes.Variant) -> None:
    """Incentives that a variant declares, added to a list of a payout."""
    payout = merge.levels[-1].payouts.get(edit.target.text)
    if payout is None:
        known = merge.levels[-1].payouts
        no_such_name(merge.report, "unknown-target", edit.target.span, edit.target.text, known)
        return
    for item in edit.items:
        if item.text in merge.places and not merge.depth[item.text]:
            labels = [(merge.places[item.text].span, "base")]
            merge.report.add("not-gained", item.span, labels=labels, name=item.text, payout=payout.name.text)
            return
    target = nodes.Target((nodes.Name(GAIN, span=edit.span),), span=edit.span)
    blocks = merge.blocks[merge.depth[payout.name.text] : len(merge.levels)]
    doors = doors_for(blocks, target, nodes.MayGain)
    merge.overrides.append(NewItems(edit, merge.roots.payouts[payout.name.text], doors, owner))
    if not open_to(doors, nodes.MayGain):
        return
    lists = [[c for c in all_of(nodes.Stack, v.clauses) if c.kind == edit.kind] for v in payout_versions(payout)]
    same = max(lists, key=len)
    if len(same) > 1 and edit.kind != "all":
        labels = [(stack.span, "list") for stack in same]
        merge.report.add("list-of-several", edit.span, labels=labels, name=payout.name.text)
        return
    merged = merge.tables.payouts[payout.name.text]
    merge.tables.put(in_every_payout(merged, lambda there: _with_items(there, edit)))


def _with_items(there: tuple[nodes.PayoutClause, ...], edit: nodes.AddToStack) -> tuple[nodes.PayoutClause, ...]:
    clauses, added = list(there), nodes.Stack(edit.kind, edit.items, span=edit.span)
    for place, clause in enumerate(clauses):
        if isinstance(clause, nodes.Stack) and clause.kind == edit.kind:
            clauses[place] = attrs.evolve(clause, items=(*clause.items, *edit.items))
            return tuple(clauses)
    return (*clauses, added)


def apply_drop(merge: Merge, edit: nodes.Drop, owner: nodes.Variant) -> None:
    """An incentive that is paid no more, and stands in no list of a payout."""
    name = edit.target.text
    if name not in merge.levels[-1].names():
        nothing_there(merge, edit.target, merge.levels[-1].incentives)
        return
    if name not in merge.levels[-1].incentives:
        merge.report.add("not-droppable", edit.target.span, labels=[(merge.places[name].span, "base")], name=name)
        return
    doors = merge.doors(nodes.Target((edit.target,), span=edit.span), nodes.MayDrop)
    merge.overrides.append(Dropped(edit, merge.roots.incentives[name], doors, owner))
    if not open_to(doors, nodes.MayDrop):
        return
    del merge.tables.incentives[name]
    for payout in tuple(merge.tables.payouts.values()):
        merge.tables.put(in_every_payout(payout, lambda there: _without_item(there, name)))


def _without_item(there: tuple[nodes.PayoutClause, ...], name: str) -> tuple[nodes.PayoutClause, ...]:
    clauses = (_without(clause, name) for clause in there)
    return tuple(clause for clause in clauses if clause is not None)


def _without(clause: nodes.PayoutClause, name: str) -> nodes.PayoutClause | None:
    """A clause of a payout without an incentive; nothing of a list that held no other, or that no longer excludes."""
    if isinstance(clause, nodes.Together):
        items = tuple(item for item in clause.items if item.text != name)
        return attrs.evolve(clause, items=items) if len(items) > clause.most else None
    if not isinstance(clause, nodes.Stack):
        return clause
    left = without(clause, name)
    assert left is None or isinstance(left, nodes.Stack), "of a list a list is left"
    return left


def nothing_there(merge: Merge, name: nodes.Name, known: Iterable[str]) -> None:
    """An edit of what is not there, or was dropped by a level above."""
    drop = next((o for o in merge.overrides if isinstance(o, Dropped) and o.base.name.text == name.text), None)
    if drop is None:
        no_such_name(merge.report, "unknown-target", name.span, name.text, known)
        return
    merge.report.add(
        "dropped-already", name.span, labels=[(drop.edit.span, "drop")], name=name.text, owner=drop.owner.name.text
    )


def apply_label(merge: Merge, edit: nodes.Relabel, owner: nodes.Variant) -> None:
    """Another label of a declaration, a tier or a member."""
    head, *inner = edit.target.path
    above = merge.levels[-1]
    if head.text not in above.names():
        nothing_there(merge, head, above.names())
        return
    merged = next(table[head.text] for table in merge.tables.all() if head.text in table)
    root = next(table[head.text] for table in merge.roots.all() if head.text in table)
    changed = _labelled(merged, tuple(name.text for name in inner), edit.label)
    if changed is None:
        _nothing_labelled(merge, edit, merged)
        return
    named = nodes.Target((head,), span=edit.target.span)
    doors = merge.doors(named, nodes.MayRelabel)
    before, renewed = changed
    merge.overrides.append(NewLabel(edit, root, doors, owner, before))
    if open_to(doors, nodes.MayRelabel):
        merge.tables.put(renewed)


def _nothing_labelled(merge: Merge, edit: nodes.Relabel, declaration: Named) -> None:
    """A part of a declaration that it does not have, or that has no label."""
    inner = edit.target.path[1:]
    if isinstance(declaration, nodes.Tiers) and len(inner) == 1:
        no_tier(merge.report, inner[0], (declaration,))
    elif isinstance(declaration, nodes.Enumeration) and len(inner) == 1:
        no_member(merge.report, inner[0], declaration)
    else:
        merge.report.add("no-label-there", edit.target.span, name=edit.target.span.text)


def _labelled(
    declaration: Named, inner: tuple[str, ...], label: nodes.Label
) -> tuple[nodes.Label | None, Named] | None:
    """The label there was, and the declaration with another; None where nothing of that name has one."""
    if isinstance(declaration, (nodes.Entity, nodes.Function)):
        return None
    if not inner:
        return (declaration.label, attrs.evolve(declaration, label=label))
    if isinstance(declaration, nodes.Tiers) and len(inner) == 1:
        if inner[0] not in tier_names(declaration):
            return None
        before = tier_written(declaration, inner[0]).label
        return before, in_every_version(declaration, lambda version: _with_label(version, inner[0], label))
    if isinstance(declaration, nodes.Enumeration) and len(inner) == 1:
        member = next((m for m in declaration.members if m.name.text == inner[0]), None)
        members = tuple(attrs.evolve(m, label=label) if m is member else m for m in declaration.members)
        return (member.label, attrs.evolve(declaration, members=members)) if member is not None else None
    return None


def _with_label(ladder: nodes.Tiers, tier: str, label: nodes.Label) -> nodes.Tiers:
    tiers = (attrs.evolve(t, label=label) if t.name.text == tier else t for t in ladder.tiers)
    return attrs.evolve(ladder, tiers=tuple(tiers))


def gains_of(merge: Merge) -> tuple[Gain, ...]:
    """The caps over what the levels below each level declare."""
    found = []
    for level, block in enumerate(merge.blocks):
        for opening in block.openings:
            target = opening.target
            if target is None or [n.text for n in target.path] != [GAIN]:
                continue
            names = tuple(sorted(n for n in merge.tables.incentives if merge.depth[n] > level))
            if isinstance(opening.permission, nodes.MayGain) and names:
                found.append(Gain(block.owner, opening, opening.permission, names))
    return tuple(found)


def versions_of(merge: Merge, name: str, members: tuple[str, ...] = ()) -> list[tuple[nodes.Incentive, ...]]:
    """The versions of an incentive, in order of date, as each level has them; none where there is none. With members,
    as it is for them: what a level says of them by themselves comes before what it says of all."""
    found: list[tuple[nodes.Incentive, ...]] = []
    edits: list[nodes.SetClause] = []
    owners: list[object] = [None, *dict.fromkeys(id(block.owner) for block in merge.blocks[1:])]
    for level, owner in zip(merge.levels, owners, strict=True):
        own = [override for override in merge.overrides if id(override.owner) == owner]
        for said in ((), members) if members else ((),):
            edits += [clause for override in own for clause in _let_through(override, name, said)]
        merged = level.incentives.get(name)
        known = [each for each in merge.timelines.get(name, []) if isinstance(each, nodes.Incentive)]
        if merged is None or (len(known) < 2 and not members):
            found.append(() if merged is None else (merged,))
            continue
        found.append(tuple(_edited(version, edits) for version in known))
    return found


def _edited(version: nodes.Incentive, edits: list[nodes.SetClause]) -> nodes.Incentive:
    """A version with clauses of variants in place of its own."""
    found: Paying = version
    for clause in edits:
        found = with_clause(found, clause)
    assert isinstance(found, nodes.Incentive), "a clause changes nothing's kind"
    return found


def _let_through(override: Override, name: str, members: tuple[str, ...]) -> list[nodes.SetClause]:
    """The clause that an edit of an incentive, or of one member of it, gives it, where all levels above open it."""
    if override.base.name.text != name or not isinstance(override, (NewCadence, NewClause)):
        return []
    if members_of(override) != members:
        return []
    match override:
        case NewCadence(paid=paid, doors=doors) if lets_pay(doors, paid):
            return [paid]
        case NewClause(clause=nodes.AtMost() as cap, doors=doors) if open_to(doors, nodes.MayBeBetween):
            return [cap]
        case NewClause(clause=nodes.Bands() as bands, doors=doors) if open_to(doors, nodes.MayReplaceBands):
            return [bands]
    return []
