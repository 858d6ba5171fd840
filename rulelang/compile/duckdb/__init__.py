"""Running plans in DuckDB. The only folder of the compiler that imports it, and only when it runs."""
from __future__ import annotations

from rulelang.compile.duckdb.files import run_duckdb_files
from rulelang.compile.duckdb.run import run_duckdb

__all__ = ["run_duckdb", "run_duckdb_files"]
