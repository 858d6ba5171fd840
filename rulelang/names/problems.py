"""How a name that is not there is reported, with the nearest names there are."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.model import Diagnostic, Label, Report
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.source import Span


def no_such_name(
    report: Report,
    finding: str,
    span: Span | None,
    name: str,
    candidates: Iterable[str],
    labels: Iterable[tuple[Span, str]] = (),
    **values: str,
) -> None:
    """Reports `finding` about `name`; its help is `suggest` where something near to it exists."""
    near = did_you_mean(name, candidates)
    told = {"name": name, "suggestion": in_backticks(near), **values}
    marked = tuple(Label(where, key) for where, key in labels)
    report.findings.append(Diagnostic(finding, span, told, marked, variant="suggest" if near else ""))
