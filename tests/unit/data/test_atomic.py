"""Files that appear whole or not at all: what stands in the way is told, and leaves nothing behind."""
from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rulelang.data.atomic import replacing
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.render import render_text


class IOException(Exception):
    """What DuckDB raises, by the name it is known by."""


def refused(path: Path, problem: Exception | None = None) -> str:
    """What is told where a file cannot be replaced: for what it is, or for a problem in the middle of writing."""
    try:
        with replacing(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            if problem is not None:
                raise problem
    except Refused as told:
        return render_text(told.findings)
    return "written"


@pytest.mark.parametrize(
    "problem",
    [OSError(errno.ENOSPC, "whatever"), IOException(f'IO Error: Could not write "x": {os.strerror(errno.ENOSPC)}')],
    ids=["ours", "of the database"],
)
def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path, problem: Exception) -> None:
    told = refused(tmp_path / "paid.csv", problem)

    assert "paid.csv` cannot be written: the disk is full\n" in told
    assert "free some space" in told
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_protected_stays(tmp_path: Path) -> None:
    paid = tmp_path / "paid.csv"
    paid.write_text("the approved one", encoding="utf-8")
    paid.chmod(0o444)

    told = refused(paid)

    assert "cannot be written: the file is protected against writing\n" in told
    assert "give what is written another name" in told
    assert paid.read_text(encoding="utf-8") == "the approved one"
    assert list(tmp_path.iterdir()) == [paid]


def test_a_link_goes_on_to_lead_to_its_file(tmp_path: Path) -> None:
    paid, link = tmp_path / "paid.csv", tmp_path / "latest.csv"
    paid.write_text("old", encoding="utf-8")
    link.symlink_to(paid)

    with replacing(link) as temporary:
        temporary.write_text("new", encoding="utf-8")

    assert link.is_symlink()
    assert paid.read_text(encoding="utf-8") == "new"


def test_a_defect_stays_a_defect(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "paid.csv"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
