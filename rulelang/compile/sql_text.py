"""Scalars as SQL expressions. Every expression is total: no NULL comes out of one, so `and`, `or` and `case` are plain.

What differs between databases is asked of a `Dialect`. Integers are 64-bit where their range is proven to fit, else the
dialect's wide integer; the range never changes a result, only the type.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs

from rulelang.compile import ranges
from rulelang.compile.python_text import ATOM, Text, harmless, presence_in
from rulelang.compile.scalars import CAUSES, INTEGER, Cells, Column, Scalar

NARROW = 2**63 - 1
CHOICE, OR, AND, NOT, COMPARED, BITS, SUM, PRODUCT = range(8)


class Dialect(Protocol):
    """What a database spells in its own way."""

    narrow: str
    wide: str
    made_once: str
    """How a part of a statement is introduced that is worked out by itself, however many read it."""

    def name(self, wanted: str) -> str:
        """An identifier, quoted where it has to be."""

    def text(self, value: str) -> str: ...

    def day(self, value: datetime.date) -> str: ...

    def cast(self, expression: str, to: str) -> str: ...

    def quotient(self, numerator: str, divisor: str) -> str:
        """Integer division towards zero; the divisor is at least 1. Binds like a product."""

    def days_between(self, start: str, stop: str) -> str:
        """How many days the second day lies after the first."""

    def months_between(self, start: str, stop: str) -> str:
        """How many whole months, clamped to month end, lie between two days. Binds like a sum."""

    def days_later(self, day: str, count: str) -> str:
        """The day so many days after one, never beyond the ends of the calendar."""

    def months_later(self, day: str, count: str) -> str:
        """The same of months, clamped to month end."""

    def includes(self, members: str, member: str) -> str:
        """Whether a set, held as text with `;` around each member, has a member."""

    def middle(self, value: str, only: str) -> str:
        """The sum of the two values in the middle, of an odd number the middle one twice, over the rows that `only`
        leaves: the words of a filter, or none."""

    def cells(self, columns: Sequence[tuple[str, str, Sequence[str]]]) -> str:
        """A select that gives a table: of each column its name, its type ("" for text) and its values as text."""

    def guard(self, expression: str, limit: int, to: str) -> str:
        """A total, 0 where there is none; the statement fails where it leaves the limit."""


COMPACT_CELLS_MAX = 16
"""A table of at most so many cells stands in the expression; a larger one is joined."""
VALUE = '"cell value"'
"""The column of a joined table that holds what is looked up. No name that people give has a blank in it."""


def is_joined(scalar: Scalar) -> bool:
    """Whether a scalar is looked up in a table that is joined."""
    return scalar.operator in ("lookup", "has_cell") and len(scalar.table.cells) > COMPACT_CELLS_MAX


@attrs.define
class Joins:
    """The tables that a layer looks things up in: `names` by table, `made` the text of each join by its alias."""

    names: dict[Cells, str] = attrs.field(factory=dict)
    aliases: dict[object, str] = attrs.field(factory=dict)
    made: list[str] = attrs.field(factory=list)


def is_wide(low: int, high: int) -> bool:
    return low < -NARROW or high > NARROW


@attrs.define
class SqlText:
    """Writes expressions over the columns of one relation. `bound` holds scalars that are columns already."""

    dialect: Dialect
    wide_causes: bool
    columns: Mapping[Column, str]
    bound: dict[int, str] = attrs.field(factory=dict)
    written: dict[int, Text] = attrs.field(factory=dict)
    joins: Joins = attrs.field(factory=Joins)

    def of(self, scalar: Scalar, binding: int = CHOICE) -> str:
        return self.text(scalar).within(binding)

    def text(self, scalar: Scalar) -> Text:
        if scalar.number in self.bound:
            return Text(self.bound[scalar.number])
        found = self.written.get(scalar.number)
        if found is None:
            found = self.fresh(scalar)
            self.written[scalar.number] = found
        return found

    def type_of(self, scalar: Scalar) -> str:
        """The integer type of a scalar."""
        wide = self.wide_causes if scalar.kind == CAUSES else is_wide(scalar.low, scalar.high)
        return self.dialect.wide if wide else self.dialect.narrow

    def is_wide(self, scalar: Scalar) -> bool:
        return self.type_of(scalar) == self.dialect.wide

    def sized(self, scalar: Scalar, column: Column) -> str:
        """A value as the type of the column that is made of it."""
        if is_wide(column.low, column.high) and not self.is_wide(scalar):
            return self.dialect.cast(self.of(scalar), self.dialect.wide)
        return self.of(scalar, ATOM)

    # -------------------------------------------------------------------------------------------- leaves

    def literal(self, value: object, *, typed: str = "") -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            plain = str(value)
            if abs(value) > NARROW:
                return self.dialect.cast(self.dialect.text(plain), self.dialect.wide)
            return self.dialect.cast(plain, typed) if typed else plain
        if isinstance(value, datetime.date):
            return self.dialect.day(value)
        if isinstance(value, frozenset):
            return self.dialect.text(held_set(value))
        return self.dialect.text(str(value))

    def _constant(self, scalar: Scalar) -> Text:
        value = scalar.payload
        if scalar.kind == CAUSES:
            return Text(self.literal(value, typed=self.type_of(scalar)))
        negative = isinstance(value, int) and not isinstance(value, bool) and value < 0
        return Text(self.literal(value), SUM if negative else ATOM)

    def _given(self, scalar: Scalar) -> Text:
        name = self.columns[scalar.column]
        if not scalar.column.optional:
            return Text(name)
        return Text(f"coalesce({name}, {self.literal(harmless(scalar.column))})")

    def _present(self, scalar: Scalar) -> Text:
        return Text(f"{self.columns[scalar.column]} is not null", COMPARED)

    # -------------------------------------------------------------------------------------------- integers

    def _add(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        constant = ranges.constant_of(right)
        if constant is not None and -NARROW <= constant < 0:
            return self._sized(scalar, f"{self._operand(left, scalar, SUM)} - {-constant}", SUM)
        return self._sized(scalar, f"{self._operand(left, scalar, SUM)} + {self.of(right, PRODUCT)}", SUM)

    def _subtract(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        return self._sized(scalar, f"{self._operand(left, scalar, SUM)} - {self.of(right, PRODUCT)}", SUM)

    def _multiply(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        return self._sized(scalar, f"{self._operand(left, scalar, PRODUCT)} * {self.of(right, ATOM)}", PRODUCT)

    def _operand(self, operand: Scalar, result: Scalar, binding: int) -> str:
        """The first operand, widened where the result is wide and no operand is."""
        if self.is_wide(result) and not any(self.is_wide(x) for x in result.operands):
            return self.dialect.cast(self.of(operand), self.dialect.wide)
        return self.of(operand, binding)

    def _sized(self, scalar: Scalar, text: str, binding: int) -> Text:
        """The result, narrowed where its range is proven to be narrow though an operand is wide."""
        if not self.is_wide(scalar) and any(x.kind == INTEGER and self.is_wide(x) for x in scalar.operands):
            return Text(self.dialect.cast(text, self.dialect.narrow))
        return Text(text, binding)

    def _round_division(self, scalar: Scalar) -> Text:
        numerator, divisor = scalar.operands
        most = 2 * max(abs(numerator.low), abs(numerator.high)) + divisor.high
        wide = is_wide(0, most)
        n = self.of(numerator, ATOM)
        if wide and not self.is_wide(numerator):
            n = self.dialect.cast(n, self.dialect.wide)
        mode, d = str(scalar.payload), self.of(divisor, ATOM)
        constant = ranges.constant_of(divisor)
        above = self._rounded(n, d, constant, mode)
        if numerator.low < 0:
            below = self._rounded(f"(-{n})", d, constant, {"floor": "up", "ceiling": "down"}.get(mode, mode))
            above = f"case when {n} < 0 then -({below}) else {above} end"
        found = Text(above, PRODUCT) if numerator.low >= 0 else Text(above)
        if wide and not self.is_wide(scalar):
            return Text(self.dialect.cast(found.text, self.dialect.narrow))
        return found

    def _rounded(self, n: str, d: str, constant: int | None, mode: str) -> str:
        """n / d for n of at least 0, rounded away from zero by `up`."""
        quotient = self.dialect.quotient
        if mode in ("down", "floor"):
            return quotient(n, d)
        if mode in ("up", "ceiling"):
            return quotient(f"({n} + {d} - 1)" if constant is None else f"({n} + {constant - 1})", d)
        odd = f"{quotient(n, d)} % 2"
        if constant is not None:
            half = constant // 2
            if constant % 2 or mode == "half_up":
                return quotient(f"({n} + {half})", d)
            return quotient(f"({n} + {half - 1} + {odd})" if mode == "half_even" else f"({n} + {half - 1})", d)
        added = {"half_even": f" - 1 + {odd}", "half_up": "", "half_down": " - 1"}[mode]
        return quotient(f"(2 * {n} + {d}{added})", f"(2 * {d})")

    def _days_between(self, scalar: Scalar) -> Text:
        start, stop = scalar.operands
        return Text(self.dialect.days_between(self.of(start, ATOM), self.of(stop, ATOM)))

    def _months_between(self, scalar: Scalar) -> Text:
        start, stop = scalar.operands
        return Text(self.dialect.months_between(self.of(start, ATOM), self.of(stop, ATOM)), SUM)

    def _days_later(self, scalar: Scalar) -> Text:
        day, count = scalar.operands
        return Text(self.dialect.days_later(self.of(day, ATOM), self.of(count, SUM)))

    def _months_later(self, scalar: Scalar) -> Text:
        day, count = scalar.operands
        return Text(self.dialect.months_later(self.of(day, ATOM), self.of(count, SUM)))

    def _position(self, scalar: Scalar) -> Text:
        assert isinstance(scalar.payload, tuple)
        value = self.of(scalar.operands[0], ATOM)
        places = " ".join(f"when {self.dialect.text(m)} then {n}" for n, m in enumerate(scalar.payload))
        return Text(self.dialect.cast(f"case {value} {places} end", self.dialect.narrow))

    # -------------------------------------------------------------------------------------------- truths

    def _compare(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        return Text(f"{self.of(left, SUM)} {scalar.payload} {self.of(right, SUM)}", COMPARED)

    def _all(self, scalar: Scalar) -> Text:
        return Text(" and ".join(self._assured(scalar, NOT)), AND)

    def _any(self, scalar: Scalar) -> Text:
        return Text(" or ".join(self._assured(scalar, AND)), OR)

    def _assured(self, scalar: Scalar, binding: int) -> list[str]:
        """The operands; what stands beside a test of presence needs no stand-in for NULL, which decides nothing
        there: `no and NULL` is no, `yes or NULL` is yes."""
        first, assured = presence_in(scalar)
        own = [x for x in assured if x.number not in self.bound and x.column in self.columns]
        plain = {x.number: Text(self.columns[x.column]) for x in own}
        beside = attrs.evolve(self, written={**self.written, **plain})
        shown = [self.of(x, binding) for x in first]
        for item in scalar.operands:
            if item not in first:
                is_direct = item.number not in self.bound and any(value.number in plain for value in item.operands)
                shown.append((beside.fresh(item) if is_direct else self.text(item)).within(binding))
        return shown

    def fresh(self, scalar: Scalar) -> Text:
        """An expression written anew."""
        found: Text = getattr(self, f"_{scalar.operator}")(scalar)
        return found

    def _not(self, scalar: Scalar) -> Text:
        if scalar.operands[0].operator == "present" and scalar.operands[0].number not in self.bound:
            return Text(f"{self.columns[scalar.operands[0].column]} is null", COMPARED)
        return Text(f"not {self.of(scalar.operands[0], NOT)}", NOT)

    def _one_of(self, scalar: Scalar) -> Text:
        assert isinstance(scalar.payload, tuple)
        members = ", ".join(self.dialect.text(member) for member in scalar.payload)
        return Text(f"{self.of(scalar.operands[0], SUM)} in ({members})", COMPARED)

    def _includes(self, scalar: Scalar) -> Text:
        return Text(self.dialect.includes(self.of(scalar.operands[0]), str(scalar.payload)))

    # -------------------------------------------------------------------------------------------- choosing

    def _case(self, scalar: Scalar) -> Text:
        values = [*scalar.operands[1::2], scalar.operands[-1]]
        typed = scalar.kind == INTEGER and all(x.is_constant for x in values)
        shown = [self._value(x, self.type_of(scalar) if typed and n == 0 else "") for n, x in enumerate(values)]
        whens = [f"when {self.of(c)} then {v}" for c, v in zip(scalar.operands[:-1:2], shown, strict=False)]
        text = f"case {' '.join(whens)} else {shown[-1]} end"
        if scalar.kind == INTEGER and not self.is_wide(scalar) and any(self.is_wide(x) for x in values):
            text = self.dialect.cast(text, self.dialect.narrow)
        return Text(text)

    def _value(self, scalar: Scalar, typed: str) -> str:
        return self.literal(scalar.payload, typed=typed) if typed else self.of(scalar)

    # -------------------------------------------------------------------------------------------- tables

    def _lookup(self, scalar: Scalar) -> Text:
        cells = scalar.table
        if is_joined(scalar):
            return Text(f"coalesce({self._joined(scalar)}.{VALUE}, {self.literal(cells.harmless)})")
        typed = self.type_of(scalar) if scalar.kind == INTEGER else ""
        whens = [
            f"when {self._is_key(scalar, key)} then {self.literal(value, typed=typed)}"
            for key, value in sorted(cells.cells.items())
        ]
        return Text(f"case {' '.join(whens)} else {self.literal(cells.harmless)} end")

    def _has_cell(self, scalar: Scalar) -> Text:
        if is_joined(scalar):
            return Text(f"{self._joined(scalar)}.{VALUE} is not null", COMPARED)
        tests = " or ".join(self._is_key(scalar, key) for key in sorted(scalar.table.cells))
        return Text(f"coalesce({tests}, false)")

    def _is_key(self, scalar: Scalar, key: tuple[str | int, ...]) -> str:
        pairs = zip(scalar.operands, key, strict=True)
        return " and ".join(f"{self.of(operand, SUM)} = {self.literal(part)}" for operand, part in pairs)

    def _joined(self, scalar: Scalar) -> str:
        """The alias under which a layer joins the table of a scalar by its keys."""
        key = (scalar.table, tuple(x.number for x in scalar.operands))
        alias = self.joins.aliases.get(key)
        if alias is None:
            alias = self.joins.aliases[key] = f'"lookup {len(self.joins.aliases) + 1}"'
            tests = [f'{alias}."key {n}" = {self.of(x, SUM)}' for n, x in enumerate(scalar.operands, 1)]
            self.joins.made.append(
                f"\n  left join {self.joins.names[scalar.table]} as {alias} on {' and '.join(tests)}"
            )
        return alias

    def _join(self, scalar: Scalar) -> Text:
        return Text(" | ".join(self.of(x, ATOM) for x in scalar.operands), BITS)


def held_set(members: frozenset[str]) -> str:
    """A set as text: `;` around each member."""
    return "".join(f";{member}" for member in sorted(members)) + ";" if members else ""


def members_of(held: str) -> frozenset[str]:
    """The members of a set that is held as text."""
    return frozenset(filter(None, held.split(";")))
