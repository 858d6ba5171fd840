"""Figures that are not public: a run's manifest names the parameters that have one, the family where they stand."""
from __future__ import annotations

from pathlib import Path

import rulelang

PROGRAM = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2024-01-01

type Grade is one of low, high

entity Partner identified by partner_id
  partner_id  text
  country     country
  grade       Grade

parameter old percent
  1%  from 2024-01-01 unpublished
  2%  from 2025-01-01

parameter rate percent
  1%  from 2024-01-01
  2%  from 2025-04-01 unpublished

parameter later percent
  1%  from 2024-01-01
  2%  from 2025-07-01 unpublished

parameter by_grade percent by Grade
  from 2024-01-01
    | Grade | by_grade       |
    | low   | 1%             |
    | high  | 2% unpublished |

measure all_rates of Partner is percent
  old + rate + later + by_grade(grade)

eligibility well_paid of Partner
  all_rates >= 1%

eligibility low of Partner
  old >= 1%

adaptable
  rate:             between 1% and 6%
  later:            between 1% and 6%
  everything else:  fixed
"""
VARIANT = """variant acme_peru of acme
  for country PE
  effective from 2025-01-01

parameter own percent
  1%  from 2025-01-01 unpublished

eligibility of_own of Partner
  own >= 1%

set rate: 3% from 2025-01-01 unpublished
"""

SOUTH = """variant acme_south of acme
  for region south
  effective from 2024-01-01, closing open periods, edges as written

set later: 2% from 2024-01-01

adaptable
  later:            between 1% and 4%
  everything else:  fixed
"""
CHOOSES_AGAIN = """variant acme_peru of acme_south
  for country PE
  effective from 2024-01-01, closing open periods, edges as written

set later: 3% from 2024-01-01
"""


def _figure(name: str, value: str, start: str) -> dict[str, object]:
    return {"parameter": name, "values": [{"value": value, "from": start}]}


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "variants").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "program.rule").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "variants" / "peru.rule").write_text(VARIANT, encoding="utf-8")
    (tmp_path / "data" / "Partner.csv").write_text("partner_id,country,grade\nP-1,PE,high\n", encoding="utf-8")
    return tmp_path


def test_the_manifest_names_what_is_in_force_in_the_year_up_to_the_end_of_the_period(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    data = str(folder / "data")

    program = rulelang.load(folder).program("acme")
    variant = rulelang.load(folder).program("acme_peru")

    cells = {
        "parameter": "by_grade", "cells": 1, "values": [{"cell": ["high"], "value": "2%", "from": "2024-01-01"}]
    }
    rate, old = _figure("rate", "2%", "2025-04-01"), _figure("old", "1%", "2024-01-01")
    assert program.run(data, "2025-Q2").manifest["unpublished"] == [cells, rate]
    assert program.run(data, "2024-Q4").manifest["unpublished"] == [cells, old]
    of_peru = variant.run(data, "2025-Q1").manifest["unpublished"]
    assert of_peru == [cells, _figure("own", "1%", "2025-01-01"), _figure("rate", "3%", "2025-01-01")]


def test_only_what_the_outcomes_of_a_run_read_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    program = rulelang.load(folder).program("acme")

    early = program.run(str(folder / "data"), "2024-Q4", only=["low"])
    later = program.run(str(folder / "data"), "2025-Q2", only=["low"])

    assert early.manifest["unpublished"] == [_figure("old", "1%", "2024-01-01")]
    assert "unpublished" not in later.manifest


def test_a_schema_says_which_outcomes_rest_on_them(tmp_path: Path) -> None:
    program = rulelang.load(_folder(tmp_path)).program("acme")

    columns = program.schema(outputs=True)["items"]["properties"]

    assert columns["low"]["description"] == "rests on sample figures, not public: old"
    assert columns["well_paid"]["description"] == "rests on sample figures, not public: by_grade, later, old, rate"
    assert program.schema()["description"] == "results rest on sample figures, not public: by_grade, later, old, rate"


def test_a_figure_that_is_tried_is_no_sample(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    program = rulelang.load(folder).with_values({"old": "2%", "by_grade(high)": "3%"}).program("acme")

    manifest = program.run(str(folder / "data"), "2024-Q4").manifest

    assert manifest["set"] == {"by_grade(high)": "3%", "old": "2%"}
    assert "unpublished" not in manifest


def test_what_was_chosen_last_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    first = "  1%  from 2024-01-01\n  2%  from 2025-07"
    program = PROGRAM.replace(first, first.replace("1% ", "choose between 1% and 4% "))
    (folder / "program.rule").write_text(f"region south is (PE, CL)\n\n{program}", encoding="utf-8")
    (folder / "variants" / "south.rule").write_text(SOUTH, encoding="utf-8")
    (folder / "variants" / "peru.rule").write_text(CHOOSES_AGAIN, encoding="utf-8")

    manifest = rulelang.load(folder).program("acme_peru").run(str(folder / "data"), "2024-Q4").manifest

    named = {"parameter": "later", "value": "3%", "between": ["1%", "4%"], "from": "2024-01-01"}
    assert manifest["chosen"] == [named]


def test_without_such_figures_the_manifest_says_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "program.rule").write_text(PROGRAM.replace(" unpublished", ""), encoding="utf-8")

    manifest = rulelang.load(folder).program("acme").run(str(folder / "data"), "2025-Q2").manifest

    assert "unpublished" not in manifest


def test_the_family_says_where_they_stand(tmp_path: Path) -> None:
    family = rulelang.load(_folder(tmp_path)).variants()

    assert family is not None
    assert family.unpublished == ("old", "rate", "later", "by_grade")
    (peru,) = family.variants
    assert peru.unpublished == ("own",)
    assert [change.text for change in peru.changes] == ["3% from 2025-01-01 unpublished"]
