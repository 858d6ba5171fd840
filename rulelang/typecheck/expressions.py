"""Types of expressions. The checker is total: where something does not fit it reports once and answers None, which
every caller absorbs. Words of the findings are in the catalogue; the arithmetic of types in `types`.

What few programs say is imported when a program says it: a check of a small program is mostly imports."""
from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

import attrs

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Report
from rulelang.diagnostics.phrase import phrase
from rulelang.names.resolved import Resolved, Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.aggregates import check_aggregate, check_records_have
from rulelang.typecheck.apart import are_apart
from rulelang.typecheck.bound import BoundReader, no_project
from rulelang.typecheck.comparisons import check_between, check_comparison, check_one_of
from rulelang.typecheck.constants import constant_values
from rulelang.typecheck.currencies import are_mixed, check_converted, report_mixed
from rulelang.typecheck.declared import declared_type
from rulelang.typecheck.depth import DEPTH_MAX, Depth
from rulelang.typecheck.facts import Fact, Facts, Scope, Worth
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.kinds import stays_inside
from rulelang.typecheck.links import relation_at
from rulelang.typecheck.members_meant import check_members, name_members
from rulelang.typecheck.names import check_reading
from rulelang.typecheck.one_line import check_list
from rulelang.typecheck.parts import computed, parts_of
from rulelang.typecheck.percents import check_percent_of
from rulelang.typecheck.period_values import check_written
from rulelang.typecheck.records_measured import scope_of, whose_is
from rulelang.typecheck.regions import check_in_region, opened
from rulelang.typecheck.sides import Sides, passes_on, read_by
from rulelang.typecheck.spans_of_time import check_duration
from rulelang.typecheck.values_joined import says_values_joined
from rulelang.typecheck.witnesses import example_for, exclude, uncovered, who_meets
from rulelang.typecheck.words import kind_words

if TYPE_CHECKING:
    from rulelang.typecheck.key_edits import Stretch

OPERATORS = {"+": types.added, "*": types.multiplied}


@attrs.define(eq=False, repr=False)
class Checker:
    """The state of one check: findings so far, facts so far, and what is declared.

    `calls` is the path of functions being checked, `expansions` the calls worked out so far. Without `limits` only
    kinds matter, not how large a number can become. `holding` are the first and the last day of the version of a
    scorecard that is being looked at.
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
    dated: dict[str, bool] = attrs.field(factory=dict)
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
        names = [n for n, _ in self.path]
        if name in names:
            own = reader is not None and names[-1] == name and not self._is_of_records(name)
            if own and reader is not None:
                from rulelang.typecheck.memory import remembered

                if (kind := remembered(self, name, reader)) is not None:
                    return kind
            if reader is not None:
                cycle = [*names[names.index(name) :], name]
                path = "" if names[-1] == name else " -> ".join(f"`{n}`" for n in cycle)
                steps = [(each.span, "step") for _, each in self.path[names.index(name) + 1 :] if each is not None]
                self.report.add(
                    "reads-itself", reader.span, labels=steps, name=name, path=path, variant="" if path else "alone"
                )
            return None
        self.path.append((name, reader))
        above = self.depth.enter()
        kind = self._definition_type(name)
        self.depth.leave(above, name, known=kind is not None)
        self.path.pop()
        self.definitions[name] = kind
        return kind

    def _is_of_records(self, name: str) -> bool:
        measure = self.resolved.measures.get(name)
        return measure is not None and bool(whose_is(self, measure))

    def _definition_type(self, name: str) -> core.Type | None:
        measure = self.resolved.measures.get(name)
        if name in self.resolved.scorecards:
            from rulelang.typecheck.scorecards import check_scorecard

            return check_scorecard(self, self.resolved.scorecards[name])
        if name in self.resolved.benefits:
            from rulelang.typecheck.benefits import check_benefit

            return check_benefit(self, self.resolved.benefits[name])
        if name in self.parts:
            return self.check(self.parts[name].value, Scope("scorecard", name))
        if measure is None:
            eligibility = self.resolved.eligibilities[name]
            return self.check_truth(eligibility.condition, Scope("eligibility", name))
        for item in measure.not_yet:
            self.not_yet(item)
        declared = declared_type(self, measure.type, None)
        if measure.of_program:
            from rulelang.typecheck.program_measures import check_program_measure

            if not check_program_measure(self, measure):
                return None
        scope = scope_of(self, measure)
        if scope is None or not name_members(self, measure.value, declared, scope):
            return None
        kind = self.check(measure.value, attrs.evolve(scope, read_as=partial(read_by, declared)))
        if kind is None or declared is None:
            return None
        found = self.as_declared(measure, declared, kind)
        if found is None or name not in self.memory:
            return found
        from rulelang.typecheck.memory import check_memory

        return check_memory(self, measure, found)

    def as_declared(
        self, measure: nodes.Measure | nodes.Function, declared: core.Type, kind: core.Type
    ) -> core.Type | None:
        """The type of what is computed, as it is declared; None after a finding."""
        found = self.read_as(declared, kind)
        if found is not None:
            span = measure.value.span
            inside = stays_inside(self, measure.type, declared, found, measure.name.text, span)
            return found if inside else None
        self.report.add(
            "measure-is-another-kind", measure.value.span, labels=[(measure.type.span, "declared")],
            name=measure.name.text, declared=kind_words(declared), found=kind_words(kind),
        )
        return None

    def read_as(self, declared: core.Type, kind: core.Type) -> core.Type | None:
        """What is computed, read as it is declared; None where it is of another kind."""
        if types.is_numeric(declared) and types.is_numeric(kind):
            same = kind.kind == declared.kind and kind.currency == declared.currency
            if same or (kind.kind == "share" and declared.kind in ("percent", "number")):
                return types.read_as(declared.kind, kind)
            if kind.kind == "count" and declared.kind == "number":
                return types.read_as("number", kind)
        elif type(kind) is type(declared) and getattr(kind, "enumeration", "") == getattr(declared, "enumeration", ""):
            return kind
        return None

    def is_dated(self, name: str) -> bool:
        """Whether a definition reads anything that differs from period to period."""
        if name not in self.dated:
            self.dated[name] = False
            declared = self.resolved.read_by_name(name)
            whose = "" if declared is None else whose_is(self, declared)
            self.dated[name] = declared is not None and self.reads_dated(computed(declared), whose)
        return self.dated[name]

    def reads_dated(self, node: object, whose: str = "") -> bool:
        """Whether an expression, of a subject or of a record of `whose`, reads anything that differs from period to
        period."""
        match node:
            case nodes.Aggregate(source=source) if is_of_hierarchy(self.resolved.entities.get(self.subject), source):
                return any(self.reads_dated(part, whose) for part in (node.value, node.where))
            case nodes.Aggregate(source=of, valid_at=None) | nodes.RecordsHave(source=of, valid_at=None) if (
                self._has_dates(of, whose)
            ):
                return True
            case nodes.PeriodStart() | nodes.PeriodEnd() | nodes.Ago():
                return True
            case nodes.OfVersions():
                return True
            case nodes.Scorecard(before=before) | nodes.Benefit(before=before) if before is not None:
                return True
            case nodes.Call(name=name) if name.text in self.resolved.keyed:
                return True
            case nodes.Reading(path=(name,)) if name.text in self.memory:
                return True
            case nodes.Reading(path=(name,)):
                if self.resolved.read_by_name(name.text) is not None:
                    return self.is_dated(name.text)
                return name.text in self.resolved.parameters or name.text in self.resolved.ladders
        return any(self.reads_dated(part, whose) for part in parts_of(node))

    def _has_dates(self, source: tuple[nodes.Name, ...], whose: str) -> bool:
        """Whether records are dated, so that those of a period are meant; others are all meant, whenever they are
        read. What is not there has a finding of its own."""
        found, _ = relation_at(self.resolved.entities, whose or self.subject, source)
        return found is None or self.resolved.entities[found].dated_by is not None

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
            self.report.add("not-a-condition", node.span, found=kind_words(kind), text=node.span.text)
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
                return self._arithmetic(node.operator, node.left, node.right, node, scope)
            case nodes.PercentOf():
                fits = check_percent_of(self, node, scope)
                return self._arithmetic("*", node.percent, node.value, node, scope) if fits else None
            case nodes.Comparison() | nodes.Between() | nodes.OneOf() | nodes.Logic() | nodes.IsKnown():
                return self._condition(node, scope)
            case nodes.InRegion():
                return check_in_region(self, node, scope)
            case nodes.OrElse() | nodes.Extreme() | nodes.Cases():
                return self._choice(node, scope)
            case nodes.Rounded():
                return self._rounded(node, scope)
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

    def _choice(self, node: nodes.OrElse | nodes.Extreme | nodes.Cases, scope: Scope) -> core.Type | None:
        match node:
            case nodes.OrElse():
                return self._one_of((node.value, node.fallback), node, scope)
            case nodes.Extreme():
                kind = self._one_of(node.items, node, scope)
                items = [fact.type for item in node.items if (fact := self.facts.known(item)) is not None]
                return types.extreme_of(node.which, items, kind) if isinstance(kind, core.Quantity) else kind
            case nodes.Cases():
                truths = [self.check_truth(condition, scope) for condition, _ in node.branches]
                last = () if node.otherwise is None else (node.otherwise,)
                kind = self._one_of((*(v for _, v in node.branches), *last), node, scope)
                fine = None not in truths and self._are_apart(node) and self._are_covered(node)
                return kind if fine else None

    def _are_apart(self, node: nodes.Cases) -> bool:
        """Cases have no order: two that may both hold with different values are refused."""
        for index, (condition, value) in enumerate(node.branches):
            for earlier, other in node.branches[:index]:
                both = opened(self, earlier), opened(self, condition)
                if value != other and not are_apart(*both, lambda a, b: exclude(self, a, b)):
                    example = who_meets(self, both)
                    self.report.add(
                        "cases-overlap", condition.span, labels=[(earlier.span, "earlier")], text=condition.span.text,
                        earlier=earlier.span.text, values=example or "", variant="example" if example else "",
                    )
                    return False
        return True

    def _are_covered(self, node: nodes.Cases) -> bool:
        """Cases without an `otherwise` leave nobody out."""
        if node.otherwise is not None:
            return True
        left = uncovered(self, (opened(self, condition) for condition, _ in node.branches))
        if left.nothing:
            return True
        example = example_for(self, left.tests) if left.tests else None
        self.report.add(
            "cases-not-covered", node.span, labels=[(condition.span, "case") for condition, _ in node.branches],
            values=example or "", variant="example" if example else "",
        )
        return False

    def _arithmetic(
        self, operator: str, first: nodes.Expression, second: nodes.Expression, node: nodes.Expression, scope: Scope
    ) -> core.Type | None:
        sides = Sides(self, (first, second), scope, factors=operator == "*")
        left, right = self._number(sides, 0), self._number(sides, 1)
        if left is None or right is None:
            return None
        if operator == "/":
            found = types.divided(left, right, constant_values(self, second))
        elif operator == "-":
            found = types.added(left, right, subtract=True)
        else:
            found = OPERATORS[operator](left, right)
        if isinstance(found, types.Clash) and are_mixed(left, right):
            report_mixed(self, node.span, (left, first.span), (right, second.span))
            return None
        if isinstance(found, types.Clash):
            self.report.add(
                found.finding, node.span, labels=[(first.span, "left"), (second.span, "right")], operator=operator,
                left=kind_words(left), right=kind_words(right), left_text=first.span.text, right_text=second.span.text,
                variant={"+": "add", "-": "subtract"}.get(operator, ""),
            )
            return None
        return found

    def _number(self, sides: Sides, at: int) -> types.Numeric | None:
        kind, node = sides.check(at), sides.items[at]
        if kind is None or types.is_numeric(kind):
            return kind
        self.report.add("no-arithmetic", node.span, found=kind_words(kind), text=node.span.text)
        return None

    def _one_of(self, items: tuple[nodes.Expression, ...], node: nodes.Expression, scope: Scope) -> core.Type | None:
        sides = Sides(self, items, scope)
        kinds = [kind for at in range(len(items)) if (kind := sides.check(at)) is not None]
        if len(kinds) < len(items):
            return None
        if isinstance(node, nodes.Extreme):
            from rulelang.typecheck.counted import are_of_dates, check_extreme_of_dates

            if are_of_dates(node, kinds):
                return check_extreme_of_dates(self, node, kinds)
        numbers = [kind for kind in kinds if types.is_numeric(kind)]
        if len(numbers) == len(kinds):
            found = types.one_of(numbers)
            if not isinstance(found, types.Clash):
                return found
        elif all(k == kinds[0] for k in kinds) and not isinstance(node, nodes.Extreme):
            return kinds[0]
        at = next((n for n, k in enumerate(kinds) if k != kinds[0]), 0)
        other = kinds[at]
        if are_mixed(kinds[0], other):
            report_mixed(self, node.span, (kinds[0], items[0].span), (other, items[at].span))
            return None
        self.report.add(
            "values-of-two-kinds", node.span, first=kind_words(kinds[0]), second=kind_words(other),
            first_text=items[0].span.text, second_text=items[at].span.text,
        )
        return None

    def _rounded(self, node: nodes.Rounded, scope: Scope) -> core.Type | None:
        kind = self._number(Sides(self, (node.value,), scope), 0)
        if kind is None:
            return None
        if kind.kind == "share" and node.places is not None:
            told = scope.read_as() if scope.read_as is not None else ""
            if not told:
                self._report_unsaid(node, told)
                return None
            kind = types.read_as(told, kind)
        denominator = rounding_denominator(kind, node.places)
        if denominator is None:
            self.report.add("cents-need-money", node.span, found=kind_words(kind), text=node.value.span.text)
            return None
        return types.rounded(kind, denominator)

    def _report_unsaid(self, node: nodes.Rounded, told: str | None) -> None:
        """To 2 decimals is to 0.01 or to 0.01%; None says that what would tell has a finding of its own."""
        if told is None or node.places is None:
            return
        step = f"0.{1:0{node.places}}" if node.places else "1"
        self.report.add("rounded-as-what", node.span, text=node.value.span.text, step=step)


def rounding_denominator(kind: types.Numeric, places: int | None) -> int | None:
    """Units after rounding: the currency's minor unit for `to cents`; a percent's places count after its sign."""
    if places is None:
        has_cents = kind.kind == "money" and kind.currency and not core.in_own_currency(kind)
        return types.minor_units(kind.currency) if has_cents else None
    units: int = 10 ** (places + (2 if kind.kind == "percent" else 0))
    return units
