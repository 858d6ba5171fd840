"""Readings of records under the names they have elsewhere, where a declaration stops making sense because of them."""
from __future__ import annotations

from rulelang.syntax.expectations import place_before
from rulelang.syntax.other_readings import LONGEST, other_reading
from rulelang.syntax.problems.stop import Stop

LINE_MAX = 40
CALL_MAX = 8
"""So many pieces before the one that does not fit are looked at for a bracket."""


def reading_in_other_words(stop: Stop) -> bool:
    """`sum amount of deals`, `count(deals)`: a reading under another name, or with brackets that it does not take."""
    if stop.token is None:
        return False
    around = [(at - LONGEST, at) for at in (stop.index, _bracket(stop))]
    for first, unread in (*around, _part(stop)):
        for start in range(max(first, 1), min(unread + 1, len(stop.pieces))):
            meant = other_reading(stop.file, stop.pieces[start].start, stop.language)
            if meant is None or not _takes(stop, start, meant.reading):
                continue
            if stop.meant == "WHERE" or meant.span.stop >= stop.pieces[unread - 1].stop:
                stop.report.add(
                    "reading-in-other-words", meant.span, variant=meant.variant, written=meant.written,
                    instead=meant.instead,
                )  # fmt: skip
                return True
    return False


def _bracket(stop: Stop) -> int:
    """The last bracket opened before the word that does not fit: `max(amount) of deals` is a call up to its `of`."""
    opened = [at for at in range(max(stop.index - CALL_MAX, 0), stop.index) if stop.pieces[at].text == "("]
    return opened[-1] if opened else stop.index


def _part(stop: Stop) -> tuple[int, int]:
    """Where `sum of amount of deals where ...` begins, which is a part of something up to its `where`."""
    if stop.meant != "WHERE" or stop.fresh:
        return stop.index, stop.index
    earliest = max(stop.index - LINE_MAX, 1)
    return next((at for at in range(stop.index, earliest, -1) if stop.pieces[at].fresh), earliest), stop.index


def _takes(stop: Stop, start: int, reading: str) -> bool:
    """Whether the word of the rules could stand where the name stands."""
    before = [token for token in stop.before if (token.start_pos or 0) < stop.pieces[start].start]
    return bool(before) and reading in place_before(before).accepted
