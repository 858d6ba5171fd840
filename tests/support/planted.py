"""One small program and a variant of it that check, and mistakes planted into them one at a time.

`problems_of(program, variant)` gives the findings of names and types; the text is read without a finding first.
A `Mistake` replaces one piece of the text that checks and says what is then reported, and on which line.
"""
from __future__ import annotations

from collections.abc import Mapping

import attrs

from rulelang.diagnostics.model import Diagnostic
from rulelang.names.resolve import resolve
from rulelang.source import SourceFile
from rulelang.syntax import read
from rulelang.typecheck.check import check

PROGRAM = """program base
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

type Grade is one of bronze, silver, gold
type Size is one of small, medium, large, lowest first

region andes is (CO, PE)

entity Partner identified by partner_id
  partner_id text
  country    country
  grade      Grade
  size       Size
  skills     set of Grade
  csat       number between 0 and 5, optional
  seats      count
  quota      money
  joined     date

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on, recorded on booked_on
  deal_id   text
  amount    money
  discount  percent
  paid      money in EUR
  kind      Grade
  closed_on date
  booked_on date
  seen_on   date, optional

entity Certificate belongs to Partner as certificates, valid from issued_on to expires_on
  holder     text
  issued_on  date
  expires_on date, optional

parameter rate percent between 0% and 10%
  2% from 2025-01-01
  3% from 2026-01-01

parameter second_edge money
  50_000 USD from 2025-01-01

parameter euro number
  1.1 from 2025-01-01

measure net_sales of Partner is money
  total amount of deals

measure people of Partner is count
  count certificates valid at period end

measure attainment of Partner is percent
  net_sales / quota

measure target of Partner is money
  quota
  except "large" when seats >= 50: 2 * quota
  except "loyal" when joined before 2015-01-01: 3 * quota
  when exceptions meet "large" wins

measure other of Partner is money
  net_sales + 5 USD

eligibility ready of Partner
  seats >= 3

eligibility bigger of Partner
  net_sales > quota

parameter goal points
  70 points from 2025-01-01
  80 points from 2026-01-01

scorecard trust "Trust" of Partner
  category skill weighs 60%
    metric trained weighs 50% measures people linear up to 20 points at 4
    metric happy weighs 30% measures csat linear from 0 points at 3.5 to 20 points at 4.5
      not applicable when seats < 1
  category depth in skill weighs 20%
    metric sold measures net_sales 1 point for every full 1_000 USD above 500 USD
      at most 20 points
  category service weighs 40%
    metric answered measures seats in steps
      from  0: 0 points
      above 4: 10 points
      from 10: 20 points
  every metric more than 0 points
  weights rescaled
  rounded half up to 1 decimal
  designation friend  from 50 points
  designation partner_of_trust from goal

scorecard total of Partner
  out of 30 points
  category all
    metric trained measures people linear up to 20 points at 4
      at least 5 points
    metric any
      the best of these
        10 points if seats >= 1
        linear up to 10 points at 50_000 USD on net_sales
  designation good from 15 points

eligibility trusted of Partner
  trust >= friend

benefit perk of Partner
  | country | perk |
  | CO      | 1    |
  | PE      | 2    |

tiers Level of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier member
  tier select
    requires net_sales >= 100_000 USD, to keep 90_000 USD
  tier elite
    requires all of
      net_sales >= 500_000 USD
      csat >= 4.0
  promotion at once

incentive rebate of Partner
  measured every year
  paid every year
  when ready
  on net_sales
  each part at its own rate
    from 0 USD: rate in force at period end
    from second_edge: 4%
  at most 90_000 USD
  rounded half even to cents

incentive bonus of Partner
  paid every year
  on net_sales
  each part at its own rate
    from 0 USD: 1%
  rounded half even to cents

incentive extra of Partner
  paid every year
  on net_sales
  each part at its own rate
    from 0 USD: 2%
  rounded half even to cents

payout total_payout of Partner
  paid every year
  all of rebate
  the best of bonus, extra
  at most 100_000 USD each year
  rounded half even to cents

adaptable
  rate: between 1% and 6%
  rebate: paid every quarter, half year or year
  Grade: may gain members
  euro: fixed
"""
VARIANT = """variant base_andes of base
  for region andes
  effective from 2025-04-01, closing open periods, bands and caps as written

set rate: 3% from 2025-04-01
set rebate: paid every quarter
"""


@attrs.frozen
class Mistake:
    """`old` in the text becomes `new`; then `finding` alone is reported, on the line that begins with `at`.

    Without `at` that is the first line of `new`. `text` is what the finding points at, where that is worth saying;
    `also` are other pieces to replace, where one does not make a mistake.
    """

    finding: str
    old: str
    new: str
    at: str = ""
    text: str = ""
    also: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        return self.at or self.new.strip("\n").split("\n")[0].strip()

    def in_text(self, text: str) -> str:
        """The text with the mistake in it."""
        for old, new in ((self.old, self.new), *self.also):
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
            text = text.replace(old, new)
        return text

    def __str__(self) -> str:
        return f"{self.finding}: {self.line}"


def problems_of(program: str, variant: str | None = None, name: str | None = None) -> tuple[Diagnostic, ...]:
    """The findings about the names and types of a program, or of the variant where there is one."""
    texts: Mapping[str, str | None] = {"program.rule": program, "variant.rule": variant}
    modules = []
    for file, text in texts.items():
        if text is not None:
            module, findings = read(SourceFile(file, text))
            assert findings == (), [(f.name, f.span and f.span.text) for f in findings]
            modules.append(module)
    chosen = name or (None if variant is None else "base_andes")
    resolved, findings = resolve(modules, chosen)
    if resolved is not None:
        _, more = check(resolved)
        findings = (*findings, *more)
    return findings


def shown(findings: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Each finding with the line it stands on."""
    return [(f.name, f.span.file.line_text(f.span.line).strip() if f.span else "") for f in findings]
