"""Folders as they are found: links in a circle, folders in the place of files, names in no encoding, closed doors."""
from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulelang import api, kept
from rulelang.cli import main
from rulelang.cli.locate import rule_files
from rulelang.cli.problems import refusal
from rulelang.diagnostics.refused import Refused
from rulelang.settings import SETTINGS_BYTES_MAX, settings_for
from support.workspace import REPOSITORY

TEMPLATE = REPOSITORY / "rulelang" / "templates" / "reseller"
RUN = ("--data", "data", "--period", "2025-Q2")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The smallest program with its data; commands run in its folder."""
    folder = tmp_path / "project"
    for name in ("program.rule", "data/Partner.csv", "data/Deal.csv"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((TEMPLATE / name).read_bytes())
    monkeypatch.setenv("RULELANG_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(arguments)
    return status, capsys.readouterr().err


def test_links_to_a_folder_above_are_followed_once(project: Path) -> None:
    for name in ("one", "two", "three"):
        (project / name).symlink_to(".")

    assert rule_files(["."]) == (Path("program.rule"),)


def test_a_link_to_itself_beside_a_program_does_no_harm(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("around", "around.rule"):
        (project / name).symlink_to(name)

    assert told(capsys, "check", ".") == (0, "nothing to report\n")


def test_a_program_that_links_to_itself_is_not_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "program.rule").unlink()
    (project / "program.rule").symlink_to("program.rule")

    status, error = told(capsys, "check", "program.rule")

    assert status == 2
    assert "RL090" in error


def test_a_result_takes_the_place_of_a_link_to_itself(project: Path) -> None:
    (project / "paid.csv").symlink_to("paid.csv")

    assert main(["run", "program.rule", *RUN, "--engine", "interpreter", "--out", "paid.csv"]) == 0

    assert "P001" in (project / "paid.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("leads_to", "reason"), [
    (None, "it is a folder"), ("rulelang.toml", "its links lead in a circle"),
    ("gone.toml", "there is no such file or folder"),
])  # fmt: skip
def test_settings_that_cannot_be_read_are_not_passed_over(
    project: Path, capsys: pytest.CaptureFixture[str], leads_to: str | None, reason: str
) -> None:
    settings = project / "rulelang.toml"
    if leads_to is None:
        settings.mkdir()
    else:
        settings.symlink_to(leads_to)

    status, error = told(capsys, "run", "program.rule", *RUN)
    assert status == 2
    assert "RL760" in error
    assert reason in error
    assert told(capsys, "check", ".")[0] == 2


def test_settings_that_are_too_long_are_not_passed_over(project: Path) -> None:
    (project / "rulelang.toml").write_text("[project]\n" + "#" * SETTINGS_BYTES_MAX, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        settings_for(project)

    (finding,) = refused.value.findings
    assert (finding.name, finding.variant) == ("settings-not-read", "long")


def test_a_lock_that_cannot_be_read_is_not_passed_over(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "rulelang.lock").mkdir()

    status, error = told(capsys, "check", ".")

    assert status == 2
    assert "`rulelang.lock` cannot be opened: it is a folder" in error


def test_a_name_in_no_encoding_is_a_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = os.fsdecode(b"caf\xe9.rule")
    try:
        (project / "program.rule").rename(project / odd)
    except OSError as problem:
        assert problem.errno == errno.EILSEQ  # noqa: PT017 (some systems keep no such names)
        pytest.skip("this system keeps no such names")

    assert told(capsys, "check", odd) == (0, "nothing to report\n")
    assert told(capsys, "check", ".") == (0, "nothing to report\n")


def test_every_text_has_a_key() -> None:
    assert kept.key_of("caf\udce9") != kept.key_of("caf\udcea")


@contextlib.contextmanager
def closed(monkeypatch: pytest.MonkeyPatch, folder: Path, *, listed: bool) -> Iterator[None]:
    """As if a folder were somebody else's: nothing in it can be looked at, or only the folder not be listed."""
    iterdir, is_file = Path.iterdir, Path.is_file

    def no_list(path: Path) -> Iterator[Path]:
        if path == folder and not listed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return iterdir(path)

    def no_look(path: Path) -> bool:
        if path.parent == folder and listed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return is_file(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", no_list)
        patch.setattr(Path, "is_file", no_look)
        yield


@pytest.mark.parametrize("listed", [True, False])
def test_folders_of_others_beside_a_program_keep_nobody_from_using_a_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, listed: bool
) -> None:
    other = project.parent / "closed"
    other.mkdir()
    rules = (project / "program.rule").read_text(encoding="utf-8")
    (project / "sizes.rule").write_text("type Size is one of small, large\n", encoding="utf-8")
    (project / "program.rule").write_text(rules.replace("\ntype", "\nuse sizes\n\ntype", 1), encoding="utf-8")

    with closed(monkeypatch, other if listed else project.parent, listed=listed):
        findings = api.check(project)

    assert [finding.name for finding in findings] == ["use-of-nothing"]


def test_a_command_in_a_folder_that_is_gone_says_so(project: Path) -> None:
    gone = project / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()

    found = refusal(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    os.chdir(project)

    assert found is not None
    assert [finding.variant for finding in found] == ["here"]
