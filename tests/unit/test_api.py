"""The façade for host applications: the same results as the command line, values only, words for a wrong call."""
from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest

import rulelang
from rulelang.api import Program
from rulelang.diagnostics.refused import Refused

PROGRAM = Path(__file__).parents[2] / "programs" / "kaspersky_united"
DATA = PROGRAM / "data"
PARTNER = {
    "partner_id": "P-1", "country": "CO", "category": "msp", "pillars": ["sell"], "csat": None, "joined": "2021-01-01",
}  # fmt: skip
DEAL = {
    "deal_id": "D-1", "pillar": "sell", "new_product": False, "amount": "50000.00", "status": "won",
    "closed_on": "2025-05-05", "booked_on": "2025-05-06",
}  # fmt: skip


@pytest.fixture(scope="module")
def americas() -> Program:
    return rulelang.load(PROGRAM).program("kaspersky_americas")


def test_a_folder_gives_the_program_and_its_variants() -> None:
    assert rulelang.load(PROGRAM).programs == (
        "kaspersky_united", "kaspersky_americas", "kaspersky_brazil", "kaspersky_colombia", "kaspersky_north_america",
    )


def test_a_variant_file_stands_for_the_variant() -> None:
    assert rulelang.load(PROGRAM / "variants" / "americas.rule").program().name == "kaspersky_americas"


def test_a_file_of_two_variants_stands_for_all_it_holds(tmp_path: Path) -> None:
    program = tmp_path / "program.rule"
    program.write_text(
        "program base\n  language edition 1\n  currency USD\n  effective from 2024-01-01\n\n"
        "region andes is (CO, PE)\nregion south is (AR, CL)\n\n"
        "entity Partner identified by partner_id\n  partner_id text\n  country country\n\n"
        "parameter rate percent between 0% and 15%\n  2% from 2024-01-01\n\n"
        "adaptable\n  rate: between 1% and 6%\n\n"
        "variant first of base\n  for region andes\n  effective from 2025-01-01\n\nset rate: 3% from 2025-01-01\n\n"
        "variant second of base\n  for region south\n  effective from 2025-01-01\n\nset rate: 9% from 2025-01-01\n",
        encoding="utf-8",
    )
    loaded = rulelang.load(program)

    assert loaded.default is None
    assert loaded.program().name == "base"
    assert [f.name for f in loaded.check()] == [f.name for f in rulelang.load(tmp_path).check()] != []


def test_a_file_beside_the_program_with_two_variants_stands_for_both(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text(
        "program base\n  language edition 1\n  currency USD\n  effective from 2024-01-01\n\n"
        "region andes is (CO, PE)\nregion south is (AR, CL)\n\n"
        "entity Partner identified by partner_id\n  partner_id text\n  country country\n\n"
        "parameter rate percent between 0% and 15%\n  2% from 2024-01-01\n\n"
        "adaptable\n  rate: between 1% and 6%\n",
        encoding="utf-8",
    )
    both = tmp_path / "variants" / "both.rule"
    both.parent.mkdir()
    both.write_text(
        "variant first of base\n  for region andes\n  effective from 2025-01-01\n\nset rate: 3% from 2025-01-01\n\n"
        "variant second of base\n  for region south\n  effective from 2025-01-01\n\nset rate: 9% from 2025-01-01\n",
        encoding="utf-8",
    )
    loaded = rulelang.load(both)

    assert loaded.default is None
    assert [f.name for f in loaded.check()] == ["outside-guardrail"]


@pytest.mark.parametrize("engine", ["interpreter", "python", "duckdb"])
def test_one_partner_given_as_plain_data_is_paid_alike_by_every_engine(americas: Program, engine: str) -> None:
    found = americas.evaluate(PARTNER, "2025-Q2", records={"deals": [DEAL]}, engine=engine)

    assert found["sell_rebate"].value == 150_000  # premier by volume and by selling alone: 50_000 at 3%
    assert found["deploy_rebate"].value == 0
    assert found["Level"].value == "registered"
    assert found["managed_services"].value is True


def test_a_value_that_does_not_fit_is_refused_with_its_path(americas: Program) -> None:
    with pytest.raises(Refused) as caught:
        americas.evaluate(PARTNER, "2025-Q2", records={"deals": [DEAL | {"amount": "50000.001"}]})

    place = caught.value.findings[0].place
    assert place is not None
    assert "$.deals[0].amount" in (place.file, f"{place.file}.{place.column}", place.column)


def test_a_run_gives_what_the_command_prints(
    americas: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rulelang.cli import main

    result = americas.run(DATA, "2025-Q2", engine="python")
    result.write(tmp_path / "paid.csv")
    main(["run", str(PROGRAM / "variants" / "americas.rule"), "--data", str(DATA), "--period", "2025-Q2"])

    assert capsys.readouterr().out == (tmp_path / "paid.csv").read_text(encoding="utf-8")


def test_the_manifest_says_what_was_run(americas: Program, tmp_path: Path) -> None:
    americas.run(DATA, "2025-Q2", engine="interpreter").write(tmp_path / "paid.csv")
    manifest = json.loads((tmp_path / "paid.csv.manifest.json").read_text(encoding="utf-8"))

    assert manifest["engine"] == "interpreter"
    assert manifest["semantic_hash"] == americas.semantic_hash
    assert "sql_hash" not in manifest
    assert set(manifest["inputs"]) == {"Partner.csv", "Deal.csv", "Certificate.csv", "Solution.csv"}


def test_duckdb_names_the_statement_it_ran(americas: Program) -> None:
    manifest = americas.run(DATA, "2025-Q2", engine="duckdb").manifest

    assert manifest["engine"] == "duckdb"
    assert len(manifest["sql_hash"]) == 64


def test_one_partner_filters_the_result_and_not_the_data(americas: Program) -> None:
    everybody = americas.run(DATA, "2025-Q2", engine="python")
    one = americas.run(DATA, "2025-Q2", engine="python", partner="P001")

    assert one.results.rows == tuple(row for row in everybody.results.rows if row[0] == ("P001",))


@pytest.mark.parametrize(
    ("request_", "finding"),
    [
        ({"period": "2025-Q5"}, "period-not-found"),
        ({"partner": "P0001"}, "no-such-partner"),
        ({"only": ["total_payot"]}, "no-such-outcome"),
        ({"engine": "spark"}, "no-such-engine"),
        ({"data": "no/such/folder"}, "data-folder-not-found"),
    ],
)
def test_a_wrong_request_is_refused_in_words(americas: Program, request_: dict[str, object], finding: str) -> None:
    request = {"data": DATA, "period": "2025-Q2", "engine": "python"} | request_

    with pytest.raises(Refused) as caught:
        americas.run(**request)  # type: ignore[arg-type]  # some of these are wrong on purpose

    assert [f.name for f in caught.value.findings] == [finding]


def test_a_program_serves_many_threads(americas: Program) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(americas.evaluate(PARTNER, "2025-Q2", records={"deals": [DEAL]})))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert all(each == found[0] for each in found)


def test_a_program_with_errors_cannot_be_run(tmp_path: Path) -> None:
    (tmp_path / "program.rule").write_text("program p\n  currency USD\n", encoding="utf-8")
    program = rulelang.load(tmp_path).program()

    assert program.core is None
    with pytest.raises(Refused):
        program.run(DATA, "2025-Q2")


@pytest.mark.parametrize("name", ["acme", "acme_andes"])
def test_a_program_with_a_line_that_cannot_be_read_is_not_run_without_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "variants").mkdir()
    (tmp_path / "program.rule").write_text(
        "program acme\n  language edition 1\n  currency USD\n  year starts january\n  effective from 2025-01-01\n"
        "region andes is (CO, PE)\n"
        "entity Partner identified by partner_id\n  partner_id text\n  country country\n"
        "parameter bonus money\n  10 USD from 2025-01-01\n"
        "incentive welcome of Partner\n  paid every quarter\n  pays bonus\n"
        "adaptable\n  bonus: between 10 USD and 50 USD\n"
    )
    (tmp_path / "variants" / "andes.rule").write_text(
        "variant acme_andes of acme\n  for region andes\n  effective from 2025-01-01\n"
        "set bonus: 50 USD form 2025-01-01\n"
    )

    program = rulelang.load(tmp_path).program(name)

    assert [finding.name for finding in program.findings] == ["unknown-words"]
    with pytest.raises(Refused):
        program.run({"Partner": [{"partner_id": "P-1", "country": "CO"}]}, "2025-Q1")


def test_a_missing_engine_is_refused_with_what_to_install(
    americas: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(Refused) as caught:
        americas.run(DATA, "2025-Q2")

    assert [f.name for f in caught.value.findings] == ["missing-extra"]
    assert len(americas.run(DATA, "2025-Q2", engine="python").results.rows) == 400
