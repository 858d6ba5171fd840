"""Makes scalars: each once, and as little as is left when what is known while planning has been used up.

Folding here may use ranges, never data. It keeps every function total: nothing made here divides by less than 1.
"""
from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable, Sequence

import attrs

from rulelang.compile import ranges
from rulelang.compile.scalars import (
    CAUSES,
    DAY,
    INTEGER,
    SET,
    TEXT,
    TRUTH,
    Cells,
    Column,
    Payload,
    Scalar,
    is_no,
    is_yes,
    whole,
)

DAYS_APART_MAX, MONTHS_APART_MAX = 366 * 9_999, 12 * 9_999
"""From the first day of the calendar to its last."""
KINDS = {bool: TRUTH, int: INTEGER, str: TEXT, datetime.date: DAY, frozenset: SET}


@attrs.define
class Scalars:
    """The maker of one plan's scalars. `names` holds what a scalar may be called in generated text, by number."""

    made: dict[object, Scalar] = attrs.field(factory=dict)
    names: dict[int, str] = attrs.field(factory=dict)
    clear: dict[int, Scalar] = attrs.field(factory=dict)

    def named(self, scalar: Scalar, name: str) -> Scalar:
        """The scalar, called by the first name it was given."""
        if name and not scalar.is_constant:
            self.names.setdefault(scalar.number, name)
        return scalar

    def _make(
        self, operator: str, operands: Sequence[Scalar], payload: Payload, kind: str, low: int = 0, high: int = 0
    ) -> Scalar:
        key = _key(operator, operands, payload, kind)
        found = self.made.get(key)
        if found is None:
            column = payload if isinstance(payload, Column) else None
            found = Scalar(
                operator, tuple(operands), payload, kind, low, high,
                any(x.of_row for x in operands) or (column is not None and column.of_row),
                max((x.stage for x in operands), default=column.stage if column else 0),
                len(self.made),
            )
            self.made[key] = found
        return found

    # -------------------------------------------------------------------------------------------- leaves

    def constant(self, value: bool | int | str | datetime.date | frozenset[str]) -> Scalar:
        kind = KINDS[type(value)]
        number = value if kind == INTEGER and isinstance(value, int) else 0
        return self._make("constant", (), value, kind, number, number)

    def truth(self, *, yes: bool) -> Scalar:
        return self._make("constant", (), yes, TRUTH)

    def cause(self, bits: int) -> Scalar:
        """A constant set of causes."""
        return self._make("constant", (), bits, CAUSES, 0, bits)

    def given(self, column: Column) -> Scalar:
        """The value of a column, or a harmless one where it is absent. `high` of causes: the bits that may be set."""
        return self._make("given", (), column, column.kind, column.low, column.high)

    def present(self, column: Column) -> Scalar:
        if not column.optional:
            return self.truth(yes=True)
        return self._make("present", (), column, TRUTH)

    # -------------------------------------------------------------------------------------------- integers

    def add(self, left: Scalar, right: Scalar) -> Scalar:
        first, second = ranges.constant_of(left), ranges.constant_of(right)
        if first is not None and second is not None:
            return self.constant(first + second)
        if first is not None:
            return self.add(right, left)
        if second == 0:
            return left
        for one, other in ((left, right), (right, left)):
            if one.operator == "subtract" and one.operands[1] is other:
                return one.operands[0]
        inner = ranges.constant_of(left.operands[1]) if left.operator == "add" else None
        if second is not None and inner is not None:
            return self.add(left.operands[0], self.constant(inner + second))
        return self._arithmetic("add", left, right)

    def subtract(self, left: Scalar, right: Scalar) -> Scalar:
        second = ranges.constant_of(right)
        if second is not None:
            return self.add(left, self.constant(-second))
        if left is right:
            return self.constant(0)
        return self._arithmetic("subtract", left, right)

    def multiply(self, left: Scalar, right: Scalar) -> Scalar:
        first, second = ranges.constant_of(left), ranges.constant_of(right)
        if first is not None and second is not None:
            return self.constant(first * second)
        if first is not None:
            return self.multiply(right, left)
        if second == 1:
            return left
        if second == 0:
            return self.constant(0)
        inner = ranges.constant_of(left.operands[1]) if left.operator == "multiply" else None
        if second is not None and inner is not None:
            return self.multiply(left.operands[0], self.constant(inner * second))
        return self._arithmetic("multiply", left, right)

    def _arithmetic(self, operator: str, left: Scalar, right: Scalar) -> Scalar:
        low, high = ranges.of_operation(operator, [(left.low, left.high), (right.low, right.high)])
        return self._make(operator, (left, right), None, INTEGER, low, high)

    def round_division(self, numerator: Scalar, divisor: Scalar, mode: str) -> Scalar:
        """numerator / divisor rounded to a whole number; the divisor is at least 1."""
        shared = self._shared_factor(numerator, divisor)
        if shared > 1:
            numerator, divisor = self.without(numerator, shared), self.without(divisor, shared)
        if ranges.constant_of(divisor) == 1:
            return numerator
        low, high = ranges.of_operation(
            "round_division", [(numerator.low, numerator.high), (divisor.low, divisor.high)]
        )
        return self._make("round_division", (numerator, divisor), mode, INTEGER, low, high)

    def factor(self, scalar: Scalar) -> int:
        """A constant that a scalar is written as a multiple of."""
        constant = ranges.constant_of(scalar)
        if constant is not None:
            return abs(constant)
        if scalar.operator == "multiply":
            return self.factor(scalar.operands[0]) * self.factor(scalar.operands[1])
        return 1

    def _shared_factor(self, left: Scalar, right: Scalar) -> int:
        return math.gcd(self.factor(left), self.factor(right))

    def without(self, scalar: Scalar, factor: int) -> Scalar:
        """A scalar divided by a factor that it is written as a multiple of."""
        if factor == 1:
            return scalar
        constant = ranges.constant_of(scalar)
        if constant is not None:
            return self.constant(constant // factor)
        left, right = scalar.operands
        part = math.gcd(self.factor(right), factor)
        return self.multiply(self.without(left, factor // part), self.without(right, part))

    # -------------------------------------------------------------------------------------------- days

    def days_between(self, start: Scalar, stop: Scalar) -> Scalar:
        """How many days a day lies after another; below zero where it lies before."""
        if isinstance(start.payload, datetime.date) and isinstance(stop.payload, datetime.date):
            return self.constant((stop.payload - start.payload).days)
        return self._make("days_between", (start, stop), None, INTEGER, -DAYS_APART_MAX, DAYS_APART_MAX)

    def months_between(self, start: Scalar, stop: Scalar) -> Scalar:
        """How many whole months lie between two days, a month later being the same day of it or, where it has none, its
        last one; below zero where the second day lies before the first."""
        if isinstance(start.payload, datetime.date) and isinstance(stop.payload, datetime.date):
            return self.constant(_months_between(start.payload, stop.payload))
        return self._make("months_between", (start, stop), None, INTEGER, -MONTHS_APART_MAX, MONTHS_APART_MAX)

    def days_later(self, day: Scalar, count: Scalar) -> Scalar:
        """The day so many days after one, before it where that is below zero; never beyond the calendar's ends."""
        if isinstance(day.payload, datetime.date) and count.is_constant:
            return self.constant(_in_calendar(day.payload.toordinal() + whole(count)))
        return self._make("days_later", (day, count), None, DAY)

    def months_later(self, day: Scalar, count: Scalar) -> Scalar:
        """The same of months: the same day of that month or, where it has none, its last one."""
        if isinstance(day.payload, datetime.date) and count.is_constant:
            return self.constant(_months_later(day.payload, whole(count)))
        return self._make("months_later", (day, count), None, DAY)

    # -------------------------------------------------------------------------------------------- truths

    def compare(self, sign: str, left: Scalar, right: Scalar) -> Scalar:
        if left is right:
            return self.constant(sign in ("=", "<=", ">="))
        if left.is_constant and right.is_constant and left.kind != INTEGER:
            return self.constant(_compared(sign, left.payload, right.payload))
        if left.is_constant and not right.is_constant:
            return self.compare(ranges.MIRRORED[sign], right, left)
        if left.kind == INTEGER:
            return self._compare_integers(sign, left, right)
        if left.kind == TRUTH and sign in ("=", "<>"):
            same = self.any(self.all(left, right), self.all(self.invert(left), self.invert(right)))
            return same if sign == "=" else self.invert(same)
        return self._make("compare", (left, right), sign, TRUTH)

    def _compare_integers(self, sign: str, left: Scalar, right: Scalar) -> Scalar:
        answer = ranges.decided(sign, (left.low, left.high), (right.low, right.high))
        if answer is not None:
            return self.constant(answer)
        bound = ranges.constant_of(right)
        if bound is not None:
            return self._compare_with_constant(sign, left, bound)
        shared = self._shared_factor(left, right)
        return self._make("compare", (self.without(left, shared), self.without(right, shared)), sign, TRUTH)

    def _compare_with_constant(self, sign: str, left: Scalar, bound: int) -> Scalar:
        """x + a < b is x < b - a, and x * a < b is x < b / a, rounded the way that keeps the answer."""
        other = ranges.constant_of(left.operands[1]) if left.operator in ("add", "multiply") else None
        if left.operator == "add" and other is not None:
            return self.compare(sign, left.operands[0], self.constant(bound - other))
        if left.operator == "multiply" and other is not None and other > 0:
            quotient, rest = divmod(bound, other)
            if sign in ("=", "<>") and rest:
                return self.constant(sign == "<>")
            nearest = quotient + (1 if rest and sign in ("<", ">=") else 0)
            return self.compare(sign, left.operands[0], self.constant(nearest))
        return self._make("compare", (left, self.constant(bound)), sign, TRUTH)

    def invert(self, truth: Scalar) -> Scalar:
        """Not a truth; of a comparison its opposite, of plain tests joined by `all` their opposites joined by `any`."""
        if truth.is_constant:
            return self.constant(not truth.payload)
        if truth.operator == "not":
            return truth.operands[0]
        if truth.operator == "compare":
            return self._make("compare", truth.operands, ranges.OPPOSITE[str(truth.payload)], TRUTH)
        if truth.operator in ("all", "any") and all(x.operator not in ("all", "any") for x in truth.operands):
            inverted = [self.invert(x) for x in truth.operands]
            return self._join_truths("any" if truth.operator == "all" else "all", inverted)
        return self._make("not", (truth,), None, TRUTH)

    def _opposite(self, truth: Scalar) -> int | None:
        """The number of a truth's opposite, where that has been made."""
        if truth.operator == "not":
            return truth.operands[0].number
        if truth.operator == "compare":
            key = truth.operands, ranges.OPPOSITE[str(truth.payload)]
            found = self.made.get(_key("compare", *key, TRUTH))
        else:
            found = self.made.get(_key("not", (truth,), None, TRUTH))
        return found.number if found else None

    def all(self, *truths: Scalar) -> Scalar:
        return self._join_truths("all", truths)

    def any(self, *truths: Scalar) -> Scalar:
        return self._join_truths("any", truths)

    def _join_truths(self, operator: str, truths: Iterable[Scalar]) -> Scalar:
        """All, where a yes says nothing and a no decides; any the other way round."""
        settles = is_no if operator == "all" else is_yes
        items: dict[int, Scalar] = {}
        for truth in truths:
            for item in truth.operands if truth.operator == operator else (truth,):
                if settles(item) or self._opposite(item) in items:
                    return self.constant(operator == "any")
                if not item.is_constant:
                    items[item.number] = item
        left = self._absorbed(operator, items)
        if operator == "any":
            left = self._gathered(left)
        if [item.number for item in left] != list(items):
            return self._join_truths(operator, left)
        if not items:
            return self.constant(operator == "all")
        if len(items) == 1:
            return next(iter(items.values()))
        return self._make(operator, tuple(items.values()), None, TRUTH)

    def _absorbed(self, operator: str, items: dict[int, Scalar]) -> list[Scalar]:
        """Without what other items make plain: x and (x or y) is x; x and (not x or y) is x and y."""
        other = "any" if operator == "all" else "all"
        found = []
        for item in items.values():
            parts = item.operands if item.operator == other else ()
            if any(part.number in items for part in parts):
                continue
            left = [part for part in parts if self._opposite(part) not in items]
            found.append(self._join_truths(other, left) if len(left) < len(parts) else item)
        return found

    def _gathered(self, items: list[Scalar]) -> list[Scalar]:
        """Tests of one text against several members as one test, where the first of them stood."""
        members: dict[int, list[str]] = {}
        for item in items:
            if _is_member_test(item):
                members.setdefault(item.operands[0].number, []).extend(_members_of(item))
        found = []
        for item in items:
            if not _is_member_test(item):
                found.append(item)
                continue
            names = members.pop(item.operands[0].number, None)
            if names is not None:
                found.append(item if len(names) == len(_members_of(item)) else self.one_of(item.operands[0], names))
        return found

    def one_of(self, value: Scalar, members: Iterable[str]) -> Scalar:
        names = tuple(members)
        if value.is_constant:
            return self.constant(value.payload in names)
        return self._make("one_of", (value,), names, TRUTH) if names else self.truth(yes=False)

    def includes(self, members: Scalar, member: str) -> Scalar:
        if members.is_constant:
            assert isinstance(members.payload, frozenset)
            return self.constant(member in members.payload)
        return self._make("includes", (members,), member, TRUTH)

    def position(self, value: Scalar, members: tuple[str, ...]) -> Scalar:
        """The place of a member in an ordered enumeration, from 0."""
        if value.is_constant:
            return self.constant(members.index(str(value.payload)))
        return self._make("position", (value,), members, INTEGER, 0, len(members) - 1)

    # -------------------------------------------------------------------------------------------- tables

    def lookup(self, cells: Cells, keys: Sequence[Scalar]) -> Scalar:
        """The value of the cell of some keys, a harmless one where there is none. There is a cell at all."""
        if not keys:
            return self.constant(cells.harmless)
        return self._make("lookup", keys, cells, cells.kind, cells.low, cells.high)

    def has_cell(self, cells: Cells, keys: Sequence[Scalar]) -> Scalar:
        """Whether some keys have a cell."""
        if not keys:
            return self.constant(bool(cells.cells))
        return self._make("has_cell", keys, cells, TRUTH)

    # -------------------------------------------------------------------------------------------- choosing

    def case(self, branches: Iterable[tuple[Scalar, Scalar]], otherwise: Scalar) -> Scalar:
        """The value of the first condition that holds, else `otherwise`."""
        kept: list[tuple[Scalar, Scalar]] = []
        for condition, value in branches:
            if is_no(condition) or any(condition is c for c, _ in kept):
                continue
            if is_yes(condition):
                otherwise = value
                break
            if value.operator == "case" and value.operands[0] is condition:
                value = value.operands[1]  # noqa: PLW2901 - the same value, where the condition holds
            if kept and kept[-1][1] is value:
                kept[-1] = self.any(kept[-1][0], condition), value
            else:
                kept.append((condition, value))
        if kept and otherwise.kind == CAUSES and otherwise.operator == "case":
            pairs = zip(otherwise.operands[:-1:2], otherwise.operands[1::2], strict=True)
            return self.case([*kept, *pairs], otherwise.operands[-1])
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        if not kept:
            return otherwise
        if otherwise.kind == TRUTH:
            return self._truth_case(kept, otherwise)
        if otherwise.kind == CAUSES and otherwise.payload == 0 and self._says_itself(kept):
            return kept[0][1]
        low, high = 0, 0
        if otherwise.kind == INTEGER:
            low, high = ranges.of_case(tuple(kept), otherwise)
        elif otherwise.kind == CAUSES:
            high = _bits([value for _, value in kept] + [otherwise])
        flat = [x for branch in kept for x in branch]
        return self._make("case", (*flat, otherwise), None, otherwise.kind, low, high)

    def _says_itself(self, branches: list[tuple[Scalar, Scalar]]) -> bool:
        """Whether a case gives some causes exactly where there are any."""
        return len(branches) == 1 and branches[0][0] is self.invert(self.is_clear(branches[0][1]))

    def _truth_case(self, branches: list[tuple[Scalar, Scalar]], otherwise: Scalar) -> Scalar:
        found = otherwise
        for condition, value in reversed(branches):
            if is_yes(value):
                found = self.any(condition, found)
            elif is_no(value):
                found = self.all(self.invert(condition), found)
            else:
                found = self.any(self.all(condition, value), self.all(self.invert(condition), found))
        return found

    # -------------------------------------------------------------------------------------------- causes

    def join(self, *causes: Scalar) -> Scalar:
        """The union of sets of causes."""
        items: dict[int, Scalar] = {}
        bits = 0
        for cause in causes:
            for item in cause.operands if cause.operator == "join" else (cause,):
                if item.is_constant:
                    bits |= whole(item)
                else:
                    items[item.number] = item
        if bits:
            items[-1] = self.cause(bits)
        if not items:
            return self.cause(0)
        if len(items) == 1:
            return next(iter(items.values()))
        return self._make("join", tuple(items.values()), None, CAUSES, 0, _bits(items.values()))

    def is_clear(self, causes: Scalar) -> Scalar:
        """Whether a set of causes is empty, asked of what it was made from where that is simpler."""
        found = self.clear.get(causes.number)
        if found is None:
            found = self.clear[causes.number] = self._is_clear(causes)
        return found

    def _is_clear(self, causes: Scalar) -> Scalar:
        if causes.is_constant:
            return self.constant(causes.payload == 0)
        if causes.operator == "join":
            return self.all(*(self.is_clear(x) for x in causes.operands))
        if causes.operator == "case":
            pairs = zip(causes.operands[:-1:2], causes.operands[1::2], strict=True)
            return self.case([(c, self.is_clear(v)) for c, v in pairs], self.is_clear(causes.operands[-1]))
        return self._make("compare", (causes, self.cause(0)), "=", TRUTH)


def _months_between(start: datetime.date, stop: datetime.date) -> int:
    months = (stop.year - start.year) * 12 + stop.month - start.month
    last = calendar.monthrange(stop.year, stop.month)[1]
    return months - (start.day > stop.day and stop.day < last)


def _in_calendar(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(max(1, min(ordinal, datetime.date.max.toordinal())))


def _months_later(day: datetime.date, count: int) -> datetime.date:
    index = day.year * 12 + day.month - 1 + count
    if not datetime.MINYEAR * 12 <= index < (datetime.MAXYEAR + 1) * 12:
        return datetime.date.min if count < 0 else datetime.date.max
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _is_member_test(scalar: Scalar) -> bool:
    if scalar.operator == "compare":
        right = scalar.operands[1]
        return scalar.payload == "=" and right.is_constant and right.kind == TEXT
    return scalar.operator == "one_of"


def _members_of(test: Scalar) -> tuple[str, ...]:
    if isinstance(test.payload, tuple):
        return test.payload
    return (str(test.operands[1].payload),)


def _key(operator: str, operands: Sequence[Scalar], payload: Payload, kind: str) -> object:
    """What makes two scalars the same."""
    return operator, tuple(x.number for x in operands), type(payload), payload, kind


def _bits(causes: Iterable[Scalar]) -> int:
    found = 0
    for cause in causes:
        found |= cause.high
    return found


def _compared(sign: str, left: Payload, right: Payload) -> bool:
    if sign in ("=", "<>"):
        return (left == right) == (sign == "=")
    less, same = left < right, left == right  # type: ignore[operator]  # one kind, so they have an order
    return {"<": less, "<=": less or same, ">": not (less or same), ">=": not less}[sign]
