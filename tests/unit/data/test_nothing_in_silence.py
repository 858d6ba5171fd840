"""What is asked for and what lies in a folder of data is used, refused or told, on every engine."""
from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import rulelang
from rulelang.api import ENGINES
from rulelang.diagnostics.catalogue import words
from rulelang.diagnostics.refused import Refused

from .test_timestamps import PROGRAM, as_csv, as_parquet, as_parquet_partner

JUNE = datetime.date(2025, 6, 1)


def program_at(folder: Path, text: str = PROGRAM) -> rulelang.Program:
    (folder / "program.rule").write_text(text)
    return rulelang.load(folder).program()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    as_parquet_partner(folder)
    as_parquet(folder / "Deal", ["2025-04-10"])
    return folder


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_nobody_reads(data: Path, engine: str) -> None:
    (data / "Deals of April.csv").write_text("deal_id\nD7\n")
    program = program_at(data.parent)

    for notes in (
        program.run(data, "2025-04", engine=engine).notes,
        program.run_to(data / "paid.csv", data, "2025-04", engine=engine).notes,
        program.run(data, "2025-04", engine=engine).notes,  # what was written is beside its manifest
    ):
        assert [each.name for each in notes] == ["data-files-unread"]
        assert words(notes[0], "es").message == "en `data` no se lee nada de `Deals of April.csv`"


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_known_on_a_day_that_no_row_tells(data: Path, engine: str) -> None:
    program = program_at(data.parent)

    with pytest.raises(Refused) as refused:
        program.run(data, "2025-04", engine=engine, as_of=JUNE)
    assert [each.name for each in refused.value.findings] == ["as-of-not-recorded"]
    with pytest.raises(Refused):
        program.run_to(data.parent / "paid.csv", data, "2025-04", engine=engine, as_of=JUNE)
    with pytest.raises(Refused):
        program.explain(data, "2025-04", "P-1", as_of=JUNE)
    assert not (data.parent / "paid.csv").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_known_on_a_day_that_rows_tell(data: Path, engine: str) -> None:
    (data / "Deal.parquet").unlink()
    as_csv(data / "Deal", ["2025-04-10", "2025-04-10"])
    lines = (data / "Deal.csv").read_text().splitlines()
    told = ["noted_on", "2025-05-01", "2025-06-02"]
    (data / "Deal.csv").write_text("".join(f"{line},{day}\n" for line, day in zip(lines, told, strict=True)))
    recorded = PROGRAM.replace("dated by closed_on\n", "dated by closed_on, recorded on noted_on\n")
    program = program_at(data.parent, recorded.replace("  closed_on  date\n", "  closed_on  date\n  noted_on  date\n"))

    ((_, row),) = program.run(data, "2025-04", engine=engine, as_of=JUNE).results.rows

    assert row[0].value == 100
