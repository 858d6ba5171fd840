"""What people get wrong, and what they are told: one case a block, the findings under it, in tests/golden/parse."""
from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rulelang.diagnostics.catalogue import words
from rulelang.source import SourceFile
from rulelang.syntax import nodes, read

PAGE = Path(__file__).parents[2] / "golden" / "parse" / "damaged.txt"
FORBIDDEN = re.compile(r"\b(token|terminal|node|null|parser|NAME|LPAR|\$END|invalid|illegal)\b")


def told(text: str) -> list[str]:
    """The findings of a text, a line each: `>> 3:5 RL140 message | label | help`. `# es` above it is its language."""
    language = text[2:4] if re.match("# (es|pt)\n", text) else "en"
    lines = []
    for finding in read(SourceFile(f"case.{language}.rule", text))[1]:
        assert finding.span is not None
        said = words(finding, language)
        parts = [said.message, said.label, *said.help]
        lines.append(f">> {finding.span.line}:{finding.span.column} {said.id} " + " | ".join(parts))
    return lines


def source(case: str) -> str:
    return "\n".join(line for line in case.split("\n") if not line.startswith(">> ")) + "\n"


def cases() -> list[str]:
    """The blocks of the page; RULELANG_UPDATE=1 first writes what is said today under each."""
    blocks = PAGE.read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
    if os.environ.get("RULELANG_UPDATE"):
        blocks = [source(block) + "\n".join(told(source(block))) for block in blocks]
        PAGE.write_text("\n====\n".join(blocks) + "\n", encoding="utf-8")
    return blocks


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.split("\n>> ")[-1][:40])
def test_a_mistake_is_answered_as_written_here(case: str) -> None:
    said = told(source(case))

    assert [line for line in case.split("\n") if line.startswith(">> ")] == said
    assert said, "every case of the page is a mistake"
    assert not FORBIDDEN.search("\n".join(said))


TOUR = """\
program p
  language edition 1
  currency USD

type Pillar is one of sell, deploy
type Category is one of reseller, integrator

entity Partner identified by partner_id
  partner_id  text
  category    Category

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

parameter deploy_rate percent between 0% and 15%
  2%    from 2019-01-01
  2.5%  from 2023-01-01

measure net_sales of Partner is money
  total amount of deals where status is won
  - total amount of deals where status is returned

eligibility may_deploy of Partner
  pillars includes deploy

tiers Level of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier registered
  tier silver
    requires net_sales >= 25_000 USD

incentive deploy_rebate of Partner
  paid every year
  when may_deploy
  on net_sales
  each part at its own rate
    from 0 USD: deploy_rate

payout total_payout of Partner
  paid every quarter
  all of deploy_rebate

adaptable
  Category: may gain members

set deploy_rate: 3% from 2025-04-01

require for silver: joined before 12 months ago
"""
DAMAGE = [
    ("total amount of deals where status is won\n", "total of deals where status is won\n", "name-missing"),
    ("  2%    from 2019-01-01", "  2%    2019-01-01", "words-missing"),
    ("Deal identified by deal_id, belongs to Partner", "Deal identified by deal_id, belongs Partner", "unknown-words"),
    ("paid every year", "paid each year", "unknown-words"),
    ("may gain members", "may members", "unknown-words"),
]


def test_five_damaged_declarations_of_fourteen_give_five_findings_on_their_lines() -> None:
    whole, none = read(SourceFile("tour.rule", TOUR))
    broken, lines = TOUR, []
    for good, bad, _ in DAMAGE:
        assert broken.count(good) == 1
        lines.append(broken[: broken.index(good) + len(good) - 1].count("\n") + 1)
        broken = broken.replace(good, bad)

    module, findings = read(SourceFile("tour.rule", broken))

    assert none == ()
    assert len(whole.declarations) == 14
    assert sorted((f.name, f.span.line) for f in findings) == sorted(
        (name, line) for (_, _, name), line in zip(DAMAGE, lines, strict=True)
    )
    same = [a == b for a, b in zip(whole.declarations, module.declarations, strict=True)]
    assert same.count(False) == 5
    assert sum(isinstance(d, nodes.Broken) for d in module.declarations) == 5
