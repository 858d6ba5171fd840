"""What a pass reports. Facts only: every word comes from the catalogue, so one report reads in any language."""
from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from rulelang.diagnostics.phrase import Told, as_told, shortened
from rulelang.frozen import frozen
from rulelang.source import Span


class Severity(enum.Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Safety(enum.Enum):
    """Whether an edit may be applied unseen: only SAFE ones are; CHANGES_PAYOUT may move money."""

    SAFE = "safe"
    CHANGES_PAYOUT = "changes-payout"
    GUESS = "guess"


@frozen
class Edit:
    span: Span
    replacement: str
    safety: Safety = Safety.GUESS


@frozen
class Label:
    """Another place that matters. `key` names its words in the catalogue (`labels.<key>` of the code)."""

    span: Span
    key: str


@frozen
class Place:
    """Where a finding about data stands: 1-based row counting the header as row 1, and the column's name."""

    file: str
    row: int | None = None
    column: str | None = None


def _as_written(values: Mapping[str, object]) -> Mapping[str, Told]:
    told = as_told(values)
    return MappingProxyType({
        name: shortened(value) if isinstance(value, str) else value for name, value in told.items()
    })


@frozen
class Diagnostic:
    """One finding.

    `name` is its permanent name in the catalogue (`unit-mismatch`), which also holds its id, severity and wording.
    `values` fill the wording: names and amounts as the user wrote them, and phrases of ours. `variant` picks one of
    several wordings of notes and help. A finding about rules has a `span`; one about data has a `place`; one about a
    command has neither. `language` is that of the program it is about, for findings that point into no rules.
    """

    name: str
    span: Span | None = None
    values: Mapping[str, Told] = attrs.field(factory=dict, converter=_as_written, hash=False)
    labels: tuple[Label, ...] = ()
    place: Place | None = None
    variant: str = ""
    edits: tuple[Edit, ...] = ()
    language: str = ""


@attrs.define
class Report:
    """Collects the findings of one pass in the order they are made; `sorted` gives the order of the file."""

    findings: list[Diagnostic] = attrs.field(factory=list)

    def add(
        self,
        finding: str,
        span: Span | None,
        /,
        *,
        labels: Iterable[tuple[Span, str]] = (),
        place: Place | None = None,
        variant: str = "",
        edits: Iterable[Edit] = (),
        **values: object,
    ) -> None:
        self.findings.append(
            Diagnostic(
                finding,
                span,
                values,
                tuple(Label(where, key) for where, key in labels),
                place,
                variant=variant,
                edits=tuple(edits),
            )
        )
