"""From a core and a period to a plan. The only way in: `make_plan`."""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from rulelang.compile import (
    plan_across,
    plan_days,
    plan_hierarchy,
    plan_keyed,
    plan_ladders,
    plan_limits,
    plan_members,
    plan_money,
    plan_over_time,
    plan_parts,
    plan_rows,
    plan_values,
)
from rulelang.compile.plan import AcrossSlot, Facts, Output, Pass, Plan, ProgramOutput, Rows, Slot, columns_in, inside
from rulelang.compile.plan_ladders import standing_on
from rulelang.compile.plan_money import plan_incentive, plan_payout
from rulelang.compile.plan_state import Handler, Planner, Setting
from rulelang.compile.rationals import Rational
from rulelang.compile.scalars import SET, SLOT, TRUTH, Column, Scalar
from rulelang.core.nodes import Core, Ladder, Quantity
from rulelang.core.schedule import in_force
from rulelang.exact.calendar import Period

KINDS = {TRUTH: "truth", SET: "set"}
"""Kinds of outcomes by those of scalars, where engines hold them in another way than they are read."""
HANDLERS: Mapping[type, Handler] = {
    **plan_values.HANDLERS, **plan_rows.HANDLERS, **plan_ladders.HANDLERS, **plan_keyed.HANDLERS,
    **plan_across.HANDLERS, **plan_hierarchy.HANDLERS,
    **plan_over_time.HANDLERS, **plan_parts.HANDLERS,
    **plan_days.HANDLERS,
    **plan_members.HANDLERS,
    **plan_money.HANDLERS,
    **plan_limits.HANDLERS,
}


def make_plan(core: Core, period: Period, facts: Facts, outcomes: Sequence[str] | None = None) -> Plan:
    """The plan of a run: of all outcomes of a core, or of those named, in the order named."""
    planner = Planner(core, facts, HANDLERS)
    outputs = tuple(_output(planner, name, period) for name in (core.outcomes if outcomes is None else outcomes))
    roots = tuple(x for o in outputs for x in (o.value, o.highest, o.divisor, o.causes) if x is not None)
    program = tuple(_of_program(planner, period))
    sizes, cohorts = plan_across.plan_sizes(planner, period)
    asides = (*(x for one in program for x in one.figures), *sizes)
    slots, across = _reached(planner, (*roots, *asides))
    passes = tuple(_passes(planner, slots))
    computed = [*roots, *asides, *(scalar for one in passes for _, scalar in one.carried)]
    computed += [scalar for slot in across for scalar in slot.read]
    columns = sorted(
        (c for c in columns_in(inside(tuple(computed))) if c.source != SLOT),
        key=lambda c: (c.source != "subject", _place(core, c)),
    )
    return Plan(
        core, period, facts, tuple(columns), passes, outputs, tuple(planner.causes), _fold_starts(planner, period),
        planner.scalars, tuple(sorted(across, key=lambda slot: slot.column.stage)), asides, cohorts, program,
    )


def _place(core: Core, column: Column) -> int:
    """The place of a subject's field, or of a flag's relation, as declared."""
    subject = core.subject
    names = [f.name for f in (*subject.fields, *(b.field for b in subject.borrowed))]
    names += [*(e.name for e in core.relations), subject.name]
    return names.index(column.name)


def _fold_starts(planner: Planner, period: Period) -> Mapping[str, datetime.date]:
    covered = planner.facts.covered_from
    found = {}
    for ladder in planner.core.ladders:
        given = in_force(planner.calendar, planner.core, ladder, covered, None, period.stop)
        if given.first_fold is not None:
            found[ladder.name] = given.first_fold
    return found


# ------------------------------------------------------------------------------------------------ outputs


def _output(planner: Planner, name: str, period: Period) -> Output:
    core = planner.core
    for ladder in core.ladders:
        if ladder.name == name:
            return _tier(planner, ladder, period)
    for incentive in core.incentives:
        if incentive.name == name:
            return plan_incentive(planner, incentive, period)
    for payout in core.payouts:
        if payout.name == name:
            return plan_payout(planner, payout, period)
    return _measure(planner, name, period)


def _measure(planner: Planner, name: str, period: Period) -> Output:
    """A measure or eligibility: in units of its type, a quotient by data as a pair, anything else as it is."""
    found = planner.definition(name, Setting(period))
    kind = planner.core.definition(name).type
    if isinstance(kind, Quantity):
        units = planner.rationals.in_units(found.number, kind.denominator, "down")
        return Output(name, "quantity", units, found.causes, None, kind.denominator)
    if isinstance(found.value, Rational):
        number = found.value
        return Output(name, "ratio", number.units, found.causes, None, number.denominator, divisor=number.divisor)
    return Output(name, KINDS.get(found.scalar.kind, "plain"), found.scalar, found.causes)


def _of_program(planner: Planner, period: Period) -> Iterable[ProgramOutput]:
    """The measures of the program, each with the group that the subject is of."""
    core = planner.core
    for measure in core.program_measures if planner.facts.whole else ():
        columns = [plan_values.column_of(planner, core.subject.name, field) for field in measure.by]
        known = planner.scalars.all(*(planner.scalars.present(column) for column in columns))
        keys = tuple(planner.scalars.given(column) for column in columns)
        yield ProgramOutput(_measure(planner, measure.name, period), keys, known)


def _tier(planner: Planner, ladder: Ladder, period: Period) -> Output:
    standing = standing_on(planner, ladder, period.stop)
    highest = None if standing.highest is standing.lowest else standing.highest
    tiers = tuple(step.name for step in ladder.steps)
    return Output(ladder.name, "tier", standing.lowest, standing.causes, highest, tiers=tiers)


# ------------------------------------------------------------------------------------------------ passes


def _reached(planner: Planner, roots: Iterable[Scalar]) -> tuple[list[tuple[Rows, Slot]], list[AcrossSlot]]:
    """The slots that outputs need, directly or by way of the rows or subjects of other slots, in the order they were
    asked for."""
    by_name: dict[str, Slot | AcrossSlot] = {slot.name: slot for _, slot in planner.slots.values()}
    by_name.update((slot.name, slot) for slot in planner.across.values())
    needed: set[str] = set()
    waiting = list(roots)
    while waiting:
        columns = columns_in(inside((waiting.pop(),)))
        for name in {c.name for c in columns if c.is_made} - needed:
            needed.add(name)
            slot = by_name[name]
            waiting += slot.read
    across = [slot for slot in planner.across.values() if slot.name in needed]
    return [(rows, slot) for rows, slot in planner.slots.values() if slot.name in needed], across


def _passes(planner: Planner, slots: Sequence[tuple[Rows, Slot]]) -> Iterable[Pass]:
    """One pass for each relation and stage, and for each entity whose records have slots of them; stages in order,
    relations as declared."""
    entities = [entity.name for entity in planner.core.relations]
    order = sorted(
        {rows for rows, _ in slots}, key=lambda rows: (entities.index(rows.relation), rows.of, len(rows.per))
    )
    for stage in range(1, 1 + max((slot.column.stage for _, slot in slots), default=0)):
        for rows in order:
            found = tuple(s for each, s in slots if each == rows and s.column.stage == stage)
            if found:
                yield _pass(planner, rows, stage, found)


def _pass(planner: Planner, rows: Rows, stage: int, slots: tuple[Slot, ...]) -> Pass:
    relation = rows.relation
    read = [x for slot in slots for x in slot.read]
    fields = tuple(c for c in columns_in(inside(tuple(read))) if c.source == relation)
    carried: dict[int, Scalar] = {}
    seen: set[int] = set()
    while read:
        scalar = read.pop()
        if scalar.number in seen or scalar.is_constant:
            continue
        seen.add(scalar.number)
        if scalar.of_row:
            read.extend(scalar.operands)
        else:
            carried[scalar.number] = scalar
    named = tuple((f"carried_{n}", carried[number]) for n, number in enumerate(sorted(carried), 1))
    if not rows.of:
        return Pass(relation, stage, slots, fields, named)
    per = tuple(planner.scalars.given(column) for column in rows.per)
    keys = tuple(plan_values.column_of(planner, rows.of, name) for name in planner.core.entity(rows.of).keys)
    return Pass(relation, stage, slots, fields, named, rows.of, per, keys)
