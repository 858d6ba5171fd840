"""Declarations that are made again with a later day: the versions of one name, in order of their days.

Versions are written at one level, the program or one variant, each from a day of its own. Knows no types.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from rulelang.names.clauses import first_of
from rulelang.names.ladder_versions import chained
from rulelang.names.payout_versions import chained_payouts
from rulelang.names.resolved import Named
from rulelang.names.scored_versions import chained as chained_scores
from rulelang.syntax import nodes

if TYPE_CHECKING:
    from rulelang.names.merge import Merge

Defined = nodes.Measure | nodes.Eligibility
Scored = nodes.Scorecard | nodes.Benefit
Versioned = nodes.Incentive | nodes.Payout | nodes.Tiers | Scored | Defined


def joins(merge: Merge, new: Named) -> bool:
    """Whether a declaration is another version of one of its level, from a day of its own; it is merged then."""
    name = new.name.text
    known = merge.timelines.get(name, [])
    if not isinstance(new, Versioned) or not known or type(known[0]) is not type(new):
        return False
    here = merge.depth[name] == len(merge.levels)
    if not here or new.since in [version.since for version in known] or _about(new) != _about(known[0]):
        return False
    before = known[0]
    if isinstance(before, nodes.Measure) and isinstance(new, nodes.Measure) and new.type != before.type:
        labels = [(before.type.span, "before")]
        merge.report.add(
            "version-of-another-kind", new.type.span, labels=labels, name=name, kind=new.type.span.text,
            before=before.type.span.text,
        )
        return True
    known.append(new)
    known.sort(key=begins)
    _put(merge, name)
    return True


def first_declared(merge: Merge, new: Named) -> None:
    """A declaration of which there may be other versions."""
    if isinstance(new, Versioned):
        merge.timelines[new.name.text] = [new]
        if isinstance(new, Defined) and new.since is not None:
            _put(merge, new.name.text)


def begins(version: Versioned) -> datetime.date:
    """The day from which a version holds; the earliest there is where none is written."""
    return version.since or datetime.date.min


def _about(declaration: Versioned) -> tuple[str, ...]:
    """What a declaration is of: its subject and the types for whose members there is one each."""
    by = () if isinstance(declaration, (nodes.Tiers, nodes.Payout)) else declaration.by
    return (declaration.subject.text, *(name.text for name in by))


def _put(merge: Merge, name: str) -> None:
    """The versions of a name, in the place of what was there."""
    known = merge.timelines[name]
    last = known[-1]
    if isinstance(last, nodes.Tiers):
        put_ladder(merge, name)
        return
    if isinstance(last, nodes.Payout):
        last = chained_payouts([version for version in known if isinstance(version, nodes.Payout)])
    elif isinstance(last, nodes.Scorecard):
        last = chained_scores([version for version in known if isinstance(version, nodes.Scorecard)])
    elif isinstance(last, nodes.Benefit):
        last = chained_scores([version for version in known if isinstance(version, nodes.Benefit)])
    elif isinstance(last, Defined):
        last = _of_versions([version for version in known if isinstance(version, Defined)])
    last = attrs.evolve(last, label=next((each.label for each in reversed(known) if each.label is not None), None))
    merge.tables.put(last)
    merge.roots.put(last)


def _of_versions(known: Sequence[Defined]) -> Defined:
    """One declaration that says on each day what the version in force says."""
    last = known[-1]
    begun = tuple(nodes.Begun(v.since, computed(v), v.name, span=v.name.span) for v in known)
    value = nodes.OfVersions(begun, span=computed(last).span)
    if isinstance(last, nodes.Eligibility):
        return attrs.evolve(last, condition=value)
    later = tuple(item for version in known if isinstance(version, nodes.Measure) for item in version.not_yet)
    return attrs.evolve(last, value=value, not_yet=later)


def computed(definition: Defined) -> nodes.Expression:
    """What a version works out."""
    return definition.value if isinstance(definition, nodes.Measure) else definition.condition


def incentive_versions(timelines: Mapping[str, Sequence[Versioned]]) -> dict[str, tuple[nodes.Incentive, ...]]:
    """The versions of every incentive that has several."""
    found = {name: tuple(v for v in known if isinstance(v, nodes.Incentive)) for name, known in timelines.items()}
    return {name: known for name, known in found.items() if len(known) > 1}


def put_ladder(merge: Merge, name: str) -> None:
    """The versions that a level writes of a ladder, over what stood there above it."""
    known = [version for version in merge.timelines[name] if isinstance(version, nodes.Tiers)]
    own = [attrs.evolve(version, since=version.since or merge.since) for version in known]
    above = merge.levels[-1].ladders.get(name) if merge.levels else None
    merge.tables.put(chained(own, above))
    merge.roots.put(chained(own, None))


def tell_never_in_force(merge: Merge, owner: nodes.Program | nodes.Variant) -> None:
    """Of what a level declares, the versions whose place another has taken when the program or variant begins."""
    start, level = first_of(nodes.EffectiveFrom, owner.clauses), len(merge.levels)
    if start is None:
        return
    told = {finding.span for finding in merge.report.findings if finding.name == "before-the-variant"}
    for name, known in merge.timelines.items():
        for version, following in pairwise(known) if merge.depth[name] == level else ():
            if begins(following) <= start.day and following.name.span not in told:
                merge.report.add(
                    "version-never-in-force", version.name.span, name=name, day=begins(following), start=start.day,
                    labels=[(following.name.span, "later"), (start.span, "start")], owner=owner.name.text,
                )


def not_before(
    merge: Merge, new: nodes.Declaration, owner: nodes.Program | nodes.Variant
) -> nodes.Declaration:
    """What a variant declares, from no day before the variant's own: told where it names one."""
    change = first_of(nodes.EffectiveFrom, owner.clauses) if isinstance(owner, nodes.Variant) else None
    if not isinstance(new, Versioned) or new.since is None or change is None or new.since >= change.day:
        return new
    merge.report.add(
        "before-the-variant", new.name.span, labels=[(change.span, "change")], name=new.name.text, start=new.since,
        day=change.day, variant_name=owner.name.text, variant="declared",
    )
    return attrs.evolve(new, since=change.day)
