"""The Canalys benchmark: the figures published of 2020 come out of its reviews, in both readings of "+11%"."""
from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from rulelang import api
from support.canalys_reviews import write
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "programs" / "canalys_benchmark"
MEASURES = (
    "reviews", "overall", "place", "rated(availability)", "rated(accreditation)", "change_in_points",
    "change_in_percent", "area_change_in_percent(margin)", "area_change_in_percent(marketing)",
    "area_change_in_percent(conflict)", "largest_improvement", "field",
)  # fmt: skip


# The interpreter runs every example and, in `test_vendors.py`, the same data.
def figures(data: Path, into: Path, engine: str = "python") -> Mapping[str, str]:
    """What is told of the vendor with 667 reviews."""
    program = api.load(FOLDER).program()
    program.run(data, "2020", engine=engine, only=MEASURES).write(into / f"{engine}.csv")
    with (into / f"{engine}.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["vendor_id"] == "kaspersky")


@pytest.mark.parametrize("engine", [engine for engine in api.ENGINES if engine != "interpreter"])
def test_the_published_figures_come_out(engine: str, tmp_path: Path) -> None:
    assert figures(FOLDER / "data", tmp_path, engine) == {
        "vendor_id": "kaspersky", "reviews": "667", "overall": "85.7%", "place": "1", "rated(availability)": "90.3%",
        "rated(accreditation)": "89.8%", "change_in_points": "8.5", "change_in_percent": "11%",
        "area_change_in_percent(margin)": "19.7%", "area_change_in_percent(marketing)": "17.2%",
        "area_change_in_percent(conflict)": "13.9%", "largest_improvement": "19.7%", "field": "champion",
        "reasons": "",
    }  # fmt: skip


def test_the_other_reading_comes_out_of_another_year_before(tmp_path: Path) -> None:
    write(tmp_path / "data", "points")
    found = figures(tmp_path / "data", tmp_path)

    assert (found["overall"], found["change_in_points"], found["change_in_percent"]) == ("85.7%", "11", "14.7%")


def test_ten_answers_change_them(tmp_path: Path) -> None:
    """Nothing but the ratings holds the figures."""
    write(tmp_path / "data")
    answers = (tmp_path / "data" / "Answer.csv").read_text(encoding="utf-8").splitlines()
    asked = "kaspersky,kaspersky-2020"
    mine = [n for n, line in enumerate(answers) if line.startswith(asked) and ",availability," in line]
    for n in mine[:10]:
        vendor, review, country, area, _, day = answers[n].split(",")
        answers[n] = ",".join((vendor, review, country, area, "0%", day))
    (tmp_path / "data" / "Answer.csv").write_text("\n".join(answers) + "\n", encoding="utf-8")

    found = figures(tmp_path / "data", tmp_path)
    assert found["overall"] != "85.7%"
    assert found["rated(availability)"] != "90.3%"
    assert found["change_in_percent"] != "11%"


def test_the_data_are_what_the_generator_makes(tmp_path: Path) -> None:
    write(tmp_path)

    for file in (FOLDER / "data").glob("*.csv"):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
