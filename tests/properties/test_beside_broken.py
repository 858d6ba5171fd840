"""A declaration that cannot be read is told of by itself: nothing that follows from it is told anywhere else.

Every declaration of the programs that come with the product is broken in turn, at some word of it. Of the largest
program each day has its own part of them; `RULELANG_BROKEN=all` breaks all.
"""
from __future__ import annotations

import datetime
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulelang import api
from support.workspace import REPOSITORY

TEMPLATES = REPOSITORY / "rulelang" / "templates"
KASPERSKY = REPOSITORY / "programs" / "kaspersky_united"
PARTS = 16
STRAY = " ) "


def _declarations(folder: Path) -> Iterator[tuple[Path, int, int]]:
    """Where each declaration of the files of a program stands."""
    for path in sorted(folder.rglob("*.rule")):
        text = path.read_text(encoding="utf-8")
        starts = [found.start() for found in re.finditer(r"^[^\s#]", text, re.MULTILINE)]
        for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
            yield path, start, stop


def _broken(text: str, start: int, stop: int) -> str:
    """With a bracket that nothing opened after some word after the first. Cells of a table may hold any text."""
    code = re.sub(r'"[^"]*"|#[^\n]*|\|[^\n]*', lambda hidden: "-" * len(hidden.group()), text[start:stop])
    words = [found.end() for found in re.finditer(r"\w+", code)][1:]
    at = start + random.Random(code).choice(words)
    return text[:at] + STRAY + text[at:]


def _told_elsewhere(folder: Path, path: Path, start: int, stop: int) -> list[str]:
    text = path.read_text(encoding="utf-8")
    path.write_text(_broken(text, start, stop), encoding="utf-8")
    findings = api.check(folder)
    path.write_text(text, encoding="utf-8")
    inside = [f for f in findings if f.span is not None and f.span.file.name.endswith(path.name)]
    here = [f for f in inside if f.span is not None and start <= f.span.start <= stop + len(STRAY)]
    assert here, f"{path.name}: nothing is told of {text[start : start + 60]!r}"
    return [f"{f.name} beside {text[start : start + 40]!r}" for f in findings if f not in here]


@pytest.mark.parametrize("program", ["referral", "reseller"])
def test_each_declaration_of_a_template(program: str, tmp_path: Path) -> None:
    folder = tmp_path / program
    shutil.copytree(TEMPLATES / program, folder)

    told = [line for declaration in _declarations(folder) for line in _told_elsewhere(folder, *declaration)]

    assert told == []


def test_declarations_of_the_largest_program(tmp_path: Path) -> None:
    folder = tmp_path / "kaspersky"
    shutil.copytree(KASPERSKY, folder, ignore=shutil.ignore_patterns("data*"))
    every = list(_declarations(folder))
    day = datetime.datetime.now(datetime.UTC).date().toordinal() % PARTS
    chosen = every if os.environ.get("RULELANG_BROKEN") == "all" else every[day::PARTS]

    told = [line for declaration in chosen for line in _told_elsewhere(folder, *declaration)]

    assert told == []
