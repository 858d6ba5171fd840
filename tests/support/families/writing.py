"""Families as texts: the program with its figures, the region's file and the country's."""
from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from .dials import Dial, Line

START, REGION, COUNTRY = datetime.date(2024, 1, 1), datetime.date(2025, 1, 1), datetime.date(2025, 4, 1)
BEGINS = (START, REGION, COUNTRY)
NAMES = ("acme", "acme_americas", "acme_colombia")
OWN_NAMES = ("own_floor", "all_sales", "twice", "is_rich", "rich", "grade", "same", "own", "Own", "top", "low")
BASE = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

type Category is one of reseller, integrator
region americas is (BR, CO, MX)

entity Partner identified by partner_id
  partner_id  text
  country     country
  category    Category
  csat        number between 0 and 5, optional

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id    text
  amount     money
  closed_on  date

measure net_sales of Partner is money
  total amount of deals

tiers Level of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier registered
  tier silver
    requires net_sales >= 20_000 USD
  tier gold
    requires net_sales >= gold_sales, to keep 50_000 USD

incentive rebate of Partner
  measured every quarter
  paid every quarter
  on total amount of deals
  each part at its own rate
    from       0 USD: table(category) in force at period end
    from 100_000 USD: top_rate in force at period end
  at most top_cap in force at period end
  rounded half even to cents

incentive rebate of Partner, from 2026-01-01
  measured every quarter
  paid every quarter
  on total amount of deals
  each part at its own rate
    from       0 USD: table(category) in force at period end
    from 200_000 USD: top_rate in force at period end
  at most top_cap in force at period end
  rounded half even to cents
"""
OWN = """parameter own_floor money
  {v}  from {day}

parameter own money by Category
  from {day}
    | Category   | own |
    | reseller   | {v} |
    | integrator | {v} |

measure all_sales of Partner is money
  total amount of deals over the last 4 quarters

measure twice of Partner is money
  2 * all_sales

eligibility rich of Partner
  net_sales >= {v}

measure is_rich of Partner is yes or no
  net_sales >= {v}

measure grade of Partner is number
  (when net_sales >= {v}: 2 otherwise: 1)

function same(sales money) is money
  sales

tiers Own of Partner, lowest first
  assessed every quarter over the last 4 quarters
  tier low
  tier top
    requires net_sales >= {v}
"""


@attrs.frozen
class Written:
    """What a family says: `opened` are the figures that `adaptable` names, `rates` and `caps` the lines about the
    incentive's own, `required` the amount and the form of what each level adds; `closed`: the region keeps the rest."""

    dials: Sequence[Dial]
    opened: Sequence[Dial]
    rates: Dial
    caps: Dial
    required: Mapping[int, tuple[Fraction, str]]
    closed: bool


def files_of(family: Written) -> tuple[tuple[str, str], ...]:
    """The files, by name."""
    pieces = [*_parameters(family), _adaptable(_openings(family))]
    files = [("program.rule", "\n\n".join([BASE.rstrip(), *pieces]) + "\n")]
    heads = ("", f"for region americas\n  effective from {REGION}", f"for country CO\n  effective from {COUNTRY}")
    for level in (1, 2):
        pieces = [f"variant {NAMES[level]} of {NAMES[level - 1]}\n  {heads[level]}"]
        pieces += [_edit(dial, dial.edits[level]) for dial in family.dials if level in dial.edits]
        if level in family.required:
            pieces += _asked(level, *family.required[level])
        said = [_opening(dial, 1) for dial in family.opened if 1 in dial.ranges] if level == 1 else []
        said += ["everything else: fixed"] if family.closed and level == 1 else []
        files.append((f"level{level}.rule", "\n\n".join([*pieces, *([_adaptable(said)] if said else [])]) + "\n"))
    return tuple(files)


def _parameters(family: Written) -> list[str]:
    plain = [dial for dial in family.dials if dial.own and "(" not in dial.name]
    found = [
        f"parameter {dial.name} {'money' if dial.is_money else 'percent'}\n"
        + "\n".join(f"  {_value(dial, line)}  from {line.start}" for line in dial.own)
        for dial in plain
    ]
    cells = [f"    | {dial.name[7:-1]} | {_value(dial, dial.own[0])} |" for dial in family.dials if "(" in dial.name]
    heading = f"parameter table percent by Category\n  from {START}\n    | Category | table |"
    return [*found, "\n".join([heading, *cells])]


def _openings(family: Written) -> list[str]:
    rates, caps = family.rates.ranges[0], family.caps.ranges[0]
    return [
        *(_opening(dial, 0) for dial in family.opened),
        f"rebate: may replace bands within {percent(rates.low)} to {percent(rates.high)}",
        f"rebate: between {money(caps.low)} and {money(caps.high)}",
        "Level: may gain requirements",
        "everything else: fixed",
    ]


def _asked(level: int, value: Fraction, form: str) -> list[str]:
    """What a level declares of its own, and the requirement that reads some of it."""
    own = OWN.format(v=money(value), day=BEGINS[level]).rstrip()
    asked = form.format(v=money(value), vv=money(2 * value))
    if level == 2:  # the region may have declared the same names
        for name in OWN_NAMES:
            own, asked = (re.sub(rf"(?<!\w){name}(?!\w)", f"{name}_2", text) for text in (own, asked))
    return [own, f"require for gold: {asked}"]


def _adaptable(lines: list[str]) -> str:
    return "adaptable\n" + "\n".join(f"  {line}" for line in lines)


def percent(value: Fraction) -> str:
    return f"{float(value * 100):g}%"


def money(value: Fraction) -> str:
    return f"{int(value)} USD"


def _value(dial: Dial, line: Line) -> str:
    if line.value is None:
        return "as global"
    return money(line.value) if dial.is_money else percent(line.value)


def _opening(dial: Dial, level: int) -> str:
    said = dial.ranges[level]
    if said.of_global:
        return f"{dial.name}: between {percent(said.low)} and {percent(said.high)} of the global value"
    ends = (money(end) if dial.is_money else percent(end) for end in (said.low, said.high))
    return f"{dial.name}: between {' and '.join(ends)}"


def _edit(dial: Dial, lines: list[Line]) -> str:
    first, *others = (f"{_value(dial, line)} from {line.start}" for line in lines)
    return "\n".join([f"set {dial.name}: {first}", *(f"  {other}" for other in others)])
