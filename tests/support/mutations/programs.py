"""Slips in the shipped programs: which keep a program from being checked, and whether a finding stands where the slip
was made."""
from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from rulelang import api
from rulelang.diagnostics.catalogue import severity
from rulelang.diagnostics.model import Diagnostic, Severity
from support.mutations.slips import Slip, pieces_of, slip_in


@attrs.frozen
class Verdict:
    """What was said of a slip: `lines` are those of errors in the file with the slip, `labelled` those of places that
    they name besides; None where the program still checks."""

    file: str
    slip: Slip
    findings: tuple[Diagnostic, ...]
    lines: tuple[int, ...]
    labelled: tuple[int, ...]

    @property
    def is_error(self) -> bool:
        return bool(self.findings)

    @property
    def is_placed(self) -> bool:
        """Whether an error stands on the line of the slip or the next, or names that line as the other place."""
        near = (self.slip.line, self.slip.line + 1)
        return any(line in near for line in (*self.lines, *self.labelled))

    @property
    def is_first(self) -> bool:
        """Whether the first error of the file stands there."""
        return bool(self.lines) and self.lines[0] in (self.slip.line, self.slip.line + 1)


def verdicts(programs: Sequence[Path], seed: int) -> Iterator[Verdict]:
    """One slip after the other in the files of some programs, without end."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        copies = []
        for number, program in enumerate(programs):
            copy = Path(place, str(number))
            shutil.copytree(program, copy, ignore=shutil.ignore_patterns("data"))
            copies.append((copy, sorted(copy.rglob("*.rule"))))
        while True:
            folder, files = draw.choice(copies)
            file = draw.choice(files)
            text = file.read_text("utf-8")
            slip = slip_in(text, pieces_of(text), draw)
            file.write_text(slip.text, "utf-8")
            try:
                yield verdict(folder, file, slip)
            finally:
                file.write_text(text, "utf-8")


def verdict(folder: Path, file: Path, slip: Slip) -> Verdict:
    errors = [found for found in api.check(folder) if severity(found) is Severity.ERROR]
    here = [found.span for found in errors if found.span is not None and found.span.file.name == str(file)]
    labels = [label.span for found in errors for label in found.labels if label.span.file.name == str(file)]
    return Verdict(
        f"{folder.name}/{file.name}", slip, tuple(errors),
        tuple(sorted(span.line for span in here)), tuple(span.line for span in labels),
    )
