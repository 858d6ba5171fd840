"""When things are measured, paid and assessed: dates only, no amounts. Every engine asks here, none counts periods.

A measured period may be cut by the version that rules it; payments more frequent than the measured period are the
difference of two entitlements to date, payments less frequent are the sum of several.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rulelang.core.nodes import (
    Aggregate,
    AtPeriodEnd,
    AtPeriodStart,
    BeforePeriodEnd,
    Case,
    Comparison,
    Core,
    DayValue,
    Expression,
    GainedIn,
    Incentive,
    IncentiveVersion,
    InWindow,
    Ladder,
    Literal,
    Moment,
    OnAnyDay,
    OnDate,
    OnField,
    OverUnits,
    Payout,
    PayoutVersion,
    Read,
    Window,
)
from rulelang.core.walk import children
from rulelang.exact.calendar import MONTHS_IN, ONE_DAY, Calendar, Period, add_units, share_of
from rulelang.frozen import frozen


@frozen
class PeriodPart:
    """A measured period beside the one that its figures are written for: the uncut one where they are prorated."""

    part: Period
    whole: Period

    @property
    def share(self) -> Fraction:
        """The value of `PeriodShare`."""
        return share_of(self.part, self.whole)

    def from_day(self, first: datetime.date) -> PeriodPart:
        """The same, cut by a first day; one that comes later leaves the last day."""
        start = min(max(first, self.part.start), self.part.stop)
        return PeriodPart(Period(start, self.part.stop), self.whole)


@frozen
class Entitlement:
    """An incentive's entitlement from the start of a measured period to a day inside it.

    `version` is the index of the rules; `part` says what `PeriodShare` is for that measured period, None that it is 1.
    """

    version: int
    period: Period
    part: PeriodPart | None


@frozen
class Payment:
    """Money that falls due on the last day of a pay period: the sum of `plus` less the sum of `minus`."""

    due: datetime.date
    plus: tuple[Entitlement, ...]
    minus: tuple[Entitlement, ...]


@frozen
class PayoutPayment:
    """A payout's payment for one pay period.

    `now` holds the days of the cap's period up to the end of this pay period, `before` up to the end of the one
    before it in the same cap period (None for the first). `part` says what `PeriodShare` is in the cap's period.
    """

    version: int
    due: datetime.date
    now: Period
    before: Period | None
    part: PeriodPart | None


def _clip(unit: Period, start: datetime.date, stop: datetime.date | None) -> Period:
    return Period(max(unit.start, start), unit.stop if stop is None else min(unit.stop, stop))


def _pieces(
    calendar: Calendar, unit: str, start: datetime.date, stop: datetime.date | None, until: datetime.date
) -> Iterator[tuple[Period, Period]]:
    """The units from start to stop, clipped, each with its whole; up to the unit that holds `until`."""
    for whole in calendar.units(unit, start, until if stop is None else min(stop, until)):
        yield _clip(whole, start, stop), whole


def _part(
    piece: Period, whole: Period, version: IncentiveVersion | PayoutVersion | OverUnits | GainedIn
) -> PeriodPart | None:
    """What a measured period is of the one that figures are written for; None where that is the same for everybody."""
    written_for = whole if version.prorated else piece
    return PeriodPart(piece, written_for) if version.by_first_day or piece != written_for else None


def incentive_payments(calendar: Calendar, incentive: Incentive, period: Period) -> tuple[Payment, ...]:
    """The payments whose pay period ends inside a period, in order of date."""
    found: list[Payment] = []
    for index, version in enumerate(incentive.versions):
        if version.start > period.stop:
            continue
        measured = [
            (piece, _part(piece, whole, version))
            for piece, whole in _pieces(calendar, version.measured_every, version.start, version.stop, period.stop)
        ]
        if MONTHS_IN[version.paid_every] >= MONTHS_IN[version.measured_every]:
            pays = _pieces(calendar, version.paid_every, version.start, version.stop, period.stop)
            for pay, _ in pays:
                inside = tuple(Entitlement(index, m, part) for m, part in measured if pay.start <= m.stop <= pay.stop)
                found.append(Payment(pay.stop, inside, ()))
        else:
            for piece, part in measured:
                found.extend(_to_date(calendar, version.paid_every, index, piece, part))
    return tuple(p for p in sorted(found, key=lambda p: p.due) if period.holds(p.due))


def _to_date(
    calendar: Calendar, unit: str, version: int, measured: Period, part: PeriodPart | None
) -> Iterator[Payment]:
    before: tuple[Entitlement, ...] = ()
    for pay in calendar.units(unit, measured.start, measured.stop):
        stop = min(pay.stop, measured.stop)
        now = (Entitlement(version, Period(measured.start, stop), part),)
        yield Payment(stop, now, before)
        before = now


def payout_payments(calendar: Calendar, payout: Payout, period: Period) -> tuple[PayoutPayment, ...]:
    """The payments of a payout whose pay period ends inside a period, in order of date."""
    found = []
    for index, version in enumerate(payout.versions):
        if version.start > period.stop:
            continue
        outer = version.cap_every or version.floor_every or version.paid_every
        for piece, whole in _pieces(calendar, outer, version.start, version.stop, period.stop):
            before = None
            for pay in calendar.units(version.paid_every, piece.start, piece.stop):
                now = Period(piece.start, min(pay.stop, piece.stop))
                found.append(PayoutPayment(index, now.stop, now, before, _part(piece, whole, version)))
                before = now
    return tuple(p for p in sorted(found, key=lambda p: p.due) if period.holds(p.due))


@frozen
class FloorPeriod:
    """Days over which a payout's floor runs, up to some day; `part` says what `PeriodShare` is in the whole of them."""

    days: Period
    part: PeriodPart | None


def floor_periods(calendar: Calendar, version: PayoutVersion, days: Period) -> tuple[FloorPeriod, ...]:
    """What the floor of a payout runs over inside some days, in order; empty where it has none."""
    if version.floor_every is None:
        return ()
    pieces = _pieces(calendar, version.floor_every, days.start, version.stop, days.stop)
    return tuple(
        FloorPeriod(Period(piece.start, min(piece.stop, days.stop)), _part(piece, whole, version))
        for piece, whole in pieces
    )


@frozen
class Stretch:
    """Days for which something is read; `part` says what `PeriodShare` is in the unit that they lie in."""

    days: Period
    part: PeriodPart | None


def units_of(calendar: Calendar, node: OverUnits, period: Period) -> tuple[Stretch, ...]:
    """The units that a period is made of, in order, the last one no further than the period goes."""
    pieces = _pieces(calendar, node.unit, period.start, node.stop, period.stop)
    return tuple(
        Stretch(Period(piece.start, min(piece.stop, period.stop)), _part(piece, whole, node))
        for piece, whole in pieces
    )


def grown_between(calendar: Calendar, node: GainedIn, period: Period) -> tuple[Stretch, Stretch | None]:
    """The unit that a period lies in up to the end of the period, and up to the day before it, where there is one."""
    whole = calendar.containing(node.unit, period.stop)
    piece = _clip(whole, node.start, node.stop)
    part = _part(piece, whole, node)
    now = Stretch(Period(piece.start, period.stop), part)
    if period.start <= piece.start:
        return now, None
    return now, Stretch(Period(piece.start, period.start - ONE_DAY), part)


def next_due(calendar: Calendar, thing: Incentive | Payout, period: Period) -> datetime.date | None:
    """The first due date after a period that has none inside it."""
    horizon = Period(period.stop + ONE_DAY, calendar.until(add_units(period.stop, 24, "month")))
    payments: Sequence[Payment | PayoutPayment]
    if isinstance(thing, Incentive):
        payments = incentive_payments(calendar, thing, horizon)
    else:
        payments = payout_payments(calendar, thing, horizon)
    return payments[0].due if payments else None


# ------------------------------------------------------------------------------------------------ days


def day_of(moment: Moment, period: Period) -> datetime.date:
    """The date a moment means for a period. `OnField` has no date of its own: the engine reads the field."""
    match moment:
        case OnDate(day=day):
            return day
        case AtPeriodStart():
            return period.start
        case BeforePeriodEnd(count=count, unit=unit):
            return add_units(period.stop, -count, unit)
        case OnField():
            raise ValueError("a moment on a field is read from the record")
        case _:
            return period.stop


def days_in(calendar: Calendar, days: Window | Period | None, period: Period) -> Iterator[datetime.date]:
    """The days on any of which something may hold, in order: none after the end of the reader's period."""
    match days:
        case None:
            meant = period
        case Period():
            meant = days
        case _:
            meant = calendar.resolve(days, period)
    day = meant.start
    while day <= min(meant.stop, period.stop):
        yield day
        day += ONE_DAY


# ------------------------------------------------------------------------------------------------ ladders


def assessment_period(calendar: Calendar, ladder: Ladder, assessed: Period) -> Period:
    """The days over which the assessment of the unit `assessed` reads its requirements."""
    return calendar.resolve(ladder.window, assessed) if ladder.window else assessed


def assessments(
    calendar: Calendar, core: Core, ladder: Ladder, covered_from: Mapping[str, datetime.date], day: datetime.date,
    cut_on: datetime.date | None = None,
) -> tuple[Period, ...]:
    """The assessed units a fold runs through to give the tier in force on a day, in order; empty before the first.

    An assessment is in force from the last day of its unit. A ladder without memory needs only the latest. `cut_on` is
    the last day of a ladder in the place of which another stands that splits the unit it begins in.
    """
    if day < ladder.start:
        return ()
    latest = calendar.containing(ladder.every, day)
    if latest.stop > day and day != cut_on:
        if latest.start <= ladder.start:
            return ()
        latest = calendar.shifted(ladder.every, latest, -1)
    units = calendar.units(ladder.every, ladder.start, latest.stop) if ladder.has_memory else (latest,)
    units = tuple(_clip(unit, ladder.start if ladder.splits else unit.start, cut_on) for unit in units)
    if not ladder.has_memory:
        return units
    for index, unit in enumerate(units):
        if is_covered(calendar, core, ladder, covered_from, assessment_period(calendar, ladder, unit)):
            return units[index:]
    return ()


@frozen
class InForce:
    """The version of a ladder that gives the tier in force on a day, with the assessments its fold runs through.
    `day` is the day asked for, the last of the version at most; `remembers` says whether the tier a subject was given
    for a time counts in this version. `earlier` is what the fold goes on from, where a version before left it."""

    ladder: Ladder
    units: tuple[Period, ...]
    day: datetime.date
    remembers: bool
    earlier: InForce | None = None

    @property
    def first_fold(self) -> datetime.date | None:
        """The day of the assessment that a fold starts with, None where nothing is remembered."""
        if not self.ladder.has_memory or not self.units:
            return None
        start = self.earlier.first_fold if self.earlier is not None else None
        return start or self.units[0].stop


def in_force(
    calendar: Calendar, core: Core, ladder: Ladder, covered_from: Mapping[str, datetime.date],
    given: Period | None, day: datetime.date, cut_on: datetime.date | None = None,
) -> InForce:
    """What gives the tier on a day: an assessment holds until the next, also where that is by another version.

    `given` is the time for which a tier is given; one that ended before a version began is not remembered there.
    """
    before = ladder.before
    remembers = given is not None and given.start <= day and (before is None or given.stop >= ladder.start)
    units = assessments(calendar, core, ladder, covered_from, day, cut_on)
    if before is None:
        return InForce(ladder, units, day, remembers)
    last = ladder.start - ONE_DAY
    cut = last if ladder.splits else None
    if not (units or remembers):
        return in_force(calendar, core, before, covered_from, given, min(day, last), cut)
    goes_on = ladder.goes_on and ladder.has_memory and not remembers
    earlier = in_force(calendar, core, before, covered_from, given, last, cut) if goes_on else None
    return InForce(ladder, units, day, remembers, earlier)


def is_covered(
    calendar: Calendar, core: Core, ladder: Ladder, covered_from: Mapping[str, datetime.date], period: Period
) -> bool:
    """Whether the data covers every window that the ladder's requirements read for an assessment's period."""
    roots = [e for s in ladder.steps for e in (s.requires, s.keeps) if e is not None]
    return all(covers(calendar, core, root, covered_from, period) for root in roots)


def covers(
    calendar: Calendar, core: Core, root: Expression, covered_from: Mapping[str, datetime.date], period: Period
) -> bool:
    """Whether the data covers every day that an expression looks at for a period."""
    return all(
        relation not in covered_from or start >= covered_from[relation]
        for relation, start in first_days(calendar, core, root, period)
    )


def first_day_of_all(
    calendar: Calendar, core: Core, root: Expression, period: Period
) -> datetime.date | None:
    """The first day of the records that an expression looks at for a period; None where it looks at none with days."""
    return min((start for _, start in first_days(calendar, core, root, period)), default=None)


def remembered(
    calendar: Calendar, core: Core, node: Read, covered_from: Mapping[str, datetime.date], period: Period
) -> tuple[Period, ...]:
    """The units through which a definition remembers itself, the earliest first, up to the one that is read; none
    where that one begins before there is anything to remember."""
    assert node.since is not None and node.window is not None, "memory is of an earlier unit"
    found: list[Period] = []
    value, unit = core.definition(node.definition).value, calendar.resolve(node.window, period)
    while unit.start >= node.since and covers(calendar, core, value, covered_from, unit):
        found.append(unit)
        unit = calendar.resolve(node.window, unit)
    return tuple(reversed(found))


def _on_the_day(node: Case, period: Period) -> Expression | None:
    """The value of a case that the end of the period alone decides, such as one of versions; None of any other."""
    for condition, value in node.branches:
        match condition:
            case Comparison("less", DayValue(AtPeriodEnd()), Literal(datetime.date() as day)):
                if period.stop < day:
                    return value
            case _:
                return None
    return node.otherwise


def first_days(
    calendar: Calendar, core: Core, root: Expression, period: Period
) -> Sequence[tuple[str, datetime.date]]:
    """`_first_days`, found once: a fold asks for every unit again on each day that a tier is looked at."""
    key = (calendar, root, period)
    found = core.first_days.get(key)
    if found is None:
        found = core.first_days[key] = tuple(dict.fromkeys(_first_days(calendar, core, root, period)))
    return found


def _first_days(
    calendar: Calendar, core: Core, root: Expression, period: Period
) -> Iterator[tuple[str, datetime.date]]:
    """For each aggregate that an expression reaches for a period: its relation and the first day it looks at. What is
    reached on many ways is looked at once."""
    waiting: list[tuple[Expression, Period]] = [(root, period)]
    seen: set[tuple[int, Period]] = set()
    while waiting:
        node, days = waiting.pop()
        if (id(node), days) in seen:
            continue
        seen.add((id(node), days))
        match node:
            case Aggregate(valid_at=OnField()):
                pass  # a day that differs by subject: the aggregate itself says when it is not covered
            case Aggregate(relation=relation, valid_at=moment) if moment is not None:
                yield relation, day_of(moment, days)
            case Aggregate(relation=relation, window=window):
                if core.entity(relation).dated_by:
                    yield relation, (calendar.resolve(window, days) if window else days).start
            case Case() if (decided := _on_the_day(node, days)) is not None:
                waiting.append((decided, days))
            case InWindow(window=window, value=value):
                waiting.append((value, calendar.resolve(window, days)))
            case OnAnyDay(days=some, value=value):
                first = next(iter(days_in(calendar, some, days)), None)
                waiting.extend([] if first is None else [(value, Period(first, first))])
            case Read(since=datetime.date()):
                pass  # what is remembered begins where the data does
            case Read(definition=name, window=window):
                waiting.append((core.definition(name).value, calendar.resolve(window, days) if window else days))
            case _:
                waiting.extend((child, days) for child in children(node))
