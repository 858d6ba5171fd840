"""A program with its variants as a tree: what each changes and the bounds of every level above it."""
from __future__ import annotations

from pathlib import Path

import rulelang
from rulelang.tools.family import Bound, Change, Said

FAMILY = Path(__file__).parents[2] / "cli" / "fixtures" / "family" / "programs" / "acme"
KASPERSKY = Path(__file__).parents[3] / "programs" / "kaspersky_united"


def test_the_tree_is_that_of_the_lines_variants_say_they_adapt() -> None:
    root = rulelang.load(FAMILY).variants()

    assert root is not None
    (americas,) = root.variants
    (colombia,) = americas.variants
    assert [root.name, americas.name, colombia.name] == ["acme", "acme_americas", "acme_colombia"]
    assert [root.covers, americas.covers, colombia.covers] == [(), ("BR", "CO", "MX"), ("CO",)]
    assert [root.declares, americas.declares, colombia.declares] == [(), ("managed_services",), ()]


def test_a_change_shows_what_was_said_above_and_the_bound_of_every_level() -> None:
    root = rulelang.load(FAMILY).variants()

    assert root is not None
    assert root.variants[0].variants[0].changes[0] == Change(
        "base_rate", "values", "3.5% from 2026-01-01",
        (
            Said("acme_americas", "3% from 2025-01-01, as global from 2026-01-01"),
            Said("", "2% from 2024-01-01, 2.5% from 2026-01-01"),
        ),
        (Bound("acme", "between 1% and 4%"), Bound("acme_americas", "between 2% and 3.5%")),
    )


def test_a_cell_shows_what_the_level_that_declares_the_table_says_of_it() -> None:
    root = rulelang.load(KASPERSKY).variants()

    assert root is not None
    americas = root.variants[0]
    brazil = next(variant for variant in americas.variants if variant.name == "kaspersky_brazil")
    said = {change.name: change.said for change in (*americas.changes, *brazil.changes)}
    assert said["manage_rate (silver)"] == (Said("", "3% from 2019-01-01 unpublished"),)
    assert said["class_volume (short_cycle)"] == (
        Said("kaspersky_americas", "20_000 USD from 2025-04-01 unpublished"),
    )


def test_a_variant_of_nothing_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "variants").mkdir()
    (tmp_path / "program.rule").write_text("program p\n  currency USD\n  effective from 2025-01-01\n")
    (tmp_path / "variants" / "a.rule").write_text("variant a of q\n  effective from 2025-01-01\n")

    root = rulelang.load(tmp_path).variants()

    assert root is not None
    assert root.variants == ()


def test_files_without_a_program_have_no_family(tmp_path: Path) -> None:
    (tmp_path / "x.rule").write_text("variant a of q\n  effective from 2025-01-01\n")

    assert rulelang.load(tmp_path / "x.rule").variants() is None
