"""Reasons are told in the language of the program, in the same words from every engine and from every kind of file."""
from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import rulelang

RULES = """programa acme
  idioma es
  edición del lenguaje 1
  moneda USD
  el año empieza en enero
  vigente desde 2025-01-01

entidad Socio identificada por socio_id
  socio_id  texto
  encuesta  número entre 0 y 5, opcional

elegibilidad contento de Socio
  encuesta >= 4.0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.rule").write_text(RULES, encoding="utf-8")
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "Socio.csv").write_text("socio_id,encuesta\nS1,4.5\nS2,\n", encoding="utf-8")
    (tmp_path / "parquet").mkdir()
    target = tmp_path / "parquet" / "Socio.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM (VALUES ('S1', 4.5), ('S2', NULL)) AS t(socio_id, encuesta)) TO '{target}'"
        )
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "engine"), [("csv", "interpreter"), ("csv", "python"), ("csv", "duckdb"), ("parquet", "duckdb")]
)
def test_a_reason_is_in_the_language_of_the_program(folder: Path, kind: str, engine: str) -> None:
    program = rulelang.load(folder).program()
    program.run_to(folder / "paid.csv", folder / kind, "2025-Q1", engine=engine)

    assert (folder / "paid.csv").read_text(encoding="utf-8") == (
        "socio_id,contento,reasons\nS1,yes,\nS2,,contento: falta Socio.encuesta\n"
    )
