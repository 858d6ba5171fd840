"""One merge: the names of a program, then, variant by variant, the names and edits of each over what is above it.

Keeps beside every edit what it changes and what each level above says of it. Judges nothing that needs types.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import attrs

from rulelang.diagnostics.model import Report
from rulelang.exact.calendar import Calendar
from rulelang.names.clauses import all_of, first_of
from rulelang.names.declared_versions import (
    Versioned,
    first_declared,
    incentive_versions,
    joins,
    not_before,
    tell_never_in_force,
)
from rulelang.names.doors import doors_for, figure_doors
from rulelang.names.figure_bounds import bounds_of_parameter, bounds_of_tier
from rulelang.names.given_values import given_values
from rulelang.names.heads import under
from rulelang.names.ladder_edits import apply_ladder, changed_and_replaced, replaces
from rulelang.names.ladder_versions import tier_names, tier_written, with_requirements
from rulelang.names.libraries import Libraries
from rulelang.names.member_figures import put_figure
from rulelang.names.paid_in import apply_paid_in
from rulelang.names.paying_edits import (
    apply_clause,
    apply_drop,
    apply_items,
    apply_label,
    gains_of,
    is_by_member,
    members_changed,
    names_each,
    nothing_there,
    versions_of,
)
from rulelang.names.payout_versions import payout_versions
from rulelang.names.problems import no_such_name, no_tier
from rulelang.names.resolved import (
    Block,
    Door,
    Named,
    NewCell,
    NewMembers,
    NewMoney,
    NewRequirements,
    NewValues,
    Override,
    Resolved,
    Rules,
)
from rulelang.names.tables import Tables
from rulelang.names.thresholds import figure_of, figures_of, lines_of, means_one, spoken, title
from rulelang.names.timelines import with_values
from rulelang.names.versions import Versions
from rulelang.syntax import nodes
from rulelang.syntax.nodes.variants import INCENTIVES as GAIN

Edit = nodes.Set | nodes.AddMembers | nodes.AddToStack | nodes.Drop | nodes.Relabel | nodes.RequireFor
EDITS = (nodes.Set, nodes.AddMembers, nodes.AddToStack, nodes.Drop, nodes.Relabel, nodes.RequireFor)


@attrs.define(eq=False, repr=False)
class Merge:
    """`roots` hold every declaration as it was first made, `levels` the tables after each level. `since` is the day of
    the variant that is being merged."""

    report: Report
    program: nodes.Program
    libraries: Libraries
    tables: Tables = attrs.field(factory=Tables)
    roots: Tables = attrs.field(factory=Tables)
    levels: list[Tables] = attrs.field(factory=list)
    places: dict[str, nodes.Name] = attrs.field(factory=dict)
    depth: dict[str, int] = attrs.field(factory=dict)
    blocks: list[Block] = attrs.field(factory=list)
    figures: dict[str, nodes.Parameter] = attrs.field(factory=dict)
    timelines: dict[str, list[Versioned]] = attrs.field(factory=dict)
    overrides: list[Override] = attrs.field(factory=list)
    examples: list[nodes.Example] = attrs.field(factory=list)
    claims: list[nodes.Always] = attrs.field(factory=list)
    data_rules: list[nodes.DataRule] = attrs.field(factory=list)
    not_yet: list[nodes.NotYet] = attrs.field(factory=list)
    since: datetime.date | None = None
    paid_in: nodes.PaidIn | None = None

    def run(self, home: nodes.Module, lineage: Sequence[tuple[nodes.Module, nodes.Variant]]) -> Resolved | None:
        """The program in a module with the variants of a lineage merged over it; None after a finding of no way on."""
        own = tuple(under(home, self.program))
        self.gather(self.program, own)
        apply_paid_in(self, self.program)
        self.refuse_edits(own)
        start = first_of(nodes.EffectiveFrom, self.program.clauses)
        currency = first_of(nodes.Currency, self.program.clauses)
        if start is None:
            self.report.add("no-effective-date", self.program.name.span, name=self.program.name.text)
        if currency is None:
            self.report.add("no-currency", self.program.name.span, name=self.program.name.text)
        changes = [first_of(nodes.EffectiveFrom, variant.clauses) for _, variant in lineage]
        for (_, variant), change in zip(lineage, changes, strict=True):
            if change is None:
                self.report.add("no-effective-date", variant.name.span, name=variant.name.text)
        said = tuple(change for change in changes if change is not None)
        if start is None or currency is None or len(said) < len(changes):
            return None
        self.levels.append(self.tables.copy())
        for (module, variant), change in zip(lineage, said, strict=True):
            edits, self.since = tuple(under(module, variant)), change.day
            self.gather(variant, edits)
            self.apply(edits, variant, start, change)
            apply_paid_in(self, variant)
            self.levels.append(self.tables.copy())
        language = (lineage[-1][0] if lineage else home).language
        return self.merged(start, currency, said, tuple(variant for _, variant in lineage), language)

    def merged(
        self,
        start: nodes.EffectiveFrom,
        currency: nodes.Currency,
        changes: tuple[nodes.EffectiveFrom, ...],
        lineage: tuple[nodes.Variant, ...],
        language: str,
    ) -> Resolved:
        """What was gathered, as one product."""
        tables, head = self.tables, self.program.clauses
        year, edition = first_of(nodes.YearStarts, head), first_of(nodes.Edition, head)
        month = year.month if year else 1
        own = first_of(nodes.CalendarReadFrom, head)
        table = own.read if own is not None else None
        rules = Versions(start, changes, table or Calendar(month))
        payouts = [t.payouts for t in self.levels]
        return Resolved(
            program=self.program,
            lineage=lineage,
            language=language,
            currency=currency.code.text,
            year_starts=month,
            own_calendar=table,
            start=start.day,
            changes=changes,
            edition=edition.number if edition else 1,
            regions=tables.regions,
            enumerations=tables.enumerations,
            kinds=tables.kinds,
            records=tables.records,
            entities=tables.entities,
            parameters={**tables.parameters, **self.figures},
            functions=tables.functions,
            keyed=tables.keyed,
            measures=tables.measures,
            eligibilities=tables.eligibilities,
            ladders=tables.ladders,
            scorecards=tables.scorecards,
            benefits=tables.benefits,
            incentives=_in_force(self, rules),
            payouts={
                name: (payout, rules.of_timelines([payout_versions(level.get(name)) for level in payouts]))
                for name, payout in tables.payouts.items()
            },
            overrides=tuple(self.overrides),
            given=given_values(self, lineage),
            adaptable=tuple(self.blocks),
            examples=tuple(self.examples),
            claims=tuple(self.claims),
            data_rules=tuple(self.data_rules),
            not_yet=tuple(self.not_yet),
            own={name: changes[level - 1].day for name, level in self.depth.items() if level},
            authors={name: lineage[level - 1].name.text for name, level in self.depth.items() if level},
            figures=frozenset(self.figures),
            gains=gains_of(self),
            first_versions=incentive_versions(self.timelines),
            member_rules=_rules_of_members(self, rules),
        )

    def gather(self, owner: nodes.Program | nodes.Variant, declarations: Iterable[nodes.Declaration]) -> None:
        """The declarations of one level."""
        openings: list[nodes.Opening] = []
        uses: list[nodes.Use] = []
        for written in declarations:
            declaration = not_before(self, written, owner)
            match declaration:
                case nodes.Adaptable():
                    openings.extend(declaration.openings)
                case nodes.Use():
                    uses.append(declaration)
                case nodes.Always():
                    self.claims.append(declaration)
                case nodes.Example():
                    self.examples.append(declaration)
                case nodes.DataRule():
                    self.data_rules.append(declaration)
                case nodes.NotYet():
                    self.not_yet.append(declaration)
                case nodes.Program() | nodes.Variant():
                    self.not_yet.extend(all_of(nodes.NotYet, declaration.clauses))
                case nodes.Broken():
                    pass  # reported by the parser
                case nodes.Set() | nodes.AddMembers() | nodes.AddToStack() | nodes.Drop() | nodes.Relabel():
                    pass  # an edit, which waits until all that a level declares is there
                case nodes.RequireFor():
                    pass  # an edit too
                case nodes.Tiers() if isinstance(owner, nodes.Variant) and replaces(self, declaration, owner):
                    apply_ladder(self, declaration, owner)
                case _:
                    self.declare(declaration, owner)
        for use in uses:
            self.use(use, owner)
        tell_never_in_force(self, owner)
        self.blocks.append(Block(owner, tuple(openings)))

    def declare(self, declaration: Named, owner: nodes.Program | nodes.Variant) -> None:
        """A declaration under its name, unless the name is taken."""
        name = declaration.name
        first = self.places.get(name.text)
        if first is not None:
            if not joins(self, declaration):
                self.report.add("declared-twice", name.span, labels=[(first.span, "first")], name=name.text)
            return
        self.places[name.text] = name
        self.depth[name.text] = len(self.levels)
        self.tables.put(declaration)
        self.roots.put(declaration)
        first_declared(self, declaration)
        if isinstance(declaration, (nodes.Incentive, nodes.Payout)) and isinstance(owner, nodes.Variant):
            target = nodes.Target((nodes.Name(GAIN, span=name.span),), span=name.span)
            wanted = nodes.MayGain if isinstance(declaration, nodes.Incentive) else None
            doors = doors_for(self.blocks[: len(self.levels)], target, wanted)
            self.overrides.append(NewMoney(declaration, declaration, doors, owner))

    def use(self, use: nodes.Use, owner: nodes.Program | nodes.Variant) -> None:
        """What another file brings, under the names it gives them there."""
        for module, declaration in self.libraries.brought_by(use):
            name = declaration.name
            first = self.places.get(name.text)
            if first is None:
                self.declare(declaration, owner)
            elif first is not name:
                self.report.add(
                    "name-from-library", use.span, labels=[(first.span, "first"), (name.span, "library")],
                    name=name.text, module=module,
                )

    # -------------------------------------------------------------------------------------------- edits

    def refuse_edits(self, declarations: Iterable[nodes.Declaration]) -> None:
        """A program changes nothing: what it says it says in one place."""
        for edit in declarations:
            if isinstance(edit, EDITS):
                self.report.add("edit-outside-variant", edit.span, name=_about(edit))

    def apply(
        self, declarations: Sequence[nodes.Declaration], owner: nodes.Variant, start: nodes.EffectiveFrom,
        change: nodes.EffectiveFrom,
    ) -> None:
        """The edits of a variant; figures of requirements last, for they read parameters as the variant has them."""
        changed: dict[tuple[object, ...], nodes.Set] = {}
        figures: list[nodes.Set] = []
        for edit in declarations:
            if isinstance(edit, EDITS) and changed_and_replaced(self, edit):
                continue
            match edit:
                case nodes.Set(target=target):
                    cell = tuple(name.text for name in edit.cell)
                    path = (target.to_keep, type(edit.clause), cell, *(name.text for name in target.path))
                    if path in changed:
                        labels = [(changed[path].span, "first")]
                        self.report.add("said-twice", edit.span, labels=labels, clause=f"set {target.span.text}")
                        continue
                    changed[path] = edit
                    if len(target.path) > 1 and target.path[0].text in self.levels[-1].ladders:
                        figures.append(edit)
                    else:
                        self.apply_set(edit, owner, start)
                case nodes.AddMembers():
                    self.apply_members(edit, owner)
                case nodes.AddToStack():
                    apply_items(self, edit, owner)
                case nodes.Drop():
                    apply_drop(self, edit, owner)
                case nodes.Relabel():
                    apply_label(self, edit, owner)
                case nodes.RequireFor():
                    self.apply_requirements(edit, owner, start, change)
        for edit in sorted(figures, key=lambda each: bool(each.cell)):
            self.apply_figure(edit, owner, start)

    def doors(self, target: nodes.Target, wanted: type | None = None) -> tuple[Door, ...]:
        """What the levels above say of a target, from the one that declares it on."""
        return doors_for(self.blocks[self.depth[target.path[0].text] : len(self.levels)], target, wanted)

    def apply_set(self, edit: nodes.Set, owner: nodes.Variant, start: nodes.EffectiveFrom) -> None:
        """A parameter's values or an incentive's or payout's cadence."""
        above, head = self.levels[-1], edit.target.path[0]
        parameter, keyed = above.parameters.get(head.text), above.keyed.get(head.text)
        paying = above.incentives.get(head.text) or above.payouts.get(head.text)
        if head.text not in above.names():
            nothing_there(self, head, above.names())
        elif len(edit.target.path) > 1 or edit.target.to_keep or not (parameter or keyed or paying):
            self.report.add("not-settable", edit.target.span, name=edit.target.span.text)
        elif keyed is not None and edit.clause is None:
            self.overrides.append(NewCell(edit, keyed, self.doors(edit.target), owner))
        elif edit.cell and (edit.clause is None or not is_by_member(paying)):
            self.report.add("cell-of-what", edit.span, name=head.text, variant="member" if paying else "")
        elif parameter is not None:
            if edit.clause is not None:
                self.report.add("set-needs-value", edit.span, name=head.text)
                return
            root = self.roots.parameters[head.text]
            ladders = [ladder for name, ladder in self.roots.ladders.items() if name in above.ladders]
            figures = bounds_of_parameter(self.roots, self.blocks[: len(self.levels)], ladders, head.text, start.day)
            self.overrides.append(NewValues(edit, root, self.doors(edit.target, nodes.MayBeBetween), owner, figures))
            self.tables.put(with_values(parameter, edit, root))
        elif paying is not None:
            apply_clause(self, edit, owner, paying)

    def apply_figure(self, edit: nodes.Set, owner: nodes.Variant, start: nodes.EffectiveFrom) -> None:
        """The figure of one requirement becomes a timeline."""
        target = edit.target
        if edit.clause is not None:
            self.report.add("set-needs-value", edit.span, name=spoken(title(target)))
            return
        ladder = self.roots.ladders[target.path[0].text]
        if target.cell and ladder.by and not names_each(self, target, ladder):
            return
        root = figure_of(self.roots, ladder, target, start.day)
        so_far = figure_of(self.tables, ladder, target, start.day)
        if root is None or so_far is None:
            self.no_figure(ladder, target)
            return
        above = self.blocks[self.depth[ladder.name.text] : len(self.levels)]
        doors = figure_doors(above, target, self.roots, ladder, start.day)
        self.overrides.append(NewValues(edit, root.parameter, doors, owner))
        put_figure(self, edit, root, so_far)

    def no_figure(self, ladder: nodes.Tiers, target: nodes.Target) -> None:
        """A target that fits no requirement of a tier, or several."""
        tier = target.path[1]
        if tier.text not in tier_names(ladder):
            no_tier(self.report, tier, (ladder,))
            return
        several = bool(figures_of(ladder, target)) and not means_one(ladder, target)
        self.report.add(
            "no-such-figure", target.span, labels=[(line.span, "line") for line in lines_of(ladder, tier.text)],
            name=target.span.text, tier=tier.text, variant="several" if several else "",
        )

    def apply_members(self, edit: nodes.AddMembers, owner: nodes.Variant) -> None:
        """New members of a type."""
        above = self.levels[-1]
        old = above.enumerations.get(edit.target.text)
        if old is None:
            no_such_name(self.report, "unknown-target", edit.target.span, edit.target.text, above.names())
            return
        doors = self.doors(nodes.Target((edit.target,), span=edit.span), nodes.MayGainMembers)
        self.overrides.append(NewMembers(edit, old, doors, owner))
        members = {m.name.text: m for m in old.members}
        for member in edit.members:
            if member.name.text in members:
                first = members[member.name.text].name.span
                self.report.add("declared-twice", member.name.span, labels=[(first, "first")], name=member.name.text)
            members.setdefault(member.name.text, member)
        self.tables.put(attrs.evolve(old, members=tuple(members.values())))

    def apply_requirements(
        self, edit: nodes.RequireFor, owner: nodes.Variant, start: nodes.EffectiveFrom, change: nodes.EffectiveFrom
    ) -> None:
        """Requirements that count for a tier from the variant's date on."""
        above = self.levels[-1].ladders
        tiers = [(ladder, tier_written(ladder, name)) for ladder in above.values() for name in tier_names(ladder)]
        found = [(ladder, tier) for ladder, tier in tiers if tier.name.text == edit.tier.text]
        if not found:
            no_tier(self.report, edit.tier, tuple(above.values()))
            return
        if len(found) > 1:
            labels = [(tier.name.span, "tier") for _, tier in found]
            self.report.add("tier-of-several", edit.tier.span, labels=labels, name=edit.tier.text)
            return
        name = found[0][0].name
        root = self.roots.ladders[name.text]
        target = nodes.Target((name,), cell=edit.cell, span=edit.tier.span)
        if edit.cell and not (root.by and names_each(self, target, root)):
            if not root.by:
                self.report.add("cell-of-what", edit.span, name=name.text, variant="member")
            return
        doors = self.doors(target, nodes.MayGainRequirements)
        blocks = self.blocks[self.depth[name.text] : len(self.levels)]
        bounds = bounds_of_tier(self.roots, blocks, root, edit.tier.text, start.day)
        self.overrides.append(NewRequirements(edit, root, doors, owner, change.day, bounds))
        only = tuple(member.text for member in edit.cell)
        added = attrs.evolve(edit.requirements, since=change.day, only=only)
        self.tables.put(with_requirements(self.tables.ladders[name.text], edit.tier.text, added))


def _about(edit: Edit) -> str:
    """The name that an edit is about."""
    match edit:
        case nodes.Set():
            return edit.target.path[0].text
        case nodes.AddMembers() | nodes.AddToStack() | nodes.Drop():
            return edit.target.text
        case nodes.Relabel():
            return edit.target.span.text
    return edit.tier.text


def _rules_of_members(merge: Merge, rules: Versions) -> dict[str, dict[tuple[str, ...], tuple[Rules, ...]]]:
    """Of incentives that are by member, the rules of each member that a variant changes by itself."""
    found: dict[str, dict[tuple[str, ...], tuple[Rules, ...]]] = {}
    for name, members in members_changed(merge.overrides):
        found.setdefault(name, {})[members] = rules.of_timelines(versions_of(merge, name, members))
    return found


def _in_force(merge: Merge, rules: Versions) -> dict[str, tuple[nodes.Incentive, tuple[Rules, ...]]]:
    """Every incentive as it last was, with its rules; one that was dropped before it began is left out."""
    last = {name: declaration for level in merge.levels for name, declaration in level.incentives.items()}
    found = {name: (last[name], rules.of_timelines(versions_of(merge, name))) for name in last}
    return {name: each for name, each in found.items() if each[1]}
