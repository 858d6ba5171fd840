"""The findings of a program and its variants as one list: a mistake that several of them share is told once.

A variant is checked with all that it adapts, so it meets the mistakes of its base again, at times in other words; and
what it says of its own may be out of place only because its base is. Knows no rules, only where findings stand.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from rulelang.diagnostics.catalogue import severity
from rulelang.diagnostics.model import Diagnostic, Severity
from rulelang.source import Span


def told_once(members: Iterable[Sequence[Diagnostic]]) -> list[Diagnostic]:
    """The findings of each member of a family, base first, without those that an earlier one told at their place and
    without those that point at a mistake in another file: they follow from it."""
    told: dict[tuple[str, Span | None], int] = {}
    found: list[Diagnostic] = []
    for number, findings in enumerate(members):
        for finding in findings:
            if told.setdefault((finding.name, finding.span), number) == number:
                found.append(finding)
    wrong = {_line(f.span): f for f in found if f.span is not None and severity(f) is Severity.ERROR}
    return [finding for finding in found if not _follows(finding, wrong)]


def _follows(finding: Diagnostic, wrong: dict[tuple[str, int], Diagnostic]) -> bool:
    """Whether a finding points at a line in another file that is itself wrong, and not for what stands here."""
    own = finding.span
    if own is None:
        return False
    causes = [wrong.get(_line(label.span)) for label in finding.labels if label.span.file != own.file]
    return any(cause is not None and _line(own) not in map(_line, _labelled(cause)) for cause in causes)


def _labelled(finding: Diagnostic) -> list[Span]:
    return [label.span for label in finding.labels]


def _line(span: Span) -> tuple[str, int]:
    return span.file.name, span.line
