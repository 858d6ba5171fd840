"""The lines of a run about figures that no source gives: few figures all, of many the first and how many others."""
from __future__ import annotations

import pytest

from rulelang.cli.figures_behind import figures_behind


def _manifest(count: int) -> dict[str, object]:
    figures = [{"parameter": f"r{n}", "values": [{"value": f"{n}%", "from": "2024-01-01"}]} for n in range(count)]
    return {"program": "acme", "unpublished": figures}


SIX = "sample figures, not public: `r0` 0%, `r1` 1%, `r2` 2%, `r3` 3%, `r4` 4%, `r5` 5%"
FOUR = "sample figures, not public: `r0` 0%, `r1` 1%, `r2` 2%, `r3` 3%"
CELLS = {"parameter": "by", "cells": 90, "values": [{"cell": ["a"], "value": "1%", "from": "2024-01-01"}] * 20}


@pytest.mark.parametrize(
    ("manifest", "file", "line"),
    [
        (_manifest(6), None, SIX),
        (_manifest(7), None, f"{FOUR} and 3 more, which `--out` lists in a manifest"),
        (_manifest(7), "paid.csv.manifest.json", f"{FOUR} and 3 more, in `paid.csv.manifest.json`"),
        ({"members": [_manifest(7)]}, "p.json", f"acme: {FOUR} and 3 more, in `p.json`"),
    ],
)
def test_few_are_named_and_many_are_counted(manifest: dict[str, object], file: str | None, line: str) -> None:
    assert list(figures_behind(manifest, "en", file)) == [line]


def test_the_cells_that_a_manifest_leaves_out_are_counted() -> None:
    (line,) = figures_behind({"unpublished": [CELLS]}, "en", None)

    assert line.endswith("and 86 more, which `--out` lists in a manifest")


def test_it_is_said_in_the_language_of_the_program() -> None:
    told = [line for language in ("es", "pt") for line in figures_behind(_manifest(7), language, "p.json")]

    assert [line.rpartition("3%")[2] for line in told] == [" y 3 más, en `p.json`", " e mais 3, em `p.json`"]
