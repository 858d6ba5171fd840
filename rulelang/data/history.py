"""Reads a file of tiers that partners had before: who, in which ladder, which tier, since when.

CSV with the columns of the subject's key, `ladder`, `tier` and `since`, a period of the program's calendar such as
`2025-Q1`. Knows no other file, and not how a tier goes on from there.
"""
from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from rulelang.core.nodes import Core
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.phrase import Told, phrase
from rulelang.diagnostics.refused import Refused
from rulelang.diagnostics.suggest import did_you_mean, in_backticks
from rulelang.exact.calendar import Period

COLUMNS = ("ladder", "tier", "since")
HISTORY_BYTES_MAX = 100_000_000

# For each ladder the period that a tier was given for, and the tier.
Standing = Mapping[str, tuple[Period, str]]


@attrs.frozen
class History:
    """The standings by the subject's key as it is written, and the digest of the file."""

    standings: Mapping[tuple[str, ...], Standing]
    digest: str


def read_history(core: Core, path: Path) -> History:
    """What a file says; `Refused` with everything in it that does not fit."""
    if path.is_dir():
        values = {"path": path.as_posix(), "reason": phrase("it is a folder")}
        raise Refused([Diagnostic("file-not-usable", None, values)])
    if not path.is_file():
        raise Refused([Diagnostic("file-not-found", None, {"path": path.as_posix()})])
    if path.stat().st_size > HISTORY_BYTES_MAX:
        limit = f"{HISTORY_BYTES_MAX:_}"
        raise Refused([Diagnostic("history-too-large", None, {"path": path.as_posix(), "limit": limit})])
    content = path.read_bytes()
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise Refused([Diagnostic("history-not-read", None, {"path": path.as_posix()})]) from None
    reader = _Reader(core, path.name)
    standings = reader.read(rows)
    if reader.findings:
        raise Refused(reader.findings)
    return History(standings, hashlib.sha256(content).hexdigest())


class _Reader:
    """Reads rows and collects what does not fit."""

    def __init__(self, core: Core, file: str) -> None:
        self.core, self.file = core, file
        self.calendar = core.calendar
        self.tiers = {ladder.name: [step.name for step in ladder.steps] for ladder in core.ladders}
        self.findings: list[Diagnostic] = []

    def read(self, rows: list[list[str]]) -> dict[tuple[str, ...], dict[str, tuple[Period, str]]]:
        wanted = (*self.core.subject.keys, *COLUMNS)
        header = rows[0] if rows else []
        missing = [name for name in wanted if name not in header]
        if missing:
            self._add("history-columns", Place(self.file, 1), missing=in_backticks(missing), all=in_backticks(wanted))
            return {}
        found: dict[tuple[str, ...], dict[str, tuple[Period, str]]] = {}
        places = [header.index(name) for name in wanted]
        for number, row in enumerate(rows[1:], 2):
            if not any(row):
                continue
            *key, ladder, tier, since = (row[at] if at < len(row) else "" for at in places)
            standing = self._standing(number, ladder, tier, since)
            known = found.setdefault(tuple(key), {})
            if standing is not None and ladder in known:
                self._add("history-twice", Place(self.file, number), key=", ".join(key), ladder=ladder)
            elif standing is not None:
                known[ladder] = standing
        return found

    def _standing(self, row: int, ladder: str, tier: str, since: str) -> tuple[Period, str] | None:
        period = self.calendar.parse(since)
        if ladder not in self.tiers:
            self._value(row, "ladder", ladder, phrase("a ladder of tiers of this program"), self.tiers)
        elif tier not in self.tiers[ladder]:
            self._value(row, "tier", tier, phrase("a tier of `{ladder}`", ladder=ladder), self.tiers[ladder])
        elif period is None:
            self._value(row, "since", since, phrase("a period of this program's calendar"), ())
        else:
            return period, tier
        return None

    def _value(self, row: int, column: str, value: str, kind: Told, known: Iterable[str]) -> None:
        known = list(known)
        near = in_backticks(did_you_mean(value, known))
        place = Place(self.file, row, column)
        self._add("history-value", place, value=value, kind=kind, suggestions=near, known=in_backticks(known))

    def _add(self, name: str, place: Place, **values: object) -> None:
        self.findings.append(Diagnostic(name, None, values, place=place))
