"""A core grounded for one run: dates resolved, parameters read, schedules unrolled. What both compiled engines print.

A plan is: for each relation one pass over a subject's rows that fills all slots, and outputs that are scalars over the
subject's fields and those slots. It knows no rows and no engine. A slot whose rows are tested against something that
itself comes out of a pass is filled in a pass of a later stage.
"""
from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Mapping
from fractions import Fraction

import attrs

from rulelang.compile.scalar_making import Scalars
from rulelang.compile.scalars import Column, Scalar
from rulelang.core.nodes import LEVELS_MAX, Cause, Core, Quantity
from rulelang.core.paid_in import types_due
from rulelang.exact.calendar import Period

LIKELY_TOTAL = 10**15
"""The total, in units, up to which a plan is made first: all but the rarest amounts, and far inside 64 bits."""


@attrs.frozen
class Facts:
    """What is known of the data before planning.

    `covered_from` and `history` are the population's. `rejected` names the entities of which some subject has a
    rejected row. `total_limit` promises that no total leaves it (in units of the total's type); None: none is promised,
    and a total beyond 10^18 becomes unknown. `days` gives the first and last day that a date field holds, for the
    fields of `dated_ladders`; a field that is absent there holds no day. `whole` says that all subjects are there.
    `deepest` is how many levels below another somebody stands at most.
    """

    covered_from: Mapping[str, datetime.date] = attrs.field(factory=dict)
    history: Mapping[str, tuple[Period, str]] = attrs.field(factory=dict)
    rejected: frozenset[str] = frozenset()
    total_limit: int | None = LIKELY_TOTAL
    days: Mapping[tuple[str, str], Period] = attrs.field(factory=dict)
    whole: bool = True
    deepest: int = LEVELS_MAX


@attrs.frozen(eq=False)
class Slot:
    """One figure a pass makes of the rows whose `condition` holds.

    `function`: total, count, count_distinct, lowest, highest, middle (the sum of the two middle values, of an odd
    number the middle one twice), first or latest (the value of the row that is so by `order`), or causes (the union of
    `value` over the rows). Total, count and causes of nothing are 0; the others of nothing are absent. Where `limit` is
    set the plan relies on a total between -limit and limit, and an engine that finds another has to plan again without
    that promise.
    """

    column: Column
    function: str
    value: Scalar | None
    condition: Scalar
    limit: int | None = None
    order: tuple[Scalar, ...] = ()

    @property
    def read(self) -> tuple[Scalar, ...]:
        """The scalars of a row that it is made of."""
        return (self.condition, *self.order) if self.value is None else (self.condition, self.value, *self.order)

    @property
    def name(self) -> str:
        return self.column.name


@attrs.frozen
class Rows:
    """Whose rows of a relation a slot is of: the subject's, or where `of` is set those of each record of that entity,
    which `per` tells by the key of it that the rows hold."""

    relation: str
    of: str = ""
    per: tuple[Column, ...] = ()


@attrs.frozen(eq=False)
class Pass:
    """One reading of a relation's rows. `fields` are those of the row; `carried` are scalars of the subject that rows
    are tested against, each under its name.

    Where `of` is set the slots are filled for each record of that entity, not for the subject: by the rows of which
    `per` is what the columns `keys` of the record hold.
    """

    relation: str
    stage: int
    slots: tuple[Slot, ...]
    fields: tuple[Column, ...]
    carried: tuple[tuple[str, Scalar], ...] = ()
    of: str = ""
    per: tuple[Scalar, ...] = ()
    keys: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        return self.relation if self.stage == 1 else f"{self.relation} {self.stage}"


@attrs.frozen(eq=False)
class AcrossSlot:
    """One figure for each subject that looks at all of them: at the `value` of those for whom `member` holds, and whose
    `group` is the same.

    `function`: rank, below, count, total, median (twice the value), lowest, highest, top_total (of the `top` part with
    the greatest values). Count and totals of nobody are 0; median, lowest and highest of nobody are absent. Rank and
    below mean something for members only. Where `reader` is set a subject is given the figure of the group that has
    these values instead of its own: total, lowest, highest, or causes (the union of `value`, nothing of nobody).
    """

    column: Column
    function: str
    value: Scalar
    member: Scalar
    group: tuple[Scalar, ...] = ()
    top: Fraction = Fraction(1)
    reader: tuple[Scalar, ...] = ()

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def read(self) -> tuple[Scalar, ...]:
        """What it looks at of each subject."""
        return (self.value, self.member, *self.group, *self.reader)


@attrs.frozen(eq=False)
class Output:
    """One outcome. `kind`: tier, truth, money; of a measure quantity, ratio (then units over `divisor`), set or
    plain.

    `value` is meant where `causes` is empty: an index into `tiers`, a truth, or units of 1/`denominator`. A tier that
    may be one of several lies between `value` and `highest` (None: always the same as `value`). Not `due`: 0, with the
    next day on which money moves.
    """

    name: str
    kind: str
    value: Scalar
    causes: Scalar
    highest: Scalar | None = None
    denominator: int = 1
    tiers: tuple[str, ...] = ()
    due: bool = True
    next_due: datetime.date | None = None
    divisor: Scalar | None = None

    @property
    def figures(self) -> tuple[Scalar, ...]:
        """What an engine gives of an outcome: its value, then what may differ from subject to subject beside it."""
        found = [self.value]
        if self.highest is not None:
            found.append(self.highest)
        if self.divisor is not None:
            found.append(self.divisor)
        if not self.causes.is_constant:
            found.append(self.causes)
        return tuple(found)


@attrs.frozen(eq=False)
class ProgramOutput:
    """A measure of the program, as a subject of the group `keys` reads it; of no group where `known` does not hold."""

    output: Output
    keys: tuple[Scalar, ...]
    known: Scalar

    @property
    def figures(self) -> tuple[Scalar, ...]:
        return (self.known, *self.keys, *self.output.figures)


@attrs.frozen(eq=False)
class Plan:
    """`columns` are the fields of the subject, then the rejected flags, that the outputs and passes read. Bit n of a
    set of causes stands for `causes[n]`. `across` are the figures that look at all subjects: those of a stage are found
    for everybody before the next stage begins. `asides` are what is the same for all or many subjects: the
    measures of the `program`, then how large each comparison is, which `cohorts` names."""

    core: Core
    period: Period
    facts: Facts
    columns: tuple[Column, ...]
    passes: tuple[Pass, ...]
    outputs: tuple[Output, ...]
    causes: tuple[Cause, ...]
    fold_starts: Mapping[str, datetime.date]
    scalars: Scalars
    across: tuple[AcrossSlot, ...] = ()
    asides: tuple[Scalar, ...] = ()
    cohorts: tuple[str, ...] = ()
    program: tuple[ProgramOutput, ...] = ()

    @property
    def paid_in(self) -> Mapping[str, Quantity]:
        """The types of the outputs that are paid in another currency than the program's."""
        return types_due(self.core, (output.name for output in self.outputs), self.period)

    @property
    def stages(self) -> int:
        return max((*(p.stage for p in self.passes), *(slot.column.stage for slot in self.across)), default=0)

    def across_in(self, stage: int) -> tuple[AcrossSlot, ...]:
        return tuple(slot for slot in self.across if slot.column.stage == stage)

    @property
    def slots(self) -> tuple[Slot | AcrossSlot, ...]:
        """All slots, stage by stage, those of the passes first: the order in which engines hand them over."""
        return tuple(slot for stage in range(1, self.stages + 1) for slot in self.slots_in(stage))

    def slots_in(self, stage: int) -> tuple[Slot | AcrossSlot, ...]:
        """The slots of the subject of one stage, in order."""
        passes = (one for one in self.passes if one.stage == stage and not one.of)
        return (*(slot for one in passes for slot in one.slots), *self.across_in(stage))

    @property
    def slots_of_records(self) -> tuple[Slot, ...]:
        """The slots of records, which are as fields of theirs to later passes."""
        return tuple(slot for one in self.passes if one.of for slot in one.slots)

    def fields_of(self, relation: str) -> tuple[Column, ...]:
        """The fields of a relation's rows that some pass reads, or by which it knows whose rows are meant."""
        found: dict[Column, None] = {}
        for one in self.passes:
            if one.relation == relation:
                found.update(dict.fromkeys(c for c in one.fields if not c.is_made))
                found.update(dict.fromkeys(columns_in(one.per)))
            if one.of == relation:
                found.update(dict.fromkeys(one.keys))
        return tuple(found)

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations of which rows are read."""
        return tuple(dict.fromkeys(name for one in self.passes for name in (one.relation, one.of) if name))

    def roots(self) -> Iterator[Scalar]:
        """The scalars of the outputs."""
        for output in self.outputs:
            yield output.value
            if output.highest is not None:
                yield output.highest
            if output.divisor is not None:
                yield output.divisor
            yield output.causes
        yield from self.asides

    def causes_in(self, bits: int) -> tuple[Cause, ...]:
        """The causes that a set of bits stands for, sorted."""
        return tuple(sorted(cause for n, cause in enumerate(self.causes) if bits >> n & 1))


def inside(roots: Iterator[Scalar] | tuple[Scalar, ...], known: Container[int] = ()) -> tuple[Scalar, ...]:
    """Every scalar below some roots, once each, operands before what uses them; not those whose number is known."""
    found: dict[int, Scalar] = {}
    waiting: list[tuple[Scalar, bool]] = [(root, False) for root in reversed(tuple(roots))]
    while waiting:
        scalar, entered = waiting.pop()
        if scalar.number in found or scalar.number in known:
            continue
        if entered:
            found[scalar.number] = scalar
            continue
        waiting.append((scalar, True))
        waiting.extend((x, False) for x in reversed(scalar.operands))
    return tuple(found.values())


def columns_in(scalars: tuple[Scalar, ...]) -> tuple[Column, ...]:
    """The columns that scalars read, in the order they are met."""
    return tuple(dict.fromkeys(x.column for x in scalars if x.operator in ("given", "present")))
