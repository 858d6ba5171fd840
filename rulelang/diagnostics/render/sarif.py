"""Findings as SARIF 2.1.0, the format that code-scanning services read. Columns count characters, from one."""
from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rulelang import __version__
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic, Edit, Severity
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.page import general
from rulelang.diagnostics.render.concise import message_with_label
from rulelang.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render_sarif(findings: Iterable[Diagnostic], language: str | None = None) -> str:
    """All findings as one run of one tool; ends with a newline."""
    ordered = in_order(findings)
    rules = {words(finding).id: finding for finding in ordered}
    numbers = {code: number for number, code in enumerate(sorted(rules))}
    driver = {"name": "rulelang", "version": __version__, "rules": [_rule(rules[code]) for code in sorted(rules)]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, told_in(finding, language), numbers) for finding in ordered],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Diagnostic) -> dict[str, Any]:
    wording = words(finding)
    return {"id": wording.id, "name": wording.name, "shortDescription": {"text": general(finding.name)}}


def _result(finding: Diagnostic, language: str, numbers: dict[str, int]) -> dict[str, Any]:
    wording = words(finding, language)
    text = "\n".join((message_with_label(wording), *wording.notes, *wording.help))
    result: dict[str, Any] = {
        "ruleId": wording.id,
        "ruleIndex": numbers[wording.id],
        "level": _LEVELS[wording.severity],
        "message": {"text": text},
        "locations": _locations(finding),
    }
    if finding.labels:
        result["relatedLocations"] = [
            _location(label.span) | {"id": number, "message": {"text": told}}
            for number, (label, told) in enumerate(zip(finding.labels, wording.labels, strict=True))
        ]
    if finding.edits:
        result["fixes"] = [_fix(edit) for edit in finding.edits]
    return result


def _locations(finding: Diagnostic) -> list[dict[str, Any]]:
    if finding.span is not None:
        return [_location(finding.span)]
    if finding.place is None:
        return []
    region = {"region": {"startLine": finding.place.row}} if finding.place.row is not None else {}
    return [{"physicalLocation": {"artifactLocation": {"uri": _address(finding.place.file)}, **region}}]


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _address(span.file.name)}, "region": _region(span)}}


def _address(name: str) -> str:
    """A file's name as an address, without what only this module needs being imported for every format."""
    from urllib.parse import quote

    return quote(name)


def _region(span: Span) -> dict[str, int]:
    line, column = span.file.line_column(span.start)
    last_line, last_column = span.file.line_column(span.stop)
    return {"startLine": line, "startColumn": column, "endLine": last_line, "endColumn": last_column}


def _fix(edit: Edit) -> dict[str, Any]:
    change = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
    artifact = {"artifactLocation": {"uri": _address(edit.span.file.name)}, "replacements": [change]}
    return {"description": {"text": edit.safety.value}, "artifactChanges": [artifact]}
