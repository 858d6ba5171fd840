"""Cores written by hand with the constructors of `core/nodes/`, and populations for them.

They resemble what lowering makes of the Kaspersky program, so that engines can be built and tested without the front
end. Whoever changes the shape that lowering gives a construct changes it here as well.

`kaspersky_core(...)` is the program; `CADENCES` holds its readings of "measured" and "paid" that are worked by hand.
`partner(...)`, `deal(...)`, `certificate(...)` and `steady_partner(...)` make the rows, in units (money: cents).
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    AtPeriodEnd,
    AtPeriodStart,
    BeforePeriodEnd,
    Case,
    Choice,
    ChoiceSet,
    Comparison,
    Core,
    Day,
    DayValue,
    Definition,
    Entity,
    Expression,
    Field,
    FieldValue,
    Incentive,
    IncentiveVersion,
    Includes,
    Label,
    Ladder,
    Literal,
    Logic,
    Parameter,
    ParameterValue,
    Payout,
    PayoutVersion,
    PeriodShare,
    Quantity,
    Read,
    Round,
    Stack,
    TierStep,
    TierTest,
    TimelineValue,
    Truth,
    Window,
    Words,
)
from rulelang.core.population import Population, Subject, Value
from rulelang.exact.calendar import Period
from rulelang.source import SourceFile, Span

FILE = SourceFile("programs/kaspersky_united/program.rule", 'program kaspersky_united "Kaspersky United"\n')
SPAN = Span(FILE, 0, 7)
AMOUNT_LIMIT, TOTAL_LIMIT = 10**15, 10**18

TRUTH, DAY, TEXT, COUNTRY = Truth(), Day(), Words(), Words(country=True)
PILLAR = Choice("Pillar", ("sell", "deploy", "manage", "build"))
PILLARS = ChoiceSet("Pillar", PILLAR.members)
CATEGORY = Choice("Category", ("reseller", "integrator", "distributor"))
STATUS = Choice("DealStatus", ("open", "won", "lost", "returned"))
COUNT = Quantity("count", 1, 0, TOTAL_LIMIT)
CSAT = Quantity("number", 10**6, 0, 5 * 10**6)
RATE = Quantity("percent", 10**6, 0, 150_000)


def money(limit: int, denominator: int = 100, low: int | None = None) -> Quantity:
    """Money in USD with up to `limit` units either way, or from `low`."""
    return Quantity("money", denominator, -limit if low is None else low, limit, "USD")


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def usd(amount: int) -> Literal:
    """A written amount of whole dollars."""
    return Literal(Fraction(amount), money(amount * 100, low=amount * 100), SPAN)


def percent(text: str) -> Fraction:
    """`2.5` is 25/1000."""
    return Fraction(text) / 100


def compare(operator: str, left: Expression, right: Expression, step: str = "") -> Comparison:
    return Comparison(operator, left, right, TRUTH, SPAN, step)


def every(*items: Expression, step: str = "") -> Logic:
    return Logic("all", items, 0, TRUTH, SPAN, step)


# ------------------------------------------------------------------------------------------------ entities


def _field(name: str, kind: object, *, question: str = "") -> Field:
    return Field(name, kind, bool(question), question, SPAN)


PARTNER = Entity(
    "Partner",
    (
        _field("partner_id", TEXT),
        _field("country", COUNTRY),
        _field("category", CATEGORY),
        _field("pillars", PILLARS),
        _field("csat", CSAT, question="Customer satisfaction, 0 to 5"),
        _field("joined", DAY),
    ),
    ("partner_id",), None, "", None, None, None, None, SPAN,
)
DEAL = Entity(
    "Deal",
    (
        _field("deal_id", TEXT),
        _field("pillar", PILLAR),
        _field("amount", money(AMOUNT_LIMIT)),
        _field("status", STATUS),
        _field("closed_on", DAY),
        _field("booked_on", DAY),
    ),
    ("deal_id",), "Partner", "deals", "closed_on", None, None, "booked_on", SPAN,
)
CERTIFICATE = Entity(
    "Certificate",
    (
        _field("holder", TEXT),
        _field("track", TEXT),
        _field("issued_on", DAY),
        _field("expires_on", DAY, question="Last day of the certificate, if it ends"),
    ),
    (), "Partner", "certificates", None, "issued_on", "expires_on", None, SPAN,
)


def field(entity: Entity, name: str) -> FieldValue:
    """A reading of a field of the subject or of the record being aggregated."""
    found = entity.field(name)
    return FieldValue(entity.name, name, found.optional, found.type, SPAN)


def is_member(entity: Entity, name: str, member: str) -> Comparison:
    kind = entity.field(name).type
    return compare("equal", field(entity, name), Literal(member, kind, SPAN))


def total_amount(*tests: Expression, definition: str, step: str = "") -> Aggregate:
    """`total amount of deals where ...`, over the reader's period."""
    where = tests[0] if len(tests) == 1 else every(*tests)
    amount = field(DEAL, "amount")
    return Aggregate(
        "Deal", "total", amount, where, None, None, money(TOTAL_LIMIT), SPAN, step, definition
    )


# ------------------------------------------------------------------------------------------------ measures, tiers


def net_sales() -> Definition:
    won = total_amount(is_member(DEAL, "status", "won"), definition="net_sales")
    returned = total_amount(is_member(DEAL, "status", "returned"), definition="net_sales")
    kind = money(2 * TOTAL_LIMIT)
    return Definition("net_sales", "measure", Arithmetic("subtract", won, returned, kind, SPAN), kind, SPAN)


def certified_people() -> Definition:
    holders = Aggregate(
        "Certificate", "count_distinct", field(CERTIFICATE, "holder"), None, None, AtPeriodEnd(), COUNT, SPAN, "",
        "certified_people",
    )
    return Definition("certified_people", "measure", holders, COUNT, SPAN)


def may_deploy() -> Definition:
    tests = every(
        Includes(field(PARTNER, "pillars"), "deploy", TRUTH, SPAN, "requirement"),
        TierTest("Level", AtPeriodStart(), "at_least", 1, TRUTH, SPAN, "requirement"),
    )
    return Definition("may_deploy", "eligibility", tests, TRUTH, SPAN)


def needs(measure: Definition, least: Literal) -> Comparison:
    """One requirement line of a tier."""
    return compare("at_least", Read(measure.name, None, measure.type, SPAN), least, "requirement")


def level(start: datetime.date, *, tenure: bool) -> Ladder:
    """Registered, silver, gold; gold is kept at 90_000 USD. With `tenure`, gold asks for 12 months in the program."""
    sales, people = net_sales(), certified_people()
    two, four = (Literal(Fraction(n), Quantity("count", 1, n, n), SPAN) for n in (2, 4))
    csat = compare(
        "at_least", field(PARTNER, "csat"), Literal(Fraction(4), Quantity("number", 10**6, 4 * 10**6, 4 * 10**6), SPAN),
        "requirement",
    )
    a_year_ago = DayValue(BeforePeriodEnd(12, "month"), DAY, SPAN)
    extra = (compare("less", field(PARTNER, "joined"), a_year_ago, "requirement"),) if tenure else ()
    silver = every(needs(sales, usd(25_000)), needs(people, two))
    gold, kept = (every(needs(sales, usd(n)), needs(people, four), csat, *extra) for n in (100_000, 90_000))
    steps = (
        TierStep("registered", None, None, SPAN),
        TierStep("silver", silver, silver, SPAN),
        TierStep("gold", gold, kept, SPAN),
    )
    return Ladder("Level", steps, "quarter", Window("last", 4, "quarter"), start, has_memory=True, span=SPAN)


# ------------------------------------------------------------------------------------------------ the rebate


@attrs.frozen
class Cadence:
    """The rules of the rebate between two dates: how often measured and paid, and what happens to edges when cut."""

    start: str
    stop: str | None
    measured_every: str
    paid_every: str
    prorated: bool = False


def _shared(amount: int, *, prorated: bool) -> Expression:
    """An edge or cap of whole dollars: as written, or times the share of the period that is left."""
    written = usd(amount)
    if not prorated:
        return written
    share = PeriodShare(Quantity("number", 12, 0, 12), SPAN)
    return Arithmetic("multiply", written, share, money(amount * 1200, 1200, low=0), SPAN)


def marginal(
    base: Expression, rows: Sequence[tuple[int, Expression]], denominator: int, *, prorated: bool
) -> Expression:
    """Each part at its own rate: the sum of rate x part over the bands; `denominator` is that of the products."""
    edges = [_shared(edge, prorated=prorated) for edge, _ in rows]
    zero = usd(0)
    part_kind = money(2 * TOTAL_LIMIT * (12 if prorated else 1), 1200 if prorated else 100)
    total: Expression | None = None
    for index, (_, rate) in enumerate(rows):
        below = (compare("at_most", base, edges[index]), zero)
        over = Arithmetic("subtract", base, edges[index], part_kind, SPAN)
        if index + 1 < len(rows):
            width = Arithmetic("subtract", edges[index + 1], edges[index], part_kind, SPAN)
            inside = (compare("at_most", base, edges[index + 1]), over)
            part = Case((below, inside), width, part_kind, SPAN, "part")
        else:
            part = Case((below,), over, part_kind, SPAN, "part")
        # No more than the whole base at 15%, in units of the product.
        kind = money(TOTAL_LIMIT * (denominator // 100) * 15 // 100, denominator, low=0)
        product = Arithmetic("multiply", rate, part, kind, SPAN, f"band {index + 1}")
        total = product if total is None else Arithmetic("add", total, product, kind, SPAN, "bands")
    assert total is not None
    return total


def at_most(amount: Expression, cap: Expression) -> Case:
    """The amount, capped."""
    return Case(((compare("more", amount, cap), cap),), amount, amount.type, SPAN, "cap")


def rebate(*, prorated: bool) -> Expression:
    base = total_amount(
        is_member(DEAL, "pillar", "deploy"), is_member(DEAL, "status", "won"), definition="deploy_rebate", step="base"
    )
    deploy_rate = ParameterValue("deploy_rate", AtPeriodEnd(), RATE, SPAN, "rate")
    four, six = (
        Literal(percent(text), Quantity("percent", 10**6, int(text) * 10**4, int(text) * 10**4), SPAN, "rate")
        for text in ("4", "6")
    )
    denominator = 100 * 10**6 * (12 if prorated else 1)
    banded = marginal(base, ((0, deploy_rate), (50_000, four), (150_000, six)), denominator, prorated=prorated)
    capped = at_most(banded, _shared(100_000, prorated=prorated))
    kind = money(100_000 * 100, low=0)
    rounded = Round(capped, "half_even", kind, SPAN, "rounded")
    allowed = Read("may_deploy", None, TRUTH, SPAN, "eligible")
    return Case(((allowed, rounded),), usd(0), kind, SPAN, "when")


CADENCES: Mapping[str, tuple[Cadence, ...]] = {
    "yearly": (Cadence("2019-01-01", None, "year", "year"),),
    "quarterly": (Cadence("2019-01-01", None, "quarter", "quarter"),),
    "to date": (Cadence("2019-01-01", None, "year", "quarter"),),
    "cut as written": (
        Cadence("2019-01-01", "2025-03-31", "year", "year"),
        Cadence("2025-04-01", None, "year", "quarter"),
    ),
    "cut prorated": (
        Cadence("2019-01-01", "2025-03-31", "year", "year", prorated=True),
        Cadence("2025-04-01", None, "year", "quarter", prorated=True),
    ),
}

def flat(
    name: str, text: str, base: Expression, when: Expression | None, versions: Sequence[IncentiveVersion]
) -> Incentive:
    """A percentage of a base, rounded to cents, with the cadence of other versions."""
    written = int(Fraction(text) * 10**4)
    rate = Literal(percent(text), Quantity("percent", 10**6, written, written), SPAN, "rate")
    product = Arithmetic("multiply", base, rate, money(2 * TOTAL_LIMIT * written, 10**8), SPAN)
    kind = money(2 * TOTAL_LIMIT * written // 10**6 + 1)
    value: Expression = Round(product, "half_up", kind, SPAN, "rounded")
    if when is not None:
        value = Case(((attrs.evolve(when, step="eligible"), value),), usd(0), kind, SPAN, "when")
    return Incentive(name, tuple(attrs.evolve(v, entitlement=value) for v in versions), kind, SPAN)


def growth_bonus(versions: Sequence[IncentiveVersion]) -> Incentive:
    base = total_amount(is_member(DEAL, "status", "won"), definition="growth_bonus", step="base")
    return flat("growth_bonus", "1", base, None, versions)


def launch_promo(versions: Sequence[IncentiveVersion]) -> Incentive:
    tests = (is_member(DEAL, "pillar", "manage"), is_member(DEAL, "status", "won"))
    base = total_amount(*tests, definition="launch_promo", step="base")
    four = Literal(Fraction(4), Quantity("number", 10**6, 4 * 10**6, 4 * 10**6), SPAN)
    return flat("launch_promo", "5", base, compare("at_least", field(PARTNER, "csat"), four, "requirement"), versions)


RATES = (("2019-01-01", "2"), ("2023-01-01", "2.5"))
AMERICAS_RATES = (*RATES, ("2025-04-01", "3"))


def deploy_rate(steps: Sequence[tuple[str, str]]) -> Parameter:
    """A timeline of percents, each from its date until the day before the next."""
    starts = [date(text) for text, _ in steps]
    stops = [start - datetime.timedelta(days=1) for start in starts[1:]] + [None]
    values = tuple(
        TimelineValue(start, stop, percent(text), SPAN)
        for start, stop, (_, text) in zip(starts, stops, steps, strict=True)
    )
    return Parameter("deploy_rate", RATE, values, SPAN)


def kaspersky_core(
    cadence: str | Sequence[Cadence] = "yearly",
    rates: Sequence[tuple[str, str]] = RATES,
    *,
    payout_cap: int = 150_000,
    tenure: bool = False,
    promotions: bool = False,
) -> Core:
    """The program. `rates` are percents by first day; `payout_cap` is in dollars a year.

    Where the rebate is cut and prorated, so is the cap of the payout. With `promotions`, the payout adds the best of
    `growth_bonus` (1% of won sales) and `launch_promo` (5% of won Manage sales, for a csat of 4 or more).
    """
    rules = CADENCES[cadence] if isinstance(cadence, str) else tuple(cadence)
    versions = tuple(
        IncentiveVersion(
            date(r.start), date(r.stop) if r.stop else None, r.measured_every, r.paid_every, r.prorated,
            rebate(prorated=r.prorated), SPAN,
        )
        for r in rules
    )
    bonuses = (growth_bonus(versions), launch_promo(versions)) if promotions else ()
    best = (Stack("best", tuple(bonus.name for bonus in bonuses)),) if promotions else ()
    paid = tuple(
        PayoutVersion(
            v.start, v.stop, "quarter", (Stack("all", ("deploy_rebate",)), *best),
            _shared(payout_cap, prorated=v.prorated), "year", v.prorated, None, SPAN,
        )
        for v in versions
    )
    limit = money(100_000 * 100 * 4)
    total = money(3 * TOTAL_LIMIT) if promotions else limit
    start = date("2019-01-01")
    return Core(
        name="kaspersky_united", edition=1, currency="USD", year_starts=1, start=start,
        subject=PARTNER, relations=(DEAL, CERTIFICATE), parameters=(deploy_rate(rates),),
        definitions=(net_sales(), certified_people(), may_deploy()), ladders=(level(start, tenure=tenure),),
        incentives=(Incentive("deploy_rebate", versions, limit, SPAN), *bonuses),
        payouts=(Payout("total_payout", paid, total, SPAN),),
        labels={
            ("may_deploy",): Label("May earn the Deploy rebate"), ("deploy_rebate",): Label("Deploy rebate"),
            ("total_payout",): Label("Total payout"),
        },
    )


# ------------------------------------------------------------------------------------------------ rows


def deal(
    closed_on: str, dollars: int | str, *, pillar: str = "deploy", status: str = "won", key: str = ""
) -> dict[str, Value]:
    """A row of Deal; booked on the day it closed. `dollars` may have cents: `"10.25"`."""
    day = date(closed_on)
    cents = Fraction(dollars) * 100
    assert cents.denominator == 1
    name = key or f"D-{closed_on}-{pillar}-{status}-{cents}"
    return {
        "deal_id": name, "pillar": pillar, "amount": int(cents), "status": status, "closed_on": day, "booked_on": day
    }


def certificate(holder: str, issued_on: str = "2018-01-01", expires_on: str | None = None) -> dict[str, Value]:
    return {
        "holder": holder, "track": "KES", "issued_on": date(issued_on),
        "expires_on": date(expires_on) if expires_on else None,
    }


def partner(
    key: str = "P-1",
    deals: Iterable[Mapping[str, Value]] = (),
    certificates: Iterable[Mapping[str, Value]] = (),
    *,
    pillars: Iterable[str] = ("sell", "deploy"),
    csat: str | None = "4.6",
    joined: str = "2018-03-01",
    rejected: Iterable[str] = (),
) -> Subject:
    fields: dict[str, Value] = {
        "partner_id": key, "country": "CO", "category": "integrator", "pillars": frozenset(pillars),
        "csat": None if csat is None else int(Fraction(csat) * 10**6), "joined": date(joined),
    }
    records = {"Deal": tuple(deals), "Certificate": tuple(certificates)}
    return Subject((key,), fields, records, frozenset(rejected))


def steady_partner(
    key: str = "P-1", dollars: int = 60_000, years: Iterable[int] = (2024, 2025), people: int = 2,
    csat: str | None = "4.6",
) -> Subject:
    """Deploy sales of the same amount in the second month of every quarter, and so many certified people."""
    deals = [deal(f"{year}-{month:02}-10", dollars) for year in years for month in (2, 5, 8, 11)]
    return partner(key, deals, [certificate(f"Holder {n}") for n in range(people)], csat=csat)


def population(*subjects: Subject, covered_from: Mapping[str, str] | None = None, **history: tuple[str, str, str]
) -> Population:
    """`covered_from` by entity; `Level=("2025-01-01", "2025-03-31", "silver")` is history."""
    return Population(
        subjects,
        {name: date(day) for name, day in (covered_from or {}).items()},
        {name: (Period(date(first), date(last)), tier) for name, (first, last, tier) in history.items()},
    )
