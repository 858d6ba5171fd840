"""Running plans in DuckDB. The only folder of the compiler that imports it, and only when it runs."""
from __future__ import annotations

import importlib

from rulelang.compile.duckdb.files import run_duckdb_files
from rulelang.compile.duckdb.run import run_duckdb
from rulelang.diagnostics.model import Diagnostic
from rulelang.diagnostics.phrase import phrase
from rulelang.diagnostics.refused import Refused

__all__ = ["require_duckdb", "run_duckdb", "run_duckdb_files"]


def require_duckdb() -> None:
    """Refuses in words where the package this engine rests on is not installed."""
    try:
        importlib.import_module("duckdb")
    except ModuleNotFoundError as problem:
        values = {"purpose": phrase("the engine duckdb"), "extra": "batch"}
        raise Refused([Diagnostic("missing-extra", None, values, variant="engine")]) from problem
