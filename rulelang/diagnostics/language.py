"""Which language a finding is told in: that of the file it is about. Reads names and first lines, parses nothing."""
from __future__ import annotations

from collections.abc import Iterable

import attrs

from rulelang.diagnostics.catalogue import spoken
from rulelang.diagnostics.model import Diagnostic
from rulelang.languages import ENGLISH, said_by, suffix_of
from rulelang.source import SourceFile


def language_of(file: SourceFile) -> str:
    """The language a rule file declares by a line of its own or by its suffix; English when it says neither."""
    return file.spoken or said_by(file.text) or suffix_of(file.name) or ENGLISH


def told_in(finding: Diagnostic, language: str | None = None) -> str:
    """The language asked for, or that of the file or the program a finding is about; English where it has no words."""
    wanted = language or (language_of(finding.span.file) if finding.span is not None else finding.language or ENGLISH)
    return spoken(finding.name, wanted)


def in_language(findings: Iterable[Diagnostic], language: str) -> tuple[Diagnostic, ...]:
    """The findings, told in the language of the program they are about; those that point into rules have their own."""
    return tuple(attrs.evolve(finding, language=language) for finding in findings)
