"""Figures as result files that DuckDB writes itself: the same table as `rulelang.data.rendered` gives, cell by cell.

Knows text, yes or no, dates, money and numbers; a result with other columns is left to the writers in Python. No row
passes through Python, and no amount through a float.
"""
from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from rulelang.compile.dialects.duckdb import DuckDB
from rulelang.compile.duckdb.figures import TABLE, Figure, Figures
from rulelang.compile.scalars import whole
from rulelang.core.nodes import ChoiceSet, Quantity, Truth, Type, Words
from rulelang.core.paid_in import told_with_currency
from rulelang.core.population import Outcome
from rulelang.data.rendered import Column, between_tiers, cause_text, outcome_type, reason_text, result_columns
from rulelang.data.write import FORMULA_SIGNS, stored_type
from rulelang.languages import ENGLISH

SQL = DuckDB()
SUFFIXES = (".csv", ".parquet")
KINDS = ("text", "yes_no", "date", "money", "number")
DIGITS_MAX = 38


@attrs.frozen
class Rendering:
    """Writes the subjects whose key as text is `only`; all of them where it is None. Reasons are in a language."""

    figures: Figures
    only: str | None = None
    language: str = ENGLISH

    @property
    def columns(self) -> tuple[Column, ...]:
        plan = self.figures.plan
        return result_columns(tuple(output.name for output in plan.outputs), plan.core, plan.paid_in)

    def can_write(self, path: Path) -> bool:
        """Whether DuckDB can write the whole of a result."""
        if path.suffix.lower() not in SUFFIXES or any(isinstance(type_, ChoiceSet) for type_ in self._types()):
            return False
        # Of decimals without whole digits DuckDB leaves out the zero before the point.
        return all(c.kind in KINDS and (c.digits == 0 or c.precision > c.digits) for c in self.columns)

    def matches(self) -> bool:
        """Whether there is the subject wanted."""
        query = f"select count(*) from {TABLE} where {self.test}"
        return bool(self.figures.session.connection.execute(query).fetchall()[0][0])

    def keys(self) -> tuple[str, ...]:
        """The keys of all subjects, as text, in order of key."""
        query = f"select {self.key_text} from {TABLE} order by {', '.join(self.figures.key)}"
        return tuple(row[0] for row in self.figures.session.connection.execute(query).fetchall())

    def write(self, path: Path) -> None:
        """Writes a file in order of key, which is that of the table; the same results give the same bytes."""
        cells = [*self._cells(), self._reasons()]
        where = f" where {self.test}" if self.only is not None else ""
        tail = f"from {TABLE}{where}"
        if path.suffix == ".parquet":
            # Which columns may hold nothing is told by the case, and not found out from the rows there are.
            shown = [
                f"case when rowid >= 0 then cast({cell} as {stored_type(c)}) end as {_quoted(c.name)}"
                for cell, c in zip(cells, self.columns, strict=True)
            ]
            self._copy(f"select {', '.join(shown)} {tail}", path, "format parquet")
            return
        # A text is looked at for each sign that is special; that of reasons is long, so each is made once, first.
        texts = [f"{_text(cell, c)} as text_{n}" for n, (cell, c) in enumerate(zip(cells, self.columns, strict=True))]
        lines = [_csv_cell(f"text_{n}", c) for n, c in enumerate(self.columns)]
        header = _csv_line([column.name for column in self.columns])
        # Lines are put together here, so that quoting is that of Python's writer and not DuckDB's.
        line = f"select concat_ws(',', {', '.join(lines)}) as {_quoted(header)} from (select {', '.join(texts)} {tail})"
        self._copy(line, path, "format csv, header true, quote '', escape '', delimiter ','")

    @property
    def test(self) -> str:
        """Whether a subject's key, as text, is the one wanted."""
        return f"{self.key_text} = {SQL.text(self.only or '')}"

    @property
    def key_text(self) -> str:
        """A key as a partner is asked for."""
        parts = [_asked(name, type_) for name, type_ in zip(self.figures.key, self._types(), strict=False)]
        return " || ', ' || ".join(parts)

    def _copy(self, query: str, path: Path, how: str) -> None:
        target = SQL.text(str(path))
        self.figures.session.connection.execute(f"copy ({query}) to {target} ({how}, use_tmp_file false)")

    def _types(self) -> list[Type]:
        core = self.figures.plan.core
        keys = [core.subject.field(name).type for name in core.subject.keys]
        paid_in, beside = self.figures.plan.paid_in, told_with_currency(core)
        types: list[Type] = []
        for output in self.figures.plan.outputs:
            types.append(paid_in.get(output.name) or outcome_type(core, output.name))
            types += [Words()] if output.name in beside else []
        return [*keys, *types]

    # -------------------------------------------------------------------------------------------- cells

    def _cells(self) -> Iterator[str]:
        """An expression for each key and outcome: text, a truth, a day or a decimal; NULL for nothing to say."""
        columns, types = self.columns, self._types()
        for at, name in enumerate(self.figures.key):
            yield _value(name, columns[at], types[at])
        at, beside = len(self.figures.key), told_with_currency(self.figures.plan.core)
        for figure in self.figures.columns:
            yield self._outcome(figure, columns[at], types[at])
            at += 1
            if figure.output.name in beside:
                yield SQL.text(columns[at - 1].currency)
                at += 1

    def _outcome(self, figure: Figure, column: Column, type_: Type) -> str:
        if not figure.output.due:
            return "NULL"
        found = _tier(figure, figure.value) if figure.output.kind == "tier" else _value(figure.value, column, type_)
        return f"case when not ({figure.is_unknown}) then {found} end" if figure.is_unknown else found

    # -------------------------------------------------------------------------------------------- reasons

    def _reasons(self) -> str:
        reasons = [reason for figure in self.figures.columns for reason in self._reason(figure)]
        return f"nullif(concat_ws('; ', {', '.join(reasons)}), '')" if reasons else "cast(NULL as VARCHAR)"

    def _reason(self, figure: Figure) -> Iterator[str]:
        """Why an outcome has no value, or NULL where it has one."""
        output = figure.output
        if not output.due:
            later = Outcome(None, due=False, next_due=output.next_due)
            yield SQL.text(reason_text(output.name, later, None, self.language))
        elif figure.is_unknown:
            parts = [*self._interval(figure), *self._causes(figure)]
            text = f"concat_ws(', ', {', '.join(parts)})"
            yield f"case when {figure.is_unknown} then {SQL.text(f'{output.name}: ')} || {text} end"

    def _interval(self, figure: Figure) -> Iterator[str]:
        if figure.highest:
            near, far = (SQL.text(between_tiers(self.language, next_to=each)) for each in (True, False))
            joined = f"case when {figure.highest} - {figure.value} = 1 then {near} else {far} end"
            yield f"{_tier(figure, figure.value)} || {joined} || {_tier(figure, figure.highest)}"

    def _causes(self, figure: Figure) -> Iterator[str]:
        """The words of each cause where it is set, in the order of causes."""
        plan = self.figures.plan
        if not figure.causes:
            causes = plan.causes_in(whole(figure.output.causes))
            yield from (SQL.text(cause_text(cause, self.language)) for cause in causes)
            return
        for cause, number in sorted((cause, number) for number, cause in enumerate(plan.causes)):
            bit = SQL.cast(SQL.text(str(1 << number)), "HUGEINT" if number > 62 else "BIGINT")
            yield f"case when {figure.causes} & {bit} <> 0 then {SQL.text(cause_text(cause, self.language))} end"


def _tier(figure: Figure, index: str) -> str:
    whens = " ".join(f"when {at} then {SQL.text(tier)}" for at, tier in enumerate(figure.output.tiers))
    return f"case {index} {whens} end"


def _value(name: str, column: Column, type_: Type) -> str:
    return _decimal(name, column, type_) if isinstance(type_, Quantity) else name


def _decimal(units: str, column: Column, type_: Quantity) -> str:
    """Units as a decimal: multiplied by one of the last digit, never divided."""
    wide = column.precision == DIGITS_MAX
    factor = 10**column.digits // type_.denominator
    scaled = units if factor == 1 else f"{f'cast({units} as HUGEINT)' if wide else units} * {factor}"
    if column.digits == 0:
        return f"cast({scaled} as DECIMAL({column.precision}, 0))"
    last = f"cast('{'0.'.ljust(column.digits + 1, '0')}1' as DECIMAL({column.digits}, {column.digits}))"
    # Of decimals up to 18 digits DuckDB makes products of 18 digits; with one of more it has room for all of them.
    width = DIGITS_MAX if wide else column.precision + 1
    return f"cast(cast({scaled} as DECIMAL({width}, 0)) * {last} as DECIMAL({column.precision}, {column.digits}))"


# ------------------------------------------------------------------------------------------------ text


def _asked(name: str, type_: Type) -> str:
    if isinstance(type_, Truth):
        return f"case when {name} then 'True' else 'False' end"
    return f"cast({name} as VARCHAR)"


def _text(cell: str, column: Column) -> str:
    """A cell as the text that a file holds."""
    if column.kind == "yes_no":
        return f"case when {cell} then 'yes' when not {cell} then 'no' end"
    if column.kind == "number" and column.digits:
        return f"rtrim(rtrim(cast({cell} as VARCHAR), '0'), '.')"
    return cell if column.kind == "text" else f"cast({cell} as VARCHAR)"


def _csv_cell(text: str, column: Column) -> str:
    """A text guarded against spreadsheets and quoted as Python's writer quotes; nothing for nothing."""
    if column.kind != "text":
        return f"coalesce({text}, '')"
    signs = ", ".join(f"chr({ord(sign)})" for sign in FORMULA_SIGNS)
    guarded = f"case when left({text}, 1) in ({signs}) then '''' || {text} else {text} end"
    special = " or ".join(f"contains({text}, chr({ord(sign)}))" for sign in _special_signs())
    quoted = f"'\"' || replace({guarded}, '\"', '\"\"') || '\"'"
    return f"coalesce(case when {special} then {quoted} else {guarded} end, '')"


def _special_signs() -> Sequence[str]:
    """The signs for which Python's writer of CSV quotes a cell; releases differ about a carriage return."""
    return [sign for sign in ',"\n\r' if _csv_line(["", f"a{sign}"]) != f",a{sign}"]


def _csv_line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()[:-1]


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
