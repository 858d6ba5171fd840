"""Reference pages that are made from the product say what the product says now."""
from __future__ import annotations

import os

import pytest

from rulelang.diagnostics.catalogue import entries
from support import reference
from support.pages import UPDATE
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "docs" / "reference"


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_says_what_the_product_says(name: str) -> None:
    page, made = FOLDER / name, reference.PAGES[name]()
    if os.environ.get(UPDATE):
        page.write_text(made, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == made, f"{UPDATE}=1 writes it anew"


def test_every_finding_is_on_the_page_once() -> None:
    lines = (FOLDER / "error-codes.md").read_text(encoding="utf-8").split("\n")
    headings = [line for line in lines if line.startswith("### ")]

    assert sorted(headings) == sorted(f"### {entry.id} {entry.name}" for entry in entries("en").values())
