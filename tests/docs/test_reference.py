"""Reference pages that are made from the product say what the product says now."""
from __future__ import annotations

import os
import re

import pytest

from rulelang.diagnostics.catalogue import entries
from rulelang.languages import languages
from rulelang.syntax.keywords import keywords
from support import finding_pages, reference
from support.markdown import sections
from support.pages import UPDATE
from support.workspace import REPOSITORY

FOLDER = REPOSITORY / "docs" / "reference"
_CODE_ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_says_what_the_product_says(name: str) -> None:
    page, made = FOLDER / name, reference.PAGES[name]()
    if os.environ.get(UPDATE):
        page.write_text(made, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == made, f"{UPDATE}=1 writes it anew"


@pytest.mark.parametrize("name", [f"{finding_pages.FOLDER}/{entry.id}.md" for entry in entries("en").values()])
def test_the_page_of_a_code_says_what_the_product_says(name: str) -> None:
    page, made = FOLDER / name, finding_pages.pages()[name]
    if os.environ.get(UPDATE):
        page.parent.mkdir(exist_ok=True)
        page.write_text(made, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == made, f"{UPDATE}=1 writes it anew"


def test_every_page_of_a_code_is_of_a_code_that_is_there() -> None:
    written = {f"{finding_pages.FOLDER}/{page.name}" for page in (FOLDER / finding_pages.FOLDER).glob("*.md")}

    assert written == set(finding_pages.pages())


def test_every_finding_is_on_the_page_once() -> None:
    lines = (FOLDER / "error-codes.md").read_text(encoding="utf-8").split("\n")
    headings = [line for line in lines if line.startswith("### ")]

    assert sorted(headings) == sorted(f"### {entry.id} {entry.name}" for entry in entries("en").values())


def test_the_glossary_has_the_words_of_the_language() -> None:
    first = {
        spelled["en"][0]: tuple(spelled[language][0] for language in languages())
        for spelled in keywords().spellings.values()
    }
    rows = _CODE_ROW.findall((FOLDER / "glossary.md").read_text(encoding="utf-8"))

    assert rows
    assert [row for row in rows if first.get(row[0]) != row] == []


def test_every_field_of_a_manifest_is_explained() -> None:
    page = (FOLDER / "result-file.md").read_text(encoding="utf-8")
    [shown] = [fence for section in sections(page) for fence in section.fences if fence.kind == "output"]
    table = page[page.index("| field |") :]

    assert [field for field in shown.body.split() if f"`{field}`" not in table] == []
