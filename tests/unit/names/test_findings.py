"""Every finding about names, variants and dates (RL2xx): planted alone, it is reported alone and where it stands."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import entries
from support.planted import PROGRAM, VARIANT, Mistake, problems_of, shown
from support.planted_across import NAMES as ACROSS
from support.planted_first_days import FIRST_DAYS
from support.planted_paid_in import NAMES as PAID_IN
from support.planted_records import NAMES as RECORDS
from support.planted_reuse import NAMES as REUSE
from support.planted_tables import EDITS as CELLS
from support.planted_tables import NAMES as TABLES
from support.planted_versions import NAMES as VERSIONS
from support.planted_versions import VARIANTS as VERSIONS_OF_A_VARIANT

M = Mistake

IN_THE_PROGRAM = [
    M("two-programs", "region andes is", "program second\n\nregion andes is"),
    M("edit-outside-variant", "adaptable\n", "set rate: 4% from 2025-04-01\n\nadaptable\n"),
    M("edit-outside-variant", "adaptable\n", "add to Grade: iron\n\nadaptable\n"),
    M("year-out-of-range", "effective from 2025-01-01", "effective from 0002-01-01"),
    M("no-effective-date", "  effective from 2025-01-01\n", "", at="program base"),
    M("no-currency", "  currency USD\n", "", at="program base"),
    M("unknown-edition", "language edition 1", "language edition 7"),
    M("bound-on-what-is-computed", "  rate: between 1% and 6%\n",
      "  rate: between 1% and 6%\n  Level select net_sales: between 50% and 100% of the global value\n",
      at="Level select", also=(("net_sales >= 100_000 USD, to keep 90_000 USD", "net_sales >= 2 * second_edge"),)),
    M("opening-does-not-fit", "  euro: fixed\n", "  euro: may drop\n", at="euro: may drop"),
    M("said-twice", "  euro: fixed\n", "  euro: fixed\n  euro: between 1 and 2\n", at="euro: between 1 and 2"),
    M("opening-does-not-fit", "  euro: fixed\n", "  extra: between 1% and 2%\n", at="extra: between"),
    M("opening-does-not-fit", "  euro: fixed\n", "  net_sales: may gain, at most 5 USD\n", at="net_sales: may gain"),
    *(M("opening-does-not-fit", "  euro: fixed\n", f"  {line}\n", text=line.partition(": ")[2]) for line in (
        "extra: may gain members", "extra: may gain requirements", "rate: may gain requirements",
        "net_sales: paid every quarter", "Level: paid every quarter", "Level elite csat: may drop",
    )),
    M("cap-is-another-kind", "  euro: fixed\n", "  incentives: may gain, at most 5%\n", at="incentives: may gain"),
    M("version-inside-period", "incentive rebate of Partner", "incentive rebate of Partner, from 2025-03-15"),
    M("version-of-what", "    from 0 USD: 2%\n", "    from 0 USD: 2%\n  the version at its end\n",
      at="the version at its end"),
    # ---------------------------------------------------------------------------------------- twice
    M("declared-twice", "parameter euro", "parameter rate number\n  1 from 2025-01-01\n\nparameter euro"),
    M("declared-twice", "measure people", "parameter net_sales count\n  1 from 2025-01-01\n\nmeasure people"),
    M("declared-twice", "bronze, silver, gold", "bronze, silver, bronze, gold", at="type Grade"),
    M("declared-twice", "  quota      money\n", "  quota      money\n  seats      percent\n", at="seats      percent"),
    M("declared-twice", "  tier select\n", "  tier member\n"),
    M("said-twice", "  currency USD\n", "  currency USD\n  currency EUR\n", at="currency EUR"),
    M("said-twice", "  assessed every quarter over the last 4 quarters\n",
      "  assessed every quarter over the last 4 quarters\n  assessed every year\n", at="assessed every year"),
    M("said-twice", "  when ready\n", "  when ready\n  when bigger\n", at="when bigger"),
    M("said-twice", "  at most 100_000 USD each year\n",
      "  at most 100_000 USD each year\n  at most 90_000 USD each half year\n", at="at most 90_000 USD each half year"),
    M("said-twice", "    requires net_sales >= 100_000 USD, to keep 90_000 USD\n",
      "    requires seats >= 1\n    requires seats >= 2\n", at="requires seats >= 2"),
    # ---------------------------------------------------------------------------------------- what is not there
    M("unknown-name", "net_sales + 5 USD", "netsales + 5 USD", text="netsales"),
    M("unknown-name", "seats >= 3", "chairs >= 3", text="chairs"),
    M("no-such-field", "net_sales / quota", "net_sales / Partner.quote", text="quote"),
    M("no-such-field", "identified by partner_id", "identified by partner_nr", at="entity Partner", text="partner_nr"),
    M("no-such-field", "dated by closed_on", "dated by closing", at="entity Deal", text="closing"),
    M("no-such-field", "valid from issued_on", "valid from issued", at="entity Certificate", text="issued"),
    M("field-of-another", "net_sales + 5 USD", "amount", text="amount"),
    M("field-of-another", "  total amount of deals\n", "  total amount of deals where seats >= 3\n", text="seats"),
    M("name-in-both", "  total amount of deals\n", "  total amount of deals where seats >= 3\n",
      also=(("  discount  percent\n", "  discount  percent\n  seats count\n"),), text="seats"),
    M("no-such-entity", "measure people of Partner", "measure people of Partnr", at="measure people", text="Partnr"),
    M("no-such-entity", "belongs to Partner as deals", "belongs to Partnr as deals", at="entity Deal", text="Partnr"),
    M("no-such-records", "  total amount of deals\n", "  total amount of sales\n", text="sales"),
    M("entity-after-of", "  total amount of deals\n", "  total amount of Deal\n", text="Deal"),
    M("no-such-member", "seats >= 3", "grade is iron", text="iron"),
    M("no-such-member", "seats >= 3", "grade is one of (gold, iron)", text="iron"),
    M("no-such-member", "seats >= 3", "skills includes iron", text="iron"),
    M("no-such-country", "(CO, PE)", "(CO, XX)", at="region andes", text="XX"),
    M("no-such-country", "seats >= 3", "country is XX", text="XX"),
    M("no-such-country", "seats >= 3", "country is one of (CO, XX)", text="XX"),
    M("no-such-tier", "seats >= 3", "Level in force at period end >= gold", text="gold"),
    M("no-such-incentive", "all of rebate", "all of rebates", text="rebates"),
    M("no-such-type", "  seats      count\n", "  seats      cont\n", text="cont"),
    M("no-such-type", "parameter euro number", "parameter euro factor", text="factor"),
    M("no-such-type", "measure people of Partner is count", "measure people of Partner is heads", text="heads"),
    M("no-such-currency", "  currency USD\n", "  currency USX\n", text="USX"),
    M("no-such-currency", "net_sales + 5 USD", "net_sales + 5 USX", text="5 USX"),
    M("no-such-currency", "money in EUR", "money in EUX", at="paid "),
    M("unknown-target", "  euro: fixed\n", "  yen: fixed\n", text="yen"),
    # ---------------------------------------------------------------------------------------- entities
    M("no-subject", "entity Partner identified by partner_id\n",
      "entity Partner identified by partner_id, belongs to Group as partners\n", at="program base"),
    M("two-subjects", "entity Certificate belongs to Partner as certificates, valid",
      "entity Certificate identified by holder, valid"),
    M("no-key", "entity Partner identified by partner_id\n", "entity Partner\n"),
    M("optional-key", "partner_id text", "partner_id text, optional", at="entity Partner", text="partner_id"),
    M("optional-date", "  closed_on date\n", "  closed_on date, optional\n", at="entity Deal", text="closed_on"),
    M("versions-need-key", "entity Deal identified by deal_id, belongs", "entity Deal belongs", text="booked_on"),
    # ---------------------------------------------------------------------------------------- what reads itself
    M("reads-itself", "net_sales + 5 USD", "other + 5 USD", text="other"),
    M("reads-itself", "  total amount of deals\n", "  other + 5 USD\n", at="net_sales + 5 USD", text="net_sales"),
    M("reads-itself", "      csat >= 4.0\n", "      Level in force at period start is member\n"),
    # ---------------------------------------------------------------------------------------- dates of values
    M("no-value-in-force", "2% from 2025-01-01", "2% from 2025-02-01"),
    M("no-value-in-force", "2% from 2025-01-01", "2% from 2025-01-01 to 2025-06-30", at="3% from 2026-01-01"),
    M("no-value-in-force", "3% from 2026-01-01", "3% from 2026-01-01 to 2026-12-31"),
    M("two-values-in-force", "2% from 2025-01-01", "2% from 2025-01-01 to 2026-01-01", at="3% from 2026-01-01"),
    M("dates-out-of-order", "3% from 2026-01-01", "3% from 2024-01-01"),
    M("ends-before-start", "3% from 2026-01-01", "3% from 2026-01-01 to 2025-12-31"),
    # ---------------------------------------------------------------------------------------- periods cut by a date
    M("edges-not-said", "effective from 2025-01-01", "effective from 2025-04-01"),
    *REUSE,
    *RECORDS, *PAID_IN,
    *TABLES,
    *ACROSS,
    *VERSIONS,
]
IN_THE_VARIANT = [
    *VERSIONS_OF_A_VARIANT,
    M("unknown-base", "of base", "of bases", at="variant base_andes", text="bases"),
    M("no-effective-date", "  effective from 2025-04-01, closing open periods, bands and caps as written\n", "",
      at="variant base_andes"),
    M("no-such-region", "for region andes", "for region andea", text="andea"),
    M("no-region", "  for region andes\n", "", at="variant base_andes"),
    M("fixed-for-variants", "  for region andes\n", "  for region andes\n  currency EUR\n", at="currency EUR"),
    M("said-twice", "  for region andes\n", "  for region andes\n  for region CO\n", at="for region CO"),
    M("said-twice", "set rate: 3% from 2025-04-01\n", "set rate: 3% from 2025-04-01\nset rate: 4% from 2025-05-01\n",
      at="set rate: 4%"),
    M("said-twice", "set rebate: paid every quarter\n",
      "set rebate: paid every quarter\nset rebate: paid every half year\n", at="set rebate: paid every half"),
    M("before-the-program", "effective from 2025-04-01,", "effective from 2024-04-01,"),
    M("open-periods-not-said", ", closing open periods, bands and caps as written", "", at="effective from"),
    M("edges-not-said", ", bands and caps as written", "", at="effective from"),
    M("unknown-target", "set rate: 3%", "set rat: 3%", text="rat"),
    M("unknown-target", "set rate: 3%", "add to Grad: iron\nset rate: 3%", text="Grad"),
    M("set-needs-value", "set rate: 3% from 2025-04-01", "set rate: paid every quarter"),
    M("not-settable", "set rate: 3%", "set net_sales: 3 USD", text="net_sales"),
    M("not-settable", "set rebate: paid every quarter", "set rebate: 3% from 2025-04-01", text="rebate"),
    M("not-open", "set rate: 3%", "set euro: 1.2 from 2025-04-01\nset rate: 3%"),
    M("not-open", "set rate: 3%", "set second_edge: 60_000 USD from 2025-04-01\nset rate: 3%"),
    M("not-open", "set rate: 3%", "set total_payout: paid every quarter\nset rate: 3%"),
    M("not-open", "set rate: 3%", "add to Size: huge\nset rate: 3%"),
    M("outside-guardrail", "set rate: 3%", "set rate: 7%", text="7%"),
    M("before-the-variant", "set rate: 3% from 2025-04-01", "set rate: 3% from 2025-03-31"),
    M("not-open", "set rate: 3%", "set Level select net_sales: 95_000 USD from 2025-04-01\nset rate: 3%"),
    M("not-open", "set rate: 3%", "require for elite: seats >= 3\nset rate: 3%"),
    M("no-such-figure", "set rate: 3%", "set Level elite seats: 3 from 2025-04-01\nset rate: 3%",
      text="Level elite seats"),
    M("no-such-figure", "set rate: 3%", "set Level elite csat to keep: 3 from 2025-04-01\nset rate: 3%",
      text="Level elite csat to keep"),
    M("no-such-tier", "set rate: 3%", "set Level elit csat: 3 from 2025-04-01\nset rate: 3%", text="elit"),
    M("set-needs-value", "set rate: 3%", "set Level elite csat: paid every quarter\nset rate: 3%"),
    M("not-settable", "set rate: 3%", "set rate select net_sales: 3% from 2025-04-01\nset rate: 3%",
      text="rate select net_sales"),
    M("no-such-tier", "set rate: 3%", "require for elit: seats >= 3\nset rate: 3%", text="elit"),
    M("as-global-of-what", "set rate: 3%",
      "parameter own percent\n  2% from 2025-04-01\n  as global from 2026-01-01\n\nset rate: 3%",
      at="as global", text="as global"),
    M("wider-than-above", "set rate: 3%", "adaptable\n  rate: between 1% and 7%\n\nset rate: 3%",
      at="rate: between 1% and 7%"),
    M("wider-than-above", "set rate: 3%", "adaptable\n  euro: between 1 and 2\n\nset rate: 3%",
      at="euro: between 1 and 2"),
    M("outside-bounds", "set rate: 3%", "set rate: 17%", text="17%"),
    M("cadence-outside-guardrail", "set rebate: paid every quarter", "set rebate: paid every month"),
    M("no-value-in-force", "set rate: 3% from 2025-04-01", "set rate: 3% from 2025-04-01 to 2025-12-31"),
    M("another-kind-of-value", "set rate: 3% from", "set rate: 3 USD from", text="3 USD"),
    M("declared-twice", "set rate: 3%", "add to Grade: silver\nset rate: 3%", text="silver"),
    M("declared-twice", "set rate: 3%",
      "measure people of Partner is count\n  count deals\n\nset rate: 3%", text="people"),
    M("declared-twice", "set rate: 3%", "set rate: 3% from 2025-04-01\n\nvariant base_andes of base\n\nset rate: 4%",
      at="variant base_andes"),
    M("not-gained", "set rate: 3%", "add to total_payout, all of: bonus\n\nset rate: 3%", text="bonus"),
    M("not-droppable", "set rate: 3%", "drop net_sales\n\nset rate: 3%", text="net_sales"),
    M("no-label-there", "set rate: 3%", "relabel Partner: \"Socio\"\n\nset rate: 3%", text="Partner"),
    M("no-such-tier", "set rate: 3%", "relabel Level supreme: \"Otro\"\n\nset rate: 3%", text="supreme"),
    M("no-such-member", "set rate: 3%", "relabel Grade golden: \"Oro\"\n\nset rate: 3%", text="golden"),
    M("not-open", "set rate: 3%", "relabel Level select: \"Otro\"\n\nset rate: 3%"),
    M("not-open", "set rate: 3%", "drop extra\n\nset rate: 3%"),
    M("not-open", "set rate: 3%", "set extra: at most 5 USD\n\nset rate: 3%"),
    M("not-settable", "set rate: 3%",
      "set total_payout:\n  each part at its own rate\n    from 0 USD: 1%\n\nset rate: 3%", at="set total_payout"),
    M("new-money-not-open", "set rate: 3%",
      "incentive gift of Partner\n  paid every year\n  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n"
      "  rounded half even to cents\n\nset rate: 3%"),
]
# Mistakes of a base that only its variants show.
OPENINGS = [
    M("another-opening", "  rate: between 1% and 6%\n", "  rate: may relabel\n", at="set rate"),
    M("another-opening", "  rebate: paid every quarter, half year or year\n", "  rebate: may drop\n", at="set rebate"),
    M("outside-guardrail", "  rate: between 1% and 6%\n", "  rate: between 50% and 100% of the global value\n",
      at="set rate: 3%"),
    M("cadence-could-mean-two", "  measured every year\n", "", at="set rebate"),
    M("not-open", "  rate: between 1% and 6%\n", "", at="set rate"),
    M("not-open", "  rate: between 1% and 6%\n", "  everything else: fixed\n", at="set rate"),
]
ELSEWHERE = {"list-of-several", "no-program", "unknown-program", "new-member-not-mentioned", "tier-of-several"}
# Of three levels: tests/spec/variant_levels.md.
ELSEWHERE |= {"variant-of-itself", "outside-the-region", "edges-differ"}
# Of values given with a command: tests/unit/tools/test_what_if.py.
ELSEWHERE |= {"set-no-cells"}
# Of requirements in other words: tests/spec/variant_bounds.md.
ELSEWHERE |= {"asks-past-a-bound"}
# Of edits of cells: tests/unit/typecheck/test_tables.py.
ELSEWHERE |= {finding for finding, _, _ in CELLS}
# Said when a program is run: tests/unit/test_choosing.py.
ELSEWHERE |= {"not-chosen"}
# Of first days: tests/unit/typecheck/test_findings.py.
ELSEWHERE |= {mistake.finding for mistake in FIRST_DAYS}
# Of several files: tests/spec/use.md.
ELSEWHERE |= {"no-such-module", "use-leads-back", "name-from-library", "use-of-nothing"}
# Of files that hold tables: tests/unit/data/test_bound.py.
ELSEWHERE |= {"bound-outside"}


def test_the_texts_check() -> None:
    assert shown(problems_of(PROGRAM)) == []
    assert shown(problems_of(PROGRAM, VARIANT)) == []


def _alone(mistake: Mistake, program: str, variant: str | None = None) -> None:
    found = problems_of(program, variant)

    assert [name for name, _ in shown(found)] == [mistake.finding], shown(found)
    assert shown(found)[0][1].startswith(mistake.line)
    assert found[0].span is not None
    assert not mistake.text or found[0].span.text == mistake.text


@pytest.mark.parametrize("mistake", IN_THE_PROGRAM, ids=str)
def test_of_a_program(mistake: Mistake) -> None:
    _alone(mistake, mistake.in_text(PROGRAM))


@pytest.mark.parametrize("mistake", IN_THE_VARIANT, ids=str)
def test_of_a_variant(mistake: Mistake) -> None:
    _alone(mistake, PROGRAM, mistake.in_text(VARIANT))


@pytest.mark.parametrize("mistake", OPENINGS, ids=str)
def test_of_what_the_base_leaves_open(mistake: Mistake) -> None:
    program = mistake.in_text(PROGRAM)

    assert shown(problems_of(program)) == []
    _alone(mistake, program, VARIANT)


def test_a_variant_may_stand_in_the_file_of_its_program() -> None:
    assert shown(problems_of(PROGRAM + "\n" + VARIANT)) == []
    assert shown(problems_of(PROGRAM + "\n" + VARIANT, name="base_andes")) == []


def test_a_tier_that_two_ladders_have() -> None:
    start, stop = PROGRAM.index("tiers Level"), PROGRAM.index("incentive rebate")
    program = PROGRAM[:stop] + PROGRAM[start:stop].replace("tiers Level", "tiers Rank") + PROGRAM[stop:]

    found = problems_of(program, VARIANT + "require for elite: seats >= 3\n")

    assert shown(found) == [("tier-of-several", "require for elite: seats >= 3")]


GIFT = (
    "\nincentive gift of Partner\n  paid every year\n  on net_sales\n  each part at its own rate\n    from 0 USD: 1%\n"
    "  rounded half even to cents\n\nadd to total_payout, the best of: gift\n"
)


def test_a_list_of_which_there_are_two() -> None:
    program = PROGRAM.replace("  all of rebate\n  the best of bonus", "  the best of rebate\n  the best of bonus")
    program = program.replace("  euro: fixed\n", "  incentives: may gain, at most 5 USD\n")

    found = shown(problems_of(program, VARIANT + GIFT))

    assert found == [("list-of-several", "add to total_payout, the best of: gift")]


def test_what_is_gained_is_measured_over_the_same_days() -> None:
    program = PROGRAM.replace("  euro: fixed\n", "  incentives: may gain, at most 5 USD each quarter\n")
    gift = GIFT.replace(", the best of", ", all of")

    assert shown(problems_of(program, VARIANT + gift)) == [("gained-over-other-periods", "incentive gift of Partner")]


def test_a_cap_is_bounded_over_its_own_period() -> None:
    program = PROGRAM.replace("  euro: fixed\n", "  total_payout: between 1 USD and 200_000 USD\n")
    program = program.replace("  paid every year\n  all of rebate", "  paid every quarter\n  all of rebate")
    cap = "\nset total_payout: at most 90_000 USD each half year\n"

    assert shown(problems_of(program, VARIANT + cap)) == [("cap-over-another-period", cap.strip())]


def test_a_folder_without_a_program() -> None:
    assert shown(problems_of(PROGRAM[PROGRAM.index("type Grade") :])) == [
        ("no-program", "type Grade is one of bronze, silver, gold")
    ]


def test_a_name_that_no_program_has() -> None:
    assert shown(problems_of(PROGRAM, VARIANT, name="base_ands")) == [("unknown-program", "")]


def test_tests_that_do_not_mention_a_new_member_are_pointed_out() -> None:
    program = PROGRAM.replace("  seats >= 3\n", "  all of\n    grade is gold\n    grade is one of (silver, gold)\n")
    added = VARIANT + "add to Grade: iron\n"

    found = problems_of(program, added)

    assert shown(found) == [("new-member-not-mentioned", "add to Grade: iron")]
    assert [label.span.text for label in found[0].labels] == ["grade is gold", "grade is one of (silver, gold)"]


def test_every_finding_about_names_is_planted_here() -> None:
    planted = {m.finding for m in (*IN_THE_PROGRAM, *IN_THE_VARIANT, *OPENINGS)} | ELSEWHERE
    family = {name for name, entry in entries("en").items() if entry.id.startswith("RL2")}

    assert sorted(family - planted) == []
