"""The one order findings are shown in: by file, by place in it, by code. The same on every run."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.catalogue import entries
from rulelang.diagnostics.model import Diagnostic
from rulelang.languages import ENGLISH

_Key = tuple[str, int, int, str, str, str]


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings sorted by file, start and code; those without a place come first. Equal ones are told once."""
    return tuple({_identity(finding): finding for finding in sorted(findings, key=_key)}.values())


def _key(finding: Diagnostic) -> _Key:
    code = entries(ENGLISH)[finding.name].id
    facts = repr(sorted((key, str(value)) for key, value in finding.values.items()))
    if finding.place is not None:
        place = finding.place
        return (place.file, place.row or 0, 0, place.column or "", code, facts)
    if finding.span is not None:
        return (finding.span.file.name, finding.span.start, finding.span.stop, "", code, facts)
    return ("", 0, 0, "", code, facts)


def _identity(finding: Diagnostic) -> tuple[_Key, str]:
    return _key(finding), finding.variant
