"""A parameter at another value: everywhere it was set, proved as if it stood in the file, and told in the manifest."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import rulelang
from rulelang.api import Loaded
from rulelang.diagnostics.refused import Refused
from support.workspace import REPOSITORY, Workspace

LEVELS = REPOSITORY / "tests" / "cli" / "fixtures" / "levels"
KASPERSKY = REPOSITORY / "programs" / "kaspersky_united"


@pytest.fixture
def levels() -> Loaded:
    return rulelang.load(LEVELS / "programs" / "acme")


def test_the_manifest_says_what_was_set_and_what_it_went_on_from(levels: Loaded) -> None:
    plain = levels.program().run(LEVELS / "data", "2025-Q2")
    other = levels.with_values({"gold_rate": "7.5%"}).program()
    ran = other.run(LEVELS / "data", "2025-Q2", history=LEVELS / "before.csv")

    assert "set" not in plain.manifest
    assert "history" not in plain.manifest
    assert ran.manifest["set"] == {"gold_rate": "7.5%"}
    assert len(ran.manifest["history"]) == 64
    assert ran.manifest["semantic_hash"] != plain.manifest["semantic_hash"]


def test_setting_twice_keeps_both(levels: Loaded) -> None:
    other = levels.with_values({"gold_rate": "7.5%"}).with_values({"gold_rate": "8%"})

    assert other.settings == {"gold_rate": "8%"}
    assert levels.settings == {}


def test_a_value_set_by_a_variant_gives_way(levels: Loaded) -> None:
    loaded = rulelang.load(KASPERSKY)
    name = "kaspersky_americas"
    tree = loaded.variants()
    assert tree is not None
    changed = next(c.name for v in tree.variants if v.name == name for c in v.changes if c.kind == "values")
    program = loaded.with_values({changed: "3.25%"}).program(name)

    [parameter] = [each for each in program.ready.parameters if each.name == changed]
    assert [value.value for value in parameter.values] == [Fraction(325, 10_000)]


@pytest.mark.parametrize("written", ["1%\n  2% from 2025-02-01", "yes, no", "(a, b)", "won_sales", ""])
def test_what_is_no_value_is_refused(levels: Loaded, written: str) -> None:
    with pytest.raises(Refused):
        levels.with_values({"gold_rate": written}).program().run(LEVELS / "data", "2025-Q2")


def test_a_history_of_strangers_is_refused(levels: Loaded, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text("partner_id,ladder,tier,since\nP9,Level,gold,2025-Q1\n", encoding="utf-8")

    with pytest.raises(Refused) as caught:
        levels.program().run(LEVELS / "data", "2025-Q2", history=history)
    assert [f.name for f in caught.value.findings] == ["history-stranger"]


def test_a_tier_given_twice_is_refused(levels: Loaded, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(
        "partner_id,ladder,tier,since\nP1,Level,gold,2025-Q1\nP1,Level,gold,2024-Q4\n", encoding="utf-8"
    )
    with pytest.raises(Refused) as caught:
        levels.program().run(LEVELS / "data", "2025-Q2", history=history)
    assert [f.name for f in caught.value.findings] == ["history-twice"]


def test_an_empty_history_changes_nothing(levels: Loaded, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text("partner_id,ladder,tier,since\n", encoding="utf-8")
    program = levels.program()

    assert program.run(LEVELS / "data", "2025-Q2", history=history).results == program.run(
        LEVELS / "data", "2025-Q2"
    ).results


CHOICE = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

type Grade is one of low, high

entity Partner identified by partner_id
  partner_id  text
  grade       Grade

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

parameter rate percent
  choose between 15% and 20% from 2025-01-01

parameter by_grade percent by Grade
  from 2025-01-01
  | Grade | rate |
  | low   | 1%   |
  | high  | 2%   |

parameter unit money in its own currency by currency
  from 2025-01-01
  | currency | unit    |
  | EUR      | 100 EUR |

parameter worth money with 6 decimals by currency
  from 2025-01-01
  | currency | worth    |
  | EUR      | 1.10 USD |

measure sales of Partner is money
  total amount of deals

incentive rebate of Partner
  measured every quarter
  paid every quarter
  on sales
  each part at its own rate
    from      0 USD: rate
    from 50_000 USD: by_grade(grade)
  rounded half even to cents
"""


@pytest.mark.parametrize(("written", "runs"), [("18%", True), ("15%", True), ("21%", False)])
def test_a_figure_still_to_be_chosen_is_chosen_within_its_range(written: str, runs: bool, tmp_path: Path) -> None:
    file = tmp_path / "program.rule"
    file.write_text(CHOICE, encoding="utf-8")
    program = rulelang.load(file).with_values({"rate": written}).program()

    assert (program.core is not None) is runs, program.findings


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        ("by_grade", "3%", "set-keyed"),
        ("rate(high)", "18%", "set-no-cells"),
        ("by_grad(high)", "3%", "no-such-parameter"),
        ("by_grade(high)", "3% from 2025-01-01, 4%", ""),
        ("by_grade(high", "3%", ""),
        ("by_grade(high)", "3%\n4%", "set-not-a-value"),
    ],
)
def test_what_names_no_cell_is_refused(name: str, value: str, finding: str, tmp_path: Path) -> None:
    file = tmp_path / "program.rule"
    file.write_text(CHOICE, encoding="utf-8")

    with pytest.raises(Refused) as caught:
        rulelang.load(file).with_values({name: value})
    assert finding in ("", caught.value.findings[0].name)


@pytest.mark.parametrize(
    ("values", "findings"),
    [
        ({"by_grade(high)": "3%"}, []),
        ({"by_grade ( high )": "7%", "by_grade(low)": "1%"}, []),
        ({"by_grade(high)": "3 USD"}, ["another-kind-of-value"]),
        ({"by_grade(hihg)": "3%"}, ["no-such-key-value"]),
        ({"by_grade(high, low)": "3%"}, ["cell-not-said"]),
        ({"unit(EUR)": "120 EUR"}, []),
        ({"unit(EUR)": "120 USD"}, ["cell-in-another-currency"]),
        ({"worth(EUR)": "0 USD"}, ["rate-cannot-be"]),
    ],
)
def test_cells_are_set_one_by_one(values: dict[str, str], findings: list[str], tmp_path: Path) -> None:
    file = tmp_path / "program.rule"
    file.write_text(CHOICE, encoding="utf-8")
    program = rulelang.load(file).with_values({"rate": "18%", **values}).program()

    assert [finding.name for finding in program.findings] == findings


COMPARED = """
measure gold_rank of Partner is count
  rank of won_sales among Partner where is_gold

"""


def test_partners_compared_by_tiers_are_refused_different_pasts(tmp_path: Path) -> None:
    text = (LEVELS / "programs" / "acme" / "program.rule").read_text(encoding="utf-8")
    file = tmp_path / "program.rule"
    file.write_text(text.replace("\nincentive rebate", f"{COMPARED}\nincentive rebate"), encoding="utf-8")
    program = rulelang.load(file).program()

    for ask in (program.run, lambda *asked, history: program.explain(*asked, "P1", history=history)):
        with pytest.raises(Refused) as caught:
            ask(LEVELS / "data", "2025-Q2", history=LEVELS / "before.csv")
        assert [f.name for f in caught.value.findings] == ["history-compared"]
    (tmp_path / "same.csv").write_text(
        "partner_id,ladder,tier,since\n" + "".join(f"{who},Level,gold,2025-Q1\n" for who in ("P1", "P2", "=P3")),
        encoding="utf-8",
    )
    assert "gold" in program.explain(LEVELS / "data", "2025-Q2", "P1", history=tmp_path / "same.csv")


def test_what_is_wrong_with_a_value_is_told_in_the_language_of_the_program(here: Workspace) -> None:
    here.copy(REPOSITORY / "rulelang" / "templates" / "reseller")
    assert here.run("rulelang fmt --language es .")[1] == 0
    asked = "rulelang run . --data data --period 2025-Q2 --set rebate_rate="

    assert "99% está fuera de 0% a 10%" in here.run(f"{asked}99%")[0]
    assert "sin comas" in here.run(f"{asked}9,5%")[0]
