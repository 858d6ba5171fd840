"""A DuckDB that reaches the files of one run and nothing else, and remembers the statements that it ran over them.

Knows no rules and no rows. Once it is locked there is no way back: rules and data reach SQL as text.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from rulelang.compile.dialects.duckdb import DuckDB

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL = DuckDB()
MEMORY = "300MB"
"""What DuckDB may hold of a run at first; beyond it works on disk, which costs no more than taking more memory does."""


@attrs.define
class Session:
    """`statements` are those that read data or rules, in the order they ran; none of them names a place on a disk, so
    that the same run has the same text everywhere."""

    connection: DuckDBPyConnection
    statements: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        return ";\n\n".join(self.statements)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        self.statements.append(query)
        return self.connection.execute(query).fetchall()

    def row(self, query: str) -> tuple[Any, ...]:
        return self.rows(query)[0]

    def make(self, table: str, query: str) -> None:
        """A temporary table of what a query gives."""
        statement = f"create or replace temp table {table} as\n{query}"
        self.connection.execute(statement)
        self.statements.append(statement)

    def view(self, name: str, query: str) -> None:
        """A name for a file; it is not part of the text."""
        self.connection.execute(f"create temp view {name} as {query}")


def pattern_of(path: Path) -> str:
    """A path as DuckDB takes it: a folder's name may hold what is read as a pattern over several files."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


SLOW_PLANNING = "projection_placement"
"""A step of DuckDB's planning that moves projections around. On programs of many readings it takes 50 times as long as
all other steps together (4.4 of 4.6 seconds for 150 KB of SQL in duckdb 2.0.0); runs are as fast without it."""


def plan_in_time(connection: DuckDBPyConnection) -> None:
    """Leaves out the slow step of planning, where this version of DuckDB has it."""
    known = connection.execute("select 1 from duckdb_optimizers() where name = $1", [SLOW_PLANNING]).fetchone()
    if known:
        connection.execute(f"set disabled_optimizers = {SQL.text(SLOW_PLANNING)}")


def be_quiet(connection: DuckDBPyConnection) -> None:
    """Tells nothing on the way: in a process without a script of its own, such as one that was spawned to work,
    DuckDB would draw how far it is into whatever that process prints."""
    connection.execute("set enable_progress_bar = false")


def locked_session(connection: DuckDBPyConnection, files: Sequence[Path], spill: Path, memory: str) -> Session:
    """Locks a new connection on some files, to be read or written. What does not fit into `memory` ("": into most of
    the machine's) goes to the folder `spill`."""
    paths = dict.fromkeys(text for path in files for text in (str(path), pattern_of(path)))
    plan_in_time(connection)
    be_quiet(connection)
    # Results are written in the order in which their table was made.
    connection.execute("set preserve_insertion_order = true")
    connection.execute(f"set temp_directory = {SQL.text(str(spill))}")
    if memory:
        connection.execute(f"set memory_limit = {SQL.text(memory)}")
    connection.execute(f"set allowed_paths = [{', '.join(map(SQL.text, paths))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return Session(connection)
