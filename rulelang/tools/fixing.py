"""Makes in rule files the changes that findings offer and that leave no doubt. Knows no command line.

Only edits marked safe are made: what was meant was clear, and no amount can change by it. A file is written whole or
not at all, and only where it reads better afterwards: with fewer findings than before.
"""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from rulelang.data.atomic import replacing
from rulelang.diagnostics.model import Diagnostic, Edit, Safety
from rulelang.project import read_source
from rulelang.source import SourceFile
from rulelang.syntax import read

ROUNDS_MAX = 20
"""A slip may hide the next one in its declaration; more than this many in one are left to their author."""


@attrs.frozen
class Fixed:
    """A change that was made: `place` is `file:line:column`."""

    place: str
    before: str
    after: str
    language: str

    @property
    def told(self) -> dict[str, str]:
        return {"place": self.place, "before": f"`{self.before}`", "after": f"`{self.after}`"}


def fix_file(path: Path) -> tuple[Fixed, ...]:
    """Makes every safe change in a file, writes it if there was one, and says which they were."""
    file = read_source(path)
    fixed, text = fix_text(file)
    if fixed:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="")
    return fixed


def fix_text(file: SourceFile) -> tuple[tuple[Fixed, ...], str]:
    """The changes, and the text after them."""
    fixed: list[Fixed] = []
    module, findings = read(file)
    for _ in range(ROUNDS_MAX):
        edits = _safe(findings)
        if not edits:
            break
        changed = SourceFile(file.name, _applied(file.text, edits))
        module, left = read(changed)
        if len(left) > len(findings):
            break
        fixed += (_told(edit, module.language) for edit in edits)
        file, findings = changed, left
    return tuple(fixed), file.text


def _safe(findings: Iterable[Diagnostic]) -> list[Edit]:
    """The one safe edit of each finding, in the order of the file, none overlapping another."""
    offered = (finding.edits[0] for finding in findings if len(finding.edits) == 1)
    chosen: list[Edit] = []
    for edit in sorted((e for e in offered if e.safety is Safety.SAFE), key=lambda e: e.span.start):
        if not chosen or edit.span.start >= chosen[-1].span.stop:
            chosen.append(edit)
    return chosen


def _applied(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.stop :]
    return text


def _told(edit: Edit, language: str) -> Fixed:
    span = edit.span
    return Fixed(f"{span.file.name}:{span.line}:{span.column}", span.text, edit.replacement, language)
