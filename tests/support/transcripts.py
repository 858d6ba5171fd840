"""Transcripts of the command line as tests.

A `console` fence holds `$ rulelang ...` lines, each followed by what it shows and, where it does not end with 0, by
`[exit 1]`. The fences of a heading share one folder, a copy of `tests/cli/fixtures/NAME` where a fence says
`folder=NAME`, or of `programs/NAME` (put at that path) where it says `program=NAME`.
"""
from __future__ import annotations

from collections.abc import Iterator

from support.markdown import Fence, Section
from support.pages import Expectations, PageFile
from support.workspace import REPOSITORY, Workspace, workspace

FIXTURES = REPOSITORY / "tests" / "cli" / "fixtures"


def run_section(section: Section, expectations: Expectations) -> None:
    """Run the commands of the section in order and compare what they show."""
    with workspace() as here:
        for fence in section.fences:
            if fence.kind != "console":
                continue
            prepare(here, fence)
            expectations.same(fence, replay(here, fence.body))


def prepare(here: Workspace, fence: Fence) -> None:
    """Copies the files that a fence names."""
    if folder := fence.get("folder"):
        here.copy(FIXTURES / folder)
    if program := fence.get("program"):
        here.copy(REPOSITORY / "programs" / program, f"programs/{program}")


def replay(here: Workspace, body: str) -> str:
    """The commands of a transcript, each with what it shows now."""
    return "".join(_replayed(here, command) for command in commands(body))


class TranscriptPage(PageFile):
    """A page of `tests/cli`."""

    run_section = staticmethod(run_section)
    kinds = ("console",)


def commands(body: str) -> Iterator[str]:
    """The commands of a transcript."""
    return (line.removeprefix("$ ") for line in body.split("\n") if line.startswith("$ "))


def _replayed(here: Workspace, command: str) -> str:
    shown, status = here.run(command)
    return f"$ {command}\n{shown}" + (f"[exit {status}]\n" if status else "")
