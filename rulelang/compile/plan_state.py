"""What the planner keeps while it grounds a core: scalars made, slots asked for, causes numbered, things planned.

Knows how unknown travels (causes beside a value), nothing of single nodes: those are in `plan_values`, `plan_rows`,
`plan_ladders`, each a table from node class to function.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Union

import attrs

from rulelang.compile.plan import AcrossSlot, Facts, Rows, Slot
from rulelang.compile.rationals import Rational, Rationals
from rulelang.compile.scalar_making import Scalars
from rulelang.compile.scalars import CAUSES, INTEGER, SLOT, Cells, Column, Scalar
from rulelang.core.nodes import Cause, Core, Expression
from rulelang.core.schedule import PeriodPart
from rulelang.exact.calendar import Calendar, Period

if TYPE_CHECKING:
    from rulelang.compile.plan_ladders import Standing


@attrs.frozen(eq=False)
class Planned:
    """A value with the causes that make it unknown. Where there are causes the value is harmless and means nothing.

    Of a truth `certain` says that it is known to be yes, `possible` that it is not known to be no, where that is
    simpler said than by value and causes.
    """

    value: Union[Rational, Scalar]
    causes: Scalar
    certain: Scalar | None = None
    possible: Scalar | None = None

    @property
    def number(self) -> Rational:
        assert isinstance(self.value, Rational)
        return self.value

    @property
    def scalar(self) -> Scalar:
        assert isinstance(self.value, Scalar)
        return self.value


@attrs.frozen
class Setting:
    """Where an expression is planned: the period, and what says what `PeriodShare` is in it."""

    period: Period
    part: PeriodPart | None = None


Handler = Callable[["Planner", Any, Setting], Planned]


@attrs.define(eq=False)
class Planner:
    core: Core
    facts: Facts
    handlers: Mapping[type, Handler]
    calendar: Calendar = attrs.field(init=False)
    scalars: Scalars = attrs.field(factory=Scalars)
    rationals: Rationals = attrs.field(init=False)
    causes: dict[Cause, int] = attrs.field(factory=dict)
    slots: dict[object, tuple[Rows, Slot]] = attrs.field(factory=dict)
    across: dict[object, AcrossSlot] = attrs.field(factory=dict)
    slot_names: set[str] = attrs.field(factory=set)
    planned: dict[object, Planned] = attrs.field(factory=dict)
    standings: dict[object, Standing] = attrs.field(factory=dict)
    tables: dict[object, Cells] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.calendar = self.core.calendar
        self.rationals = Rationals(self.scalars)

    # -------------------------------------------------------------------------------------------- expressions

    def expression(self, node: Expression, setting: Setting) -> Planned:
        """A core expression for a period, planned once."""
        key = (id(node), setting)
        found = self.planned.get(key)
        if found is None:
            found = self.handlers[type(node)](self, node, setting)
            if node.step:
                self.call(found, node.step)
            self.planned[key] = found
        return found

    def definition(self, name: str, setting: Setting) -> Planned:
        """A measure or eligibility for a period; its scalar goes by its name."""
        key = (name, setting.period)
        found = self.planned.get(key)
        if found is None:
            found = self.expression(self.core.definition(name).value, Setting(setting.period))
            self.call(found, name)
            self.planned[key] = found
        return found

    def call(self, planned: Planned, name: str) -> None:
        value = planned.number.units if isinstance(planned.value, Rational) else planned.scalar
        self.scalars.named(value, name)
        self.scalars.named(planned.causes, f"{name}_causes")

    # -------------------------------------------------------------------------------------------- unknown

    @property
    def clear(self) -> Scalar:
        """No causes."""
        return self.scalars.cause(0)

    @property
    def constant_zero(self) -> Rational:
        return self.rationals.constant(Fraction(0))

    def cause(self, kind: str, thing: str) -> Scalar:
        """The set of one cause."""
        number = self.causes.setdefault(Cause(kind, thing), len(self.causes))
        return self.scalars.cause(1 << number)

    def known(self, planned: Planned) -> Scalar:
        """Whether a value is known."""
        if planned.certain is not None and planned.possible is not None:
            return self.scalars.any(planned.certain, self.scalars.invert(planned.possible))
        return self.scalars.is_clear(planned.causes)

    def certain(self, planned: Planned) -> Scalar:
        """Whether a truth is known to be yes."""
        if planned.certain is not None:
            return planned.certain
        return self.scalars.all(planned.scalar, self.known(planned))

    def possible(self, planned: Planned) -> Scalar:
        """Whether a truth is not known to be no."""
        if planned.possible is not None:
            return planned.possible
        return self.scalars.any(planned.scalar, self.scalars.invert(self.known(planned)))

    def when(self, condition: Scalar, causes: Scalar) -> Scalar:
        """The causes where a condition holds, else none."""
        return self.scalars.case([(condition, causes)], self.clear)

    def first_of(self, *causes: Scalar) -> Scalar:
        """The first set of causes that is not empty."""
        found = causes[-1]
        for one in reversed(causes[:-1]):
            found = self.scalars.case([(self.scalars.invert(self.scalars.is_clear(one)), one)], found)
        return found

    # -------------------------------------------------------------------------------------------- slots

    def slot(self, rows: Rows, function: str, value: Scalar | None, condition: Scalar, column: Column,
             limit: int | None = None, order: tuple[Scalar, ...] = ()) -> Column:
        """The column of a slot; the same figure of the same rows is one slot. `column` says what it holds and, as its
        name, what to call it; its stage is found here."""
        of = tuple(x.number for x in order)
        key = (rows, function, value.number if value else None, condition.number, column.kind, limit, of)
        if key not in self.slots:
            stage = 1 + max(x.stage for x in (condition, *order, *([value] if value else [])))
            source, name = (rows.of, f"{rows.of} {column.name}") if rows.of else (SLOT, column.name)
            made = attrs.evolve(column, source=source, name=self._free_name(name), stage=stage)
            self.slots[key] = rows, Slot(made, function, value, condition, limit, order)
        return self.slots[key][1].column

    def across_slot(
        self, function: str, value: Scalar, member: Scalar, group: tuple[Scalar, ...], top: Fraction, column: Column,
        reader: tuple[Scalar, ...] = (),
    ) -> Column:
        """The column of a figure that looks at all subjects; the same figure of the same subjects is one slot."""
        numbers = (value.number, member.number, *(x.number for x in group))
        key = (function, numbers, top if function == "top_total" else None, tuple(x.number for x in reader))
        if key not in self.across:
            stage = 1 + max(x.stage for x in (value, member, *group, *reader))
            made = attrs.evolve(column, source=SLOT, name=self._free_name(column.name), stage=stage)
            self.across[key] = AcrossSlot(made, function, value, member, group, top, reader)
        return self.across[key].column

    def _free_name(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self.slot_names:
            number += 1
            name = f"{wanted}_{number}"
        self.slot_names.add(name)
        return name

    def causes_slot(self, rows: Rows, causes: Scalar, condition: Scalar, name: str) -> Scalar:
        """The union of causes over the rows for which a condition holds."""
        if causes.is_constant and causes.payload == 0:
            return self.clear
        column = Column(SLOT, f"{name}_causes", CAUSES, high=causes.high)
        return self.scalars.given(self.slot(rows, "causes", causes, condition, column))


def integer_column(name: str, low: int, high: int) -> Column:
    """A slot that holds an integer."""
    return Column(SLOT, name, INTEGER, low=low, high=high)
