"""Ways in which other languages begin a line or a table, told with how the rules do it."""
from __future__ import annotations

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.source import SourceFile
from support.planted import PROGRAM, problems_of, read

HEAD = "program acme\n  language edition 1\n  currency USD\n\n"


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The findings about what stands in a program, with their advice."""
    _, findings = read(SourceFile("program.rule", HEAD + text))
    return [(finding.name, words(finding).help) for finding in findings]


@pytest.mark.parametrize(("text", "advice"), [
    ("eligibility bigger of Partner\n  if seats >= 3\n", "write `seats >= 3`"),
    ("incentive rebate of Partner\n  paid every quarter\n  if bigger\n  on seats\n", "write `when bigger`"),
    ("measure m of Partner is money\n  (when seats >= 4: 1 USD\n  else: 2 USD)\n", "write `otherwise`"),
])  # fmt: skip
def test_if_and_else(text: str, advice: str) -> None:
    assert told(text) == [("if-in-front", (advice,))]


@pytest.mark.parametrize(("line", "advice"), [
    ("pays 2% if seats >= 3, otherwise 1%", "pays (when seats >= 3: 2% otherwise: 1%)"),
    ("pays share(grade) if seats >= 3, else 1%", "pays (when seats >= 3: share(grade) otherwise: 1%)"),
    ("pays 2 * 3% if grade is one of (a, b), else 1%", "pays (when grade is one of (a, b): 2 * 3% otherwise: 1%)"),
    ("pays 5 USD per deal if seats >= 3, else 1 USD per deal",
     "pays (when seats >= 3: 5 USD otherwise: 1 USD) per deal"),
    ("pays 2%\n  at most 9 USD if seats >= 3, else 5 USD", "at most (when seats >= 3: 9 USD otherwise: 5 USD)"),
    ("each part at its own rate\n    from 0: 2% if seats >= 3, else 1%",
     "from 0: (when seats >= 3: 2% otherwise: 1%)"),
])  # fmt: skip
def test_two_cases_behind_a_value_are_advised_with_all_of_the_line(line: str, advice: str) -> None:
    text = f"incentive rebate of Partner\n  paid every quarter\n  on seats\n  {line}\n"

    assert told(text) == [("if-in-front", (f"write the two cases in parentheses: `{advice}`",))]


@pytest.mark.parametrize(("head", "line", "advice"), [
    ("programa acme\n  idioma es\n\nincentivo rebate de Partner\n  se paga cada trimestre\n  sobre seats\n",
     "paga 2% si seats >= 3, si no 1%", "paga (cuando seats >= 3: 2% en otro caso: 1%)"),
    ("programa acme\n  idioma pt\n\nincentivo rebate de Partner\n  pago a cada trimestre\n  sobre seats\n",
     "paga 2% se seats >= 3, se não 1%", "paga (quando seats >= 3: 2% caso contrário: 1%)"),
])  # fmt: skip
def test_the_second_case_begins_with_two_words(head: str, line: str, advice: str) -> None:
    _, findings = read(SourceFile("program.rule", f"{head}  {line}\n"))
    (found,) = [words(finding).help[0] for finding in findings if finding.name == "if-in-front"]

    assert advice in found


def test_a_table_without_a_day_above_it() -> None:
    table = "parameter share number by grade\n    | grade | share |\n    | gold  | 1     |\n"

    assert [name for name, _ in told(table)] == ["table-without-date"]
    assert told(table.replace("\n    |", "\n  from 2025-01-01\n    |", 1)) == []


def test_a_floor_is_never_taken_for_a_cap() -> None:
    text = "incentive rebate of Partner\n  paid every quarter\n  on seats\n  at least 500 USD\n"

    assert told(text) == [("unknown-words", ("did you mean `never less than`?",))]


@pytest.mark.parametrize(("text", "advice"), [
    ("budget pot of Partner\n  at most 5 USD\n  flat\n", ""),
    ("incentive rebate of Partner\n  paid every quarter\n  on seats\n  flat\n",
     ("begin the line with one of `when`, `at most`, `paid every`, `paid once`, `measured every`, `claimed within`, "
      "`due`, `on`, `pays`, `pays in kind`, …, or delete it")),
    ("scorecard score of Partner\n  flat\n",
     "begin the line with one of `by`, `track`, `category`, `out of`, or delete it"),
])  # fmt: skip
def test_a_clause_like_none_is_told_those_there_are(text: str, advice: str) -> None:
    ((name, offered),) = told(text)

    assert offered
    assert not advice or (name, offered) == ("unknown-words", (advice,))


@pytest.mark.parametrize(("language", "rounded"), [
    ("es", "redondeo bancario a centavos"), ("pt", "arredondamento bancário a centavos"),
])  # fmt: skip
def test_bankers_rounding_stands_with_and_without_its_first_word(language: str, rounded: str) -> None:
    heads = {
        "es": "incentivo rebaja de Socio\n  se paga cada trimestre\n  sobre asientos\n  paga 2 USD\n",
        "pt": "incentivo rebaja de Socio\n  pago a cada trimestre\n  sobre asientos\n  paga 2 USD\n",
    }
    idiom = {"es": "programa acme\n  idioma es\n\n", "pt": "programa acme\n  idioma pt\n\n"}[language]

    _, findings = read(SourceFile("program.rule", f"{idiom}{heads[language]}  {rounded}\n"))

    assert [finding.name for finding in findings] == []


PAID = "incentive rebate of Partner\n  paid every quarter\n  on seats\n  pays 5%\n  "


@pytest.mark.parametrize(("clause", "advice"), [
    ("raised by 10% if seats >= 5", "`multiplied by 1.1`, `plus 10 percentage points`"),
    ("raised by bonus", "`multiplied by`"),
    ("draw 500 USD each month", "`advances`"),
    ("taken back in full within 90 days if seats >= 4", "`clawed back`"),
    ("minimum 500 USD", "`never less than`"),
    ("floor 500 USD", "`never less than`"),
    ("capped at 500 USD", "`at most`"),
    ("ceiling 500 USD", "`at most`"),
])  # fmt: skip
def test_clauses_by_their_names_in_the_trade(clause: str, advice: str) -> None:
    assert told(f"{PAID}{clause}\n") == [("unknown-words", (f"did you mean {advice}?",))]


def test_what_keeps_a_tier() -> None:
    head = "tiers L of Partner, lowest first\n  assessed every quarter\n  tier a\n    requires seats >= 5\n"
    advice = "did you mean `requires ..., to keep ...`?"

    assert told(f"{head}    keeps while seats >= 4\n") == [("unknown-words", (advice,))]


@pytest.mark.parametrize(("language", "text", "advice"), [
    ("es", "incentivo r de Socio\n  paga 2%\n  tope de 5 USD\n", "como máximo"),
    ("es", "incentivo r de Socio\n  paga 2%\n  anticipo de 5 USD\n", "anticipa"),
    ("pt", "incentivo r de Socio\n  paga 2%\n  piso de 5 USD\n", "nunca menos de"),
    ("pt", "incentivo r de Socio\n  paga 2%\n  adiantamento de 5 USD\n", "adianta"),
])  # fmt: skip
def test_names_of_the_trade_in_other_languages(language: str, text: str, advice: str) -> None:
    idiom = {"es": "programa acme\n  idioma es\n\n", "pt": "programa acme\n  idioma pt\n\n"}[language]

    _, findings = read(SourceFile("program.rule", idiom + text))

    assert [(finding.name, finding.values["suggestions"]) for finding in findings] == [("unknown-words", f"`{advice}`")]


def test_a_percentage_that_is_added_is_points_or_a_share() -> None:
    name, advice = told(f"{PAID}plus 2% if seats >= 5\n")[0]

    assert name == "number-missing"
    assert advice[0].startswith("write `plus 2 percentage points`")
    assert advice[1].startswith("write `multiplied by 1.02`")


CHECKED = "eligibility fit of Partner\n  "
TABLED = (
    "where only rates differ by what a partner is, write it in the head of the parameter:"
    " `parameter rate percent by Area`"
)
GROWN = (
    "write it in parentheses, `growth of (total amount of deals) against same quarter last year`, or declare it as a"
    " measure and write its name"
)


@pytest.mark.parametrize(("text", "name", "advice"), [
    (f"{CHECKED}any of deals have status is won\n", "list-without-parentheses",
     "write `have (status is won)`, with one pair of parentheses round all of it"),
    ("measure m of Partner is percent\n  growth of seats - sold against the previous year\n",
     "name-missing", GROWN),
    ("measure m of Partner is percent\n  growth of total amount of deals against the previous year\n",
     "name-missing", GROWN),
    ("measure m of Partner is percent\n  share of amount of deals over the last 2 quarters\n", "share-of-which",
     "or among whom a measure is compared: `share of net_sales among Partner`"),
    ("payout total \"Total\" of Partner by Area\n  paid every quarter\n  all of bonus\n", "payout-by-members",
     TABLED),
    (f"{PAID}pays 2%\n  at most 9 USD per quarter\n", "per-a-period",
     "for an amount over each period write `each quarter`"),
    (f"{PAID}pays 2%\n  never less than 9 USD per year\n", "per-a-period",
     "for an amount over each period write `each year`"),
    (f"{PAID}pays 2%, max 9 USD each year\n", "limit-behind-comma",
     "write on a line of its own `at most 9 USD each year`"),
    (f"{PAID}pays 2%, at most 9 USD\n", "limit-behind-comma", "write on a line of its own `at most 9 USD`"),
    (f"{PAID}pays 2% if seats >= 3, otherwise 1%\n", "if-in-front",
     "write the two cases in parentheses: `pays (when seats >= 3: 2% otherwise: 1%)`"),
    (f"{PAID}pays 2% if seats >= 3, else 1%\n", "if-in-front",
     "write the two cases in parentheses: `pays (when seats >= 3: 2% otherwise: 1%)`"),
    (f"{PAID}pays 2% if seats >= 3, csat\n", "if-in-front", "write on a line of its own `when seats >= 3, csat`"),
    ("measure m of Partner is yes or no\n  any of seats >= 1, sold >= 1\n", "list-without-parentheses",
     "write it on one line, with commas between its conditions: `(any of a, b)`"),
    (f"{CHECKED}seats >= 1 and all of level(gold) is high, sold >= 1\n", "list-without-parentheses",
     "write it on one line, with commas between its conditions: `(all of a, b)`"),
    ("example \"A\" in 2025\n  given Partner\n    | name         |\n    | Smith & Sons |\n", "stray-character",
     "a text with such a sign stands in quotes: `\"Smith & Sons\"`"),
    (f"{CHECKED}joined in 2025\n", "comparison-in-words", "write `joined is in 2025`"),
    (f"{CHECKED}joined within FY2025-Q2\n", "comparison-in-words", "write `joined is in FY2025-Q2`"),
    (f"{CHECKED}joined during 2025-Q1..2025-Q2\n", "comparison-in-words",
     "write `joined between 2025-Q1 and 2025-Q2`"),
    (f"{CHECKED}all of\n    joined in 2025\n    seats >= 3\n", "comparison-in-words", "write `joined is in 2025`"),
    (f"{CHECKED}all of deals in 2025 have (amount > 5 USD)\n", "period-after-records",
     "name the date: `deals where closed_on is in 2025`"),
    (f"{CHECKED}(count deals in 2025) > 5\n", "period-after-records",
     "name the date: `deals where closed_on is in 2025`"),
])  # fmt: skip
def test_what_is_to_be_written_instead(text: str, name: str, advice: str) -> None:
    assert [(found, said[-1]) for found, said in told(text)] == [(name, advice)]


@pytest.mark.parametrize("lines", [
    "at least 2 of\n    all of\n      joined before 2025-01-01\n      seats >= 4\n    seats >= 5\n",
    "at least 2 of\n    seats >= 5\n    all of\n      joined before 2025-01-01\n      seats >= 4\n",
    "all of\n    seats >= 5\n    at least 2 of\n      joined before 2025-01-01\n      seats >= 4\n      csat >= 5\n",
])  # fmt: skip
def test_a_list_inside_a_list_stands_in_parentheses(lines: str) -> None:
    (name, advice), = told(CHECKED + lines)

    assert name == "list-without-parentheses"
    assert advice[0].startswith("write it on one line, with commas between its conditions: `(a")


@pytest.mark.parametrize(("old", "new", "name", "advice"), [
    ("seats >= 3", "skills includes (silver, gold)", "several-for-one",
     "write `skills includes silver and skills includes gold`"),
    ("seats >= 3", "country is (CO, PE)", "several-for-one", "write `country is one of (CO, PE)`"),
    ("seats >= 3", "csat is not known", "comparison-in-words", "write `csat is unknown`"),
    ("seats >= 3", "skills is one of (gold, silver)", "not-a-choice",
     "ask for each value by itself: `skills includes gold`"),
    ("  total amount of deals\n", "  total amount of Partner\n", "entity-after-of",
     "write one of `deals`, `certificates`"),
])  # fmt: skip
def test_what_is_to_be_written_instead_where_the_kinds_are_known(old: str, new: str, name: str, advice: str) -> None:
    assert [(found.name, words(found).help[0]) for found in problems_of(PROGRAM.replace(old, new, 1))] == [
        (name, advice)
    ]


def test_over_every_after_a_comparison_is_no_comparison() -> None:
    text = PROGRAM.replace("  seats >= 3\n", "  all of\n    seats >= 3 over every Grade\n", 1)

    assert "comparison-in-words" not in [found.name for found in problems_of(text)]


@pytest.mark.parametrize(("written", "instead"), [
    ("se paga cada trimestre", "paid every"), ("pago a cada trimestre", "paid every"), ("quando chosen", "when"),
    ("como máximo 5 USD", "at most"),
])  # fmt: skip
def test_a_clause_in_another_language_is_offered_in_this_one(written: str, instead: str) -> None:
    text = f"incentive rebate of Partner\n  measured every quarter\n  {written}\n  on seats\n"

    assert told(text) == [("unknown-words", (f"did you mean `{instead}`?",))]


def test_who_names_a_kind_that_there_is_not_is_offered_those_there_are() -> None:
    [finding] = problems_of(PROGRAM.replace("  seats      count\n", "  seats      whatever\n"))[:1]

    assert finding.name == "no-such-type"
    assert "`count`, `number`, `percent`, `money`" in words(finding).help[0]
