"""Growth that is asked for a period of another length than its base has. Knows periods; computes nothing."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulelang.core import nodes as core
from rulelang.diagnostics.model import Diagnostic, Label
from rulelang.diagnostics.phrase import Told
from rulelang.exact.calendar import Period
from rulelang.source import Span
from rulelang.typecheck.words import length_words


def bases_of_another_length(
    program: core.Core, names: Iterable[str], period: Period, place: Span | None = None
) -> Iterator[Diagnostic]:
    """A finding for each of some outcomes, at the place where the period is written or, if it is not, at the base."""
    now = program.calendar.length(period)
    for name in names:
        other = next((base for base in program.bases.get(name, ()) if base.length != now), None)
        if other is not None:
            values: dict[str, Told] = {
                "name": name, "measure": other.measure, "now": length_words(now), "base": length_words(other.length),
            }
            labels = (Label(other.span, "base"),) if place is not None else ()
            variant = "" if place is not None else "run"
            yield Diagnostic("period-of-another-length", place or other.span, values, labels=labels, variant=variant)
