"""The README's commands are the ones that are checked: each under its heading, in one line a newcomer can copy."""
from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from rulelang.cli.group import COMMANDS
from support import transcripts
from support.markdown import Section, rewrite, sections
from support.pages import Expectations
from support.workspace import REPOSITORY

README = REPOSITORY / "README.md"
HEADINGS = ("Run a program", "Run the tests")
PROGRAM = REPOSITORY / "programs" / "kaspersky_united"
SECTIONS = sections(README.read_text(encoding="utf-8"))
SHOWING = [section for section in SECTIONS if any(fence.kind == "console" for fence in section.fences)]
FENCES = [fence for section in SECTIONS for fence in section.fences]


def command_under(heading: str) -> str:
    [section] = [each for each in SECTIONS if each.title == heading]
    [fence] = [each for each in section.fences if each.kind == "sh"]
    return fence.body


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_has_one_command_on_one_line(heading: str) -> None:
    command = command_under(heading)

    assert command.count("\n") == 1
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_check_runs_the_commands_under_the_headings() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")

    assert [heading for heading in HEADINGS if f"command_under '{heading}'" not in script] == []


def test_what_the_first_command_names_is_there() -> None:
    words = shlex.split(command_under("Run a program"))

    missing = [word for word in words if word.startswith("programs/") and not Path(REPOSITORY, word).exists()]
    assert missing == []


def test_the_rules_it_shows_stand_in_the_program() -> None:
    program = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PROGRAM.rglob("*.rule")))
    shown = [fence.body for fence in FENCES if fence.kind == "rule"]

    assert [body for body in shown if _words(body) not in _words(program)] == []


def _words(text: str) -> str:
    """The text without its layout."""
    return " ".join(text.split())


@pytest.mark.parametrize("section", SHOWING, ids=lambda section: section.title)
def test_what_it_shows_is_what_comes_out(section: Section) -> None:
    expectations = Expectations()
    transcripts.run_section(section, expectations)
    if expectations.bodies:
        rewrite(README, expectations.bodies, expectations.attributes)


def test_every_command_is_in_the_table() -> None:
    text = README.read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"| `rulelang {name}` |" not in text] == []
