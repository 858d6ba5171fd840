"""One finding a line, `path:line:column: CODE message`, as editors and `grep` like it. Shows no excerpt of the text."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.catalogue import Wording, words
from rulelang.diagnostics.frame import word
from rulelang.diagnostics.language import told_in
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.order import in_order


def render_concise(findings: Iterable[Diagnostic], language: str | None = None) -> str:
    """All findings, each on one line that ends with a newline; "" for none."""
    return "".join(f"{_line(finding, told_in(finding, language))}\n" for finding in in_order(findings))


def where(finding: Diagnostic, language: str) -> str:
    """`path:line:column` of a finding about rules, `file, row N, column X` of one about data, else ""."""
    if finding.place is not None:
        place = finding.place
        row = f", {word('row', language)} {place.row}" if place.row is not None else ""
        column = f", {word('column', language)} {place.column}" if place.column else ""
        return f"{place.file}{row}{column}"
    if finding.span is not None:
        return f"{finding.span.file.name}:{finding.span.line}:{finding.span.column}"
    return ""


def message_with_label(wording: Wording) -> str:
    """The message, and what the excerpt would have shown under the carets."""
    return f"{wording.message} ({wording.label})" if wording.label else wording.message


def _line(finding: Diagnostic, language: str) -> str:
    wording = words(finding, language)
    at = where(finding, language)
    return f"{at}{': ' if at else ''}{wording.id} {message_with_label(wording)}".replace("\n", " ")
