"""Every finding about types, bands and exactness (RL3xx to RL5xx): planted alone, it is reported alone and there."""
from __future__ import annotations

import pytest

from rulelang.core.lower import lower
from rulelang.diagnostics.catalogue import entries
from rulelang.diagnostics.model import Severity
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read
from rulelang.typecheck.check import check
from support.planted import PROGRAM, VARIANT, Mistake, problems_of, shown
from support.planted_across import TYPES as ACROSS
from support.planted_currencies import TYPES as CURRENCIES
from support.planted_first_days import FIRST_DAYS
from support.planted_keys import SCORES as SCORES_BY_KEY
from support.planted_members import MEMBERS
from support.planted_openings import OPENINGS
from support.planted_paid_in import TYPES as PAID_IN
from support.planted_parts import TYPES as PARTS
from support.planted_paying import TYPES as PAID
from support.planted_reach import TYPES as REACHED
from support.planted_readings import TYPES as READINGS
from support.planted_records import TYPES as RECORDS
from support.planted_regions import REGIONS
from support.planted_reuse import TYPES as REUSE
from support.planted_stacking import TYPES as STACKED
from support.planted_tables import TYPES as TABLES
from support.planted_versions import SCORES as VERSIONS

M = Mistake
OTHER, TOTAL, READY = "net_sales + 5 USD", "  total amount of deals\n", "seats >= 3"
RANK = """tiers Rank of Partner, lowest first
  assessed every year
  tier low
  tier high
    requires seats >= 1

"""
TIER = "    requires net_sales >= 100_000 USD, to keep 90_000 USD\n"

KINDS = [
    M("named-again", "region andes is (CO, PE)", "region andes is (CO, PE, CO)", text="CO"),
    M("named-again", READY, "grade is one of (gold, silver, gold)", text="gold"),
    M("kinds-differ", OTHER, "net_sales + 5%"),
    M("kinds-differ", OTHER, "net_sales - seats"),
    M("currencies-differ", OTHER, "net_sales + 5 EUR"),
    M("product-has-no-kind", OTHER, "net_sales * 5 USD"),
    M("quotient-has-no-kind", OTHER, "seats / 5 USD"),
    M("no-arithmetic", OTHER, "net_sales + grade", text="grade"),
    M("no-arithmetic", OTHER, "(joined rounded half even to 2 decimals)", text="joined"),
    M("no-arithmetic", TOTAL, "  total kind of deals\n", text="kind"),
    M("not-ordered", TOTAL, "  highest kind of deals\n", text="kind"),
    M("no-arithmetic", "  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n",
      "  on joined\n  each part at its own rate\n    from 0 USD: 1%\n", text="joined"),
    M("kinds-compared", READY, "seats >= 3 USD"),
    M("kinds-compared", READY, "seats between 1 and 3 USD"),
    M("kinds-compared", READY, "joined is 3"),
    M("kinds-compared", TIER, "    requires net_sales >= 100_000 USD, to keep 5\n", text="5"),
    M("currencies-compared", READY, "net_sales >= 3 EUR"),
    M("not-ordered", READY, "grade >= silver"),
    M("not-ordered", READY, "seats after 3"),
    M("not-ordered", READY, "size before medium"),
    M("not-ordered", READY, "Level in force at period end before select"),
    M("not-a-condition", READY, "seats"),
    M("not-a-condition", TOTAL, "  total amount of deals where kind\n", text="kind"),
    M("not-a-set", READY, "grade includes gold", text="grade"),
    M("not-a-choice", READY, "seats is one of (gold, silver)", text="seats"),
    M("member-wanted", READY, "skills includes 5", text="5"),
    M("values-of-two-kinds", OTHER, "(when ready: 5 USD otherwise: 5)"),
    M("values-of-two-kinds", OTHER, "the higher of (net_sales, seats)"),
    M("values-of-two-kinds", OTHER, "net_sales or else 5"),
    M("another-kind-of-value", "2% from 2025-01-01", "2 from 2025-01-01", text="2"),
    M("another-kind-of-value", "  csat       number between 0 and 5, optional\n",
      "  csat       number between 0 and 5%, optional\n", text="5%"),
    M("another-kind-of-value", "  rate: between 1% and 6%\n", "  rate: between 1 USD and 6 USD\n", text="1 USD"),
    M("another-kind-of-value", "between 1% and 6%", "between 1 and 2 of the global value", at="rate:", text="1"),
    M("measure-is-another-kind", "measure people of Partner is count\n", "measure people of Partner is money\n",
      at="count certificates"),
    M("set-of-what", "set of Grade", "set of percent", at="skills"),
    M("measure-is-another-kind", OTHER, "2025-Q1"),
    M("cents-need-money", READY, "(seats rounded half even to cents) >= 3", text="(seats rounded half even to cents)"),
]
TIME = [
    M("order-needs-key", "count certificates valid at period end", "first issued_on of certificates",
      also=(("measure people of Partner is count", "measure people of Partner is date"),)),
    M("periods-inside-where", READY, "any of deals have (amount >= 5 USD in each of the last 2 quarters)",
      text="amount >= 5 USD in each of the last 2 quarters"),
    M("periods-inside-where", READY, "any of deals have (amount >= 5 USD on any day of 2025-Q1)",
      text="amount >= 5 USD on any day of 2025-Q1"),
    M("more-periods-than-there-are", READY, "net_sales >= 5 USD in at least 4 of the last 3 quarters"),
    M("length-out-of-range", READY, "net_sales >= 5 USD in any of the last 61 months", text="61 months"),
    M("length-out-of-range", READY, "Level >= select on any day of the last 60 months", text="60 months"),
    M("window-on-undated", READY, "seats >= 3 in any of the last 6 months", text="seats >= 3"),
    M("window-on-undated", READY, "seats >= 3 on any day of the period", text="seats >= 3"),
    M("period-on-a-day", READY, "(Level >= select and bigger) on any day of the period", text="bigger"),
    M("period-on-a-day", READY, "(net_sales over the last 2 weeks) >= 5 USD on any day of the period",
      text="net_sales over the last 2 weeks"),
    M("day-said-twice", READY, "Level in force at period end >= select on any day of the period",
      text="Level in force at period end"),
    M("growth-of-what", READY, "growth of bigger against the previous year zero base gives 0% >= 5%", text="bigger"),
    M("growth-needs-zero-base", READY, "growth of net_sales against the previous year >= 5%",
      text="growth of net_sales against the previous year"),
    M("growth-of-another-length", READY, "growth of net_sales against the previous quarter zero base gives 0% >= 5%",
      text="the previous quarter"),
    M("points-of-what", READY, "change in points of net_sales against the previous year >= 5 points",
      text="net_sales"),
    M("base-answer-is-percent", READY,
      "change in points of people against the previous year missing base gives 5% >= 5 points",
      text="missing base gives 5%", also=(("measure people of Partner is count", "measure people of Partner is number"),
      )),
    M("order-needs-date", TOTAL, "  first amount of deals by amount\n", text="amount"),
    M("day-is-no-date", "dated by closed_on", "dated by amount", at="entity Deal", text="amount"),
    M("day-is-no-date", "rate in force at period end", "rate in force on seats", at="from 0 USD", text="seats"),
    M("tier-needs-comparison", READY, "Level"),
    M("tier-needs-day", READY, "Level >= select", text="Level"),
    M("window-on-undated", READY, "(seats over the last 4 quarters) >= 3", text="seats over the last 4 quarters"),
    M("window-on-undated", "count certificates valid at period end", "count certificates over the last 4 quarters",
      text="over the last 4 quarters"),
    M("window-on-parameter", "rate in force at period end", "rate over the last 4 quarters", at="from 0 USD"),
    M("day-on-measure", OTHER, "net_sales in force at period end"),
    M("window-and-day", "count certificates valid at period end",
      "count certificates valid at period end over the last 4 quarters", text="over the last 4 quarters"),
    M("no-validity", TOTAL, "  total amount of deals valid at period end\n"),
    M("windows-differ", READY, "net_sales >= (net_sales over the last 4 quarters)"),
    M("total-inside-where", TOTAL, "  total amount of deals where ((count deals) >= 1)\n", text="count deals"),
    M("length-out-of-range", READY, "(net_sales over the last 0 quarters) >= 3 USD", text="over the last 0 quarters"),
    M("length-out-of-range", READY, "joined before 0 months ago"),
    M("no-assessment", "  assessed every quarter over the last 4 quarters\n", "", at="tiers Level"),
    M("not-a-paying-unit", "assessed every quarter over", "assessed every week over"),
    M("not-a-paying-unit", "  measured every year\n", "  measured every week\n"),
    M("no-cadence", "incentive bonus of Partner\n  paid every year\n", "incentive bonus of Partner\n",
      at="incentive bonus"),
    M("no-cadence", "payout total_payout of Partner\n  paid every year\n", "payout total_payout of Partner\n",
      at="payout total_payout"),
    M("changes-inside-period", "  3% from 2026-01-01\n", "  3% from 2026-02-01\n", at="from 0 USD: rate",
      also=(("rate in force at period end", "rate"),), text="rate"),
]
PAYING = [
    M("ratio-in-total", TOTAL, "  total (amount / discount) of deals\n"),
    M("ratio-as-base", "  when ready\n  on net_sales\n", "  when ready\n  on net_sales / seats\n",
      at="on net_sales / seats"),
    M("keep-needs-threshold", TIER, "    requires grade is gold, to keep 5\n", text="5"),
    M("keep-needs-threshold", TIER, "    requires size >= large, to keep 5\n", text="5"),
    M("keep-needs-threshold", TIER, "    requires Rank in force at period start >= high, to keep 5\n", text="5",
      also=(("incentive rebate of", RANK + "incentive rebate of"),)),
    M("no-base", "incentive bonus of Partner\n  paid every year\n  on net_sales\n",
      "incentive bonus of Partner\n  paid every year\n", at="incentive bonus"),
    M("no-bands", "  each part at its own rate\n    from 0 USD: 1%\n", "", at="incentive bonus"),
    M("edge-is-another-kind", "    from 0 USD: 1%\n", "    from 0: 1%\n", text="0"),
    M("rate-is-another-kind", "    from 0 USD: 1%\n", "    from 0 USD: 5 USD\n", text="5 USD"),
    M("rate-is-another-kind", "    from 0 USD: 1%\n", "    from 0 USD: 1.5\n", text="1.5"),
    M("cap-is-another-kind", "  at most 90_000 USD\n", "  at most 90_000\n", text="90_000"),
    M("cap-is-another-kind", "  at most 100_000 USD each year\n", "  at most 100_000 each year\n", text="100_000"),
    M("cap-needs-period", "  at most 100_000 USD each year\n", "  at most 100_000 USD\n"),
    M("cap-shorter-than-payment", "  at most 100_000 USD each year\n", "  at most 100_000 USD each quarter\n"),
    M("nothing-to-pay", "  all of rebate\n  the best of bonus, extra\n", "", at="payout total_payout"),
    M("paid-twice", "all of rebate", "all of rebate, rebate", text="rebate"),
    M("paid-twice", "all of rebate", "all of rebate, bonus", at="the best of bonus", text="bonus"),
    M("best-of-two-cadences", "incentive extra of Partner\n  paid every year\n",
      "incentive extra of Partner\n  paid every quarter\n", at="the best of", text="extra"),
    M("pays-another-currency", "incentive bonus of Partner\n  paid every year\n  on net_sales\n",
      "incentive bonus of Partner\n  paid every year\n  on total paid of deals\n", at="incentive bonus",
      also=(("    from 0 USD: 1%\n", "    from 0 EUR: 1%\n"),)),
    M("bands-start-at-zero", "    from 0 USD: 1%\n", "    from 10 USD: 1%\n"),
    M("edges-do-not-rise", "    from 0 USD: 1%\n", "    from 0 USD: 1%\n    from 0 USD: 2%\n", at="from 0 USD: 2%"),
    M("edge-needs-number", "    from 0 USD: 1%\n", "    from 0 USD: 1%\n    from quota: 2%\n", at="from quota"),
]
VALUES = [
    M("bounds-reversed", "number between 0 and 5,", "number between 5 and 0,", at="csat"),
    M("bounds-reversed", "  rate: between 1% and 6%\n", "  rate: between 6% and 1%\n"),
    M("outside-bounds", "2% from 2025-01-01", "12% from 2025-01-01", text="12%"),
    M("too-many-digits", "number between 0 and 5,", "number between 0 and 5.1234567,", at="csat"),
    M("division-by-zero", OTHER, "net_sales / 0"),
    M("beyond-38-digits", OTHER, "quota * seats * seats"),
    M("cases-overlap", OTHER, "(when seats >= 3: 5 USD when seats >= 4: 6 USD otherwise: 0 USD)", text="seats >= 4"),
    M("lowest-tier-has-list", "  tier member\n", "  tier member\n    requires seats >= 1\n", at="requires seats >= 1"),
    M("keep-above-entry", "to keep 90_000 USD", "to keep 190_000 USD", at="requires net_sales", text="190_000 USD"),
    M("rounding-not-said", "    from 0 USD: 1%\n  rounded half even to cents\n", "    from 0 USD: 1%\n",
      at="incentive bonus"),
    M("finer-than-currency", "    from 0 USD: 1%\n  rounded half even to cents\n",
      "    from 0 USD: 1%\n  rounded half even to 3 decimals\n", at="rounded half even to 3 decimals"),
]
SCORES = [
    M("level-mixes-weights", "  category service weighs 40%\n", "  category service\n", text="service"),
    M("weights-beside-out-of", '"Trust" of Partner\n', '"Trust" of Partner\n  out of 100 points\n', at="out of",
      text="100 points"),
    M("weights-not-whole", "category depth in skill weighs 20%", "category depth in skill weighs 30%", text="30%"),
    M("another-kind-of-value", "category service weighs 40%", "category service weighs 4 points", text="4 points"),
    M("minimum-of-nothing", "  designation good from 15 points\n", "", at="at least 5 points", text="5 points"),
    M("maximum-is-another", "out of 30 points", "out of 40 points", text="40 points"),
    M("no-maximum", "above 500 USD\n      at most 20 points\n", "above 500 USD\n", at="metric sold", text="sold"),
    M("score-figure-from-data", "above 500 USD", "above quota", at="metric sold", text="quota"),
    M("not-points", "partner_of_trust from goal", "partner_of_trust from euro", at="designation partner", text="euro"),
    M("not-points", "linear up to 10 points at 50_000 USD", "linear up to -10 points at 50_000 USD", text="-10 points"),
    M("target-is-another-kind", "at 50_000 USD on net_sales", "at 50 on net_sales", at="linear up to", text="50"),
    M("curve-does-not-rise", "      from 10: 20 points\n", "      from 4: 20 points\n", text="4"),
    M("curve-does-not-rise", "at 50_000 USD on net_sales", "at 0 USD on net_sales", at="linear up to", text="0 USD"),
    M("curve-does-not-rise", "      from  0: 0 points\n", "      from  1: 0 points\n", text="1"),
    M("curve-does-not-rise", "at 3.5 to", "at 5.5 to", at="metric happy", text="4.5"),
    M("designations-do-not-rise", "friend  from 50 points", "friend  from 75 points", at="designation partner_of_trust",
      text="goal"),
    M("points-out-of-reach", "      at least 5 points\n", "      at least 25 points\n", text="25 points"),
    M("points-out-of-reach", "  designation friend  from 50 points\n  designation partner_of_trust from goal\n",
      "  designation friend  from 101 points\n", text="101 points"),
    M("nothing-to-rescale", "      not applicable when seats < 1\n", "", at="weights rescaled"),
    M("no-such-category", "depth in skill", "depth in skil", at="category depth", text="skil"),
    M("empty-category", "  category service weighs 40%\n",
      "  category nothing weighs 0%\n  category service weighs 40%\n", text="nothing"),
    M("no-such-designation", "trust >= friend", "trust >= fiend", text="fiend"),
    M("designation-name-taken", "eligibility trusted of Partner\n", "eligibility trust_designation of Partner\n",
      at="scorecard trust", text="trust"),
    M("designation-name-taken", "  designation friend  from 50", "  designation none  from 50", text="none",
      also=(("trust >= friend", "trust >= partner_of_trust"),)),
    M("said-twice", "      at least 5 points\n", "      at least 5 points\n      at least 6 points\n",
      at="at least 6 points"),
    M("declared-twice", "    metric any\n", "    metric trained\n", text="trained"),
    M("benefit-column", "| country | perk |", "| country | perks |", text="perks"),
    M("benefit-key", "| country | perk |", "| seats   | perk |", text="seats"),
    M("benefit-row-twice", "  | PE      | 2    |\n", "  | PE      | 2    |\n  | PE      | 3    |\n",
      at="| PE      | 3"),
    M("benefit-gives-nothing", "  | CO      | 1    |\n  | PE      | 2    |\n", "  | CO      |      |\n",
      at="benefit perk", text="perk"),
    M("benefit-of-another-kind", "  | CO      | 1    |\n", "  | CO      | since |\n", text="since",
      also=(("region andes is", "parameter since date\n  2020-01-01  from 2025-01-01\n\nregion andes is"),)),
    M("exceptions-may-meet", '  when exceptions meet "large" wins\n', "", at='except "loyal"'),
    M("no-such-exception", 'meet "large" wins', 'meet "larger" wins', at="when exceptions meet", text='"larger"'),
    M("exceptions-never-meet", "when joined before 2015-01-01: 3", "when seats < 50: 3",
      at='when exceptions meet "large" wins'),
    M("no-arithmetic", "measures seats in steps", "measures grade in steps", at="metric answered", text="grade"),
]
ALL = (
    *SCORES, *SCORES_BY_KEY, *KINDS, *TIME, *PAYING, *VALUES, *REUSE, *RECORDS, *TABLES, *ACROSS, *CURRENCIES,
    *MEMBERS, *PAID, *STACKED, *READINGS, *REGIONS, *VERSIONS, *REACHED, *FIRST_DAYS, *PAID_IN, *PARTS, *OPENINGS,
)
# A ladder without tiers: the grammar asks for a clause or a tier, so this text replaces the whole declaration.
LADDER = PROGRAM[PROGRAM.index("  tier member") : PROGRAM.index("  promotion at once")]


@pytest.mark.parametrize("mistake", ALL, ids=str)
def test_alone_and_in_its_place(mistake: Mistake) -> None:
    found = problems_of(mistake.in_text(PROGRAM))

    assert [name for name, _ in shown(found)] == [mistake.finding], shown(found)
    assert shown(found)[0][1].startswith(mistake.line)
    assert found[0].span is not None
    assert not mistake.text or found[0].span.text == mistake.text


WARNED = [
    *(mistake for mistake in ALL if entries("en")[mistake.finding].severity is Severity.WARNING),
    M("band-out-of-reach",
      "each part at its own rate\n    from 0 USD: rate in force at period end\n    from second_edge: 4%\n",
      "rate found by csat\n  whole amount at the rate reached\n    from 0: 1%\n    from 6: 4%\n", at="from 6: 4%"),
]
VERSION = """incentive rebate of Partner, from 2026-01-01
  measured every year
  paid every year
  on net_sales
  each part at its own rate
    from 0 USD: rate in force at period end
    from second_edge: 4%
  rounded half even to cents

payout total_payout of Partner, from 2026-01-01
  paid every year
  all of rebate
  rounded half even to cents
"""


@pytest.mark.parametrize("mistake", WARNED, ids=str)
def test_after_a_warning_everything_else_is_looked_at(mistake: Mistake) -> None:
    """What is not looked at has no type, and no engine can run it."""
    module, _ = read(SourceFile("program.rule", f"{mistake.in_text(PROGRAM)}\n{VERSION}"))
    resolved, _ = resolve([module])
    assert resolved is not None

    checked, findings = check(resolved)

    assert checked is not None, shown(findings)
    clauses = [clause for versions in checked.rules.values() for rules in versions for clause in rules.clauses]
    assert None not in [checked.facts.known(cap.value) for cap in clauses if isinstance(cap, nodes.AtMost)]
    assert lower(checked).outcomes


def test_a_ladder_without_tiers() -> None:
    assert shown(problems_of(PROGRAM.replace(LADDER, ""))) == [("no-tiers", "tiers Level of Partner, lowest first")]


def test_a_region_where_none_is_declared() -> None:
    text = PROGRAM.replace("region andes is (CO, PE)\n", "").replace("  seats      count\n", "  seats region\n")

    assert ("no-regions", "seats region") in shown(problems_of(text))


@pytest.mark.parametrize("mistake", ALL, ids=str)
def test_a_variant_adds_nothing_to_a_mistake_of_its_base(mistake: Mistake) -> None:
    found = problems_of(mistake.in_text(PROGRAM), VARIANT)

    assert {name for name, _ in shown(found)} <= {mistake.finding}, shown(found)


def test_every_finding_about_types_is_planted_here() -> None:
    elsewhere = {
        "share-of-which", "merge-conflict", "result-over-data", "not-an-export", "not-written", "cell-not-a-period",
        "ladder-by-other-members", "exception-on-a-parameter",
        "period-after-records", "payout-by-members", "begin-after-period", "records-before-first-day",
        "rule-over-which-days", "limit-behind-comma", "per-a-period", "rule-says-at-most",
    }  # fmt: skip
    planted = {m.finding for m in ALL} | {"no-tiers", "no-regions", "period-of-another-length"} | elsewhere
    family = {name for name, entry in entries("en").items() if entry.id[:3] in ("RL3", "RL4", "RL5")}

    assert sorted(family - planted) == []
