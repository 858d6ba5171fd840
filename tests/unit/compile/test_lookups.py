"""Tables that are looked up in: a join in DuckDB, a dict in generated Python, the same answers on every engine."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.compile import sql_text

MEMBERS = [f"kind_{n}" for n in range(12)]
COUNTRIES = ("CO", "BR", "US")
PROGRAM = f"""program p
  language edition 1
  currency USD
  effective from 2024-01-01

type Kind is one of {", ".join(MEMBERS)}

entity Partner identified by partner_id
  partner_id text
  country    country, optional
  kind       Kind

entity Deal identified by deal_id, belongs to Partner as deals, dated by closed_on
  deal_id   text
  sold      Kind
  units     count
  closed_on date

parameter rate percent by Kind, country
TABLES
measure own of Partner is percent
  rate(kind, country) or else 0%

measure earned of Partner is number
  total (units * rate(sold, CO) in force on closed_on) of deals

eligibility known of Partner
  rate(kind, country) is known

incentive paid of Partner
  paid every quarter
  on earned * 100 USD
  each part at its own rate
    from   0 USD: rate(kind, country)
    from 500 USD: rate(kind_3, country)
  rounded half even to cents
"""


def _table(day: str, more: int) -> str:
    rows = [f"    | {m} | {' | '.join(f'{n + k + more}%' for k in range(3))} |" for n, m in enumerate(MEMBERS)]
    return "\n".join([f"  from {day}", f"    | Kind | {' | '.join(COUNTRIES)} |", *rows, ""])


@pytest.mark.engines
@pytest.mark.parametrize("compact", [0, 1_000])
def test_every_engine_looks_the_same_cells_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compact: int
) -> None:
    monkeypatch.setattr(sql_text, "COMPACT_CELLS_MAX", compact)
    text = PROGRAM.replace("TABLES", _table("2024-01-01", 1) + _table("2024-04-01", 20))
    (tmp_path / "program.rule").write_text(text, encoding="utf-8")
    program = api.load(tmp_path).program()
    assert program.findings == ()
    deals = [
        {"deal_id": f"D{n}", "sold": member, "units": n + 1, "closed_on": day}
        for n, (member, day) in enumerate(
            (m, d) for m in MEMBERS[::3] for d in ("2024-01-15", "2024-02-15", "2024-05-15")
        )
    ]
    for country in ("CO", "BR", "MX", None):
        for kind in ("kind_0", "kind_11"):
            for period in ("2024-Q1", "2024-Q2"):
                partner = {"partner_id": "P", "country": country, "kind": kind}
                found = [
                    program.evaluate(partner, period, records={"deals": deals}, engine=engine)
                    for engine in api.ENGINES
                ]
                assert found[0] == found[1] == found[2], (country, kind, period)
                assert (found[0]["known"].value is True) == (country in COUNTRIES)
