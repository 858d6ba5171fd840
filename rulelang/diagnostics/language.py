"""Which language a finding is told in: that of the file it is about. Reads names and first lines, parses nothing."""
from __future__ import annotations

import re

from rulelang.diagnostics.catalogue import spoken
from rulelang.diagnostics.model import Diagnostic
from rulelang.source import SourceFile

_SUFFIX = re.compile(r"\.(en|es|pt)\.rule$")
_LINE = re.compile(r"^[ \t]+(?:language|idioma)[ \t]+(en|es|pt)\b", re.MULTILINE)


def language_of(file: SourceFile) -> str:
    """The language a rule file declares by a line of its own or by its suffix; English when it says neither."""
    declared = _LINE.search(file.text) or _SUFFIX.search(file.name)
    return declared[1] if declared else "en"


def told_in(finding: Diagnostic, language: str | None = None) -> str:
    """The language asked for, or that of the file a finding points at; English where the finding has no other words."""
    wanted = language or (language_of(finding.span.file) if finding.span is not None else "en")
    return spoken(finding.name, wanted)
