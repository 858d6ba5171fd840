"""Fields that hold a period, as DuckDB reads them in files and as they are read cell by cell."""
from __future__ import annotations

import duckdb
import pytest

from rulelang.compile.duckdb.cells import cell
from rulelang.core.nodes import Field, Words
from rulelang.data.refusal import Refusal
from rulelang.data.schema import text_reader
from support.cores import SPAN
from support.fiscal import fiscal_calendar

CELLS = (
    "2025-Q2", "FY2025-Q2", "2025", "FY2025", "2025-H1", "2025-04", "2025-13", "FY2025-04", "2025-Q5", "0999", "9001",
    "2025-Q1..2025-Q2", "fy2025", "2025-4", " 2025", "FFY2025", "2025-04-01",
    "FY2025-M04", "FY2025-W53", "FY2024-W53", "FY2031",
)


KINDS = {
    "january": Words(year_starts=1), "april": Words(year_starts=4),
    "its own": Words(year_starts=1, own_calendar=fiscal_calendar()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", CELLS)
def test_a_cell_is_read_alike_wherever_it_is_read(kind: str, text: str) -> None:
    field = Field("covers", KINDS[kind], optional=False, question="", span=SPAN)
    read, column = text_reader(field)(text), cell(field, "covers", "VARCHAR")

    with duckdb.connect() as connection:
        found = connection.execute(
            f"select {column.fits}, {column.value}, {column.doubts} from (select ? as covers)", [text]
        ).fetchone()

    assert found is not None
    if isinstance(read, Refusal):
        assert not found[0]
    else:
        assert found[:2] == (True, read)
        assert bool(found[2]) == (read != text)
