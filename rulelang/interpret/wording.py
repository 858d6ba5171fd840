"""The words of explanations in each language, and how values are written. Knows no expressions.

Amounts and dates are written as the language itself writes them, whatever the country: `1_900.00 USD`, `2.5%`,
`2025-04-01`. Nothing is rounded to be shown: a value without an end in decimals is written as a fraction, with about
how much that is beside it.
"""
from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from rulelang.core.nodes import RECORDS, Choice, ChoiceSet, Entity, Labels, Quantity, Ratio, Type, in_own_currency
from rulelang.diagnostics.catalogue import other_words
from rulelang.exact.calendar import Period
from rulelang.exact.currencies import minor_digits
from rulelang.exact.durations import MOST
from rulelang.interpret.unknown import Answer, Unknown

NEAR_DIGITS = 4
"""The decimals of a number beside the fraction that it is."""


@attrs.frozen
class Wording:
    """One language, and what the things of a program are called in it."""

    language: str
    labels: Labels = attrs.field(factory=dict)

    def called(self, *path: str) -> str:
        """The label of what these names lead to, its own name where it has none."""
        label = self.labels.get(path)
        return label.told(self.language) if label is not None else path[-1]

    def named(self, name: str) -> str:
        """`Deploy rebate (deploy_rebate)`, or the name alone where nothing more was written."""
        label = self.called(name)
        return self.say("named", label=label, name=name) if label != name else name

    def records(self, entity: Entity) -> str:
        """What the records of an entity are called where they belong."""
        label = self.labels.get((entity.name, RECORDS))
        return label.told(self.language) if label is not None else entity.relation or entity.name

    def say(self, phrase: str, **facts: object) -> str:
        return other_words("explanations", self.language)[phrase].format(**facts)

    def yes_no(self, *, answer: bool) -> str:
        return self.say("yes" if answer else "no")

    def units(self, unit: str, *, alone: bool) -> str:
        """A unit of time after a number; `alone` after one."""
        return self.say(f"one_{unit}" if alone else unit)

    def days(self, days: Period) -> str:
        if days.start == days.stop:
            return self.say("on_day", day=days.start)
        return self.say("days", start=days.start, stop=days.stop)

    def value(self, answer: Answer, kind: Type) -> str:
        """A value as it would be written in a rule, with its currency or percent sign."""
        match answer:
            case Unknown():
                return self.say("unknown")
            case bool():
                return self.yes_no(answer=answer)
            case Fraction():
                return self._quantity(answer, kind)
            case datetime.date():
                return answer.isoformat()
            case frozenset():
                return ", ".join(self._member(each, kind) for each in sorted(answer)) or self.say("nothing")
            case _:
                return self._member(answer, kind)

    def gap(self, gap: Fraction, kind: Type) -> str:
        """How far apart two values are. Percents lie percentage points apart: 80% is not 20% above 60%."""
        if not isinstance(kind, Quantity | Ratio) or kind.kind != "percent":
            return self.value(gap, kind)
        points = gap * 100
        return self.say("one_percentage_point" if points == 1 else "percentage_points", value=self.number(points))

    def number(self, value: Fraction, unit: str = "", least_digits: int = 0) -> str:
        """All the digits of a number; where they do not end, the fraction that it is and about how much that is."""
        written = decimal(value, least_digits)
        if "/" not in written:
            return f"{written}{unit}"
        near = decimal(Fraction(round(value * 10**NEAR_DIGITS), 10**NEAR_DIGITS))
        return self.say("about", exact=f"{written}{unit}", near=f"{near}{unit}")

    def money(self, answer: Answer, currency: str) -> str:
        if isinstance(answer, Unknown):
            return self.say("unknown")
        assert isinstance(answer, Fraction)
        return self.number(answer, f" {currency}".rstrip(), minor_digits(currency) or 0)

    def _member(self, name: str, kind: Type) -> str:
        return self.called(kind.enumeration, name) if isinstance(kind, Choice | ChoiceSet) else name

    def _quantity(self, answer: Fraction, kind: Type) -> str:
        assert isinstance(kind, Quantity | Ratio)
        if kind.kind == "percent":
            return self.number(answer * 100, "%")
        if kind.kind == "points":
            return self.say("one_point" if answer == 1 else "points", value=self.number(answer))
        if in_own_currency(kind):
            return self.number(answer)
        if kind.kind in MOST:
            one = kind.kind.removesuffix("s")
            return self.say(f"time_one_{one}" if answer == 1 else f"time_{kind.kind}", value=decimal(answer))
        if kind.kind == "money":
            return self.money(answer, kind.currency or "")
        return self.number(answer)


def decimal(value: Fraction, least_digits: int = 0) -> str:
    """All the digits of a value, in groups of three: `10_650.00`. A fraction such as `1/3` where they do not end."""
    digits = max(least_digits, _digits_needed(value.denominator))
    if (value * 10**digits).denominator != 1:
        return f"{value.numerator:_}/{value.denominator:_}"
    units = abs(int(value * 10**digits))
    whole, part = divmod(units, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:_}" + (f".{part:0{digits}}" if digits else "")


def _digits_needed(denominator: int) -> int:
    """How many decimals a fraction with this denominator has, if they end: the larger power of 2 or 5 in it."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator, power = denominator // prime, power + 1
        powers.append(power)
    return max(powers)
