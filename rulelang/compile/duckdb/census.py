"""Which rows of the files count, in SQL: the order of decisions is that of `rulelang.data`.

First comes a look at whether every row is accepted as it stands. Where not, every row is counted by what can be said
of it alone; those that leave something to decide (cells that do not fit, keys that come again, records of unknown
partners) are set out in a table with their fates: accepted, superseded, rejected, aside (their partner was rejected or
left out), stranger (there is no such partner).
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import attrs

from rulelang.compile.duckdb.cells import ALWAYS
from rulelang.compile.duckdb.inputs import ROW, Input
from rulelang.compile.duckdb.session import Session
from rulelang.data.reading import Counts
from rulelang.exact.calendar import Period

TOLD = ("rejected", "stranger")
"""The fates of rows that are rejects."""


@attrs.frozen
class Census:
    """What became of one entity's rows.

    `fits` says that every cell of the file fits, `fates` names the table of the rows that had to be told apart ("" for
    none). `earliest` is the first date of accepted rows. `days` gives the first and last day that some columns hold;
    `marks` says whether some accepted subject has a rejected row.
    """

    input: Input
    counts: Counts
    fits: bool
    left_out: str
    fates: str = ""
    latest_recorded: datetime.date | None = None
    earliest: datetime.date | None = None
    days: Mapping[str, Period] = attrs.field(factory=dict)
    marks: bool = False

    def accepted(self, items: Sequence[str], *more: str) -> str:
        """A select over the accepted rows."""
        tests = [] if self.left_out == NOBODY else [f"not {self.left_out}"]
        if self.fates:
            here = f"gone.{ROW} = {self.input.rows}.{ROW} and gone.fate <> 'accepted'"
            tests.append(f"not exists (select 1 from {self.fates} as gone where {here})")
        where = " and ".join([*tests, *more])
        return f"select {', '.join(items)} from {self.input.rows}" + (f" where {where}" if where else "")

    def values(self, names: Iterable[str]) -> list[str]:
        """Columns of accepted rows."""
        return self.input.values(names, guarded=not self.fits)


MARKS_PER_ROW = 64
"""How far apart keys that are numbers may lie for each to get a mark of its own: a row's key takes as much to hold."""
NOBODY = "false"
"""The test that leaves no row out."""


def take_census(
    session: Session, inputs: Sequence[Input], as_of: datetime.date | None, days: Mapping[str, Sequence[str]]
) -> tuple[Census, ...]:
    """The census of the subject's file and then of every relation's. `days` names, by entity, date fields whose first
    and last day are wanted. Raises Stopped."""
    import duckdb

    found: list[Census] = []
    aside = ""
    for one in inputs:
        counting = _Counting(session, one, as_of, days.get(one.entity.name, ()), found[0] if found else None, aside)
        try:
            found.append(counting.census())
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as problem:
            raise one.table.stopped(problem) from problem
        if len(found) == 1:
            aside = counting.set_aside(found[0])
    return tuple(found)


@attrs.define
class _Counting:
    session: Session
    input: Input
    as_of: datetime.date | None
    day_fields: Sequence[str]
    subject: Census | None
    aside: str
    repeated: str | None = None

    @property
    def left_out(self) -> str:
        recorded = self.input.layout.recorded
        if recorded is None or self.as_of is None:
            return NOBODY
        return f"coalesce({self.input.cells[recorded].guarded} > date '{self.as_of}', false)"

    @property
    def days(self) -> list[str]:
        return [self.input.name_of(field) for field in self.day_fields]

    def census(self) -> Census:
        """Where nothing is to be decided, it costs little more than a look at a file's statistics, a search for keys
        that come again, and one for records of nobody."""
        trusted = self.input.trusted
        self.input = self.input.plainly(self.session, (name for name in self.input.names if name not in trusted))
        self._forget_as_of()
        trusting = attrs.evolve(self, input=self.input.trusting())
        if trusting.decides_nothing():
            return trusting.plain_census()
        self.input = self.input.plainly(self.session, trusted)
        self.repeated = trusting.repeated if not set(trusted).intersection(self.input.key) else None
        return self.full_census()

    def _forget_as_of(self) -> None:
        """Where nothing was recorded after the as-of date, there need not be one."""
        one = self.input
        if self.left_out != NOBODY and one.recorded and one.cells[one.layout.recorded or 0].fits == ALWAYS:
            latest = self.session.row(f"select {self._end('max', one.recorded)} from {one.rows}")[0]
            if latest is None or (self.as_of is not None and latest <= self.as_of):
                self.as_of = None

    def decides_nothing(self) -> bool:
        """Whether every row is accepted as it stands."""
        if self.left_out != NOBODY or self.input.fits != ALWAYS:
            return False
        return not self.repeats() and not self._has_strangers()

    def _has_strangers(self) -> bool:
        """Whether there is a record of nobody."""
        if self.subject is None:
            return False
        owner, rows = ", ".join(self.input.owner), self.input.rows
        found = f"(select count(*) from {rows} join ({self._known()}) as known using ({owner}))"
        return not self.session.row(f"select count(*) = {found} from {rows}")[0]

    def plain_census(self) -> Census:
        one = self.input
        items = ["count(*)", self._end("max", one.recorded), self._end("min", one.dated)]
        items += [self._end(end, day) for day in self.days for end in ("min", "max")]
        read, recorded, earliest, *days = self.session.row(f"select {', '.join(items)} from {one.rows}")
        return self._plain(read, 0, recorded, earliest, days, fits=True)

    def _end(self, end: str, name: str | None) -> str:
        return f"{end}({self.input.value_of(name, guarded=False)})" if name else "NULL"

    def full_census(self) -> Census:
        read, left_out, misfits, unfit, strangers, recorded, earliest, *days = self.session.row(self._totals())
        repeats = self.repeats()
        plain = self._plain(read, left_out, recorded, earliest, days, fits=not misfits)
        return self._told_apart(plain, repeats) if unfit or repeats or strangers else plain

    def _plain(
        self, read: int, left_out: int, recorded: datetime.date | None, earliest: datetime.date | None,
        days: Sequence[datetime.date | None], *, fits: bool,
    ) -> Census:
        """The census of rows that are all accepted, but for those left out."""
        counts = Counts(
            self.input.entity.name, read, read - left_out, 0, left_out, ignored_columns=self.input.ignored_columns
        )
        spans = {
            field: Period(first, last)
            for field, first, last in zip(self.day_fields, days[::2], days[1::2], strict=True)
            if first is not None and last is not None
        }
        return Census(
            self.input, counts, fits, self.left_out, latest_recorded=recorded, earliest=earliest, days=spans
        )

    # -------------------------------------------------------------------------------------------- all rows

    def _cells(self) -> str:
        """Every row with what decides about it: its own key, its partner's, its dates and whether all its cells fit."""
        one = self.input
        names = [*one.key, *one.owner, *filter(None, (one.recorded, one.dated)), *self.days]
        items = [ROW, *one.values(names, guarded=True), f"({one.fits}) as fits", f"{self.left_out} as left_out"]
        return f"select {', '.join(items)} from {one.rows}"

    def _known(self) -> str:
        """The keys of accepted subjects."""
        assert self.subject is not None
        return self.subject.accepted(self.subject.values(self.subject.input.key))

    def _totals(self) -> str:
        """Rows, those left out, those that do not fit (in all, and of those not left out), records of nobody, the
        latest recording date, the earliest date, and the first and last of each day."""
        one = self.input
        owner = f"known.{one.owner[0]}" if self.subject else ""
        nobody = f"{owner} is null" if self.subject else NOBODY
        seen = "not left_out"
        tests = [f"count(*) filter (where {test})" for test in ("left_out", "not fits", f"not fits and {seen}")]
        items = ["count(*)", *tests, f"count(*) filter (where {seen} and {nobody})"]
        items.append(f"max(cells.{one.recorded}) filter (where {seen})" if one.recorded else "NULL")
        good = f"{seen} and fits and not {nobody}" if self.subject else f"{seen} and fits"
        items.append(f"min(cells.{one.dated}) filter (where {good})" if one.dated else "NULL")
        items += [f"{end}(cells.{day}) filter (where {seen})" for day in self.days for end in ("min", "max")]
        known = f" left join known on {_same(one.owner, 'cells', 'known')}" if self.subject else ""
        return f"{self._with()}select {', '.join(items)} from cells{known}"

    def _with(self) -> str:
        known = f",\nknown as (\n  {self._known()}\n)" if self.subject else ""
        return f"with cells as (\n  {self._cells()}\n){known}\n"

    def repeats(self) -> str:
        """The table of keys that several rows have, made once; "" where there are none."""
        if self.repeated is None:
            self.repeated = self._repeated() if self.input.key and not self._all_differ() else ""
        return self.repeated

    def _all_differ(self) -> bool:
        """Whether every row has a whole number of its own as its key, told by a mark for each number: a tenth of the
        work of grouping. False where they lie too far apart for that, or are something else."""
        one = self.input
        if self.left_out != NOBODY or one.recorded or not one.is_numbered:
            return False
        key = one.value_of(one.key[0], guarded=False)
        least, most, rows = self.session.row(f"select min({key}), max({key}), count(*) from {one.rows}")
        if not rows or most - least >= rows * MARKS_PER_ROW:
            return False
        marks = f"bit_count(bitstring_agg({key}, {least}, {most}))"
        return bool(self.session.row(f"select {marks} = {rows} from {one.rows}")[0])

    def _repeated(self) -> str:
        keys, table = ", ".join(self.input.key), f"{self.input.rows}_repeated"
        seen = "" if self.left_out == NOBODY else "not left_out and "
        cells = f"with cells as (\n  {self._cells()}\n)\n"
        again = f"select {keys} from cells where {seen}{self._placed()} group by {keys} having count(*) > 1"
        self.session.make(table, cells + again)
        return table if self.session.row(f"select count(*) from {table}")[0] else ""

    def _placed(self) -> str:
        """Whether a row has a key and a recording date, so that it can be a version of another."""
        names = [*self.input.key, *filter(None, (self.input.recorded,))]
        return " and ".join(f"{name} is not null" for name in names)

    # -------------------------------------------------------------------------------------------- some rows

    def _told_apart(self, plain: Census, repeated: str) -> Census:
        one = self.input
        table = f"{one.rows}_fates"
        self.session.make(table, self._fates(repeated))
        fates = dict(self.session.rows(f"select fate, count(*) from {table} group by fate order by fate"))
        gone = sum(count for fate, count in fates.items() if fate != "accepted")
        counts = attrs.evolve(
            plain.counts, accepted=plain.counts.accepted - gone, rejected=sum(fates.get(fate, 0) for fate in TOLD),
            superseded=fates.get("superseded", 0), set_aside=fates.get("aside", 0),
        )
        found = attrs.evolve(plain, counts=counts, fates=table)
        if self.subject is None:
            return found
        marks = self.session.row(f"select count(*) from {table} where fate = 'rejected' and is_known")[0] > 0
        return attrs.evolve(found, marks=marks, earliest=self._earliest(found))

    def _fates(self, repeated: str) -> str:
        """The rows that cannot be accepted by themselves, told apart."""
        tables = {"known": self._known() if self.subject else "", "aside": self.aside and f"select * from {self.aside}",
                  "repeated": repeated and f"select * from {repeated}"}
        keys = {"known": self.input.owner, "aside": self.input.owner, "repeated": self.input.key}
        there = {name: query for name, query in tables.items() if query}
        joins = "".join(f" left join {name} on {_same(keys[name], 'cells', name)}" for name in there)
        has = {name: f"({name}.{keys[name][0]} is not null)" if name in there else "false" for name in tables}
        is_known = has["known"] if self.subject else "true"
        troubled = (
            f"select cells.*, {is_known} as is_known, {has['aside']} as is_aside from cells{joins} "
            f"where not left_out and (not fits or {has['repeated']} or not {is_known})"
        )
        fate = (
            "case when is_superseded then 'superseded' when is_aside then 'aside' "
            "when is_shared or not fits then 'rejected' when is_known then 'accepted' else 'stranger' end as fate"
        )
        ctes = {"cells": self._cells(), **there, "troubled": troubled, "versions": self._versions()}
        body = ",\n".join(f"{name} as (\n  {query}\n)" for name, query in ctes.items())
        return f"with {body}\nselect *, {fate} from versions"

    def _versions(self) -> str:
        """The troubled rows, with whether a later version of them is there and whether another row has their key."""
        one = self.input
        if not one.key:
            return "select *, false as is_superseded, false as is_shared from troubled"
        placed, group = self._placed(), ", ".join([f"({self._placed()})", *one.key])
        later, together = "false", group
        if one.recorded:
            later = f"{placed} and {one.recorded} < max({one.recorded}) over (partition by {group})"
            together = f"{group}, {one.recorded}"
        shared = f"{placed} and count(*) over (partition by {together}) > 1"
        return f"select *, {later} as is_superseded, {shared} as is_shared from troubled"

    def _earliest(self, found: Census) -> datetime.date | None:
        """The earliest date, looked for anew where the row that has it is superseded or shares its key."""
        dated = self.input.dated
        if dated is None or found.earliest is None:
            return None
        day = f"date '{found.earliest}'"
        unsure = f"fate <> 'accepted' and is_known and fits and {dated} = {day}"
        if not self.session.row(f"select count(*) from {found.fates} where {unsure}")[0]:
            return found.earliest
        rows = found.accepted(found.values([*self.input.owner, dated]))
        query = f"with cells as (\n  {rows}\n),\nknown as (\n  {self._known()}\n)\n"
        keys = ", ".join(self.input.owner)
        earliest = self.session.row(f"{query}select min({dated}) from cells semi join known using ({keys})")[0]
        return earliest if isinstance(earliest, datetime.date) else None

    def set_aside(self, found: Census) -> str:
        """The table of keys of subjects that were rejected or left out and have no accepted row; "" for none."""
        one = self.input
        queries = []
        readable = " and ".join(f"{name} is not null" for name in one.key)
        keys = ", ".join(one.key)
        if found.counts.left_out:
            queries.append(f"select {keys} from ({self._cells()}) where left_out and {readable}")
        if found.counts.rejected:
            queries.append(f"select {keys} from {found.fates} where fate = 'rejected' and {readable}")
        if not queries:
            return ""
        table = f"{one.rows}_aside"
        accepted = found.accepted(found.values(one.key))
        self.session.make(table, f"({' union '.join(queries)})\nexcept {accepted}")
        return table


def _same(names: Sequence[str], left: str, right: str) -> str:
    return " and ".join(f"{left}.{name} = {right}.{name}" for name in names)
