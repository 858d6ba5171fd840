"""The reference interpreter: core x population x period -> results. It is the definition that every engine must meet.

Subjects are worked out one by one and share nothing but the schedule. Dates of payments and assessments come from
`core.schedule`; what expressions, tiers and payments mean is in the modules beside this one.
"""
from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from rulelang.core.nodes import Cause, Core, Incentive, Ladder, Paid, Payout, Quantity, Type
from rulelang.core.paid_in import in_program_currency, type_due, types_due
from rulelang.core.population import CohortSize, Outcome, Population, ProgramFigure, Results, Subject, Value
from rulelang.core.schedule import next_due
from rulelang.core.walk import cohorts_of
from rulelang.exact.calendar import Period
from rulelang.interpret import expressions
from rulelang.interpret.cohorts import compared
from rulelang.interpret.payments import paid_incentive, paid_payout, quantity, summed
from rulelang.interpret.program import groups
from rulelang.interpret.tiers import standing_on
from rulelang.interpret.trace import PaidIncentive, PaidPayout, Reasoned, Standing, Trace
from rulelang.interpret.unknown import Answer, Unknown
from rulelang.interpret.working import Handler, Place, Setting, Working


def evaluate(
    core: Core, population: Population, period: Period, outcomes: Sequence[str] | None = None
) -> Results:
    """The outcomes of every subject for a period; all of the core's outcomes unless some are named."""
    names = tuple(core.outcomes if outcomes is None else outcomes)
    setting = Setting.of(core, population)
    rows = []
    for subject in sorted(population.subjects, key=lambda s: s.key):
        work = Working(setting, subject, HANDLERS)
        rows.append((subject.key, tuple(reasoned(work, name, period).outcome for name in names)))
    return Results(
        names, tuple(rows), _fold_starts(setting, period), _cohort_sizes(setting, period), _program(setting, period),
        types_due(core, names, period),
    )


def outcome(
    core: Core, population: Population, subject_key: tuple[Value, ...], period: Period, name: str
) -> Reasoned:
    """One outcome of one subject, with what it came from. The subject is in the population, the name in the core."""
    return reasoned(working(core, population, subject_key), name, period)


def working(
    core: Core, population: Population, subject_key: tuple[Value, ...], handlers: Mapping[type, Handler] | None = None
) -> Working:
    """All that is at hand to work out one subject of the population; by other handlers, where some are given."""
    return Working(Setting.of(core, population), subject_of(population, subject_key), handlers or HANDLERS)


def subject_of(population: Population, key: tuple[Value, ...]) -> Subject:
    return next(subject for subject in population.subjects if subject.key == key)


def _fold_starts(setting: Setting, period: Period) -> dict[str, datetime.date]:
    starts = {}
    for ladder in setting.core.ladders:
        given = setting.in_force(ladder, None, period.stop)
        if given.first_fold is not None:
            starts[ladder.name] = given.first_fold
    return starts


def paid(work: Working, node: Paid, place: Place) -> Trace:
    """What is paid in the period: nothing where no payment falls due in it."""
    outcome = _in_program_currency(work, node.name, place.period).outcome
    if outcome.causes:
        return Trace(node, place.period, because_of(outcome))
    assert isinstance(node.type, Quantity)
    units = outcome.value if isinstance(outcome.value, int) else 0
    return Trace(node, place.period, Fraction(units, node.type.denominator))


def _in_program_currency(work: Working, name: str, period: Period) -> Reasoned:
    """Money as it is read by its name, whatever it is paid in."""
    payout = next((each for each in work.core.payouts if each.name == name), None)
    return reasoned(work, name, period) if payout is None else _paid_out(work, in_program_currency(payout), period)


def because_of(outcome: Outcome) -> Unknown:
    """The causes of an outcome as those of a value."""
    return Unknown(frozenset(cause for cause in outcome.causes if isinstance(cause, Cause)))


HANDLERS: Mapping[type, Handler] = {**expressions.HANDLERS, Paid: paid}


def _cohort_sizes(setting: Setting, period: Period) -> tuple[CohortSize, ...]:
    """Of each comparison across subjects, who is in it in this period and who is left out."""
    found = []
    subjects = setting.population.subjects
    for node in cohorts_of(setting.core) if setting.population.whole else ():
        everybody = compared(setting.working(subjects[0], HANDLERS), node, period).subjects.values() if subjects else ()
        members = sum(not isinstance(one.answer, Unknown) for one in everybody)
        found.append(CohortSize(node.definition, members, sum(one.is_left_out for one in everybody)))
    return tuple(sorted(dict.fromkeys(found), key=lambda size: size.place))


def _program(setting: Setting, period: Period) -> tuple[ProgramFigure, ...]:
    """The measures of the program, group by group."""
    found = []
    for measure in setting.core.program_measures if setting.population.whole else ():
        for group, subject in groups(setting, measure.by).items():
            shown = reasoned(setting.working(subject, HANDLERS), measure.name, period)
            found.append(ProgramFigure(measure.name, group, shown.outcome))
    return tuple(found)


# ------------------------------------------------------------------------------------------------ one outcome


def reasoned(work: Working, name: str, period: Period) -> Reasoned:
    """An outcome by its name: a ladder on the last day of the period, an eligibility for it, money due inside it."""
    core = work.core
    if any(ladder.name == name for ladder in core.ladders):
        return _tier(work, core.ladder(name), period)
    if any(incentive.name == name for incentive in core.incentives):
        incentive = core.incentive(name)
        paid = paid_incentive(work, incentive, period)
        outcome = _money(work, incentive, paid, period, incentive.type)
        return Reasoned(name, period, outcome, incentive_payments=paid)
    if any(payout.name == name for payout in core.payouts):
        return _paid_out(work, core.payout(name), period)
    definition = core.definition(name)
    trace = work.read(definition.value, Place(period))
    return Reasoned(name, period, _plain(definition.type, trace.value), trace=trace)


def _paid_out(work: Working, payout: Payout, period: Period) -> Reasoned:
    moved, kind = paid_payout(work, payout, period), type_due(work.setting.calendar, payout, period)
    return Reasoned(payout.name, period, _money(work, payout, moved, period, kind), payout_payments=moved)


def _tier(work: Working, ladder: Ladder, period: Period) -> Reasoned:
    standing = standing_on(work, ladder, period.stop)
    return Reasoned(ladder.name, period, _tier_outcome(ladder, standing), standing)


def _tier_outcome(ladder: Ladder, standing: Standing) -> Outcome:
    lowest, highest = ladder.steps[standing.lowest].name, ladder.steps[standing.highest].name
    if lowest == highest:
        return Outcome(lowest)
    return Outcome(None, tuple(sorted(standing.causes)), lowest, highest)


def _plain(kind: Type, answer: Answer) -> Outcome:
    """An eligibility's or a measure's value: a quantity in units of its type, a quotient by data as it is."""
    if isinstance(answer, Unknown):
        return Outcome(None, tuple(sorted(answer.causes)))
    if isinstance(kind, Quantity) and isinstance(answer, Fraction):
        return Outcome(int(answer * kind.denominator))
    return Outcome(answer)


def _money(
    work: Working, thing: Incentive | Payout, paid: Sequence[PaidIncentive | PaidPayout], period: Period,
    kind: Quantity,
) -> Outcome:
    """The sum of the payments due, in units of the type; not due where there are none."""
    if not paid:
        return Outcome(None, due=False, next_due=next_due(work.setting.calendar, thing, period))
    answer = summed(payment.value for payment in paid)
    if isinstance(answer, Unknown):
        return Outcome(None, tuple(sorted(answer.causes)))
    return Outcome(units(answer, kind))


def units(answer: Answer, kind: Quantity) -> int:
    """An amount as an integer of units of 1/denominator. Lowering has rounded what is paid, so nothing is left over."""
    scaled = quantity(answer) * kind.denominator
    assert scaled.denominator == 1, "an amount that is paid has more digits than its currency"
    return scaled.numerator
