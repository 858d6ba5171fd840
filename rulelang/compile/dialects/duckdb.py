"""DuckDB's spelling. Facts that decide it: `//` truncates, sum(bigint) is a hugeint, least and greatest skip NULL."""
from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

DAYS_MAX, MONTHS_MAX = 3_700_000, 120_000
"""More than the calendar has: so many lead beyond its ends from anywhere."""
GUARD = "rulelang: a total is larger than was planned for"
"""The message of a statement that fails because a total leaves the limit its plan was promised."""

WORDS = (
    "all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast "
    "check collate collation column concurrently constraint create cross date default deferrable desc describe "
    "distinct do else end except false fetch for foreign freeze from full glob group having ilike in initially "
    "inner intersect interval into is isnull join lambda lateral leading left like limit map natural not notnull "
    "null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary "
    "qualify range references returning right row rows select semi show similar some summarize symmetric table "
    "tablesample then time timestamp to trailing true union unique unpivot using values variadic verbose when "
    "where window with "
)
RESERVED = frozenset(WORDS.split())
SEPARATORS = ",;|~\t\x1f\x1e\x1d" + "".join(map(chr, range(0xE000, 0xE020)))
"""What may stand between the values of a column that is written as one text: the first sign that none of them has."""


class DuckDB:
    narrow = "BIGINT"
    wide = "HUGEINT"
    made_once = "as materialized"

    def name(self, wanted: str) -> str:
        if re.fullmatch(r"[a-z_][a-z0-9_]*", wanted) and wanted not in RESERVED:
            return wanted
        quoted = wanted.replace('"', '""')
        return f'"{quoted}"'

    def text(self, value: str) -> str:
        quoted = value.replace("'", "''")
        return f"'{quoted}'"

    def day(self, value: datetime.date) -> str:
        return f"date '{value.isoformat()}'"

    def cast(self, expression: str, to: str) -> str:
        return f"cast({expression} as {to})"

    def quotient(self, numerator: str, divisor: str) -> str:
        return f"{numerator} // {divisor}"

    def days_between(self, start: str, stop: str) -> str:
        return f"date_diff('day', {start}, {stop})"

    def months_between(self, start: str, stop: str) -> str:
        short = f"day({start}) > day({stop}) and {stop} <> last_day({stop})"
        return f"date_diff('month', {start}, {stop}) - case when {short} then 1 else 0 end"

    def days_later(self, day: str, count: str) -> str:
        return self._in_calendar(f"{day} + cast({_inside(count, DAYS_MAX)} as integer)")

    def months_later(self, day: str, count: str) -> str:
        return self._in_calendar(f"cast({day} + to_months(cast({_inside(count, MONTHS_MAX)} as integer)) as date)")

    def _in_calendar(self, day: str) -> str:
        return f"greatest(least({day}, {self.day(datetime.date.max)}), {self.day(datetime.date.min)})"

    def includes(self, members: str, member: str) -> str:
        return f"contains({members}, {self.text(f';{member};')})"

    def middle(self, value: str, only: str) -> str:
        return f"quantile_disc({value}, 0.5){only} - quantile_disc(-{value}, 0.5){only}"

    def guard(self, expression: str, limit: int, to: str) -> str:
        inside = f"when {expression} between {-limit} and {limit} then {self.cast(expression, to)}"
        failing = self.cast(f"error({self.text(GUARD)})", to)
        return f"case when {expression} is null then 0 {inside} else {failing} end"

    def cells(self, columns: Sequence[tuple[str, str, Sequence[str]]]) -> str:
        """One text a column, taken apart: that is read many times faster than a row of literals for each cell."""
        shown = []
        for name, typed, values in columns:
            sign = next(sign for sign in SEPARATORS if not any(sign in value for value in values))
            part = f"unnest(string_split({self.text(sign.join(values))}, {self.text(sign)}))"
            shown.append(f"{self.cast(part, typed) if typed else part} as {name}")
        return f"select\n    {f',{chr(10)}    '.join(shown)}"


def _inside(count: str, most: int) -> str:
    return f"greatest(least({count}, {most}), {-most})"
