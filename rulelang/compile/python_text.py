"""Scalars as Python: expressions, and the statements that bind what is used more than once. Knows no plan and no rows.

Where a value is unknown its scalar is harmless, so nothing printed here can fail, whatever branch it stands in.
"""
from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from rulelang.compile import python_rounding, ranges
from rulelang.compile.naming import PYTHON_WORDS, Names
from rulelang.compile.plan import inside
from rulelang.compile.scalars import DAY, INTEGER, SET, TEXT, TRUTH, Cells, Column, Scalar

LONGEST = 110
"""An expression longer than this gets a name of its own, which also keeps nesting shallow."""

CHOICE, OR, AND, NOT, COMPARED, BITS, SUM, PRODUCT, ATOM = range(9)
SIGNS = {"=": "==", "<>": "!="}


@attrs.frozen
class Text:
    """An expression and how tightly it binds."""

    text: str
    binding: int = ATOM

    def within(self, binding: int) -> str:
        """The expression as an operand of something that binds so tightly."""
        return self.text if self.binding >= binding else f"({self.text})"


def harmless(column: Column) -> Scalar | int | bool | str | datetime.date | frozenset[str]:
    """What stands in for an absent value: in range, and of the kind."""
    absent: Mapping[str, int | bool | str | datetime.date | frozenset[str]] = {
        TRUTH: False, DAY: datetime.date(1, 1, 1), TEXT: column.harmless, SET: frozenset()
    }
    return min(max(0, column.low), column.high) if column.kind == INTEGER else absent.get(column.kind, 0)


@attrs.define
class PythonText:
    """Writes one function's expressions. `arguments` gives the name that holds a column."""

    hints: Mapping[int, str]
    arguments: Mapping[Column, str]
    names: Names = attrs.field(factory=lambda: Names(set(PYTHON_WORDS)))
    lines: list[str] = attrs.field(factory=list)
    written: dict[int, Text] = attrs.field(factory=dict)
    tables: dict[Cells, str] = attrs.field(factory=dict)

    def bind(self, roots: Iterable[Scalar], indent: str = "    ") -> list[str]:
        """The roots as expressions; what they share has been bound to names in `lines`."""
        wanted = tuple(roots)
        scalars = inside(wanted, self.written)
        uses = Counter(x.number for scalar in scalars for x in scalar.operands)
        uses.update(root.number for root in wanted)
        rounded = {x.operands[0].number for x in scalars if x.operator == "round_division"}
        rounded |= {x.operands[1].number for x in scalars if x.operator == "round_division"}
        rounded |= {day.number for x in scalars if x.operator == "months_between" for day in x.operands}
        for scalar in scalars:
            found = self.fresh(scalar)
            simple = found.binding == ATOM or self._is_plain_test(scalar)
            is_called = scalar.number in self.hints and scalar.kind == INTEGER
            shared = uses[scalar.number] > 1 or scalar.number in rounded or len(found.text) > LONGEST
            if not simple and (is_called or shared):
                name = self.names.free(self.hints.get(scalar.number, "part"))
                self.lines += [f"{indent}{line}" for line in self._assigned(name, scalar, found)]
                found = Text(name)
            self.written[scalar.number] = found
        return [self.written[root.number].text for root in wanted]

    def _is_plain_test(self, scalar: Scalar) -> bool:
        """A comparison, or a stand-in for an absent value, that costs no more than reading a name would."""
        return scalar.operator in ("given", "present", "compare") and all(
            self.written[x.number].binding == ATOM for x in scalar.operands
        )

    def keep(self, scalar: Scalar, name: str) -> None:
        """A scalar that a name holds already."""
        self.written[scalar.number] = Text(name)

    def take(self) -> list[str]:
        """The lines written so far, which start anew."""
        lines, self.lines = self.lines, []
        return lines

    def _assigned(self, name: str, scalar: Scalar, found: Text) -> list[str]:
        """A binding; a long choice as a block of its own."""
        if scalar.operator != "case" or len(found.text) <= LONGEST:
            return [f"{name} = {found.text}"]
        lines, word = [], "if"
        for condition, value in zip(scalar.operands[:-1:2], scalar.operands[1::2], strict=True):
            lines += [f"{word} {self.of(condition, OR)}:", f"    {name} = {self.of(value, CHOICE)}"]
            word = "elif"
        return [*lines, "else:", f"    {name} = {self.of(scalar.operands[-1], CHOICE)}"]

    def of(self, scalar: Scalar, binding: int) -> str:
        return self.written[scalar.number].within(binding)

    # -------------------------------------------------------------------------------------------- operators

    def fresh(self, scalar: Scalar) -> Text:
        """An expression of names that are written already."""
        found: Text = getattr(self, f"_{scalar.operator}")(scalar)
        return found

    def _constant(self, scalar: Scalar) -> Text:
        return Text(literal(scalar.payload))

    def _given(self, scalar: Scalar) -> Text:
        name = self.arguments[scalar.column]
        if not scalar.column.optional:
            return Text(name)
        return Text(f"{literal(harmless(scalar.column))} if {name} is None else {name}", CHOICE)

    def _present(self, scalar: Scalar) -> Text:
        return Text(f"{self.arguments[scalar.column]} is not None", COMPARED)

    def _add(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        constant = ranges.constant_of(right)
        if constant is not None and constant < 0:
            return Text(f"{self.of(left, SUM)} - {-constant}", SUM)
        return Text(f"{self.of(left, SUM)} + {self.of(right, PRODUCT)}", SUM)

    def _subtract(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        if ranges.constant_of(left) == 0:
            return Text(f"-{self.of(right, ATOM)}", PRODUCT)
        return Text(f"{self.of(left, SUM)} - {self.of(right, PRODUCT)}", SUM)

    def _multiply(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        return Text(f"{self.of(left, PRODUCT)} * {self.of(right, ATOM)}", PRODUCT)

    def _round_division(self, scalar: Scalar) -> Text:
        numerator, divisor = scalar.operands
        constant, name = ranges.constant_of(divisor), self.of(numerator, ATOM)
        low, high, mode = numerator.low, numerator.high, str(scalar.payload)
        if constant is not None:
            return Text(python_rounding.by_constant(name, constant, mode, low=low, high=high), PRODUCT)
        return Text(python_rounding.by_data(name, self.of(divisor, ATOM), mode, low=low, high=high), PRODUCT)

    def _days_between(self, scalar: Scalar) -> Text:
        start, stop = scalar.operands
        return Text(f"({self.of(stop, SUM)} - {self.of(start, PRODUCT)}).days")

    def _months_between(self, scalar: Scalar) -> Text:
        start, stop = (self.of(day, ATOM) for day in scalar.operands)
        last = f"monthrange({stop}.year, {stop}.month)[1]"
        short = f"({start}.day > {stop}.day and {stop}.day < {last})"
        return Text(f"12 * ({stop}.year - {start}.year) + {stop}.month - {start}.month - {short}", SUM)

    def _days_later(self, scalar: Scalar) -> Text:
        return self._called("days_later", scalar)

    def _months_later(self, scalar: Scalar) -> Text:
        return self._called("months_later", scalar)

    def _called(self, function: str, scalar: Scalar) -> Text:
        """A call of one of the functions that a module begins with where they are called."""
        return Text(f"{function}({', '.join(self.of(x, CHOICE) for x in scalar.operands)})")

    def _compare(self, scalar: Scalar) -> Text:
        left, right = scalar.operands
        sign = str(scalar.payload)
        return Text(f"{self.of(left, BITS)} {SIGNS.get(sign, sign)} {self.of(right, BITS)}", COMPARED)

    def _all(self, scalar: Scalar) -> Text:
        return Text(" and ".join(self._assured(scalar, NOT)), AND)

    def _any(self, scalar: Scalar) -> Text:
        return Text(" or ".join(self._assured(scalar, AND)), OR)

    def _assured(self, scalar: Scalar, binding: int) -> list[str]:
        """The operands, tests of presence first: what stands beside one needs no stand-in for an absent value."""
        first, assured = presence_in(scalar)
        plain = {x.number: Text(self.arguments[x.column]) for x in assured if x.column in self.arguments}
        beside = attrs.evolve(self, written={**self.written, **plain})
        shown = [self.of(x, binding) for x in first]
        for item in scalar.operands:
            if item not in first:
                is_direct = any(value.number in plain for value in item.operands)
                shown.append((beside.fresh(item) if is_direct else self.written[item.number]).within(binding))
        return shown

    def _not(self, scalar: Scalar) -> Text:
        if scalar.operands[0].operator == "present":
            return Text(f"{self.arguments[scalar.operands[0].column]} is None", COMPARED)
        return Text(f"not {self.of(scalar.operands[0], NOT)}", NOT)

    def _case(self, scalar: Scalar) -> Text:
        pairs = zip(scalar.operands[:-1:2], scalar.operands[1::2], strict=True)
        chosen = "".join(f"{self.of(value, OR)} if {self.of(condition, OR)} else " for condition, value in pairs)
        return Text(chosen + self.of(scalar.operands[-1], CHOICE), CHOICE)

    def _one_of(self, scalar: Scalar) -> Text:
        assert isinstance(scalar.payload, tuple)
        members = ", ".join(repr(member) for member in scalar.payload)
        return Text(f"{self.of(scalar.operands[0], BITS)} in {{{members}}}", COMPARED)

    def _includes(self, scalar: Scalar) -> Text:
        return Text(f"{scalar.payload!r} in {self.of(scalar.operands[0], BITS)}", COMPARED)

    def _position(self, scalar: Scalar) -> Text:
        return Text(f"{scalar.payload!r}.index({self.of(scalar.operands[0], CHOICE)})")

    def _lookup(self, scalar: Scalar) -> Text:
        return Text(f"{self.table(scalar.table)}.get({self._key(scalar)}, {literal(scalar.table.harmless)})")

    def _has_cell(self, scalar: Scalar) -> Text:
        return Text(f"{self._key(scalar)} in {self.table(scalar.table)}", COMPARED)

    def _key(self, scalar: Scalar) -> str:
        keys = [self.of(key, CHOICE) for key in scalar.operands]
        return f"({', '.join(keys)}{',' if len(keys) == 1 else ''})"

    def table(self, cells: Cells) -> str:
        """The name that the module gives a table."""
        return self.tables.setdefault(cells, f"{cells.name.upper()}_{len(self.tables) + 1}")

    def _join(self, scalar: Scalar) -> Text:
        return Text(" | ".join(self.of(x, SUM) for x in scalar.operands), BITS)


def presence_in(scalar: Scalar) -> tuple[tuple[Scalar, ...], tuple[Scalar, ...]]:
    """Of `all`, the operands that say a column is present, and the values read of those columns; of `any`, the
    operands that say it is absent. In both the other operands matter only where the column has a value."""
    first = []
    for item in scalar.operands:
        inner = item.operands[0] if item.operator == "not" else item
        if inner.operator == "present" and (item.operator == "not") == (scalar.operator == "any"):
            first.append(item)
    columns = {(x.operands[0] if x.operands else x).column for x in first}
    values = [value for item in scalar.operands for value in item.operands if value.operator == "given"]
    return tuple(first), tuple(value for value in values if value.column in columns)


def literal(value: object) -> str:
    """A constant; a day is a name that the module binds (see `days_in`)."""
    if isinstance(value, datetime.date):
        return day_name(value)
    if isinstance(value, frozenset):
        return f"frozenset({{{', '.join(repr(x) for x in sorted(value))}}})" if value else "frozenset()"
    return repr(value)


def day_name(day: datetime.date) -> str:
    return f"DAY_{day.year:04}_{day.month:02}_{day.day:02}"
