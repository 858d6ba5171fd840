"""Lists of names: whether one says something twice. Knows no types."""
from __future__ import annotations

from collections.abc import Iterable

from rulelang.diagnostics.model import Report
from rulelang.syntax import nodes


def report_twice(report: Report, names: Iterable[nodes.Name]) -> None:
    """A name that stands again in the same list says nothing: perhaps another one was meant."""
    seen: dict[str, nodes.Name] = {}
    for name in names:
        first = seen.setdefault(name.text, name)
        if first is not name:
            report.add("named-again", name.span, labels=[(first.span, "first")], name=name.text)
