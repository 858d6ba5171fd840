"""What a program has declared so far: names with their types, and the text of each declaration."""
from __future__ import annotations

import datetime
from collections.abc import Iterable
from fractions import Fraction

import attrs

from rulelang.core import nodes as core
from rulelang.exact.calendar import Calendar

from .drawing import Draw
from .terms import Term

THRESHOLDS = {
    "money": (100, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 50_000),
    "count": (1, 2, 3, 5),
    "number": (Fraction(1, 2), 1, 2, Fraction(5, 2), 4),
    "percent": (Fraction(1, 100), Fraction(1, 40), Fraction(1, 20), Fraction(1, 10), Fraction(1, 2)),
    "points": (1, 10, Fraction(25, 2)),
}


@attrs.frozen
class Field:
    name: str
    type: core.Type
    optional: bool = False


@attrs.frozen
class Holder:
    """The subject (no `records`) or a relation: `records` is its rows' name under the subject."""

    name: str
    fields: tuple[Field, ...]
    records: str = ""
    dated_by: str = ""
    valid: bool = False
    keyed: bool = False


@attrs.frozen
class Parameter:
    """`changes` are the days after the first on which another value comes into force."""

    name: str
    type: core.Quantity
    values: tuple[Fraction, ...]
    changes: tuple[datetime.date, ...]
    first: datetime.date
    bounds: tuple[Fraction, Fraction] | None = None


@attrs.frozen
class Table:
    """A parameter with keys. `cells` are those of every table, `values` all that stand in them; `said`: it is read
    with a day."""

    name: str
    kind: str
    keys: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    values: tuple[Fraction, ...]
    said: bool


@attrs.frozen
class Ladder:
    name: str
    tiers: tuple[str, ...]

    @property
    def declared(self) -> str:
        """The name of the declaration: of a ladder for one member, that of those for all."""
        return self.name.partition("(")[0]


@attrs.frozen
class Incentive:
    """`plain`: parameters it reads without a day. `said`: whether `measured every` is written. `dated`: whether a later
    version takes over on a day."""

    name: str
    measured: str
    paid: str
    said: bool
    plain: frozenset[str]
    dated: bool = False


@attrs.frozen
class Payout:
    name: str
    paid: str
    cap_every: str | None
    best: tuple[tuple[str, ...], ...] = ()


@attrs.define
class World:
    """Everything a generator of one program looks at and adds to. `grown` are types to which a variant adds members."""

    draw: Draw
    currency: str
    calendar: Calendar
    start: datetime.date
    enumerations: dict[str, core.Choice] = attrs.field(factory=dict)
    subject: Holder = Holder("", ())
    account: Holder | None = None
    relations: list[Holder] = attrs.field(factory=list)
    parameters: list[Parameter] = attrs.field(factory=list)
    tables: list[Table] = attrs.field(factory=list)
    countries: tuple[str, ...] = ()
    grown: set[str] = attrs.field(factory=set)
    rates: tuple[str, core.Quantity] | None = None
    measures: list[tuple[str, Term]] = attrs.field(factory=list)
    eligibilities: list[tuple[str, Term]] = attrs.field(factory=list)
    ladders: list[Ladder] = attrs.field(factory=list)
    incentives: list[Incentive] = attrs.field(factory=list)
    payouts: list[Payout] = attrs.field(factory=list)
    pieces: list[tuple[str, str]] = attrs.field(factory=list)
    taken: set[str] = attrs.field(factory=set)
    has_levels: bool = False

    def name(self, *stems: str) -> str:
        """A name nobody has yet."""
        stem = self.draw.choice(stems)
        number, name = 1, stem
        while name in self.taken:
            number += 1
            name = f"{stem}_{number}"
        self.taken.add(name)
        return name

    @property
    def whole_ladders(self) -> list[Ladder]:
        """The ladders that are there for no member."""
        return [ladder for ladder in self.ladders if ladder.declared == ladder.name]

    def declare(self, name: str, *lines: str) -> None:
        self.pieces.append((name, "\n".join(lines)))

    def threshold(self, kind: str) -> Fraction:
        """A round figure of the size that amounts of a kind have."""
        kind = "percent" if kind == "share" else kind
        return Fraction(self.draw.choice(THRESHOLDS[kind]))

    def changes_inside(self, parameter: str, unit: str) -> bool:
        """Whether a parameter changes strictly inside some unit of the calendar."""
        found = next(p for p in self.parameters if p.name == parameter)
        return any(self.calendar.containing(unit, day).start != day for day in found.changes)

    def stands_still(self, parameters: Iterable[str], scope: Scope) -> bool:
        """Whether no parameter changes inside what the scope is measured over."""
        return scope.unit is None or not any(self.changes_inside(p, scope.unit) for p in parameters)


@attrs.frozen
class Scope:
    """Where an expression is going to stand: in a row of a relation, or in something measured over a unit.

    `where` allows what a `where` allows; `unit` forbids parameters that change inside it and are read without a day.
    """

    row: Holder | None = None
    unit: str | None = None
    reads: bool = True
