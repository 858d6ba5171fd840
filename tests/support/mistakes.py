"""Mistakes that people make in rules and in data, each planted alone into a copy of the Kaspersky program.

Knows how a mistake is written down (`tests/mistakes/*.toml`), where it stands once it is planted, and how to find what
is said about it. Whether that is well said is for the tests.
"""
from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs

from rulelang import api
from rulelang.diagnostics.catalogue import severity
from rulelang.diagnostics.model import Diagnostic, Severity
from support.workspace import REPOSITORY

PROGRAM = REPOSITORY / "tests" / "mistakes" / "program"
FOLDER = REPOSITORY / "tests" / "mistakes"


@attrs.frozen
class Mistake:
    """`was` stands once in `file` and becomes `now`; `finding` is what is said then, with the words of `tells`."""

    finding: str
    file: str
    was: str
    now: str
    tells: tuple[str, ...]

    def __str__(self) -> str:
        return self.finding

    @property
    def slip(self) -> int:
        """The first character in which the two texts differ."""
        return next((at for at, (a, b) in enumerate(zip(self.was, self.now, strict=False)) if a != b), len(self.was))


@attrs.frozen
class Planted:
    """A mistake in its file: the line of the slip as it is now and as it was, and every finding of the program."""

    mistake: Mistake
    line: int
    written: str
    mended: str
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self.findings if severity(finding) is Severity.ERROR)


def mistakes(name: str = "mistakes") -> tuple[Mistake, ...]:
    """The mistakes of one file of the folder, in its order."""
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        Mistake(finding, each["file"], each["was"], each["now"], tuple(each["tells"]))
        for finding, each in written.items()
    )


def copy_of_program(folder: Path) -> Path:
    """A copy of the program and its variants, without its data."""
    copy = folder / PROGRAM.name
    shutil.copytree(PROGRAM, copy, ignore=shutil.ignore_patterns("data"))
    return copy


def planted(mistake: Mistake, program: Path) -> Planted:
    """The mistake in a copy of the program, which is left as it was."""
    file = program / mistake.file
    text = file.read_text(encoding="utf-8")
    assert text.count(mistake.was) == 1, f"`{mistake.was}` stands {text.count(mistake.was)} times in {mistake.file}"
    at = text.index(mistake.was) + mistake.slip
    changed = text.replace(mistake.was, mistake.now)
    line = text.count("\n", 0, at) + 1
    file.write_text(changed, encoding="utf-8")
    try:
        findings = api.check(program)
    finally:
        file.write_text(text, encoding="utf-8")
    return Planted(mistake, line, _line(changed, line), _line(text, line), findings)


def every_planted(folder: Path, name: str = "mistakes") -> Iterator[Planted]:
    """All mistakes of one file of the folder, planted one after the other."""
    program = copy_of_program(folder)
    for mistake in mistakes(name):
        yield planted(mistake, program)


def _line(text: str, line: int) -> str:
    return text.split("\n")[line - 1]
