"""Schemas say what is read and written: the same names in the same order, for every shipped program."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

import rulelang
from rulelang.api import Program
from support.workspace import REPOSITORY

KASPERSKY = REPOSITORY / "programs" / "kaspersky_united"


@pytest.fixture(scope="module", params=rulelang.load(KASPERSKY).programs)
def program(request: pytest.FixtureRequest) -> Program:
    return rulelang.load(KASPERSKY).program(request.param)


def test_a_schema_is_json(program: Program) -> None:
    for outputs in (False, True):
        schema = program.schema(outputs=outputs)
        assert json.loads(json.dumps(schema)) == schema


def test_headers_are_those_of_the_files_of_data(program: Program) -> None:
    for file, columns in program.headers().items():
        header = (KASPERSKY / "data" / file).read_text(encoding="utf-8").split("\n")[0]
        assert set(columns) == set(header.split(","))


def test_results_have_what_the_schema_names(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "paid.json"
    program.run(KASPERSKY / "data", "2025-Q2", engine="python").write(file)
    rows = json.loads(file.read_text(encoding="utf-8"))
    schema = program.schema(outputs=True)["items"]

    assert rows
    assert all(list(row) == list(schema["properties"]) == schema["required"] for row in rows)
    assert list(rows[0]) == list(program.headers(outputs=True)["result.csv"])
    for row in rows:
        for name, cell in row.items():
            assert _is(cell, schema["properties"][name]["type"]), (name, cell)


def _is(cell: object, kind: str | list[str]) -> bool:
    kinds = {"string": str, "boolean": bool, "null": type(None)}
    return isinstance(cell, tuple(kinds[each] for each in ([kind] if isinstance(kind, str) else kind)))


def test_records_need_not_name_their_partner(program: Program) -> None:
    deals = program.schema()["properties"]["records"]["properties"]["deals"]["items"]

    assert "partner_id" in deals["properties"]
    assert "partner_id" not in deals["required"]
