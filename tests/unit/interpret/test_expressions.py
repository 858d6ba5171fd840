"""Each kind of expression by itself: its value, and the causes when it is unknown."""
from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from rulelang.core.nodes import (
    Aggregate,
    Arithmetic,
    AtPeriodEnd,
    AtPeriodStart,
    Case,
    Cause,
    Includes,
    Known,
    Literal,
    Logic,
    OnDate,
    OnField,
    OrElse,
    ParameterValue,
    PeriodShare,
    Quantity,
    Read,
    Round,
    TierTest,
    Window,
)
from rulelang.core.schedule import PeriodPart
from rulelang.exact.calendar import Calendar, Period
from rulelang.interpret.evaluate import working
from rulelang.interpret.unknown import Unknown
from rulelang.interpret.working import Place
from support.cores import (
    AMERICAS_RATES,
    CERTIFICATE,
    COUNT,
    CSAT,
    DAY,
    DEAL,
    PARTNER,
    RATE,
    SPAN,
    TOTAL_LIMIT,
    TRUTH,
    certificate,
    compare,
    date,
    deal,
    field,
    is_member,
    kaspersky_core,
    money,
    partner,
    population,
    usd,
)

CORE = kaspersky_core("yearly", AMERICAS_RATES)
CSAT_MISSING, AMOUNT_REJECTED = Cause("missing", "Partner.csat"), Cause("rejected", "Deal")
NUMBER = Quantity("number", 10**6, 0, 10**12)


def value(node, *subjects, period="2025-Q2", covered_from=None, part=None, **history):
    people = population(*(subjects or (partner(),)), covered_from=covered_from, **history)
    work = working(CORE, people, ("P-1",))
    return work.read(node, Place(Calendar().parse(period), part)).value


def unknown(*causes: Cause) -> Unknown:
    return Unknown(frozenset(causes))


def number(text: str) -> Literal:
    return Literal(Fraction(text), NUMBER, SPAN)


def yes_no(*, answer: bool) -> Literal:
    return Literal(answer, TRUTH, SPAN)


NO_CSAT = partner(csat=None, rejected=("Deal",))
SURVEY = compare("at_least", field(PARTNER, "csat"), number("4"))
SALES = Aggregate("Deal", "total", field(DEAL, "amount"), None, None, None, money(TOTAL_LIMIT), SPAN, "", "sales")
SOLD = compare("more", SALES, usd(0))
YES, NO = yes_no(answer=True), yes_no(answer=False)


# ------------------------------------------------------------------------------------------------ arithmetic


def test_quantities_in_data_are_parts_of_one() -> None:
    assert value(field(PARTNER, "csat")) == Fraction("4.6")


def test_arithmetic_is_exact() -> None:
    third = Arithmetic("divide", number("1"), number("3"), NUMBER, SPAN, "", "thirds")

    assert value(Arithmetic("multiply", third, number("3"), NUMBER, SPAN)) == 1
    assert value(Arithmetic("subtract", number("0.1"), number("0.3"), NUMBER, SPAN)) == Fraction(-1, 5)


def test_division_by_zero_is_unknown_and_names_its_definition() -> None:
    node = Arithmetic("divide", number("1"), number("0"), NUMBER, SPAN, "", "attainment")

    assert value(node) == unknown(Cause("zero_division", "attainment"))


def test_an_unknown_operand_gives_its_causes_alone() -> None:
    csat = field(PARTNER, "csat")
    by_zero = Arithmetic("divide", csat, number("0"), NUMBER, SPAN, "", "attainment")
    both = Arithmetic("add", csat, SALES, NUMBER, SPAN)

    assert value(by_zero, NO_CSAT) == unknown(CSAT_MISSING)
    assert value(both, NO_CSAT) == unknown(CSAT_MISSING, AMOUNT_REJECTED)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_even", "2 2 4 -2 -4 3 2"),
        ("half_up", "2 3 4 -3 -4 3 2"),
        ("half_down", "2 2 3 -2 -3 3 2"),
        ("up", "2 3 4 -3 -4 3 3"),
        ("down", "2 2 3 -2 -3 2 2"),
        ("floor", "2 2 3 -3 -4 2 2"),
        ("ceiling", "2 3 4 -2 -3 3 3"),
    ],
)
def test_rounding_modes(mode: str, expected: str) -> None:
    written = ("2", "2.5", "3.5", "-2.5", "-3.5", "2.500001", "2.499999")
    kind = Quantity("number", 1, -10, 10)

    assert [value(Round(number(w), mode, kind, SPAN)) for w in written] == [int(e) for e in expected.split()]


def test_rounding_to_hundredths() -> None:
    assert value(Round(number("0.125"), "half_even", money(100), SPAN)) == Fraction(12, 100)


def test_period_share_is_that_of_the_place() -> None:
    part = PeriodPart(Calendar().parse("2025-Q2"), Period(datetime.date(2025, 3, 1), datetime.date(2025, 6, 30)))
    assert value(PeriodShare(NUMBER, SPAN), part=part) == Fraction(3, 4)


# ------------------------------------------------------------------------------------------------ yes and no


def test_comparison_of_members_goes_by_position() -> None:
    assert value(is_member(PARTNER, "category", "integrator")) is True
    assert value(Includes(field(PARTNER, "pillars"), "build", TRUTH, SPAN)) is False


@pytest.mark.parametrize(
    ("quantity", "items", "count", "expected"),
    [
        ("all", (SURVEY, NO), 0, False),
        ("all", (SURVEY, YES), 0, unknown(CSAT_MISSING)),
        ("all", (SURVEY, SOLD, YES), 0, unknown(CSAT_MISSING, AMOUNT_REJECTED)),
        ("all", (), 0, True),
        ("any", (SURVEY, YES), 0, True),
        ("any", (SURVEY, NO), 0, unknown(CSAT_MISSING)),
        ("any", (), 0, False),
        ("none", (SURVEY, YES), 0, False),
        ("none", (NO, NO), 0, True),
        ("none", (SURVEY, NO), 0, unknown(CSAT_MISSING)),
        ("at_least", (YES, YES, SURVEY), 2, True),
        ("at_least", (YES, NO, SURVEY), 2, unknown(CSAT_MISSING)),
        ("at_least", (NO, NO, SURVEY), 2, False),
        ("at_least", (YES, SURVEY, SOLD), 2, unknown(CSAT_MISSING, AMOUNT_REJECTED)),
    ],
)
def test_three_valued_logic(quantity: str, items: tuple, count: int, expected: object) -> None:
    assert value(Logic(quantity, items, count, TRUTH, SPAN), NO_CSAT) == expected


def test_case_passes_no_and_stops_at_unknown() -> None:
    def choose(*conditions):
        branches = tuple((condition, number(str(n))) for n, condition in enumerate(conditions))
        return Case(branches, number("9"), NUMBER, SPAN)

    assert value(choose(NO, YES, SURVEY), NO_CSAT) == 1
    assert value(choose(NO, SURVEY, SOLD), NO_CSAT) == unknown(CSAT_MISSING)
    assert value(choose(NO, NO), NO_CSAT) == 9


def test_known_and_or_else() -> None:
    csat = field(PARTNER, "csat")

    assert value(Known(csat, TRUTH, SPAN), NO_CSAT) is False
    assert value(Known(csat, TRUTH, SPAN)) is True
    assert value(OrElse(csat, number("3"), CSAT, SPAN), NO_CSAT) == 3
    assert value(OrElse(csat, number("3"), CSAT, SPAN)) == Fraction("4.6")
    assert value(OrElse(csat, SALES, CSAT, SPAN), NO_CSAT) == unknown(AMOUNT_REJECTED)


# ------------------------------------------------------------------------------------------------ aggregates


QUARTER = partner(deals=[
    deal("2025-03-31", 1), deal("2025-04-01", 10), deal("2025-06-30", 100, status="open"), deal("2025-07-01", 1_000)
])


def test_rows_dated_inside_the_period_take_part() -> None:
    assert value(SALES, QUARTER) == 110


def test_a_window_ends_with_the_period() -> None:
    window = Window("last", 2, "quarter")
    sales = Aggregate("Deal", "total", field(DEAL, "amount"), None, window, None, money(TOTAL_LIMIT), SPAN)

    assert value(sales, QUARTER) == 111


def test_where_counts_only_rows_that_pass() -> None:
    won = is_member(DEAL, "status", "won")

    assert value(Aggregate("Deal", "count", None, won, None, None, COUNT, SPAN), QUARTER) == 1


def test_lowest_and_highest() -> None:
    def extreme(function: str):
        return Aggregate("Deal", function, field(DEAL, "amount"), None, None, None, money(TOTAL_LIMIT), SPAN)

    assert (value(extreme("lowest"), QUARTER), value(extreme("highest"), QUARTER)) == (10, 100)
    assert value(extreme("lowest")) == unknown(Cause("missing", "Deal"))


def test_valid_on_a_day_with_open_ends() -> None:
    held = partner(certificates=[
        certificate("Ana", "2025-06-30"), certificate("Ana", "2020-01-01"),
        certificate("Luis", "2020-01-01", "2025-06-29"), certificate("Rosa", "2020-01-01", "2025-06-30"),
        certificate("Zoe", "2025-07-01"),
    ])
    people = Aggregate(
        "Certificate", "count_distinct", field(CERTIFICATE, "holder"), None, None, AtPeriodEnd(), COUNT, SPAN
    )

    assert value(people, held) == 2


def test_uncovered_and_rejected_stand_together() -> None:
    assert value(SALES, QUARTER, covered_from={"Deal": "2025-04-01"}) == 110
    assert value(SALES, QUARTER, covered_from={"Deal": "2025-04-02"}) == unknown(Cause("uncovered", "Deal"))
    assert value(SALES, partner(rejected=("Deal",)), covered_from={"Deal": "2026-01-01"}) == unknown(
        Cause("uncovered", "Deal"), AMOUNT_REJECTED
    )


def test_valid_on_a_day_before_the_covered_ones_is_uncovered() -> None:
    def count(moment):
        return Aggregate("Certificate", "count", None, None, None, moment, COUNT, SPAN)

    covered = {"Certificate": "2025-04-02"}

    assert value(count(AtPeriodStart()), covered_from=covered) == unknown(Cause("uncovered", "Certificate"))
    assert value(count(AtPeriodEnd()), covered_from=covered) == 0


def test_a_row_whose_test_or_value_is_unknown_makes_the_total_unknown() -> None:
    held = partner(certificates=[certificate("Ana", "2020-01-01"), certificate("Luis", "2020-01-01", "2025-05-01")])
    late = compare("more", field(CERTIFICATE, "expires_on"), Literal(date("2025-01-01"), DAY, SPAN))
    on_ana = is_member(CERTIFICATE, "holder", "Ana")
    on_luis = is_member(CERTIFICATE, "holder", "Luis")
    expires = field(CERTIFICATE, "expires_on")

    def over(function, what, where):
        return Aggregate("Certificate", function, what, where, None, OnDate(date("2025-04-01")), COUNT, SPAN)

    missing = unknown(Cause("missing", "Certificate.expires_on"))
    assert value(over("count", None, late), held) == missing
    assert value(over("count", None, Logic("all", (late, on_luis), 0, TRUTH, SPAN)), held) == 1
    assert value(over("lowest", expires, on_ana), held) == missing
    assert value(over("lowest", expires, on_luis), held) == date("2025-05-01")


def test_a_total_beyond_the_limit_is_unknown() -> None:
    def rows(count: int, extra: int):
        big = deal("2025-04-01", 10**13)
        return partner(deals=[*[big] * count, deal("2025-04-01", "0.01")][: count + extra])

    assert value(SALES, rows(1_000, 0)) == 10**16
    assert value(SALES, rows(1_000, 1)) == unknown(Cause("total_too_large", "sales"))


# ------------------------------------------------------------------------------------------------ dated readings


def test_parameters_are_read_on_their_day() -> None:
    def rate(day):
        return ParameterValue("deploy_rate", day, RATE, SPAN)

    assert value(rate(AtPeriodEnd())) == Fraction(3, 100)
    assert value(rate(OnDate(date("2025-03-31")))) == Fraction(25, 1000)
    assert value(rate(OnDate(date("2018-12-31")))) == unknown(Cause("missing", "deploy_rate"))


def test_a_parameter_may_be_read_on_the_date_of_each_record() -> None:
    rate = ParameterValue("deploy_rate", OnField(field(DEAL, "closed_on")), RATE, SPAN)
    each = Arithmetic("multiply", field(DEAL, "amount"), rate, money(TOTAL_LIMIT, 10**8), SPAN)
    window = Window("last", 2, "quarter")
    sum_of_each = Aggregate("Deal", "total", each, None, window, None, money(TOTAL_LIMIT, 10**8), SPAN)

    assert value(sum_of_each, QUARTER) == Fraction("0.025") + Fraction("3.3")


def test_a_window_on_a_reading_replaces_the_period() -> None:
    last_year = Read("net_sales", Window("same_last_year", 1, "quarter"), money(TOTAL_LIMIT), SPAN)
    rows = partner(deals=[deal("2024-05-01", 7), deal("2025-05-01", 11)])

    assert value(last_year, rows) == 7


@pytest.mark.parametrize(
    ("operator", "tier", "expected"),
    [
        ("at_least", 1, True), ("at_least", 2, None), ("more", 2, False), ("more", 1, None),
        ("at_most", 2, True), ("less", 1, False), ("less", 2, None),
        ("equal", 1, None), ("equal", 0, None), ("unequal", 0, None),
    ],
)
def test_a_tier_that_is_silver_or_gold(operator: str, tier: int, expected: bool | None) -> None:
    people = partner(
        deals=[deal("2025-01-10", 100_000)], certificates=[certificate(f"Holder {n}") for n in range(4)], csat=None
    )
    found = value(TierTest("Level", AtPeriodStart(), operator, tier, TRUTH, SPAN), people)

    assert found == (unknown(CSAT_MISSING) if expected is None else expected)
