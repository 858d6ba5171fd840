"""DuckDB prints nothing of its own, wherever it is run."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from rulelang.compile.duckdb.run import lock
from rulelang.compile.duckdb.session import locked_session

READY: dict[str, Callable[[duckdb.DuckDBPyConnection, Path], object]] = {
    "for what is in memory": lambda connection, _: lock(connection),
    "for files": lambda connection, folder: locked_session(connection, [], folder, ""),
}


@pytest.mark.parametrize("ready", READY.values(), ids=READY)
def test_it_never_draws_how_far_it_is(
    ready: Callable[[duckdb.DuckDBPyConnection, Path], object], tmp_path: Path
) -> None:
    with duckdb.connect(":memory:") as connection:
        # As it is where a process has no script of its own.
        connection.execute("set enable_progress_bar = true")
        ready(connection, tmp_path)

        assert connection.execute("select current_setting('enable_progress_bar')").fetchone() == (False,)
