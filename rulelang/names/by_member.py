"""What is declared once for every member of a type, written out: one declaration a member, under a name of its own.

Done once everything is merged, so that a member which a variant adds has its own too. Knows no kinds of values.
"""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import TypeVar

import attrs

from rulelang.diagnostics.model import Report
from rulelang.names.ladder_versions import in_every_version
from rulelang.names.member_figures import bounds_of_member
from rulelang.names.problems import no_member, no_such_name, places_of
from rulelang.names.resolved import (
    FigureBound,
    NewCadence,
    NewCell,
    NewClause,
    NewRequirements,
    NewValues,
    Override,
    Resolved,
    Rules,
)
from rulelang.names.scored_versions import by_one_name
from rulelang.names.stacks import Item, named
from rulelang.names.thresholds import title_of_member
from rulelang.syntax import nodes
from rulelang.syntax.bounds import BY_MEMBER_MAX, LISTED_MAX, OVER_EVERY_MAX
from rulelang.syntax.rewrite import Change, remade, rewritten

ByMember = nodes.Measure | nodes.Eligibility | nodes.Tiers | nodes.Scorecard | nodes.Benefit | nodes.Incentive
D = TypeVar(
    "D", nodes.Measure, nodes.Eligibility, nodes.Tiers, nodes.Scorecard, nodes.Benefit, nodes.Incentive
)
N = TypeVar("N")
Members = Mapping[str, str]
"""The member that each type stands for, by the type's name."""
OPERATORS = {"highest": "higher", "lowest": "lower"}


def of_member(name: str, members: tuple[str, ...]) -> str:
    """The name of what a declaration is for some members: `rated(margin)`."""
    return f"{name}({', '.join(members)})"


def written_out(resolved: Resolved, report: Report) -> Resolved:
    """The program with a declaration for each member in place of one for all, and every reading of one as it is."""
    return _Expansion(resolved, report).run()


@attrs.define(eq=False, repr=False)
class _Expansion:
    """`templates` are the declarations for every member, `made` what has become of the others."""

    resolved: Resolved
    report: Report
    templates: dict[str, ByMember] = attrs.field(factory=dict)
    refused: set[str] = attrs.field(factory=set)
    made: dict[int, object] = attrs.field(factory=dict)

    def run(self) -> Resolved:
        resolved = self.resolved
        incentives = [incentive for incentive, _ in resolved.incentives.values()]
        conditions = resolved.eligibilities.values()
        some: list[ByMember] = [*resolved.measures.values(), *conditions, *resolved.scorecards.values(), *incentives]
        some += [*resolved.ladders.values(), *resolved.benefits.values()]
        for declared in some:
            if declared.by and not (isinstance(declared, nodes.Measure) and declared.of_program):
                self.templates[declared.name.text] = declared
        for template in self.templates.values():
            self.check_types(template)
        self.check_members_changed()
        paid = resolved.payouts.items()
        return attrs.evolve(
            resolved,
            functions=self.all_of(resolved.functions),
            measures=self.each_of(resolved.measures),
            eligibilities=self.each_of(resolved.eligibilities),
            ladders={name: _by_one_name(ladder) for name, ladder in self.each_of(resolved.ladders).items()},
            scorecards={name: by_one_name(card) for name, card in self.each_of(resolved.scorecards).items()},
            benefits={name: by_one_name(benefit) for name, benefit in self.each_of(resolved.benefits).items()},
            incentives=dict(self.incentives()),
            payouts={name: (self.seen(payout), self.versions(rules)) for name, (payout, rules) in paid},
            overrides=tuple(self.override(each) for each in resolved.overrides),
            claims=self.seen(resolved.claims),
            own=dict(self.under_names(resolved.own)),
            authors=dict(self.under_names(resolved.authors)),
            first_versions=dict(self.under_names(resolved.first_versions)),
            by_member={name: template.span for name, template in self.templates.items()},
            gains=tuple(attrs.evolve(g, names=tuple(n for name in g.names for n in self.names(name)))
                        for g in resolved.gains),
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------- declarations

    def check_types(self, template: ByMember) -> None:
        """What a declaration is by: types whose members are written down, each once."""
        if [name for name in template.by if not self.has_members(name)]:
            self.refused.add(template.name.text)
        for index, name in enumerate(template.by):
            first = next((other for other in template.by[:index] if other.text == name.text), None)
            if first is not None:
                self.report.add("declared-twice", name.span, labels=[(first.span, "first")], name=name.text)
                self.refused.add(template.name.text)
        if template.name.text not in self.refused:
            count = math.prod(len(self.resolved.enumerations[name.text].members) for name in template.by)
            if self.are_too_many(template.name, count, BY_MEMBER_MAX, "by"):
                self.refused.add(template.name.text)

    def check_members_changed(self) -> None:
        """Whether what a variant changes of one member by itself, or a line lets change, is one of its type."""
        for override in self.resolved.overrides:
            if isinstance(override, (NewCadence, NewClause, NewValues)):
                self.check_members(override.edit.target)
            if isinstance(override, NewRequirements):
                edit = override.edit
                self.check_members(nodes.Target((override.base.name,), cell=edit.cell, span=edit.span))
        for target in (opening.target for block in self.resolved.adaptable for opening in block.openings):
            template = self.templates.get(target.path[0].text) if target is not None else None
            if target is None or not target.cell or template is None:
                continue
            if len(target.cell) != len(template.by):
                self.report.add(
                    "keys-do-not-match", target.span, labels=[(template.name.span, "declared")],
                    name=template.name.text, wanted=len(template.by), found=len(target.cell),
                    keys=", ".join(name.text for name in template.by),
                )
            self.check_members(target)

    def check_members(self, target: nodes.Target) -> None:
        """Whether the members of a target are those of the types that its declaration is by."""
        template = self.templates.get(target.path[0].text)
        if template is None or template.name.text in self.refused:
            return
        for name, kind in zip(target.cell, template.by, strict=False):
            known = self.resolved.enumerations[kind.text]
            if all(member.name.text != name.text for member in known.members):
                no_member(self.report, name, known)

    def has_members(self, name: nodes.Name) -> bool:
        """Whether a name is that of a type with members, and no field's as well."""
        types = self.resolved.enumerations
        if name.text not in types:
            places = places_of(types)
            no_such_name(self.report, "no-members", name.span, name.text, types, places=places)
            return False
        for entity in self.resolved.entities.values():
            field = next((field for field in entity.fields if field.name.text == name.text), None)
            if field is not None:
                labels = [(field.name.span, "field")]
                self.report.add("member-or-field", name.span, labels=labels, name=name.text, entity=entity.name.text)
                return False
        return True

    def are_too_many(self, name: nodes.Name, count: int, limit: int, variant: str) -> bool:
        """Whether there are more of something than can be written out; it is reported."""
        if count > limit:
            self.report.add(
                "too-many-in-one", name.span, variant=variant, name=name.text, count=f"{count:_}", limit=f"{limit:_}"
            )
        return count > limit

    def combinations(self, template: ByMember) -> Iterator[tuple[str, ...]]:
        """Members of the types that a declaration is by, in the order of each type."""
        if template.name.text in self.refused:
            return iter(())
        types = (self.resolved.enumerations[name.text] for name in template.by)
        return itertools.product(*([member.name.text for member in kind.members] for kind in types))

    def names(self, name: str) -> tuple[str, ...]:
        """The names under which a declaration is there."""
        template = self.templates.get(name)
        return (name,) if template is None else tuple(of_member(name, m) for m in self.combinations(template))

    def under_names(self, table: Mapping[str, N]) -> Iterator[tuple[str, N]]:
        """A table by name, with what is said of a declaration said of each that it becomes."""
        return ((each, said) for name, said in table.items() for each in self.names(name))

    def all_of(self, table: Mapping[str, N]) -> dict[str, N]:
        """A table of declarations none of which is by member."""
        return {name: self.seen(declared) for name, declared in table.items()}

    def each_of(self, table: Mapping[str, D]) -> dict[str, D]:
        """The same of declarations some of which are."""
        found: dict[str, D] = {}
        for name, declared in table.items():
            if name not in self.templates:
                found[name] = self.seen(declared)
                continue
            for members in self.combinations(declared):
                one = self.of_one(declared, members)
                found[one.name.text] = one
        return found

    def of_one(self, template: D, members: tuple[str, ...]) -> D:
        """What a declaration is for one member of each of its types."""
        meant = {by.text: member for by, member in zip(template.by, members, strict=True)}
        copy = rewritten(attrs.evolve(template, by=()), self.figures_of(members, self.where(meant)))
        name = nodes.Name(of_member(template.name.text, members), span=template.name.span)
        return attrs.evolve(copy, name=name, label=self.label(template, members))

    def figures_of(self, members: tuple[str, ...], change: Change) -> Change:
        """What changes where variants say something of some members by themselves: figures of requirements that are
        theirs alone, and lists that are asked of others."""

        def found(node: object) -> object | None:
            match node:
                case nodes.Tier(requirements=needed) if any(each.only not in ((), members) for each in needed):
                    own = tuple(each for each in needed if each.only in ((), members))
                    return rewritten(attrs.evolve(node, requirements=own), found)
                case nodes.Reading(path=(name,)) if name.text in self.resolved.figures:
                    of_one = title_of_member(name.text, members)
                    if of_one in self.resolved.figures:
                        return attrs.evolve(node, path=(nodes.Name(of_one, span=name.span),))
            return change(node)

        return found

    def override(self, override: Override) -> Override:
        """A change of a variant with the readings it makes, and with what bounds each member of a ladder."""
        if isinstance(override, NewRequirements) and override.base.name.text in self.templates:
            ladder, needed = self.templates[override.base.name.text], override.edit.requirements
            only = tuple(name.text for name in override.edit.cell)
            each = [members for members in self.combinations(ladder) if only in ((), members)]
            of = [(rewritten(needed, self.where(self.meant(ladder, members))), self.bounds(override.bounds, members))
                  for members in each]  # fmt: skip
            return attrs.evolve(override, of_members=tuple(of))
        if isinstance(override, NewValues) and any(each.ladder in self.templates for each in override.figures):
            plain = [each for each in override.figures if each.ladder not in self.templates]
            ladders = dict.fromkeys(each.ladder for each in override.figures if each.ladder in self.templates)
            of_members = [
                bound for name in ladders for members in self.combinations(self.templates[name])
                for bound in self.bounds(tuple(b for b in override.figures if b.ladder == name), members)
            ]  # fmt: skip
            return attrs.evolve(override, figures=(*self.seen(tuple(plain)), *of_members))
        if isinstance(override, NewCell):
            # The heading of a table names a ladder by member as a kind of tier; whose tier, each reading says.
            return attrs.evolve(override, doors=self.seen(override.doors))
        return override if override.base.name.text in self.templates else self.seen(override)

    def meant(self, template: ByMember, members: tuple[str, ...]) -> Members:
        return {by.text: member for by, member in zip(template.by, members, strict=True)}

    def bounds(self, bounds: tuple[FigureBound, ...], members: tuple[str, ...]) -> tuple[FigureBound, ...]:
        """What bounds the numbers of the ladder of one member."""
        found = []
        for bound in bounds_of_member(bounds, members):
            meant = self.meant(self.templates[bound.ladder], members)
            read = rewritten((bound.bounded,), self.where(meant))[0]
            found.append(attrs.evolve(bound, ladder=of_member(bound.ladder, members), bounded=read))
        return tuple(found)

    def label(self, template: ByMember, members: tuple[str, ...]) -> nodes.Label | None:
        """The label of a declaration with that of the member after it, in each language that it is written in."""
        if template.label is None:
            return None
        kinds = (self.resolved.enumerations[by.text].members for by in template.by)
        found = [next(m for m in kind if m.name.text == text) for kind, text in zip(kinds, members, strict=True)]

        def said(text: str, language: str) -> str:
            return f"{text} ({', '.join(_called(member, language) for member in found)})"

        there = tuple((language, said(text, language)) for language, text in template.label.translations)
        return attrs.evolve(template.label, text=said(template.label.text, ""), translations=there)

    def incentives(self) -> Iterator[tuple[str, tuple[nodes.Incentive, tuple[Rules, ...]]]]:
        """Incentives with their rules."""
        for name, (declared, rules) in self.resolved.incentives.items():
            if name not in self.templates:
                yield name, (self.seen(declared), self.versions(rules))
                continue
            for members in self.combinations(declared):
                one = self.of_one(declared, members)
                meant = {by.text: member for by, member in zip(declared.by, members, strict=True)}
                change, own = self.where(meant), self.resolved.member_rules.get(name, {}).get(members, rules)
                yield one.name.text, (one, tuple(attrs.evolve(r, clauses=rewritten(r.clauses, change)) for r in own))

    def versions(self, rules: tuple[Rules, ...]) -> tuple[Rules, ...]:
        return tuple(attrs.evolve(version, clauses=self.seen(version.clauses)) for version in rules)

    # -------------------------------------------------------------------------------------------- readings

    def seen(self, node: N) -> N:
        """What is by no member, with every reading of what is."""
        return remade(node, self.where({}), self.made)

    def where(self, meant: Members) -> Change:
        """What changes where each type stands for a member."""
        return lambda node: self.change(node, meant)

    def change(self, node: object, meant: Members) -> object | None:
        """What stands in the place of a node where `meant` says which member each type is; None for itself."""
        match node:
            case nodes.Reading(path=(name,), window=None, day=None) if name.text in meant:
                return nodes.TheMember(name.text, meant[name.text], span=node.span)
            case nodes.Reading(path=(name,)) if name.text in self.templates and not self.is_field(name.text):
                return self.no_member(node, self.templates[name.text])
            case nodes.Call() if node.name.text in self.templates:
                return self.reading(node, self.templates[node.name.text], meant)
            case nodes.Call() if self.is_grouped(node.name.text):
                reading = nodes.Reading((node.name,), node.window, node.day, span=node.span)
                return nodes.OfGroup(reading, rewritten(node.arguments, self.where(meant)), span=node.span)
            case nodes.OverEvery():
                return self.over_every(node, meant)
            case nodes.Stack():
                return self.stack(node)
            case nodes.Together() if any(name.text in self.templates for name in node.items):
                items = [nodes.Name(name, span=item.span) for item in node.items for name in self.names(item.text)]
                return attrs.evolve(node, items=tuple(items))
        return None

    def is_grouped(self, name: str) -> bool:
        """Whether a name is that of a measure of the program with a figure for each group."""
        measure = self.resolved.measures.get(name)
        return measure is not None and measure.of_program and bool(measure.by)

    def stack(self, node: nodes.Stack) -> nodes.Stack | None:
        """A list in which each incentive that is by member is all of its members', in its place."""
        if not any(name.text in self.templates for name in named(node)):
            return None
        items = tuple(each for item in node.items for each in self.listed(node.kind, item))
        self.are_too_many(next(named(node)), len(items), LISTED_MAX, "list")
        return attrs.evolve(node, items=items)

    def listed(self, kind: str, item: Item) -> tuple[Item, ...]:
        """What an item of a list becomes. Where the order of a list decides, that of the members does not."""
        if isinstance(item, nodes.Stack):
            return (self.seen(item),)
        each = tuple(nodes.Name(name, span=next(named(item)).span) for name in self.names(next(named(item)).text))
        condition = self.seen(item.condition) if isinstance(item, nodes.StackItem) else None
        found: tuple[Item, ...] = each
        if isinstance(item, nodes.StackItem):
            found = tuple(attrs.evolve(item, name=name, condition=condition) for name in each)
        if kind in ("all", "best", "less") or len(found) < 2:
            return found
        return (nodes.Stack("all", found, span=item.span),)

    def is_field(self, name: str) -> bool:
        return any(field.name.text == name for entity in self.resolved.entities.values() for field in entity.fields)

    def reading(self, node: nodes.Call, template: ByMember, meant: Members) -> nodes.Expression:
        """What is read where members are named; a day is the reading's own."""
        if template.name.text in self.refused:
            return nodes.Reported(span=node.span)
        if len(node.arguments) != len(template.by):
            return self.no_member(node, template)
        members = []
        for argument, by in zip(node.arguments, template.by, strict=True):
            known = [member.name.text for member in self.resolved.enumerations[by.text].members]
            match argument:
                case nodes.Reading(path=(name,), window=None, day=None) if name.text in known:
                    members.append(name.text)
                case nodes.Reading(path=(name,), window=None, day=None) if name.text == by.text and by.text in meant:
                    members.append(meant[by.text])
                case _:
                    return self.no_member(argument, template)
        name = nodes.Name(of_member(template.name.text, tuple(members)), span=node.span)
        return nodes.Reading((name,), node.window, node.day, span=node.span)

    def no_member(self, node: nodes.Expression, template: ByMember) -> nodes.Expression:
        """A finding about a reading of what is by member without one."""
        if template.name.text not in self.refused:
            first = next(self.combinations(template))
            self.report.add(
                "which-member", node.span, labels=[(template.name.span, "declared")], name=template.name.text,
                by=", ".join(by.text for by in template.by), one=of_member(template.name.text, first),
                text=node.span.text,
            )  # fmt: skip
        return nodes.Reported(span=node.span)

    def over_every(self, node: nodes.OverEvery, meant: Members) -> nodes.Expression:
        """One value for each member, put together as is said."""
        if not self.has_members(node.type):
            return nodes.Reported(span=node.span)
        members = self.resolved.enumerations[node.type.text].members
        if self.are_too_many(node.type, len(members), OVER_EVERY_MAX, "members"):
            return nodes.Reported(span=node.span)
        items, tests = [], []
        for member in members:
            change = self.where({**meant, node.type.text: member.name.text})
            items.append(rewritten(node.value, change))
            tests += [] if node.where is None else [rewritten(node.where, change)]
        if tests or node.function == "median":
            return nodes.OverMembers(node.function, tuple(items), tuple(tests), node.type, span=node.span)
        which = OPERATORS.get(node.function)
        if which is not None and len(items) > 1:
            return nodes.Extreme(which, tuple(items), span=node.span, every=node.type.text)
        found = items[0]
        for item in items[1:]:
            found = nodes.Arithmetic("+", found, item, span=node.span)
        if node.function == "average":
            divisor = nodes.Number(len(items), 0, span=node.span)
            return nodes.Arithmetic("/", found, divisor, span=node.span, every=node.type.text)
        return attrs.evolve(found, every=node.type.text) if isinstance(found, nodes.Arithmetic) and items[1:] else found


def _called(member: nodes.Member, language: str) -> str:
    """The label of a member in a language, its name where it has none."""
    if member.label is None:
        return member.name.text
    return dict(member.label.translations).get(language, member.label.text)


def _by_one_name(ladder: nodes.Tiers) -> nodes.Tiers:
    """A ladder whose earlier versions go by its own name, with the member, too."""

    def renamed(version: nodes.Tiers) -> nodes.Tiers:
        if version.name.text == ladder.name.text:
            return version
        return attrs.evolve(version, name=ladder.name, label=ladder.label, by=())

    return in_every_version(ladder, renamed)
