"""Types of expressions. The checker is total: where something does not fit it reports once and answers None, which
every caller absorbs. Words of the findings are in the catalogue; the arithmetic of types in `types`.

What few programs say is imported when a program says it: a check of a small program is mostly imports."""
from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.diagnostics.phrase import phrase
from rulelang.names.resolved import Resolved, Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.aggregates import check_aggregate, check_records_have
from rulelang.typecheck.arithmetic import check_arithmetic, check_rounded
from rulelang.typecheck.bound import BoundReader, no_project
from rulelang.typecheck.choices import check_choice
from rulelang.typecheck.comparisons import check_between, check_comparison, check_one_of
from rulelang.typecheck.currencies import check_converted
from rulelang.typecheck.definitions import type_of_definition
from rulelang.typecheck.depth import DEPTH_MAX, Depth
from rulelang.typecheck.facts import Fact, Facts, Scope, Worth
from rulelang.typecheck.members_meant import check_members
from rulelang.typecheck.names import check_reading
from rulelang.typecheck.one_line import check_list
from rulelang.typecheck.percents import check_percent_of
from rulelang.typecheck.period_values import check_written
from rulelang.typecheck.records_measured import whose_is
from rulelang.typecheck.regions import check_in_region
from rulelang.typecheck.said_inside import beside_sign
from rulelang.typecheck.sides import passes_on
from rulelang.typecheck.spans_of_time import check_duration
from rulelang.typecheck.values_joined import says_values_joined
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.key_edits import Stretch


@attrs.define(eq=False, repr=False)
class Checker:
    """The state of one check: findings so far, facts so far, and what is declared. Much of it becomes `Checked`, which
    says what it is.

    `path` are the definitions being checked, each with what reads it, `dated` whether those looked at so far differ
    from period to period. `cells_above` are the cells of parameters with keys before variants edit single ones. `calls`
    is the path of functions being checked, `expansions` the calls worked out so far. Without `limits` only kinds
    matter, not how large a number can become. `holding` are the first and the last day of the version of a scorecard
    that is being looked at.
    """

    resolved: Resolved
    subject: str
    report: Report = attrs.field(factory=Report)
    facts: Facts = attrs.field(factory=Facts)
    fields: dict[tuple[str, str], core.Type | None] = attrs.field(factory=dict)
    parameters: dict[str, core.Type | None] = attrs.field(factory=dict)
    keyed: dict[str, core.KeyedParameter | None] = attrs.field(factory=dict)
    bound: BoundReader = no_project
    cells_above: dict[str, list[Stretch]] = attrs.field(factory=dict)
    unchosen: list[core.Unchosen] = attrs.field(factory=list)
    chosen: list[core.Chosen] = attrs.field(factory=list)
    definitions: dict[str, core.Type | None] = attrs.field(factory=dict)
    borrowed: set[tuple[str, str]] = attrs.field(factory=set)
    path: list[tuple[str, nodes.Reading | None]] = attrs.field(factory=list)
    dated: dict[tuple[str, bool], bool] = attrs.field(factory=dict)
    functions: dict[str, core.Type | None] = attrs.field(factory=dict)
    calls: list[tuple[str, nodes.Call | None]] = attrs.field(factory=list)
    expansions: int = 0
    depth: Depth = attrs.field(factory=Depth)
    limits: bool = True
    parts: dict[str, Worth] = attrs.field(factory=dict)
    worked_out: dict[int, nodes.Expression] = attrs.field(factory=dict)
    rules: dict[str, tuple[Rules, ...]] = attrs.field(factory=dict)
    memory: dict[str, str] = attrs.field(factory=dict)
    growths: list[nodes.Growth] = attrs.field(factory=list)
    whose: dict[int, str] = attrs.field(factory=dict)
    holding: tuple[datetime.date | None, datetime.date | None] = (None, None)

    # -------------------------------------------------------------------------------------------- definitions

    def definition_type(self, name: str, reader: nodes.Reading | None = None) -> core.Type | None:
        """The type of a measure, eligibility, scorecard or part of one, checked on first use; a cycle is reported with
        its path."""
        if name in self.definitions:
            self.depth.reach(self.depth.heights.get(name, 0))
            return self.definitions[name]
        if any(n == name for n, _ in self.path):
            return self._read_inside_itself(name, reader)
        self.path.append((name, reader))
        above = self.depth.enter()
        kind = type_of_definition(self, name)
        self.depth.leave(above, name, known=kind is not None)
        self.path.pop()
        self.definitions[name] = kind
        return kind

    def _read_inside_itself(self, name: str, reader: nodes.Reading | None) -> core.Type | None:
        """What is read of a definition that is being checked: what it remembers of an earlier period; else a cycle,
        which its reader reports."""
        if reader is None:
            return None
        names = [n for n, _ in self.path]
        if names[-1] == name and not self._is_of_records(name):
            from rulelang.typecheck.memory import remembered

            if (kind := remembered(self, name, reader)) is not None:
                return kind
        cycle = [*names[names.index(name) :], name]
        path = "" if names[-1] == name else " -> ".join(f"`{n}`" for n in cycle)
        steps = [(each.span, "step") for _, each in self.path[names.index(name) + 1 :] if each is not None]
        self.report.add(
            "reads-itself", reader.span, labels=steps, name=name, path=path, variant="" if path else "alone"
        )
        return None

    def _is_of_records(self, name: str) -> bool:
        measure = self.resolved.measures.get(name)
        return measure is not None and bool(whose_is(self, measure))

    def not_yet(self, item: nodes.NotYet) -> None:
        """Reports a construct that this version reads and does not run."""
        self.report.add("not-yet", item.span, construct=phrase(item.construct))

    # -------------------------------------------------------------------------------------------- expressions

    def check(self, node: nodes.Expression, scope: Scope) -> core.Type | None:
        """The type of an expression, or None after a finding about it."""
        if scope.read_as is not None and not passes_on(node):
            scope = attrs.evolve(scope, read_as=None)
        self.depth.now += 1
        kind = None if self.depth.is_full() else self._check(node, scope)
        self.depth.now -= 1
        if self.depth.is_passed():
            self.report.add("too-deep-together", node.span, limit=DEPTH_MAX, text=node.span.text)
            return None
        if kind is None:
            return None
        if self.limits and types.is_numeric(kind) and not types.fits(kind):
            self.report.add("beyond-38-digits", node.span, text=node.span.text)
            return None
        if self.facts.known(node) is None:
            self.facts.put(node, Fact(kind))
        return kind

    def check_truth(self, node: nodes.Expression, scope: Scope) -> core.Truth | None:
        """The same of an expression that is a condition: anything but yes or no is a finding."""
        kind = self.check(node, scope)
        if kind is None:
            return None
        if not isinstance(kind, core.Truth):
            self.report.add(
                "not-a-condition", node.span, found=kind_words(kind), text=node.span.text, inside=beside_sign(node)
            )
            return None
        return kind

    def _check(self, node: nodes.Expression, scope: Scope) -> core.Type | None:
        match node:
            case nodes.NotYet():
                self.not_yet(node)
                return None
            case nodes.AsGlobal() | nodes.ChooseBetween() | nodes.Reported() | nodes.OverEvery():
                return None  # reported already: as part of a timeline, or where members are written out
            case nodes.Reading():
                return check_reading(self, node, scope)
            case nodes.Call():
                from rulelang.typecheck.calls import check_call

                return check_call(self, node, scope)
            case nodes.Aggregate() | nodes.RecordsHave() | nodes.ShareOf():
                return self._of_records(node, scope)
            case nodes.Among():
                from rulelang.typecheck.cohorts import check_among

                return check_among(self, node, scope)
            case nodes.Growth() | nodes.InWindow() | nodes.OverPeriods() | nodes.OnAnyDay():
                return self._over_time(node, scope)
            case nodes.Arithmetic():
                return check_arithmetic(self, node.operator, node.left, node.right, node, scope)
            case nodes.PercentOf():
                fits = check_percent_of(self, node, scope)
                return check_arithmetic(self, "*", node.percent, node.value, node, scope) if fits else None
            case nodes.Comparison() | nodes.Between() | nodes.OneOf() | nodes.Logic() | nodes.IsKnown():
                return self._condition(node, scope)
            case nodes.InRegion():
                return check_in_region(self, node, scope)
            case nodes.OrElse() | nodes.Extreme() | nodes.Cases():
                return check_choice(self, node, scope)
            case nodes.Rounded():
                return check_rounded(self, node, scope)
            case nodes.Converted():
                return check_converted(self, node, scope)
            case (nodes.Excepted() | nodes.PartOf() | nodes.Told() | nodes.Within() | nodes.MemberOf()
                  | nodes.TheMember() | nodes.OfGroup() | nodes.OfVersions()
                  | nodes.OverMembers()):
                return self._derived(node, scope)
            case nodes.PeriodStart() | nodes.PeriodEnd() | nodes.Ago() | nodes.WholeBetween() | nodes.Counted():
                return self._of_time(node, scope)
            case _:
                return check_members(self, node) if isinstance(node, nodes.Members) else check_written(self, node)

    def _of_records(
        self, node: nodes.Aggregate | nodes.RecordsHave | nodes.ShareOf, scope: Scope
    ) -> core.Type | None:
        match node:
            case nodes.Aggregate():
                return check_aggregate(self, node, scope)
            case nodes.RecordsHave():
                return check_records_have(self, node, scope)
            case nodes.ShareOf():
                from rulelang.typecheck.shares import check_share

                return check_share(self, node, scope)

    def _of_time(
        self, node: nodes.PeriodStart | nodes.PeriodEnd | nodes.Ago | nodes.WholeBetween | nodes.Counted, scope: Scope
    ) -> core.Type | None:
        match node:
            case nodes.Counted():
                from rulelang.typecheck.counted import check_counted

                return check_counted(self, node, scope)
            case nodes.WholeBetween():
                from rulelang.typecheck.whole_between import check_whole_between

                return check_whole_between(self, node, scope)
            case nodes.Ago():
                return core.Day() if check_duration(self, node.duration) else None
            case _:
                return core.Day()

    def _member(self, node: nodes.TheMember) -> core.Type:
        """The member that the name of a type stands for."""
        declared = self.resolved.enumerations[node.type]
        kind = core.Choice(node.type, tuple(m.name.text for m in declared.members), declared.ordered)
        self.facts.put(node, Fact(kind, "member", node.member))
        return kind

    def _over_time(
        self, node: nodes.Growth | nodes.InWindow | nodes.OverPeriods | nodes.OnAnyDay, scope: Scope
    ) -> core.Type | None:
        match node:
            case nodes.Growth():
                from rulelang.typecheck.growth import check_growth

                return check_growth(self, node, scope)
            case nodes.InWindow():
                from rulelang.typecheck.growth import check_in_window

                return check_in_window(self, node, scope)
            case nodes.OverPeriods():
                from rulelang.typecheck.over_time import check_over_periods

                return check_over_periods(self, node, scope)
            case nodes.OnAnyDay():
                from rulelang.typecheck.over_time import check_on_any_day

                return check_on_any_day(self, node, scope)

    def _derived(
        self, node: nodes.Excepted | nodes.PartOf | nodes.Told | nodes.Within | nodes.MemberOf | nodes.TheMember
        | nodes.OfGroup | nodes.OfVersions | nodes.OverMembers, scope: Scope,
    ) -> core.Type | None:
        """A value that a declaration was taken apart into; what is known to be within limits is so typed."""
        match node:
            case nodes.Excepted():
                from rulelang.typecheck.exceptions import check_excepted

                return check_excepted(self, node, scope)
            case nodes.PartOf(name=name):
                return self.definition_type(name)
            case nodes.Told(value=value):
                return self.check(value, scope)
            case nodes.Within(value=value, high=high):
                return types.within(self.check(value, scope), high)
            case nodes.MemberOf(owner=owner):
                from rulelang.typecheck.scorecards import designation_type

                return designation_type(self.resolved, owner)
            case nodes.TheMember():
                return self._member(node)
            case nodes.OfGroup():
                from rulelang.typecheck.group_readings import check_group_reading

                return check_group_reading(self, node, scope)
            case nodes.OfVersions():
                from rulelang.typecheck.definition_versions import check_versions

                return check_versions(self, node, scope)
            case nodes.OverMembers():
                from rulelang.typecheck.over_members import check_over_members

                return check_over_members(self, node, scope)

    def _condition(
        self, node: nodes.Comparison | nodes.Between | nodes.OneOf | nodes.Logic | nodes.IsKnown, scope: Scope
    ) -> core.Type | None:
        match node:
            case nodes.Comparison():
                return check_comparison(self, node, scope)
            case nodes.Between():
                return check_between(self, node, scope)
            case nodes.OneOf():
                return check_one_of(self, node, scope)
            case nodes.Logic() if says_values_joined(self, node, scope):
                return None
            case nodes.Logic():
                one_by_one = [self.check_truth(item, scope) for item in node.items] if node.bare else None
                kinds = one_by_one or check_list(self, node.items, scope)
                return None if None in kinds else core.Truth()
            case nodes.IsKnown():
                return core.Truth() if self.check(node.value, scope) is not None else None
