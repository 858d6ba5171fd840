"""Expressions to core nodes, by the facts that checking left beside them."""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.core.lower_across import lower_among
from rulelang.core.lower_currencies import lower_converted
from rulelang.core.lower_groups import lower_of_group, read_of_group
from rulelang.core.lower_growth import lower_growth
from rulelang.core.lower_hierarchy import lower_rollup
from rulelang.core.lower_members import every, lower_over_members
from rulelang.core.lower_over_time import lower_in_window, lower_over_time, within_window
from rulelang.core.lower_records import moved, own_window, per_record
from rulelang.core.lower_versions import lower_versions
from rulelang.names.ladder_versions import tier_names
from rulelang.source import Span
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.aggregates import BY_DATE, COUNTED
from rulelang.typecheck.constants import literal_value
from rulelang.typecheck.facts import Checked, Fact
from rulelang.typecheck.first_days import first_day
from rulelang.typecheck.hierarchy import is_of_hierarchy
from rulelang.typecheck.links import is_optional, relation_at
from rulelang.typecheck.period_values import written_period

OPERATORS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
COMPARISONS = {
    ">=": "at_least", "on_or_after": "at_least", "<=": "at_most", "on_or_before": "at_most", ">": "more",
    "after": "more", "<": "less", "before": "less", "is": "equal", "is_not": "unequal",
}


@attrs.define
class Lowering:
    """`owner` is the definition being lowered: it names where a division or a total stands; `by` are the fields that
    tell the groups it is of, `groups` those of them that are one written group."""

    checked: Checked
    owner: str = ""
    by: tuple[nodes.Name, ...] = ()
    groups: Mapping[str, core.Literal] = attrs.field(factory=dict)
    given: dict[int, core.Expression] = attrs.field(factory=dict)
    told: dict[int, core.Expression] = attrs.field(factory=dict)
    conditions: dict[tuple[str, datetime.date], core.Expression] = attrs.field(factory=dict)
    """When each incentive pays, by its name and the first day of a version that says so."""

    def window(self, window: nodes.Window | None) -> core.Window | None:
        """The window as engines know it: a year to date counts in years."""
        if window is None:
            return None
        ending = window.ending
        return core.Window(
            window.kind, window.count, window.unit or "year", ending.count if ending else 0,
            ending.unit if ending else "",
        )

    def fact(self, node: object) -> Fact:
        """What the checker found out about a node."""
        return self.checked.facts.of(node)

    def lower(self, node: nodes.Expression, step: str = "") -> core.Expression:
        """The core of an expression; `step` is how an explanation presents it."""
        lowered = self._lower(node)
        return attrs.evolve(lowered, step=step) if step else lowered

    def _lower(self, node: nodes.Expression) -> core.Expression:
        match node:
            case nodes.Reading():
                return self._reading(node)
            case nodes.Call():
                return self._call(node)
            case nodes.Aggregate():
                return self._aggregate(node)
            case nodes.RecordsHave() | nodes.ShareOf():
                return self._records_have(node) if isinstance(node, nodes.RecordsHave) else self._share_of(node)
            case nodes.Among():
                return lower_among(self, node)
            case nodes.Growth() | nodes.InWindow() | nodes.OverPeriods() | nodes.OnAnyDay():
                return self._over_time(node)
            case nodes.Arithmetic():
                told = every(self, "total" if node.operator == "+" else "average", node.every)
                return attrs.evolve(self._arithmetic(node.operator, node.left, node.right, node), told=told)
            case nodes.PercentOf():
                return self._arithmetic("*", node.percent, node.value, node)
            case nodes.Comparison() | nodes.Between() | nodes.OneOf() | nodes.Logic() | nodes.IsKnown():
                return self._condition(node)
            case nodes.OrElse():
                return core.OrElse(self.lower(node.value), self.lower(node.fallback), self.fact(node).type, node.span)
            case nodes.Extreme():
                return self._extreme(node)
            case nodes.Cases():
                return self._cases(node)
            case nodes.Rounded():
                return core.Round(self.lower(node.value), node.mode, self.fact(node).type, node.span)
            case nodes.Converted():
                return lower_converted(self, node)
            case (nodes.Excepted() | nodes.InRegion() | nodes.PartOf() | nodes.Told() | nodes.Within()
                  | nodes.MemberOf() | nodes.TheMember() | nodes.OfGroup() | nodes.OfVersions()
                  | nodes.OverMembers()):
                return self._derived(node)
            case nodes.PeriodStart() | nodes.PeriodEnd() | nodes.Ago() | nodes.WholeBetween() | nodes.Counted():
                return self._of_time(node)
            case nodes.NotYet() | nodes.AsGlobal() | nodes.ChooseBetween() | nodes.OverEvery() | nodes.Reported():
                raise AssertionError("the checker lets nothing through that is not yet run")
            case _:
                kind, day = self.fact(node).type, self.checked.worked_out.get(id(node))
                return core.Literal(_written(node, kind), kind, node.span) if day is None else self.lower(day)

    def _of_time(
        self, node: nodes.PeriodStart | nodes.PeriodEnd | nodes.Ago | nodes.WholeBetween | nodes.Counted
    ) -> core.Expression:
        if isinstance(node, nodes.Counted):
            count, origin = self.lower(node.count), self.lower(node.origin)
            return core.CountedDay(count, node.unit, origin, node.back, core.Day(), node.span)
        if isinstance(node, nodes.WholeBetween):
            start, stop = self.lower(node.start), self.lower(node.stop)
            return core.WholeBetween(node.unit, start, stop, self.fact(node).type, node.span)
        return core.DayValue(self.moment(node), core.Day(), node.span)

    def _derived(
        self, node: nodes.Excepted | nodes.InRegion | nodes.PartOf | nodes.Told | nodes.Within | nodes.MemberOf
        | nodes.TheMember | nodes.OfGroup | nodes.OfVersions | nodes.OverMembers,
    ) -> core.Expression:
        """A value that a declaration was taken apart into; one that is told stays one however often it stands."""
        match node:
            case nodes.OfGroup():
                return lower_of_group(self, node)
            case nodes.OfVersions():
                return lower_versions(self, node)
            case nodes.OverMembers():
                return lower_over_members(self, node)
            case nodes.InRegion():
                return self._in_region(node)
            case nodes.Excepted():
                return self.lower(self.checked.worked_out[id(node)])
            case nodes.PartOf(name=name):
                return core.Read(name, None, self.fact(node).type, node.span)
            case nodes.Told(step=step, value=value):
                if id(node) not in self.told:
                    self.told[id(node)] = self.lower(value, step)
                return self.told[id(node)]
            case nodes.Within(value=value):
                return attrs.evolve(self.lower(value), type=self.fact(node).type)
            case nodes.MemberOf(member=member) | nodes.TheMember(member=member):
                return core.Literal(member, self.fact(node).type, node.span)

    def _condition(
        self, node: nodes.Comparison | nodes.Between | nodes.OneOf | nodes.Logic | nodes.IsKnown
    ) -> core.Expression:
        match node:
            case nodes.Comparison():
                return self._comparison(node)
            case nodes.Between():
                low = self._compare(">=", node.value, node.low, node)
                high = self._compare("<=", node.value, node.high, node)
                return self._logic("all", (low, high), node)
            case nodes.OneOf() if id(node) in self.checked.worked_out:
                return self.lower(self.checked.worked_out[id(node)])
            case nodes.OneOf():
                value = self.lower(node.value)
                return self._logic("any", tuple(self._equal(value, member, node) for member in node.members), node)
            case nodes.Logic():
                return self._logic(node.quantity, tuple(self.lower(i) for i in node.items), node, node.count or 0)
            case nodes.IsKnown():
                known = core.Known(self.lower(node.value), core.Truth(), node.span)
                return known if node.known else self._logic("none", (known,), node)

    def _in_region(self, node: nodes.InRegion) -> core.Expression:
        """Its countries one by one, which an explanation calls by the name of the region where one is written."""
        tests = self.lower(self.checked.worked_out[id(node)])
        if self.checked.facts.known(node.region) is not None:
            return tests
        inside = core.IN_REGION if node.inside else core.OUT_OF_REGION
        return attrs.evolve(tests, step=f"{inside}{node.region.path[0].text}")

    def _reading(self, node: nodes.Reading) -> core.Expression:
        fact = self.fact(node)
        if fact.role in ("member", "country"):
            return core.Literal(fact.name, fact.type, node.span)
        if fact.role == "members":
            return core.Literal(frozenset((node.path[0].text,)), fact.type, node.span)
        if fact.role == "field":
            return self.field(node, fact)
        if fact.role == "paid":
            return core.Paid(fact.name, fact.type, node.span)
        if fact.role == "input":
            assert fact.argument is not None
            return self._given(fact.argument)
        if fact.role == "parameter":
            return core.ParameterValue(fact.name, fact.day, fact.type, node.span)
        return read_of_group(self, node, fact, self.groups)

    def _keyed(self, node: nodes.Call, fact: Fact) -> core.Expression:
        keys = tuple(self._key(argument) for argument in node.arguments)
        return core.KeyedValue(fact.name, keys, fact.day, fact.type, node.span)

    def _key(self, node: nodes.Expression) -> core.Expression:
        fact = self.fact(node)
        if fact.role == "tier":
            return core.TierValue(fact.name, fact.day, fact.type, node.span)
        if fact.role in ("member", "country"):
            return core.Literal(fact.name, fact.type, node.span)
        return self.lower(node)

    def field(self, node: nodes.Reading, fact: Fact) -> core.FieldValue:
        """The field that a reading stands for."""
        optional = is_optional(self.checked.resolved.entities, fact.entity, fact.name, self.checked.subject)
        return core.FieldValue(fact.entity, fact.name, optional, fact.type, node.span)

    def _call(self, node: nodes.Call) -> core.Expression:
        """A reading with keys, or a function's body, with what is given for an input wherever it reads that input."""
        fact = self.fact(node)
        if fact.role == "keyed":
            return self._keyed(node, fact)
        assert fact.expansion is not None
        given = []
        for name, argument, kind in fact.expansion.arguments:
            value = self._given(argument)
            if types.is_numeric(kind) and types.is_numeric(value.type) and kind.kind != value.type.kind:
                value = self.given[id(argument)] = attrs.evolve(value, type=types.read_as(kind.kind, value.type))
            given.append((name, value))
        return core.Call(fact.name, tuple(given), self.lower(fact.expansion.body), fact.type, node.span)

    def _given(self, argument: nodes.Expression) -> core.Expression:
        """What is given for an input: lowered once, however often the function reads it."""
        found = self.given.get(id(argument))
        if found is None:
            found = self.given[id(argument)] = self._argument(argument)
        return found

    def _argument(self, argument: nodes.Expression) -> core.Expression:
        fact = self.fact(argument)
        if fact.role in ("member", "country"):
            return core.Literal(fact.name, fact.type, argument.span)
        if fact.role == "ladder":
            return core.Literal(fact.name, core.Words(), argument.span)  # only told: its tests stand in the body
        return self.lower(argument)

    def _cases(self, node: nodes.Cases) -> core.Case:
        """Where the conditions cover everything, the last holds when none of the others does."""
        branches = [(self.lower(c), self.lower(v)) for c, v in node.branches]
        if node.otherwise is not None:
            otherwise = self.lower(node.otherwise)
        else:
            otherwise = branches.pop()[1] if len(branches) > 1 else branches[0][1]
        told = core.Excepted(node.titles, node.meeting, node.winner) if node.titles else "choice"
        return core.Case(tuple(branches), otherwise, self.fact(node).type, node.span, told=told)

    def _arithmetic(
        self, operator: str, left: nodes.Expression, right: nodes.Expression, node: nodes.Expression
    ) -> core.Arithmetic:
        return core.Arithmetic(
            OPERATORS[operator], self.lower(left), self.lower(right), self.fact(node).type, node.span,
            definition=self.owner,
        )

    def _comparison(self, node: nodes.Comparison) -> core.Expression:
        left = node.left
        if isinstance(left, nodes.Reading):
            fact = self.checked.facts.known(left)
            if fact is not None and fact.role == "ladder":
                return within_window(self, left, self._tier_test(node, left, fact))
            if fact is not None and fact.role == "designation":
                return self._designation_test(node, left, fact)
        if node.operator in ("includes", "lacks"):
            test = self._includes(node)
            return test if node.operator == "includes" else self._logic("none", (test,), node)
        return self._compare(node.operator, left, node.right, node)

    def _includes(self, node: nodes.Comparison) -> core.Expression:
        """A member in a set; of what something says, whether it says one that the set holds."""
        held, said = self.lower(node.left), self.fact(node.right)
        if said.role == "member":
            return core.Includes(held, said.name, core.Truth(), node.span)
        value, kind = self.lower(node.right), said.type
        assert isinstance(kind, core.Choice)
        pairs = []
        for member in kind.members:
            one = core.Literal(member, kind, node.right.span)
            says = core.Comparison("equal", value, one, core.Truth(), node.span)
            pairs.append(self._logic("all", (says, core.Includes(held, member, core.Truth(), node.span)), node))
        return self._logic("any", tuple(pairs), node)

    def _tier_test(self, node: nodes.Comparison, left: nodes.Reading, fact: Fact) -> core.TierTest:
        assert isinstance(node.right, nodes.Reading)
        tiers = tier_names(self.checked.resolved.ladders[fact.name])
        tier = tiers.index(node.right.path[0].text)
        return core.TierTest(fact.name, fact.day, COMPARISONS[node.operator], tier, core.Truth(), node.span)

    def _designation_test(self, node: nodes.Comparison, left: nodes.Reading, fact: Fact) -> core.Comparison:
        """The designation that a score reaches, against one by name."""
        member = self.fact(node.right)
        reached = core.Read(fact.name, self.window(left.window), member.type, left.span)
        named = core.Literal(member.name, member.type, node.right.span)
        return core.Comparison(COMPARISONS[node.operator], reached, named, core.Truth(), node.span)

    def _compare(
        self, operator: str, left: nodes.Expression, right: nodes.Expression, node: nodes.Expression
    ) -> core.Expression:
        value = self.lower(left)
        return core.Comparison(COMPARISONS[operator], value, self._other_side(right, value), core.Truth(), node.span)

    def _equal(self, value: core.Expression, member: nodes.Name, node: nodes.Expression) -> core.Expression:
        other = core.Literal(self.fact(member).name, value.type, member.span)
        return core.Comparison("equal", value, other, core.Truth(), node.span)

    def _other_side(self, node: nodes.Expression, value: core.Expression) -> core.Expression:
        fact = self.checked.facts.known(node)
        if fact is not None and fact.role in ("member", "country"):
            return core.Literal(fact.name, value.type, node.span)
        return self.lower(node)

    def _logic(
        self, quantity: str, items: tuple[core.Expression, ...], node: nodes.Expression, count: int = 0
    ) -> core.Logic:
        return core.Logic(quantity, items, count, core.Truth(), node.span)

    def _extreme(self, node: nodes.Extreme) -> core.Expression:
        """The higher of several: a case that compares two at a time. The common type covers every branch."""
        kind = self.fact(node).type
        operator = "at_least" if node.which in ("higher", "later") else "at_most"
        told = every(self, "highest" if node.which == "higher" else "lowest", node.every) or node.which
        found, *rest = (self.lower(item) for item in node.items)
        for other in rest:
            test = core.Comparison(operator, found, other, core.Truth(), node.span)
            found = core.Case(((test, found),), other, kind, node.span, told=told)
        return found

    def _over_time(
        self, node: nodes.Growth | nodes.InWindow | nodes.OverPeriods | nodes.OnAnyDay
    ) -> core.Expression:
        match node:
            case nodes.Growth():
                return lower_growth(self, node)
            case nodes.InWindow():
                return lower_in_window(self, node)
            case _:
                return lower_over_time(self, node)

    def _aggregate(self, node: nodes.Aggregate) -> core.Expression:
        """An average is the total over the count, an exact quotient; everything else is one aggregate."""
        kind = self.fact(node).type
        of_subject = id(node) not in self.checked.whose
        if of_subject and is_of_hierarchy(self.checked.resolved.entities[self.checked.subject], node.source):
            return lower_rollup(self, node)
        return moved(self, node, self._over_records(node, kind))

    def _over_records(self, node: nodes.Aggregate, kind: core.Type) -> core.Expression:
        if node.function != "average" or node.value is None:
            return self._one_aggregate(node, node.function, kind)
        row = self.fact(node.value).type
        assert isinstance(row, core.Quantity)
        total = self._one_aggregate(node, "total", types.total_of(row))
        count = attrs.evolve(self._one_aggregate(node, "count", COUNTED), value=None)
        return core.Arithmetic("divide", total, count, kind, node.span, definition=self.owner, told="average")

    def _one_aggregate(self, node: nodes.Aggregate, function: str, kind: core.Type) -> core.Aggregate:
        entity = self.relation(node)
        return core.Aggregate(
            relation=entity.name.text,
            function=function,
            value=self.lower(node.value) if node.value is not None else None,
            where=self.lower(node.where) if node.where is not None else None,
            window=self.window(own_window(entity, node)),
            valid_at=self.moment(node.valid_at) if node.valid_at is not None else None,
            type=kind,
            span=node.span,
            definition=self.owner,
            limit=types.total_limit(kind) if isinstance(kind, core.Quantity) else types.TOTAL_MAX,
            order=self._order(node, entity) if node.function in BY_DATE else (),
            since=self._since(node, entity),
            of=self.checked.whose.get(id(node), ""),
            per=per_record(self, node, entity),
        )

    def _since(self, node: nodes.Aggregate | nodes.RecordsHave, entity: nodes.Entity) -> core.FieldValue | None:
        """The subject's first day, where rows dated before it take no part."""
        return self.first_day(node.span) if entity.dated_by is not None and node.valid_at is None else None

    def first_day(self, span: Span) -> core.FieldValue | None:
        """The first day of the subject, where its entity says one."""
        name, subject = first_day(self.checked), self.checked.subject
        return None if name is None else core.FieldValue(subject, name.text, optional=False, type=core.Day(), span=span)

    def relation(self, node: nodes.Aggregate | nodes.RecordsHave) -> nodes.Entity:
        """The entity whose records belong to the subject under a name, or to its records in turn."""
        entities = self.checked.resolved.entities
        found, _ = relation_at(entities, self.checked.whose.get(id(node), self.checked.subject), node.source)
        assert found is not None, "the checker found its records"
        return entities[found]

    def _order(self, node: nodes.Aggregate, entity: nodes.Entity) -> tuple[core.Expression, ...]:
        """The date that is said, or the one the records are dated by; then the key."""
        names = [] if node.by is not None else [name for name in (entity.dated_by,) if name is not None]
        own = tuple(self.record_field(entity, name, node) for name in (*names, *entity.keys))
        return own if node.by is None else (self.lower(node.by), *own)

    def record_field(self, entity: nodes.Entity, name: nodes.Name, node: nodes.Expression) -> core.FieldValue:
        """A field of a record, where nothing in the text reads it."""
        declared = next(field for field in entity.fields if field.name.text == name.text)
        kind = self.checked.fields[entity.name.text, name.text]
        return core.FieldValue(entity.name.text, name.text, declared.optional, kind, node.span)

    def _records_have(self, node: nodes.RecordsHave) -> core.Expression:
        entity = self.relation(node)
        days = self.window(own_window(entity, node))
        found = core.Aggregate(
            relation=entity.name.text,
            function=node.quantity,
            value=self.lower(node.condition),
            where=None if node.where is None else self.lower(node.where),
            window=days,
            valid_at=self.moment(node.valid_at) if node.valid_at is not None else None,
            type=core.Truth(),
            span=node.span,
            definition=self.owner,
            needed=node.count or 0,
            since=self._since(node, entity),
            of=self.checked.whose.get(id(node), ""),
            per=per_record(self, node, entity),
        )
        return moved(self, node, found)

    def _share_of(self, node: nodes.ShareOf) -> core.Arithmetic:
        part, whole = self.lower(node.part), self.lower(node.whole)
        kind = self.fact(node).type
        return core.Arithmetic("divide", part, whole, kind, node.span, definition=self.owner, told="part")

    def moment(self, day: nodes.Day) -> core.Moment:
        """The day that is named, as engines count it."""
        match day:
            case nodes.PeriodStart():
                return core.AtPeriodStart()
            case nodes.Date(value=value):
                return core.OnDate(value)
            case nodes.Ago(duration=duration):
                return core.BeforePeriodEnd(duration.count, duration.unit)
            case nodes.Reading():
                return core.OnField(self.field(day, self.fact(day)))
        return core.AtPeriodEnd()

    def kept(self, line: nodes.Requirement, entry: core.Expression) -> core.Expression:
        """A requirement as it is tested for who is at the tier already: the entry line itself when it says nothing."""
        if line.keep is None:
            return entry
        assert isinstance(entry, core.Comparison)
        return attrs.evolve(entry, right=self.lower(line.keep), span=line.keep.span, step="keep")

    def zero(self, like: core.Quantity, node: core.Expression) -> core.Literal:
        """Nothing of a kind, where `node` stands."""
        return core.Literal(
            Fraction(0), types.quantity_of(Fraction(0), like.kind, 1, like.currency), node.span
        )


def _written(
    node: nodes.Literal | nodes.Members, kind: core.Type
) -> Fraction | bool | str | datetime.date | frozenset[str]:
    """The value of a literal as the core holds it; a number may be the name of a year."""
    match node:
        case nodes.PeriodLiteral() | nodes.Number() if isinstance(kind, core.Words):
            return written_period(node)
        case nodes.Text(value=text):
            return text
        case nodes.YesNo(value=answer):
            return answer
        case nodes.Date(value=day):
            return day
        case nodes.Members(names=names):
            return frozenset(name.text for name in names)
    value = literal_value(node)
    assert value is not None
    return value
