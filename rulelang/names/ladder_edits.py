"""A ladder of tiers that a variant writes in the place of another. Knows no types.

Until the variant's date the ladder is what it was. From then on its numbers and its requirements are the variant's
own, and what those below it may change there is the variant's to say.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from rulelang.diagnostics.model import Report
from rulelang.names.clauses import first_of
from rulelang.names.declared_versions import put_ladder
from rulelang.names.doors import open_to, replacement_doors
from rulelang.names.ladder_versions import called_as, out_of_order, tier_names, tier_written
from rulelang.names.resolved import NewLadder
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.merge import Edit, Merge


def replaces(merge: Merge, declaration: object, owner: nodes.Program | nodes.Variant) -> bool:
    """Whether a declaration of a variant is a ladder of a name that a ladder above has."""
    if not isinstance(declaration, nodes.Tiers) or not isinstance(owner, nodes.Variant):
        return False
    name = declaration.name.text
    return name in merge.levels[-1].ladders and merge.depth[name] < len(merge.levels)


def apply_ladder(merge: Merge, new: nodes.Tiers, owner: nodes.Variant) -> None:
    """The new ladder in the place of the old one, from the variant's date on."""
    name, change = new.name.text, first_of(nodes.EffectiveFrom, owner.clauses)
    old, root = merge.tables.ladders[name], merge.roots.ladders[name]
    doors = replacement_doors(merge.blocks[merge.depth[name] : len(merge.levels)], new.name)
    merge.overrides.append(NewLadder(new, root, doors, owner))
    if old.by and [by.text for by in new.by] != [by.text for by in old.by]:
        report_other_members(merge.report, old, new)
        return
    swapped = out_of_order(old, new)
    if swapped is not None:
        report_swapped(merge.report, old, swapped)
        return
    if change is None or not open_to(doors, nodes.MayReplaceLadder):
        return
    merge.timelines[name] = [called_as(new, old)]
    put_ladder(merge, name)
    merge.places[name] = new.name
    merge.depth[name] = len(merge.levels)


def report_other_members(report: Report, old: nodes.Tiers, new: nodes.Tiers) -> None:
    """Tells of a ladder for the members of other types than the one in whose place it stands: the past of a member
    would be nobody's."""
    report.add(
        "ladder-by-other-members", new.name.span, labels=[(old.name.span, "declared")], name=new.name.text,
        before=", ".join(by.text for by in old.by), by=", ".join(by.text for by in new.by),
        variant="" if new.by else "all",
    )


def report_swapped(report: Report, old: nodes.Tiers, swapped: tuple[nodes.Name, nodes.Name]) -> None:
    """Tells of two tiers that stood the other way round, the lower one of the new ladder first."""
    lower, upper = swapped
    first, second = (tier_written(old, name.text).name.span for name in (upper, lower))
    labels = [(first, "lower"), (second, "upper")]
    report.add("tiers-reordered", upper.span, labels=labels, name=upper.text, other=lower.text)


def changed_and_replaced(merge: Merge, edit: Edit) -> bool:
    """Whether an edit is about a ladder that the same variant writes anew: told, for it is said in the ladder."""
    above = merge.levels[-1].ladders
    anew = {name: merge.tables.ladders[name] for name in above if merge.depth[name] == len(merge.levels)}
    match edit:
        case nodes.Set(target=target) | nodes.Relabel(target=target):
            ladder = anew.get(target.path[0].text)
        case nodes.RequireFor(tier=tier):
            ladder = next((x for x in anew.values() if tier.text in tier_names(x)), None)
        case _:
            return False
    if ladder is None:
        return False
    name = ladder.name
    merge.report.add("changed-and-replaced", edit.span, labels=[(name.span, "anew")], name=name.text)
    return True
