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

adaptable
  rate:             between 1% and 6%
  everything else:  fixed
"""
VARIANT = """variant acme_peru of acme
  for country PE
  effective from 2025-01-01

parameter own percent
  1%  from 2025-01-01 unpublished

set rate: 3% from 2025-01-01 unpublished
"""


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

    cells = {"parameter": "by_grade", "cells": 1}
    assert program.run(data, "2025-Q2").manifest["unpublished"] == [cells, {"parameter": "rate"}]
    assert program.run(data, "2024-Q4").manifest["unpublished"] == [cells, {"parameter": "old"}]
    of_peru = variant.run(data, "2025-Q1").manifest["unpublished"]
    assert of_peru == [cells, {"parameter": "own"}, {"parameter": "rate"}]


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
