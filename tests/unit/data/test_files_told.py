"""What is said where the file of an entity is not there, or nothing stands in it."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rulelang.data.history import read_history
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.render import render_text

from .conftest import CORE, Folder

Laid = Callable[[Path], object]


def told(folder: Folder) -> str:
    _, reading = folder.read()
    return render_text(reading.findings)


@pytest.mark.parametrize(
    ("name", "lay", "words"),
    [
        ("Deal.csv.gz", Path.touch, "`Deal.csv.gz` is packed"),
        ("deals.zip", Path.touch, "unpack `deals.zip` into `"),
        ("Deal.xls", Path.touch, "that can be read: what ends as `Deal.xls` does is not"),
        ("Deal.csv", Path.mkdir, "`Deal.csv` is a folder"),
        ("Deal.csv", lambda path: path.symlink_to("nowhere.csv"), "`Deal.csv` is a link that leads nowhere"),
        ("pipeline.csv", Path.touch, "or, if one of `pipeline.csv` holds it, say so in `rulelang.toml` there"),
    ],
)
def test_what_has_the_name_and_cannot_be_read_is_told_for_what_it_is(
    folder: Folder, name: str, lay: Laid, words: str
) -> None:
    folder.remove("Deal.csv")
    lay(folder.path / name)

    assert words in told(folder)


def test_the_files_of_others_are_not_offered(folder: Folder) -> None:
    assert "holds it" not in told(folder.remove("Deal.csv"))


def test_an_empty_file_of_records_with_dates_needs_the_day_they_are_complete_from(folder: Folder) -> None:
    found = told(folder.write("Deal.csv", ""))

    assert "from which day on there are none, as in `covered_from = 2024-01-01` under `[data.Deal]`" in found


def test_an_empty_file_of_others_needs_a_header_alone(folder: Folder) -> None:
    found = told(folder.write("Partner.csv", ""))

    assert "with no rows below it, that says there are none" in found


def test_a_folder_is_no_history(folder: Folder) -> None:
    with pytest.raises(Refused) as caught:
        read_history(CORE, folder.path)

    assert "it is a folder" in render_text(caught.value.findings)
