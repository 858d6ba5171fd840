"""What the first days of subjects leave out of a run, found in files as `rulelang.data.first_days` finds it in rows.

One statement for who begins later and one for each relation with dates; none where subjects have no first day.
"""
from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.census import Census
from rulelang.compile.duckdb.session import Session
from rulelang.core.nodes import Core
from rulelang.data.first_days import KEYS_TOLD_MAX, dated_records
from rulelang.data.reading import BeginLater, EarlyRecords, Reading

SQL = DuckDB()
FIRST = "first_day"


@attrs.frozen
class FirstDays:
    """Looks for them among the accepted rows of a run that ends on `last`; `covered` are the tests of subjects that a
    variant covers."""

    core: Core
    session: Session
    censuses: Sequence[Census]
    covered: Sequence[str]
    last: datetime.date

    def added_to(self, reading: Reading) -> Reading:
        """A reading with what is found."""
        if self.core.subject.valid_from is None:
            return reading
        return attrs.evolve(reading, early=self._early(), later=self._later())

    def _subjects(self) -> str:
        """The subjects with their first days."""
        subject = self.censuses[0]
        keys = subject.values(subject.input.key)
        return subject.accepted([*keys, f"{self._first()} as {FIRST}"], *self.covered)

    def _first(self) -> str:
        subject, field = self.censuses[0], self.core.subject.valid_from or ""
        return subject.input.value_of(subject.input.name_of(field), guarded=not subject.fits)

    def _later(self) -> BeginLater:
        """The keys of as many as are told, each with how many there are."""
        keys = ", ".join(self.censuses[0].input.key)
        found = self.session.rows(
            f"with subjects as (\n  {self._subjects()}\n)\nselect count(*) over (), {keys} from subjects "
            f"where {FIRST} > {SQL.day(self.last)} order by {keys} limit {KEYS_TOLD_MAX}"
        )
        return BeginLater(found[0][0], tuple(tuple(key) for _, *key in found)) if found else BeginLater()

    def _early(self) -> tuple[EarlyRecords, ...]:
        dated = {entity.name: name for entity, name in dated_records(self.core)}
        relations = (census for census in self.censuses[1:] if census.input.entity.name in dated)
        found = (self._early_of(census, dated[census.input.entity.name]) for census in relations)
        return tuple(each for each in found if each is not None)

    def _early_of(self, census: Census, dated: str) -> EarlyRecords | None:
        one = census.input
        day, key, owner = one.name_of(dated), list(one.key), list(one.owner)
        records = census.accepted(census.values([*owner, *key, day]))
        told = [day, *key, *owner]
        found = self.session.rows(
            f"with subjects as (\n  {self._subjects()}\n),\nrecords as (\n  {records}\n)\n"
            f"select count(*) over (), {', '.join(told)}, {FIRST} from records join subjects using "
            f"({', '.join(owner)}) where {day} < {FIRST} and {day} <= {SQL.day(self.last)} "
            f"order by {', '.join(told)} limit 1"
        )
        if not found:
            return None
        rows, first_seen, *rest = found[0]
        return EarlyRecords(
            one.entity.name, rows, first_seen, tuple(rest[:len(key)]), tuple(rest[len(key):-1]), rest[-1]
        )
