"""Mistakes that people make in rules, each planted alone into the Kaspersky program as it ships.

Knows how a mistake is written down (`tests/mistakes/*.toml`), where it stands once it is planted, and how to find what
is said about it. Whether that is well said is for the tests.
"""
from __future__ import annotations

import functools
import re
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from rulelang import api
from rulelang.diagnostics.catalogue import Wording, severity
from rulelang.diagnostics.model import Diagnostic, Severity
from support.workspace import REPOSITORY

PROGRAM = REPOSITORY / "programs" / "kaspersky_united"
FOLDER = REPOSITORY / "tests" / "mistakes"
_PARSER_WORDS = re.compile(
    r"\b(?:None|(?i:token|terminal|node|parser|grammar|null|expected one of|invalid|illegal|must|nodo|nó|inválid[oa]"
    r"|gramátic[ao]))\b"
)
_GAP = re.compile(r"\{\w*\}")


@attrs.frozen
class Mistake:
    """`was` stands once in `file` and becomes `now`; `finding` is what is said then, with the words of `tells`.

    An empty `was` stands for the whole file. `place` and `rows` are for data: where it is told, when that is not the
    line of the slip in `file`; no rows where it is told of a file as a whole.

    For whoever mends it: `also` are texts that are as right as `was`; `free` says that nothing in the files tells what
    was meant.
    """

    title: str
    finding: str
    file: str
    was: str
    now: str
    tells: tuple[str, ...]
    place: str = ""
    rows: Sequence[int | None] | None = None
    also: tuple[str, ...] = ()
    free: bool = False

    def __str__(self) -> str:
        return self.title

    @property
    def slip(self) -> int:
        """The first character in which the two texts differ."""
        return next((at for at, (a, b) in enumerate(zip(self.was, self.now, strict=False)) if a != b), len(self.was))

    def planted_in(self, text: str) -> tuple[str, int]:
        """The text with the mistake, and the line of the slip."""
        if not self.was:
            return self.now, 1
        assert text.count(self.was) == 1, f"`{self.was}` stands {text.count(self.was)} times in {self.file}"
        return text.replace(self.was, self.now), text.count("\n", 0, text.index(self.was) + self.slip) + 1


@attrs.frozen
class Planted:
    """A mistake in its file: the line of the slip as it is now and as it was, and every finding of the family."""

    mistake: Mistake
    line: int
    written: str
    mended: str
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self.findings if severity(finding) is Severity.ERROR)


def mistakes(name: str = "mistakes") -> tuple[Mistake, ...]:
    """The mistakes of one file of the folder, in its order; a table is named by its finding unless it says which."""
    written = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        Mistake(**{"title": title, "finding": title, **{key: _frozen(value) for key, value in each.items()}})
        for title, each in written.items()
    )


def _frozen(value: str | list[Any]) -> object:
    return tuple(value) if isinstance(value, list) else value


def lacking(mistake: Mistake, wording: Wording) -> list[str]:
    """What the words of a finding lack: the writer's own that it should say back, advice; or have too much."""
    named = " ".join([wording.message, wording.label])
    every = [wording.message, wording.label, *wording.labels, *wording.notes, *wording.help]
    found = [f"`{word}` is not said back" for word in mistake.tells if word not in named]
    found += [f"not for people: {text}" for text in every if _PARSER_WORDS.search(text) or _GAP.search(text)]
    return found if wording.help else [*found, "no advice"]


def copy_of_program(folder: Path) -> Path:
    """A copy of the program and its variants, without its data."""
    copy = folder / PROGRAM.name
    shutil.copytree(PROGRAM, copy, ignore=shutil.ignore_patterns("data"))
    return copy


@functools.cache
def planted(mistake: Mistake) -> Planted:
    """The mistake in a copy of the program with all its variants, checked as somebody who made it would."""
    file = _copy() / mistake.file
    text = file.read_text(encoding="utf-8")
    changed, line = mistake.planted_in(text)
    file.write_text(changed, encoding="utf-8")
    try:
        findings = api.check(_copy())
    finally:
        file.write_text(text, encoding="utf-8")
    return Planted(mistake, line, _line(changed, line), _line(text, line), findings)


@functools.cache
def _copy() -> Path:
    return copy_of_program(Path(_temporary().name))


@functools.cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    """Goes with the process."""
    return tempfile.TemporaryDirectory(prefix="rulelang-")


def _line(text: str, line: int) -> str:
    return text.split("\n")[line - 1]
