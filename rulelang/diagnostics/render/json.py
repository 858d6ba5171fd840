"""Findings as one JSON document, `rulelang.findings.v1`. Lines and columns count from one; `stop` is exclusive."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.order import in_order
from rulelang.source import Span

FORMAT = "rulelang.findings.v1"


def render_json(findings: Iterable[Diagnostic], language: str | None = None) -> str:
    """All findings with their facts and their words; ends with a newline."""
    listed = [_finding(finding, told_in(finding, language)) for finding in in_order(findings)]
    return json.dumps({"format": FORMAT, "findings": listed}, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Diagnostic, language: str) -> dict[str, Any]:
    wording = words(finding, language)
    shown: dict[str, Any] = {
        "id": wording.id,
        "name": wording.name,
        "severity": wording.severity.value,
        "language": language,
        "message": wording.message,
    }
    if finding.span is not None:
        shown |= _span(finding.span) | {"label": wording.label}
    if finding.place is not None:
        place = finding.place
        shown["data"] = {"file": place.file, "row": place.row, "column": place.column}
    shown["labels"] = [
        _span(label.span) | {"text": text} for label, text in zip(finding.labels, wording.labels, strict=True)
    ]
    shown["notes"] = list(wording.notes)
    shown["help"] = list(wording.help)
    shown["edits"] = [
        _span(edit.span) | {"replacement": edit.replacement, "safety": edit.safety.value} for edit in finding.edits
    ]
    shown["values"] = {key: str(value) for key, value in finding.values.items()}
    return shown


def _span(span: Span) -> dict[str, Any]:
    start, stop = span.file.line_column(span.start), span.file.line_column(span.stop)
    return {
        "file": span.file.name,
        "start": {"line": start[0], "column": start[1]},
        "stop": {"line": stop[0], "column": stop[1]},
    }
