"""How a name that is not there is reported, with the nearest names there are."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from rulelang.diagnostics.model import Diagnostic, Label, Report
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.source import Span
from rulelang.syntax import nodes


class HasName(Protocol):
    """A declaration, or a part of one, that has a name of its own."""

    @property
    def name(self) -> nodes.Name: ...


def places_of(declared: Mapping[str, HasName]) -> dict[str, Span]:
    """Where the names of some declarations stand."""
    return {name: each.name.span for name, each in declared.items()}


def no_such_name(
    report: Report,
    finding: str,
    span: Span | None,
    name: str,
    candidates: Iterable[str],
    labels: Iterable[tuple[Span, str]] = (),
    places: Mapping[str, Span | None] | None = None,
    **values: str,
) -> None:
    """Reports `finding` about `name`; its help is `suggest` where something near to it exists.

    `places` are those of candidates; where one is near, it is marked (`declared`): the slip may be there.
    """
    near = did_you_mean(name, candidates)
    where = [(places or {}).get(each) for each in near]
    labels = [*labels, *((place, "declared") for place in where if place is not None)]
    told = {"name": name, "suggestion": in_backticks(near), **values}
    marked = tuple(Label(place, key) for place, key in labels)
    report.findings.append(Diagnostic(finding, span, told, marked, variant="suggest" if near else ""))
