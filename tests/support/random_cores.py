"""Random cores and populations: every node of the core in every place it may stand, from a seed.

The cores are well typed but make no sense, which is the point: engines have to agree on them all the same. Numbers are
kept small enough that nothing leaves 38 digits.
"""
from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from fractions import Fraction

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    AtPeriodEnd,
    AtPeriodStart,
    BeforePeriodEnd,
    Case,
    Choice,
    ChoiceSet,
    Comparison,
    Core,
    Day,
    DayValue,
    Definition,
    Entity,
    Expression,
    Field,
    FieldValue,
    Incentive,
    IncentiveVersion,
    Includes,
    Known,
    Ladder,
    Literal,
    Logic,
    Moment,
    OnDate,
    OnField,
    OrElse,
    Parameter,
    ParameterValue,
    Payout,
    PayoutVersion,
    PeriodShare,
    Quantity,
    Read,
    Round,
    Stack,
    TierStep,
    TierTest,
    TimelineValue,
    Truth,
    Type,
    Window,
    Words,
)
from rulelang.core.population import Population, Subject, Value
from rulelang.exact.calendar import Period
from rulelang.source import SourceFile, Span

SPAN = Span(SourceFile("random.rule", "program random"), 0, 7)
TRUTH, DAY, TEXT = Truth(), Day(), Words()
SIZE = Choice("Size", ("small", "medium", "large"), ordered=True)
SIZES = ChoiceSet("Size", SIZE.members)
MONEY = Quantity("money", 100, -50_000_00, 50_000_00, "USD")
NUMBER = Quantity("number", 1000, -5000, 5000)
POSITIVE = Quantity("count", 1, 0, 9)
TOTAL = Quantity("money", 100, -(10**18), 10**18, "USD")
COUNT = Quantity("count", 1, 0, 10**12)
MODES = ("half_even", "half_up", "half_down", "up", "down", "floor", "ceiling")
COMPARISONS = ("equal", "unequal", "less", "at_most", "more", "at_least")
FIRST_DAY, LAST_DAY = datetime.date(2023, 1, 1), datetime.date(2025, 12, 31)


def _field(name: str, kind: Type, *, optional: bool = False) -> Field:
    return Field(name, kind, optional, "", SPAN)


SUBJECT = Entity(
    "Partner",
    (
        _field("id", TEXT), _field("size", SIZE), _field("tags", SIZES), _field("score", NUMBER, optional=True),
        _field("seats", POSITIVE), _field("joined", DAY), _field("left", DAY, optional=True), _field("vip", TRUTH),
        _field("wish", SIZE, optional=True), _field("extras", SIZES, optional=True),
    ),
    ("id",), None, "", None, None, None, None, SPAN,
)
DEAL = Entity(
    "Deal",
    (
        _field("amount", MONEY), _field("bonus", NUMBER, optional=True), _field("size", SIZE), _field("closed", DAY),
        _field("rep", TEXT, optional=True), _field("booked", DAY, optional=True), _field("open", TRUTH, optional=True),
    ),
    (), "Partner", "deals", "closed", None, None, None, SPAN,
)
PASS = Entity(
    "Pass", (_field("holder", TEXT), _field("since", DAY, optional=True), _field("until", DAY, optional=True)),
    (), "Partner", "passes", None, "since", "until", None, SPAN,
)
NOTE = Entity("Note", (_field("stars", POSITIVE, optional=True),), (), "Partner", "notes", None, None, None, None, SPAN)
ENTITIES = (SUBJECT, DEAL, PASS, NOTE)


@attrs.define
class Maker:
    """Makes expressions of a type inside a scope: None for the subject, else the entity of the row being read."""

    random: random.Random
    measures: list[str] = attrs.field(factory=list)
    truths: list[str] = attrs.field(factory=list)
    ladders: list[str] = attrs.field(factory=list)

    def pick(self, *makers: object) -> object:
        return self.random.choice(makers)

    def field(self, kind: Type, scope: str | None) -> FieldValue | None:
        holders = [SUBJECT] + [e for e in ENTITIES[1:] if e.name == scope]
        found = [(e, f) for e in holders for f in e.fields if type(f.type) is type(kind) and (
            not isinstance(kind, Choice | ChoiceSet) or f.type == kind)]
        if not found:
            return None
        entity, chosen = self.random.choice(found)
        return FieldValue(entity.name, chosen.name, chosen.optional, chosen.type, SPAN)

    def literal(self, value: object, kind: Type) -> Literal:
        return Literal(value, kind, SPAN)

    def day(self) -> datetime.date:
        return FIRST_DAY + datetime.timedelta(self.random.randrange((LAST_DAY - FIRST_DAY).days))

    def moment(self, scope: str | None, *, on_field: bool = True) -> Moment:
        kind = self.random.randrange(5 if on_field else 4)
        if kind == 4:
            held = self.field(DAY, scope)
            assert held is not None
            return OnField(held)
        units = ("day", "week", "month", "quarter", "half", "year")
        return (
            AtPeriodStart(), AtPeriodEnd(), OnDate(self.day()),
            BeforePeriodEnd(self.random.randrange(1, 5), self.random.choice(units)),
        )[kind]

    def window(self) -> Window | None:
        kind = self.random.choice((None, "last", "last_full", "previous", "year_to_date", "same_last_year"))
        if kind is None:
            return None
        return Window(kind, self.random.randrange(1, 4), self.random.choice(("month", "quarter", "half", "year")))

    # -------------------------------------------------------------------------------------------- numbers

    def number(self, depth: int, scope: str | None = None, *, ratios: bool = True) -> Expression:
        choice = self.random.randrange(4 if depth <= 0 else 12)
        if choice == 0:
            return self.literal(Fraction(self.random.randrange(-40, 60), self.random.choice((1, 10, 8))), NUMBER)
        if choice in (1, 2):
            found = self.field(NUMBER, scope)
            assert found is not None
            return found
        if choice == 3:
            return self.parameter("rate", scope)
        if choice in (4, 5):
            operator = self.random.choice(("add", "subtract", "multiply", "add", "divide" if ratios else "add"))
            left, right = (self.number(depth - 1, scope, ratios=ratios) for _ in "ab")
            if operator == "divide" and isinstance(right, Literal) and right.value == 0:
                operator = "add"
            return Arithmetic(operator, left, right, NUMBER, SPAN, "", self.random.choice(("this", "that")))
        if choice == 6:
            return Round(
                self.number(depth - 1, scope), self.random.choice(MODES),
                attrs.evolve(NUMBER, denominator=self.random.choice((1, 10, 100))), SPAN,
            )
        if choice == 7:
            branches = tuple(
                (self.truth(depth - 1, scope), self.number(depth - 1, scope, ratios=ratios))
                for _ in range(self.random.randrange(1, 3))
            )
            return Case(branches, self.number(depth - 1, scope, ratios=ratios), NUMBER, SPAN)
        if choice == 8:
            return OrElse(self.number(depth - 1, scope, ratios=ratios), self.number(0, scope), NUMBER, SPAN)
        if choice == 9 and self.measures and ratios:
            return Read(self.random.choice(self.measures), self.window(), NUMBER, SPAN)
        if choice == 10:
            return PeriodShare(NUMBER, SPAN)
        return self.aggregate(depth - 1)

    def aggregate(self, depth: int) -> Aggregate:
        entity = self.random.choice(ENTITIES[1:])
        function = self.random.choice(("total", "count", "count_distinct", "lowest", "highest", "total"))
        where = self.truth(depth, entity.name) if self.random.random() < 0.7 else None
        value: Expression | None = None
        if function == "count_distinct":
            value = self.field(TEXT, entity.name) if self.random.random() < 0.5 else self.field(NUMBER, entity.name)
        elif function != "count":
            value = self.number(min(depth, 1), entity.name, ratios=False)
        valid_at, window = None, None
        if entity.valid_from or self.random.random() < 0.2:
            valid_at = self.moment(None)
        elif self.random.random() < 0.5:
            window = self.window()
        name = self.random.choice(("net_sales", "people"))
        return Aggregate(entity.name, function, value, where, window, valid_at, TOTAL, SPAN, "", name)

    def parameter(self, name: str, scope: str | None) -> ParameterValue:
        return ParameterValue(name, self.moment(scope), NUMBER, SPAN)

    # -------------------------------------------------------------------------------------------- truths

    def truth(self, depth: int, scope: str | None = None) -> Expression:
        choice = self.random.randrange(4 if depth <= 0 else 10)
        if choice == 0:
            found = self.field(TRUTH, scope)
            assert found is not None
            return found
        if choice == 1:
            return self.compare(self.choice(scope), self.choice(scope))
        if choice == 2:
            held = self.field(SIZES, scope)
            assert held is not None
            return Includes(held, self.random.choice(SIZE.members), TRUTH, SPAN)
        if choice == 3:
            held = self.field(DAY, scope)
            assert held is not None
            return self.compare(held, DayValue(self.moment(scope), DAY, SPAN))
        if choice in (4, 5):
            return self.compare(self.number(depth - 1, scope), self.number(depth - 1, scope))
        if choice in (6, 7):
            items = tuple(self.truth(depth - 1, scope) for _ in range(self.random.randrange(2, 5)))
            quantity = self.random.choice(("all", "any", "none", "at_least"))
            return Logic(quantity, items, self.random.randrange(1, len(items) + 1), TRUTH, SPAN)
        if choice == 8:
            inner = self.number(depth - 1, scope) if self.random.random() < 0.5 else self.truth(depth - 1, scope)
            return Known(inner, TRUTH, SPAN)
        if self.ladders and self.random.random() < 0.7:
            operator = self.random.choice(COMPARISONS)
            name = self.random.choice(self.ladders)
            return TierTest(name, self.moment(scope), operator, self.random.randrange(3), TRUTH, SPAN)
        if self.truths:
            return Read(self.random.choice(self.truths), self.window(), TRUTH, SPAN)
        return OrElse(self.truth(depth - 1, scope), self.truth(0, scope), TRUTH, SPAN)

    def compare(self, left: Expression, right: Expression) -> Comparison:
        return Comparison(self.random.choice(COMPARISONS), left, right, TRUTH, SPAN)

    def choice(self, scope: str | None) -> Expression:
        if self.random.random() < 0.3:
            return self.literal(self.random.choice(SIZE.members), SIZE)
        found = self.field(SIZE, scope)
        assert found is not None
        return found


# ------------------------------------------------------------------------------------------------ cores


def random_core(seed: int) -> Core:
    made = Maker(random.Random(seed))
    rates = _timeline(made)
    definitions = []
    for name in ("first", "second"):
        definitions.append(Definition(name, "measure", made.number(3), NUMBER, SPAN))
        made.measures.append(name)
    ladders = [_ladder(made, "Level", has_memory=True), _ladder(made, "Grade", has_memory=False)]
    made.ladders += ["Level", "Grade"]
    for name in ("allowed", "welcome"):
        definitions.append(Definition(name, "eligibility", made.truth(4), TRUTH, SPAN))
        made.truths.append(name)
    incentives = [_incentive(made, name) for name in ("rebate", "extra")]
    twin = attrs.evolve(incentives[0], name="twin", versions=tuple(
        attrs.evolve(v, entitlement=_entitlement(made)) for v in incentives[0].versions))
    incentives.append(twin)
    return Core(
        "random", 1, "USD", made.random.choice((1, 1, 4)), FIRST_DAY, SUBJECT, ENTITIES[1:], (rates,),
        tuple(definitions), tuple(ladders), tuple(incentives), (_payout(made),),
    )


def _timeline(made: Maker) -> Parameter:
    starts = sorted({made.day() for _ in range(3)})
    values = []
    for at, start in enumerate(starts):
        stop = starts[at + 1] - datetime.timedelta(1) if at + 1 < len(starts) else None
        values.append(TimelineValue(start, stop, Fraction(made.random.randrange(1, 200), 1000), SPAN))
    first = attrs.evolve(values[0], start=datetime.date(1, 1, 1)) if made.random.random() < 0.8 else values[0]
    return Parameter("rate", NUMBER, (first, *values[1:]), SPAN)


def _ladder(made: Maker, name: str, *, has_memory: bool) -> Ladder:
    steps = [TierStep("base", None, None, SPAN)]
    for tier in ("mid", "top"):
        requires = made.truth(3)
        keeps = made.truth(2) if has_memory else requires
        steps.append(TierStep(tier, requires, keeps, SPAN))
    start = datetime.date(made.random.choice((2023, 2024)), made.random.randrange(1, 13), 1)
    every = made.random.choice(("quarter", "half", "month"))
    return Ladder(name, tuple(steps), every, made.window(), start, has_memory, SPAN)


def _entitlement(made: Maker) -> Expression:
    cents = Quantity("money", 100, -(10**17), 10**17, "USD")
    amount: Expression = Round(made.number(3), made.random.choice(MODES), cents, SPAN)
    if made.random.random() < 0.5:
        zero = made.literal(Fraction(0), cents)
        amount = Case(((made.truth(2), amount),), zero, cents, SPAN)
    return amount


def _incentive(made: Maker, name: str) -> Incentive:
    units = ("month", "quarter", "half", "year")
    cut = datetime.date(2024, made.random.randrange(1, 13), made.random.choice((1, 1, 15)))
    ends = [(FIRST_DAY, cut - datetime.timedelta(1)), (cut, None)]
    versions = tuple(
        IncentiveVersion(
            start, stop, made.random.choice(units), made.random.choice(units), made.random.random() < 0.5,
            _entitlement(made), SPAN,
        )
        for start, stop in (ends if made.random.random() < 0.6 else [(FIRST_DAY, None)])
    )
    return Incentive(name, versions, TOTAL, SPAN)


def _payout(made: Maker) -> Payout:
    best = Stack("best", ("rebate", "twin"))
    stacks = made.random.choice(((Stack("all", ("rebate", "extra")),), (best, Stack("all", ("extra",))), (best,)))
    cap = Round(made.number(2), "up", MONEY, SPAN) if made.random.random() < 0.7 else None
    paid, cap_every = made.random.choice((("quarter", "year"), ("month", "quarter"), ("quarter", "quarter")))
    version = PayoutVersion(
        FIRST_DAY, None, paid, stacks, cap, cap_every if cap else None, made.random.random() < 0.5,
        made.random.choice((None, "half_even")), SPAN,
    )
    return Payout("total", (version,), TOTAL, SPAN)


# ------------------------------------------------------------------------------------------------ populations


def random_population(seed: int, size: int = 12) -> Population:
    made = Maker(random.Random(seed))
    r = made.random
    subjects = tuple(_subject(made, f"P{n:03}") for n in range(size))
    covered = {e.name: datetime.date(r.choice((2023, 2024)), r.choice((1, 4, 7)), 1) for e in ENTITIES[1:]
               if r.random() < 0.6}
    history = {}
    if r.random() < 0.3:
        start = datetime.date(2024, r.randrange(1, 13), 1)
        history["Level"] = (Period(start, start + datetime.timedelta(r.randrange(30, 200))), r.choice(("mid", "top")))
    return Population(subjects, covered, history)


def _value(made: Maker, field: Field) -> Value:
    r = made.random
    if field.optional and r.random() < 0.25:
        return None
    match field.type:
        case Quantity(low=low, high=high):
            return r.choice((r.randint(low, high), r.randint(-100, 100) if low < 0 else 0, low, high))
        case Truth():
            return r.random() < 0.5
        case Choice(members=members):
            return r.choice(members)
        case ChoiceSet(members=members):
            return frozenset(m for m in members if r.random() < 0.5)
        case Day():
            return made.day()
        case _:
            return r.choice(("ana", "bo", "Ça", "d'or", ""))


def _subject(made: Maker, key: str) -> Subject:
    fields = {f.name: _value(made, f) for f in SUBJECT.fields} | {"id": key}
    records = {e.name: _rows(made, e) for e in ENTITIES[1:]}
    rejected = frozenset(e.name for e in ENTITIES[1:] if made.random.random() < 0.08)
    return Subject((key,), fields, records, rejected)


def _rows(made: Maker, entity: Entity) -> Sequence[dict[str, Value]]:
    count = made.random.choice((0, 1, 2, 5, 9))
    return tuple({f.name: _value(made, f) for f in entity.fields} for _ in range(count))
