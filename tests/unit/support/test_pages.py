"""The runners of pages: what holds passes, what does not is told, and an update writes what came out."""
from __future__ import annotations

from pathlib import Path

import pytest

from rulelang import cli
from rulelang.diagnostics.model import Diagnostic
from rulelang.source import SourceFile, Span
from support import mdspec, transcripts, workspace
from support.markdown import sections
from support.pages import Differs, Expectations


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    """What checking says of every project in this test."""
    told: list[Diagnostic] = []
    monkeypatch.setattr(mdspec, "check_here", lambda: tuple(told))
    return told


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A `rulelang` that repeats its arguments and ends with 1 where it is asked to fail."""

    def repeated(arguments: list[str]) -> int:
        print(*arguments, "  ")
        return int("fail" in arguments)

    monkeypatch.setattr(workspace, "main", repeated)


def run(runner: object, text: str, *, updating: bool = False) -> Expectations:
    expectations = Expectations(updating=updating)
    for section in sections(text):
        runner.run_section(section, expectations)
    return expectations


def at(line: int, name: str = "not-yet") -> Diagnostic:
    file = SourceFile("program.rule", "a\nb\nc\n")
    return Diagnostic(name, Span(file, file.line_starts[line - 1], file.line_starts[line - 1] + 1))


def test_a_finding_said_on_its_line_is_found(findings: list[Diagnostic]) -> None:
    findings += [at(2)]

    run(mdspec, "# x\n```rule\na\nb # error: not-yet\n```\n")


@pytest.mark.parametrize("rule", ["a # error: not-yet\nb", "a\nb", "a\nb # error: other-name"])
def test_a_finding_that_is_not_said_on_its_line_fails(findings: list[Diagnostic], rule: str) -> None:
    findings += [at(2)]

    with pytest.raises(Differs, match=r"found, not said on the page: program\.rule:2: not-yet"):
        run(mdspec, f"# x\n```rule\n{rule}\n```\n")


@pytest.mark.usefixtures("command")
def test_findings_that_are_shown_need_not_be_said(findings: list[Diagnostic]) -> None:
    findings += [at(2)]

    run(mdspec, "# x\n```rule\na\n```\n```shown\ncheck\n```\n")


@pytest.mark.usefixtures("command", "findings")
def test_output_and_exit_code_are_compared() -> None:
    page = '# x\n```shown command="rulelang run fail" exit=1\nrun fail\n```\n'

    run(mdspec, page)
    with pytest.raises(Differs, match="exit: the page says nothing, the command gives 1"):
        run(mdspec, page.replace(" exit=1", ""))
    with pytest.raises(Differs, match="- run fial"):
        run(mdspec, page.replace("\nrun fail", "\nrun fial"))


@pytest.mark.usefixtures("command", "findings")
def test_an_update_gathers_what_came_out() -> None:
    page = '# x\n```shown command="rulelang run fail"\n```\n'

    gathered = run(mdspec, page, updating=True)

    assert gathered.bodies == {0: "run fail\n"}
    assert gathered.attributes == {0: {"command": "rulelang run fail", "exit": "1"}}


@pytest.mark.usefixtures("command")
def test_a_transcript_is_replayed_command_by_command() -> None:
    page = "# x\n```console\n$ rulelang check a\ncheck a\n$ rulelang check fail\ncheck fail\n[exit 1]\n```\n"

    run(transcripts, page)
    with pytest.raises(Differs, match=r"\+ \[exit 1\]"):
        run(transcripts, page.replace("[exit 1]\n", ""))


def test_a_file_outside_the_folder_is_refused(here: workspace.Workspace) -> None:
    with pytest.raises(AssertionError, match="outside"):
        here.write("../elsewhere.rule", "")


def test_commands_run_in_the_folder_and_leave_the_process_as_it_was(here: workspace.Workspace) -> None:
    before = Path.cwd()
    here.write("a/b.txt", "text\n")

    assert here.run("cat a/b.txt") == ("text\n", 0)
    assert here.run("rulelang --version")[1] == cli.FINE
    assert here.run("rulelang fmt a")[0].startswith("error[RL094 no-programs]: there are no rule files in `a`")
    assert Path.cwd() == before
