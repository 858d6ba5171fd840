"""Every option of every command has a transcript in which leaving it out changes what is shown."""
from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs
import click
import pytest

from rulelang.cli.group import COMMANDS, rulelang
from support import transcripts
from support.markdown import Fence, Section, sections
from support.workspace import workspace

# What an option is for when it changes nothing that is shown, and what proves that instead.
EXCUSED = {("check", "--no-cache"): "tests/unit/cli/test_unchanged.py"}


@attrs.frozen
class Option:
    """One option of a command: all its spellings, and whether a value follows."""

    command: str
    names: tuple[str, ...]
    takes_value: bool

    @property
    def title(self) -> str:
        return f"{self.command} {self.names[-1]}"


def options() -> Iterator[Option]:
    context = click.Context(rulelang)
    for name in COMMANDS:
        command = rulelang.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield Option(name, tuple(parameter.opts), not parameter.is_flag)


@attrs.frozen
class Use:
    """A command of a transcript that has an option, and the same command without it."""

    section: Section
    line: str
    without: str


def uses(option: Option) -> Iterator[Use]:
    for page in sorted(Path(__file__).parent.glob("*.md")):
        for section in sections(page.read_text(encoding="utf-8")):
            for fence in section.fences:
                for line in fence.body.split("\n") if fence.kind == "console" else ():
                    without = _without(option, line)
                    if without is not None:
                        yield Use(section, line, without)


def _without(option: Option, line: str) -> str | None:
    """The command line of a transcript without an option; None where it does not have it."""
    if not line.startswith(f"$ rulelang {option.command} ") or " --help" in line:
        return None
    words = shlex.split(line.removeprefix("$ "))
    kept, at = [], 0
    while at < len(words):
        if words[at] in option.names:
            at += 2 if option.takes_value else 1
        elif words[at].partition("=")[0] in option.names:
            at += 1
        else:
            kept.append(words[at])
            at += 1
    return f"$ {shlex.join(kept)}" if len(kept) < len(words) else None


def shown(use: Use) -> tuple[str, str]:
    """What the transcript shows from that command on, as it is written and without the option."""
    return tuple(_replayed(use, line).partition(f"{line}\n")[2] for line in (use.line, use.without))  # type: ignore[return-value]


def _replayed(use: Use, line: str) -> str:
    """What the commands of the section show, with that one in the place of the one in question."""
    with workspace() as here:
        return "".join(_fence(here, use, line, fence) for fence in use.section.fences if fence.kind == "console")


def _fence(here: transcripts.Workspace, use: Use, line: str, fence: Fence) -> str:
    transcripts.prepare(here, fence)
    body = "\n".join(line if each == use.line else each for each in fence.body.split("\n"))
    try:
        return transcripts.replay(here, body)
    except OSError as problem:  # a later command of the transcript shows a file that was not written
        return f"{line}\n{type(problem).__name__}"


@pytest.mark.parametrize("option", list(options()), ids=lambda option: option.title)
def test_leaving_it_out_changes_what_is_shown(option: Option) -> None:
    if (option.command, option.names[-1]) in EXCUSED:
        return
    found = list(uses(option))

    assert found, f"no page of tests/cli uses `{option.title}`"
    assert any(before != after for before, after in map(shown, found)), (
        f"no page of tests/cli shows what `{option.title}` changes: {[use.line for use in found]}"
    )


def test_excuses_are_of_options_that_are_there() -> None:
    assert set(EXCUSED) <= {(option.command, name) for option in options() for name in option.names}
