"""A program with its variants as a tree: what each changes and the bounds of every level above it."""
from __future__ import annotations

from pathlib import Path

import rulelang
from rulelang.tools.family import Bound, Change

FAMILY = Path(__file__).parents[2] / "cli" / "fixtures" / "family" / "programs" / "acme"


def test_the_tree_is_that_of_the_lines_variants_say_they_adapt() -> None:
    root = rulelang.load(FAMILY).variants()

    assert root is not None
    (americas,) = root.variants
    (colombia,) = americas.variants
    assert [root.name, americas.name, colombia.name] == ["acme", "acme_americas", "acme_colombia"]
    assert [root.covers, americas.covers, colombia.covers] == [(), ("BR", "CO", "MX"), ("CO",)]
    assert [root.declares, americas.declares, colombia.declares] == [(), ("managed_services",), ()]


def test_a_change_shows_the_global_value_and_the_bound_of_every_level() -> None:
    root = rulelang.load(FAMILY).variants()

    assert root is not None
    assert root.variants[0].variants[0].changes[0] == Change(
        "base_rate", "values", "3.5% from 2026-01-01", "2% from 2024-01-01, 2.5% from 2026-01-01",
        (Bound("acme", "between 1% and 4%"), Bound("acme_americas", "between 2% and 3.5%")),
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
