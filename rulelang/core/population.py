"""What an engine computes over: subjects with their records, already read and validated."""
from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Union

import attrs

from rulelang.core.nodes.types import Quantity
from rulelang.exact.calendar import Period
from rulelang.frozen import frozen

Value = Union[int, str, bool, datetime.date, frozenset[str], None]
"""A quantity is an int in units of its field type's 1/denominator; text, country, member: str; set: frozenset of str;
a missing optional value is None."""


@frozen
class Subject:
    """One partner: field values by name and, for each relation's entity name, its rows (field values by name).

    `rejected` names the entities of which a row of this subject was rejected.
    """

    key: tuple[Value, ...]
    fields: Mapping[str, Value]
    records: Mapping[str, tuple[Mapping[str, Value], ...]]
    rejected: frozenset[str] = frozenset()


@frozen
class Population:
    """`covered_from` gives, for each entity name of a relation, the first day its rows are complete from; a relation
    that is absent there is complete for all dates (as in an example). `history` gives a ladder's tier as a fact: in
    force on every day of a period, and until the first assessment that ends after it. `whole` says that these are all
    subjects there are: what looks across subjects is unknown of a part of them."""

    subjects: tuple[Subject, ...]
    covered_from: Mapping[str, datetime.date] = attrs.field(factory=dict)
    history: Mapping[str, tuple[Period, str]] = attrs.field(factory=dict)
    whole: bool = True


@frozen
class Outcome:
    """One result of one subject.

    `value`: int in units of 1/denominator (money), bool, or a tier's name; None when unknown or not due; a measure
    that is a quotient by data is its exact Fraction, from the interpreter alone. An unknown
    has its `causes`, sorted; a ladder that may be at several tiers also has the `lowest` and `highest` of them.
    `due` is False for money whose next pay period ends outside the run's period: it counts as 0 in sums.
    """

    value: Value | Fraction
    causes: tuple[object, ...] = ()
    lowest: str | None = None
    highest: str | None = None
    due: bool = True
    next_due: datetime.date | None = None


@frozen
class CohortSize:
    """How many subjects are compared in a definition in the run's period, and how many are left out because their value
    or whether they belong to it is unknown."""

    definition: str
    members: int
    left_out: int

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it is told among others: by what it is, not by where it is written."""
        return self.definition, self.members, self.left_out


@frozen
class ProgramFigure:
    """What a measure of the program came to in the run's period: of all, or of the `group` with these values."""

    name: str
    group: tuple[Value, ...]
    outcome: Outcome


@frozen
class Results:
    """Outcomes of a run: for each subject, in order of key, one outcome for each name in `outcomes`.

    `fold_starts` gives, for each ladder with memory that was assessed by the end of the period, the last day of the
    unit of its first assessment. `cohorts` gives the sizes of what was compared across subjects, `program` the
    measures of the program. `paid_in` are the types of outcomes that are paid in another currency than the program's.
    """

    outcomes: tuple[str, ...]
    rows: tuple[tuple[tuple[Value, ...], tuple[Outcome, ...]], ...]
    fold_starts: Mapping[str, datetime.date] = attrs.field(factory=dict)
    cohorts: tuple[CohortSize, ...] = ()
    program: tuple[ProgramFigure, ...] = ()
    paid_in: Mapping[str, Quantity] = attrs.field(factory=dict)
