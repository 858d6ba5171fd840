"""Links between pages of documentation lead somewhere, and the index names every page."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulelang.diagnostics.catalogue import find
from support.docpages import FOLDERS
from support.workspace import REPOSITORY

DOCS = REPOSITORY / "docs"
INDEX = DOCS / "README.md"
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
_CODE = re.compile(r"\bRL[0-9]{3}\b")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def _links(page: Path) -> set[Path]:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    return {(page.parent / link).resolve() for link in _LINK.findall(text)}


def _pages() -> list[Path]:
    return [page for folder in FOLDERS for page in sorted((DOCS / folder).glob("*.md"))]


def _more_pages() -> list[Path]:
    """Pages that the index names as folders, and the pages of the language."""
    return [*sorted((DOCS / "decisions").glob("*.md")), *sorted((DOCS / "evidence").glob("*.md")),
            *sorted((REPOSITORY / "tests" / "spec").glob("*.md")), DOCS / "ARCHITECTURE.md", DOCS / "words.md"]


def test_links_lead_to_files() -> None:
    pages = (INDEX, REPOSITORY / "README.md", *_pages(), *_more_pages())
    missing = {str(page): [link.name for link in _links(page) if not link.exists()] for page in pages}


    assert {name: links for name, links in missing.items() if links} == {}


def test_the_index_names_every_page() -> None:
    assert [page.name for page in _pages() if page.resolve() not in _links(INDEX)] == []


def test_the_readme_leads_to_the_index() -> None:
    assert INDEX.resolve() in _links(REPOSITORY / "README.md")


@pytest.mark.parametrize(
    ("index", "folder"),
    [
        ("decisions/README.md", DOCS / "decisions"),
        ("evidence/README.md", DOCS / "evidence"),
        ("reference/language.md", REPOSITORY / "tests" / "spec"),
        ("reference/error-codes.md", DOCS / "reference" / "findings"),
    ],
)
def test_an_index_names_everything_in_its_folder(index: str, folder: Path) -> None:
    page = DOCS / index
    named = _links(page)

    assert [each.name for each in sorted(folder.iterdir()) if each.is_file() and each not in {page, *named}] == []


def test_codes_that_are_named_are_codes_of_findings() -> None:
    """What a page or a command's help gives as an example can be tried: `rulelang explain RL304`."""
    named = {code for page in (REPOSITORY / "README.md", *_pages()) for code in _CODE.findall(page.read_text("utf-8"))}

    assert {"RL304"} <= named
    assert sorted(code for code in named if find(code) is None) == []
