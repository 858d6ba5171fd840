"""Bands that no value reaches, by what the type of their base says. Knows nothing of what a band pays."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rulelang.names.resolved import Rules
from rulelang.syntax import nodes
from rulelang.typecheck import types
from rulelang.typecheck.as_written import number_words
from rulelang.typecheck.bands import days_to_try
from rulelang.typecheck.figures_on import amounts_on
from rulelang.typecheck.never_holds import declared_at, ends_of

if TYPE_CHECKING:
    from rulelang.typecheck.expressions import Checker


def check_rows_reached(
    checker: Checker, key: nodes.Expression, kind: types.Numeric, bands: Sequence[nodes.BandRow], rules: Rules
) -> None:
    """Bands that begin above all that their base can be, or end below it; the first one is asked for in any case."""
    ends = ends_of(kind)
    if ends is None:
        return
    days = list(days_to_try(checker, [row.lower for row in bands], rules))
    for row, following in zip(bands[1:], (*bands[2:], None), strict=False):
        begins = [amounts_on(checker, row.lower, day) for day in days]
        low = min((min(each.values.values()) for each in begins if each is not None and each.values), default=None)
        stops = [amounts_on(checker, following.lower, day) for day in days] if following is not None else []
        high = max((max(each.values.values()) for each in stops if each is not None and each.values), default=None)
        above = low is not None and (low > ends[1] or (row.exclusive and low == ends[1]))
        below = high is not None and following is not None and (
            high < ends[0] or (high == ends[0] and not following.exclusive)
        )
        if above or below:
            least, most = (number_words(end, kind) for end in ends)
            declared = declared_at(checker, key)
            checker.report.add(
                "band-out-of-reach", row.lower.span, labels=[(declared or key.span, "base")], text=row.lower.span.text,
                low=least, high=most, name=" ".join(key.span.text.split()),
            )
