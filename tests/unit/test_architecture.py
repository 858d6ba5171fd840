"""The page about the house says where things are: what it names is there, and it names every part of the house."""
from __future__ import annotations

import re

from support.workspace import REPOSITORY

PAGE = (REPOSITORY / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
# Front doors and markers, which hold nothing.
UNTOLD = ("__init__.py", "__main__.py", "__pycache__", "py.typed")
_NAMED = re.compile(r"`((?:rulelang|tests|docs|stdlib)/[\w./*-]*)`")


def test_what_the_page_names_is_there() -> None:
    named = dict.fromkeys(_NAMED.findall(PAGE))

    assert len(named) > 40
    assert [path for path in named if not any(REPOSITORY.glob(path.rstrip("/")))] == []


def test_the_page_names_every_part_of_the_package() -> None:
    parts = sorted((REPOSITORY / "rulelang").iterdir())
    told = [part for part in parts if part.name not in UNTOLD and not part.name.startswith(".")]
    names = [f"rulelang/{part.name}{'/' if part.is_dir() else ''}" for part in told]

    assert [name for name in names if f"| `{name}`" not in PAGE and f", `{name}`" not in PAGE] == []


def test_the_page_names_every_folder_of_tests() -> None:
    folders = sorted(part.name for part in (REPOSITORY / "tests").iterdir() if part.is_dir() and any(part.glob("*.*")))

    assert [name for name in folders if name not in UNTOLD and f"`tests/{name}/" not in PAGE] == []
