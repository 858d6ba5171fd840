"""A program run with its variants: what a partner gets is what a run of its variant gives it, on every engine."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import api
from rulelang.diagnostics.refused import Refused

FIXTURE = Path(__file__).parents[1] / "cli" / "fixtures" / "family"


@pytest.mark.parametrize("engine", api.ENGINES)
def test_each_partner_gets_what_its_variant_gives(engine: str) -> None:
    loaded = api.load(FIXTURE / "programs" / "acme")

    family = loaded.run_family(FIXTURE / "data", "2025-Q1", engine=engine)

    assert family.not_covered == ()
    assert sorted(key for _, run in family.parts for key, _ in run.results.rows) == [("P-1",), ("P-2",), ("P-3",)]
    for name, part in family.parts:
        alone = loaded.program(name).run(FIXTURE / "data", "2025-Q1", engine=engine).results
        assert set(part.results.rows) <= set(alone.rows)
        assert part.results.outcomes == alone.outcomes


def test_the_manifest_holds_those_of_the_parts(tmp_path: Path) -> None:
    family = api.load(FIXTURE / "programs" / "acme").run_family(FIXTURE / "data", "2025-Q1", name="acme_americas")
    family.write(tmp_path / "paid.csv")

    assert family.not_covered == ("P-3",)
    assert [part["program"] for part in family.manifest["members"]] == [name for name, _ in family.parts]
    assert (tmp_path / "paid.csv.manifest.json").exists()
    assert (tmp_path / "paid.csv").read_text(encoding="utf-8").startswith("partner_id,variant,")


def test_tiers_held_before_are_read_for_one_at_a_time(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        api.load(FIXTURE / "programs" / "acme").run_family(FIXTURE / "data", "2025-Q1", history=tmp_path / "x.csv")


FIRST_DAYS = Path(__file__).parents[1] / "cli" / "fixtures" / "first_days"


def test_what_first_days_leave_out_is_told_of_all_together() -> None:
    loaded = api.load(FIRST_DAYS / "programs" / "acme")

    family = loaded.run_family(FIRST_DAYS / "data", "2025-Q1")
    alone = loaded.program("acme").run(FIRST_DAYS / "data", "2025-Q1")

    assert family.notes == alone.notes != ()
    assert family.begin_later == ("P-3", "P-5")
    assert family.manifest["begin_later"] == ["P-3", "P-5"]
    assert [part["before_first_day"] for part in family.manifest["members"]] == [{"Deal": 1}, {"Deal": 2}]


def test_who_is_outside_of_all_variants_is_told_as_that() -> None:
    """P-5 begins later as well; what is to be done about it is another country or another variant."""
    family = api.load(FIRST_DAYS / "programs" / "acme").run_family(FIRST_DAYS / "data", "2025-Q1", name="acme_peru")

    assert family.not_covered == ("P-1", "P-4", "P-5")
    assert family.begin_later == ("P-3",)
