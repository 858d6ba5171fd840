"""The wheel in an empty environment, away from the checkout: every command of README, tutorial and how-tos is run in
order there, and shows what the page says. No package index is needed."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulelang.cli.group import COMMANDS
from rulelang.tools.templates import TEMPLATES
from support import docpages
from support.docpages import README, Part
from support.installed import Environment, installed
from support.markdown import Section, rewrite, sections
from support.pages import Differs, Expectations
from support.workspace import REPOSITORY, Workspace

pytestmark = pytest.mark.wheel
RUNS_THIS = "Run the tests"
"""The heading of the README whose command runs this test among all others."""
OF_THE_SOURCE = REPOSITORY / "docs" / "how-to" / "add-a-language.md"
"""The page for those who change rulelang itself: it runs with what the page makes of the source."""
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "rulelang", "stdlib", "programs")
"""What a reader of the README has beside the installed package."""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return installed(tmp_path_factory.mktemp("wheel"))


def readme() -> Part:
    """The README as one walk, in a checkout."""
    read = [section for section in sections(README.read_text(encoding="utf-8")) if section.title != RUNS_THIS]
    fences = tuple(fence for section in read for fence in section.fences)
    return Part(README, "the whole page", Section("the whole page", 1, fences))


def walks() -> list[Part]:
    """README, tutorial and how-tos, each as one walk."""
    return [readme(), *(part for part in docpages.parts() if part.is_walk)]


@pytest.mark.parametrize("part", walks(), ids=lambda part: part.name)
def test_what_a_page_tells_works_as_it_says(part: Part, environment: Environment) -> None:
    expectations = Expectations()
    made = environment.workspaces(checkout if part.is_typed else None, of_the_folder=part.page == OF_THE_SOURCE)
    try:
        docpages.run_part(part, expectations, made)
    except Differs as differs:
        pytest.fail(f"{part.page}:{differs.line}\n{differs}", pytrace=False)
    if expectations.bodies:
        rewrite(part.page, expectations.bodies, expectations.attributes)


def checkout(here: Workspace) -> None:
    """Puts into a folder what a checkout has."""
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, here.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, here.folder / name)


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


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_project_works_without_the_checkout(template: str, environment: Environment, tmp_path: Path) -> None:
    """Every command on the page that lies in the project, in the project's folder."""
    shown, status = environment.run(["rulelang", "new", "partners", "--template", template], tmp_path)
    assert status == 0, shown
    page = (tmp_path / "partners" / "README.md").read_text(encoding="utf-8")
    fences = [fence for section in sections(page) for fence in section.fences]
    commands = [line for fence in fences if fence.kind == "console" for line in fence.body.splitlines()]

    assert len(commands) > 3
    [run] = (command for command in commands if command.startswith("rulelang run"))
    for command in (*commands, f"{run} --out paid.xlsx"):
        shown, status = environment.run(command.split(), tmp_path / "partners")
        assert status == 0, shown
