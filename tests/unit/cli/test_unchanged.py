"""What was shown before is shown again byte for byte, and only while nothing that was read has changed."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulelang.cli import main, unchanged
from support.workspace import REPOSITORY

FIXTURES = REPOSITORY / "tests" / "cli" / "fixtures"
FORMATS = ("full", "concise", "json", "github", "sarif")
RULES = """program acme
  language edition 1
  currency USD
  year starts january
  effective from 2025-01-01

entity Partner identified by partner_id
  partner_id  text
  country     country
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RULELANG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(unchanged, "UNSEEN_READERS", ())  # the tests may have imported it long ago
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, int]:
    status = main(["check", *arguments])
    captured = capsys.readouterr()
    return captured.out, captured.err, status


def kept() -> set[Path]:
    return {*Path(os.environ["RULELANG_CACHE"], "rulelang", unchanged.KIND).glob("*")}


def project_folders() -> Iterator[Path]:
    yield from sorted(folder for folder in FIXTURES.iterdir() if folder.is_dir())
    yield from sorted(folder for folder in (REPOSITORY / "programs").iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", list(project_folders()), ids=lambda folder: folder.name)
@pytest.mark.parametrize("style", FORMATS)
def test_kept_or_not_every_byte_is_the_same(
    folder: Path, style: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(folder, place, dirs_exist_ok=True)

    afresh = shown(capsys, "--no-cache", "--format", style)
    assert kept() == set(), "nothing is kept when nobody wants it"
    first = shown(capsys, "--format", style)
    assert len(kept()) == (0 if afresh[2] == 2 else 1), "a request that cannot be met is not kept"
    again = shown(capsys, "--format", style)

    assert first == afresh
    assert again == afresh


def test_what_is_kept_is_what_is_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The test above proves something only if the second run does use what the first one kept."""
    (place / "program.rule").write_text(RULES, encoding="utf-8")
    before = shown(capsys)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("rulelang.api.load", None)
        assert shown(capsys) == before


def test_a_change_of_a_file_is_seen(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = place / "program.rule"
    rules.write_text(RULES, encoding="utf-8")
    before = shown(capsys)
    rules.write_text(RULES.replace("country     country", "country     contry"), encoding="utf-8")
    after = shown(capsys)
    rules.write_text(RULES, encoding="utf-8")

    assert after != before
    assert shown(capsys) == before


def test_a_file_that_comes_or_goes_is_seen(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "program.rule").write_text(RULES, encoding="utf-8")
    (place / "variants").mkdir()
    before = shown(capsys)
    broken = place / "variants" / "brazil.rule"
    broken.write_text("variant brazil of acme\n  for country XX\n", encoding="utf-8")
    with_it = shown(capsys)
    broken.unlink()

    assert with_it[2] == 1
    assert shown(capsys) == before


def test_a_file_that_comes_beside_a_link_to_itself_is_seen(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "program.rule").write_text(RULES, encoding="utf-8")
    (place / "variants").mkdir()
    (place / "variants" / "around").symlink_to("around")
    before = shown(capsys, ".")

    (place / "variants" / "brazil.rule").write_text("variant brazil of acme\n  for country XX\n", encoding="utf-8")

    assert before[2] == 0
    assert shown(capsys, ".")[2] == 1


@pytest.mark.parametrize("name", ["program.rule", "program.en.rule"])
def test_a_program_that_appears_above_a_file_is_seen(
    place: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "variants").mkdir()
    variant = place / "variants" / "brazil.rule"
    variant.write_text("variant brazil of acme\n  for country BR\n  effective from 2025-02-01\n", encoding="utf-8")
    alone = shown(capsys, "variants/brazil.rule")
    (place / name).write_text(RULES, encoding="utf-8")

    assert shown(capsys, "variants/brazil.rule") != alone


def test_another_folder_or_another_format_is_another_question(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert unchanged.key_for(["check", "full", "."]) != unchanged.key_for(["check", "json", "."])
    here = unchanged.key_for(["check", "full", "."])
    os.chdir(place.parent)

    assert unchanged.key_for(["check", "full", "."]) != here


def test_what_was_read_unseen_is_not_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "program.rule").write_text(RULES, encoding="utf-8")
    monkeypatch.setattr(unchanged, "UNSEEN_READERS", ("sys",))
    shown(capsys)

    assert kept() == set()


def test_a_file_saved_while_it_was_checked_is_checked_again(place: Path) -> None:
    file = place / "program.rule"
    file.write_text(RULES, encoding="utf-8")
    with unchanged.reading() as reads:
        file.read_text(encoding="utf-8")
        os.utime(file, ns=(1, 1))
    unchanged.remember("key", unchanged.Shown("text", "", 0), reads)

    assert unchanged.recalled("key") is None


def test_files_opened_to_be_written_are_not_what_was_read(place: Path) -> None:
    with unchanged.reading() as reads:
        (place / "written.txt").write_text("x", encoding="utf-8")

    assert reads.files == {}


def test_nothing_is_noted_outside(place: Path) -> None:
    (place / "program.rule").write_text(RULES, encoding="utf-8")
    with unchanged.reading() as reads:
        pass
    (place / "program.rule").read_text(encoding="utf-8")

    assert reads.files == {}
