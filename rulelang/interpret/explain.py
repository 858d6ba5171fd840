"""The story of one subject's outcomes, in words and amounts: what is paid, when, and how it came about.

Everything told is read from traces; nothing is computed here but the gaps between values and thresholds.
"""
from __future__ import annotations

from collections.abc import Iterator

from rulelang.core.nodes import Aggregate, Cohort, Core, Quantity, Rollup
from rulelang.core.population import Population, Value
from rulelang.core.story import Payment, Story, Told, nested
from rulelang.exact.calendar import Period
from rulelang.interpret.benefits import tell_benefit
from rulelang.interpret.evaluate import HANDLERS, reasoned, units, working
from rulelang.interpret.exchanging import tell_exchanged, told_paid
from rulelang.interpret.figures import unwrapped
from rulelang.interpret.payments import summed
from rulelang.interpret.requirements import ladder_name, tell_causes, tell_figure, tell_items, tell_standing, tier_text
from rulelang.interpret.samples_read import SamplesRead, samples_of_story, tell_samples
from rulelang.interpret.scores import tell_designation, tell_score
from rulelang.interpret.stacks import tell_entitlements, tell_term
from rulelang.interpret.telling import Telling
from rulelang.interpret.told_roundings import tell_roundings
from rulelang.interpret.trace import PaidIncentive, PaidPayout, Reasoned, ToDate
from rulelang.interpret.unknown import Answer, Unknown
from rulelang.interpret.wording import Wording
from rulelang.languages import ENGLISH


def explain(
    core: Core,
    population: Population,
    subject_key: tuple[Value, ...],
    period: Period,
    outcome: str | None = None,
    language: str = ENGLISH,
) -> str:
    """The text of a story."""
    return story(core, population, subject_key, period, outcome, language).text


def story(
    core: Core,
    population: Population,
    subject_key: tuple[Value, ...],
    period: Period,
    outcome: str | None = None,
    language: str = ENGLISH,
) -> Story:
    """The story of one outcome, or of all of them in the core's order. The subject is in the population.

    In English where there is no such language. Every line of its text ends with a line break.
    """
    telling = Telling(core, Wording(language, core.labels))
    samples = SamplesRead()
    work = working(core, population, subject_key, samples.noted(HANDLERS))
    partner = ", ".join(str(part) for part in subject_key)
    name = core.calendar.name(period)
    heading = "heading of an edition" if core.guide_edition else "heading"
    facts = {"partner": partner, "period": name, "days": telling.wording.days(period)}
    telling.add(0, heading, **facts, **({"edition": core.guide_edition} if core.guide_edition else {}))
    told = [
        _told(telling, reasoned(work, chosen, period))
        for chosen in (core.outcomes if outcome is None else (outcome,))
    ]
    tell_samples(telling, samples)
    return Story(
        subject_key, period, telling.wording.language, telling.lines[0][1], tuple(told), samples_of_story(samples),
        telling.text(),
    )  # fmt: skip


def _told(telling: Telling, found: Reasoned) -> Told:
    """One outcome, told below an empty line."""
    telling.gap()
    begin = len(telling.lines)
    _tell(telling, found)
    return Told(found.name, found.outcome, tuple(_payments(telling, found)), nested(telling.lines[begin:]))


def _payments(telling: Telling, found: Reasoned) -> Iterator[Payment]:
    core = telling.core
    for paid in found.incentive_payments:
        kind = core.incentive(found.name).type
        yield Payment(paid.due, _units(paid.value, kind), kind)
    for moved in found.payout_payments:
        kind = core.payout(found.name).type if moved.exchanged is None else moved.exchanged.paid_in.type
        yield Payment(moved.payment.due, _units(moved.value, kind), kind)


def _units(answer: Answer, kind: Quantity) -> int | None:
    return None if isinstance(answer, Unknown) else units(answer, kind)


def _tell(telling: Telling, found: Reasoned) -> None:
    if found.standing is not None:
        _tell_tier(telling, found)
    elif found.trace is not None:
        TOLD.get(telling.core.definition(found.name).kind, _tell_eligibility)(telling, found)
    else:
        _tell_money(telling, found)


def _tell_measure(telling: Telling, found: Reasoned) -> None:
    trace = found.trace
    assert trace is not None
    telling.add(0, "outcome", name=telling.wording.named(found.name), value=telling.value(trace))
    if isinstance(trace.value, Unknown):
        tell_causes(telling, 1, trace.value.causes)
    whole = unwrapped(trace)
    if isinstance(whole.node, Aggregate | Cohort | Rollup):
        telling.add(1, "measured", name=telling.name(whole), value=telling.value(whole))
    tell_figure(telling, 1, trace)
    tell_roundings(telling, 1, trace)


TOLD = {
    "measure": _tell_measure, "scorecard": tell_score, "designation": tell_designation, "benefit": tell_benefit,
}  # fmt: skip
"""Definitions by their kind; any other is told as a condition."""


def _tell_tier(telling: Telling, found: Reasoned) -> None:
    standing = found.standing
    assert standing is not None
    name = ladder_name(telling, standing.ladder)
    line = telling.say("outcome", name=name, value=tier_text(telling, standing))

    def details() -> None:
        tell_causes(telling, 1, standing.causes)
        tell_standing(telling, 1, standing)

    telling.once(0, line, standing, details)


def _tell_eligibility(telling: Telling, found: Reasoned) -> None:
    trace = found.trace
    assert trace is not None
    name = telling.wording.named(found.name)
    line = telling.say("outcome", name=name, value=telling.value(trace))

    def details() -> None:
        if isinstance(trace.value, Unknown):
            tell_causes(telling, 1, trace.value.causes)
        tell_items(telling, 1, trace)
        tell_roundings(telling, 1, trace)

    telling.once(0, line, trace, details)


# ------------------------------------------------------------------------------------------------ money


def _tell_money(telling: Telling, found: Reasoned) -> None:
    incentives = {incentive.name: incentive for incentive in telling.core.incentives}
    thing = incentives.get(found.name) or telling.core.payout(found.name)
    name = telling.wording.named(thing.name)
    payments: tuple[PaidIncentive | PaidPayout, ...] = (*found.incentive_payments, *found.payout_payments)
    if payments:
        value = told_paid(telling, summed(payment.value for payment in payments), payments[0])
    elif found.outcome.next_due is not None:
        value = telling.say("not_due", day=found.outcome.next_due)
    else:
        value = telling.say("never_due")
    telling.add(0, "outcome", name=name, value=value)
    for paid in found.incentive_payments:
        telling.add(1, "payment", day=paid.due, value=telling.money(paid.value))
        tell_entitlements(telling, 2, paid.plus, paid.minus)
    for moved in found.payout_payments:
        _tell_payout_payment(telling, 1, moved)


def _tell_payout_payment(telling: Telling, depth: int, payment: PaidPayout) -> None:
    """What fell due since the payment before with its details, then what limits or precedes it."""
    telling.add(depth, "payment", day=payment.payment.due, value=told_paid(telling, payment.value, payment))
    earlier = payment.payment.before
    for term in payment.now.terms:
        if earlier is None or term.due > earlier.stop:
            tell_term(telling, depth + 1, term)
    if payment.before is not None and _has_limits(payment.now):
        days = telling.wording.days(payment.now.days)
        telling.add(depth + 1, "due_to_date", days=days, value=telling.money(payment.now.value))
        _tell_limits(telling, depth + 2, payment.now)
        days = telling.wording.days(payment.before.days)
        telling.add(depth + 1, "due_before", days=days, value=telling.money(payment.before.value))
    else:
        _tell_limits(telling, depth + 1, payment.now)
    tell_exchanged(telling, depth + 1, payment)


def _has_limits(to_date: ToDate) -> bool:
    """Whether floor, cap or rounding changed what falls due, so that a payment is more than the sum of its items."""
    return isinstance(to_date.value, Unknown) or to_date.value != to_date.sum


def _tell_limits(telling: Telling, depth: int, to_date: ToDate) -> None:
    if isinstance(to_date.value, Unknown):
        tell_causes(telling, depth, to_date.value.causes)
        return
    for each in to_date.floored:
        if each.value != each.sum:
            before, after = telling.money(each.sum), telling.money(each.value)
            telling.add(depth, "raised_over", days=telling.wording.days(each.days), before=before, after=after)
    if to_date.capped != to_date.raised:
        telling.add(depth, "capped", before=telling.money(to_date.raised), after=telling.money(to_date.capped))
    limits = [trace for trace in (to_date.cap, *(each.floor for each in to_date.floored)) if trace is not None]
    tell_roundings(telling, depth, *limits)
    if to_date.value != to_date.capped:
        exact, value = telling.money(to_date.capped), telling.money(to_date.value)
        telling.add(depth, "rounded_payout", exact=exact, value=value)
