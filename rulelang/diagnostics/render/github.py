"""Findings as workflow commands, so that they appear beside the changed lines of a pull request."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.diagnostics.order import in_order
from rulelang.diagnostics.render.concise import message_with_label

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(findings: Iterable[Diagnostic], language: str | None = None) -> str:
    """All findings, one workflow command a line; "" for none."""
    return "".join(f"{_command(finding, told_in(finding, language))}\n" for finding in in_order(findings))


def _command(finding: Diagnostic, language: str) -> str:
    wording = words(finding, language)
    advice = "\n".join((message_with_label(wording), *wording.notes, *wording.help))
    properties = _place(finding) | {"title": f"{wording.id} {wording.name}"}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[wording.severity]} {listed}::{_data(advice)}"


def _place(finding: Diagnostic) -> dict[str, str | int]:
    if finding.place is not None:
        row = {"line": finding.place.row} if finding.place.row is not None else {}
        return {"file": finding.place.file, **row}
    if finding.span is None:
        return {}
    line, column = finding.span.file.line_column(finding.span.start)
    last_line, last_column = finding.span.file.line_column(max(finding.span.start, finding.span.stop - 1))
    shown: dict[str, str | int] = {"file": finding.span.file.name, "line": line, "endLine": last_line}
    # Columns of a place over several lines are refused by the reader of these commands.
    return shown | ({"col": column, "endColumn": last_column} if line == last_line else {})


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
