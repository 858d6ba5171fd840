"""The wheel in an empty environment, away from the checkout: every command that a page tells is run in order there,
and shows what the page says."""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from rulelang.cli.group import COMMANDS
from support import docpages
from support.docpages import Part
from support.installed import Environment, NotInstalled, installed
from support.markdown import Section, sections
from support.pages import Differs, Expectations
from support.workspace import REPOSITORY

pytestmark = pytest.mark.wheel
README = REPOSITORY / "README.md"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    try:
        return installed(tmp_path_factory.mktemp("wheel"))
    except (NotInstalled, subprocess.TimeoutExpired) as problem:
        pytest.skip(f"no environment to try the wheel in (a package index is needed): {problem}")


def pages() -> list[Part]:
    """README, tutorial and how-tos, each as one walk."""
    found = [part for part in docpages.parts() if part.page.parent.name in docpages.WALKS]
    fences = tuple(f for section in sections(README.read_text(encoding="utf-8")) for f in section.fences)
    shown = tuple(fence for fence in fences if fence.kind == "console")
    return [Part(REPOSITORY / "docs" / "tutorial" / "README.md", "README", Section("README", 1, shown)), *found]


@pytest.mark.parametrize("part", pages(), ids=lambda part: part.name)
def test_what_a_page_tells_works_as_it_says(part: Part, environment: Environment) -> None:
    try:
        docpages.run_part(part, Expectations(updating=False), environment.workspaces())
    except Differs as differs:
        pytest.fail(f"{part.page}:{differs.line}\n{differs}", pytrace=False)


def test_the_wheel_is_what_is_installed(environment: Environment, tmp_path: Path) -> None:
    place, status = environment.run(["python", "-c", "import rulelang; print(rulelang.__file__)"], tmp_path)

    assert status == 0
    assert str(REPOSITORY) not in place
    assert Path(place.strip()).is_relative_to(environment.folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_its_help(command: str, environment: Environment, tmp_path: Path) -> None:
    shown, status = environment.run(["rulelang", command, "--help"], tmp_path)

    assert status == 0
    assert f"Usage: rulelang {command}" in shown


def test_a_new_project_works_without_the_checkout(environment: Environment, tmp_path: Path) -> None:
    for command in (
        "new partners",
        "check partners",
        "test partners",
        "run partners --data partners/data --period 2025-Q2 --out paid.xlsx",
    ):
        shown, status = environment.run(["rulelang", *command.split()], tmp_path)
        assert status == 0, shown
